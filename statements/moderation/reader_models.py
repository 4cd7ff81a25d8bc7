"""What readers tell the registrar is wrong with a published statement. Their words are private, for ever."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from statements.db import Base, Key, Moment
from statements.filing.models import Statement, Version


class ReportState(StrEnum):
    """Where a reader's report stands."""

    WAITING = "waiting"
    ANSWERED = "answered"


class Outcome(StrEnum):
    """What came of a reader's report."""

    CORRECTED = "corrected"
    ASKED = "asked"
    TAKEN_DOWN = "taken-down"
    STANDS = "stands"
    NOT_OURS = "not-ours"


class ReaderReport(Base):
    """One report: the passage of a version and why it is wrong, of a reader who is not asked who they are.

    `outcome` and `note` are what became public of it. `erased_at` is set once the reader's words were deleted.
    """

    __tablename__ = "reader_reports"
    __table_args__ = (Index("ix_reader_reports_state_received_at", "state", "received_at"),)

    id: Mapped[Key]
    statement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("statements.id"), index=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("versions.id"))
    passage: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    received_at: Mapped[Moment]
    state: Mapped[str] = mapped_column(String(32), default=ReportState.WAITING)
    outcome: Mapped[str] = mapped_column(String(32), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[uuid.UUID | None]
    answered_at: Mapped[Moment | None]
    erased_at: Mapped[Moment | None]
    revision: Mapped[int] = mapped_column(default=1)

    statement: Mapped[Statement] = relationship()
    version: Mapped[Version] = relationship()

    __mapper_args__ = {"version_id_col": revision}
