"""Notices of the office to an organisation: late, incomplete, or a concern that a statement is false or misleading."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from statements.db import Base, Code, Key, Line, Moment
from statements.filing.models import Statement
from statements.organisations.models import Obligation, Organisation


class NoticeKind(StrEnum):
    """What a notice is about."""

    LATE = "late"
    INCOMPLETE = "incomplete"
    CONCERN = "concern"


class NoticeState(StrEnum):
    """Where a notice stands."""

    DRAFT = "draft"
    SENT = "sent"
    CLOSED = "closed"
    PUBLISHED = "published"


class OfficeNotice(Base):
    """One notice: drafted by an officer, approved and sent by another, answered by the organisation.

    `answer_by` is the last moment to answer, set when it is sent.
    """

    __tablename__ = "office_notices"

    id: Mapped[Key]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    obligation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("obligations.id"))
    statement_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("statements.id"))
    profile: Mapped[Code]
    kind: Mapped[Code]
    state: Mapped[str] = mapped_column(String(32), index=True, default=NoticeState.DRAFT)
    title: Mapped[Line]
    text: Mapped[str] = mapped_column(Text)
    drafted_by: Mapped[uuid.UUID]
    drafted_at: Mapped[Moment]
    approved_by: Mapped[uuid.UUID | None]
    sent_at: Mapped[Moment | None]
    answer_by: Mapped[Moment | None]
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_by: Mapped[uuid.UUID | None]
    replied_at: Mapped[Moment | None]
    outcome: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[Moment | None]
    revision: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()
    obligation: Mapped[Obligation | None] = relationship()
    statement: Mapped[Statement | None] = relationship()

    __mapper_args__ = {"version_id_col": revision}
