"""The table of events: append-only, numbered without gaps that a reader could step over."""

import uuid
from enum import StrEnum

from sqlalchemy import BigInteger, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from statements.db import Base, Code, Document, Moment


class Event(Base):
    """One change to one thing: who, what, when, before, after, why. Never changed, never deleted."""

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_subject", "subject_kind", "subject_id", "number"),
        Index("ix_events_actor_number", "actor", "number"),
    )

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


class Way(StrEnum):
    """In which way a document was opened."""

    OFFICE = "office"
    TEXT = "text"
    EXPORT = "export"
    FILER = "filer"
    SEEN_AS = "seen as the filer"


class DocumentAccess(Base):
    """That a signed-in person opened a document that is not, or not yet, for everyone, and in which way.

    `version_id` is empty where the document was opened in a draft.
    """

    __tablename__ = "document_accesses"
    __table_args__ = (Index("ix_document_accesses_sha256_at", "sha256", "at"),)

    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    sha256: Mapped[str] = mapped_column(String(64))
    version_id: Mapped[uuid.UUID | None]
    person_id: Mapped[uuid.UUID]
    at: Mapped[Moment]
    way: Mapped[Code]
