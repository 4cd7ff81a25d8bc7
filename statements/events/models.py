"""The table of events: append-only, numbered without gaps that a reader could step over."""

import uuid

from sqlalchemy import BigInteger, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from statements.db import Base, Code, Document, Moment


class Event(Base):
    """One change to one thing: who, what, when, before, after, why. Never changed, never deleted."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_subject", "subject_kind", "subject_id", "number"),)

    number: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[Moment]
    actor: Mapped[uuid.UUID | None]
    kind: Mapped[Code] = mapped_column(index=True)
    subject_kind: Mapped[Code]
    subject_id: Mapped[uuid.UUID]
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    before: Mapped[Document]
    after: Mapped[Document]
    reason: Mapped[str] = mapped_column(Text, default="")
    public: Mapped[bool] = mapped_column(default=False)
