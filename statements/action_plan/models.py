"""Progress on the Plan of Action. The plans themselves are data files; what agencies report is kept here."""

import uuid
from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from statements.db import Base, Code, Items, Key, Moment


class ProgressState(StrEnum):
    """How far an action is, as its agency says."""

    NOT_STARTED = "not started"
    UNDER_WAY = "under way"
    DONE = "done"
    DELAYED = "delayed"


class ProgressNote(Base):
    """A dated note by an agency on one action of a plan; public once policy staff approved it."""

    __tablename__ = "progress_notes"
    __table_args__ = (Index("ix_progress_notes_plan_action", "plan", "action"),)

    id: Mapped[Key]
    plan: Mapped[Code]
    action: Mapped[str] = mapped_column(String(16))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    state: Mapped[Code]
    text: Mapped[str] = mapped_column(Text)
    delay_reason: Mapped[str] = mapped_column(Text, default="")
    mitigation: Mapped[str] = mapped_column(Text, default="")
    links: Mapped[Items]
    happened_on: Mapped[date]
    written_by: Mapped[uuid.UUID]
    written_at: Mapped[Moment]
    approved_by: Mapped[uuid.UUID | None]
    approved_at: Mapped[Moment | None]
