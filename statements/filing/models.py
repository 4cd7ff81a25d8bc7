"""A statement from draft to version: what is typed, what is uploaded, whom it covers, who signed, what was received."""

import uuid
from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from statements.db import Base, Code, Items, Key, Line, Moment
from statements.db import Document as JsonObject
from statements.organisations.models import Organisation


class StatementState(StrEnum):
    """draft → submitted → published | returned → submitted …; published → withdrawn. A correction is a new version."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class VersionState(StrEnum):
    """What became of one version."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Statement(Base):
    """The filing of a lead organisation for a period under a profile."""

    __tablename__ = "statements"
    __table_args__ = (
        UniqueConstraint("organisation_id", "profile", "period_start", "period_end"),
        Index("ix_statements_state_period_end", "state", "period_end"),
    )

    id: Mapped[Key]
    number: Mapped[int] = mapped_column(Integer, unique=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    profile: Mapped[Code]
    period_start: Mapped[date]
    period_end: Mapped[date]
    state: Mapped[Code]
    source: Mapped[Code] = mapped_column(default="portal")
    source_url: Mapped[str] = mapped_column(Text, default="")
    started_by: Mapped[uuid.UUID | None]
    started_at: Mapped[Moment]
    published_at: Mapped[Moment | None]
    current_version_id: Mapped[uuid.UUID | None]
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()
    draft: Mapped["Draft | None"] = relationship(back_populates="statement", cascade="all, delete-orphan")
    versions: Mapped[list["Version"]] = relationship(back_populates="statement", order_by="Version.number")

    __mapper_args__ = {"version_id_col": revision}


class Draft(Base):
    """What is being written for a statement: one at a time, kept at every step, private to its organisation.

    `answers` maps a question's key to its value; `covers` lists organisation ids as text;
    `documents` lists document ids as text, in order; `approval` holds `signatory_name` and `signatory_role`.
    `carried` maps the key of an answer that was taken over to the number of the statement it came from, until somebody
    looks at it. `covers` leaves the lead organisation out: it is always covered. `correction_reason` is set while a
    correction is open. The draft stays after it is submitted, so that a returned statement can be mended.
    """

    __tablename__ = "drafts"

    id: Mapped[Key]
    statement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("statements.id"), unique=True)
    answers: Mapped[JsonObject]
    covers: Mapped[Items]
    documents: Mapped[Items]
    approval: Mapped[JsonObject]
    carried: Mapped[JsonObject] = mapped_column(default=dict)
    correction_reason: Mapped[str] = mapped_column(Text, default="")
    updated_at: Mapped[Moment]
    updated_by: Mapped[uuid.UUID | None]
    revision: Mapped[int] = mapped_column(default=1)

    statement: Mapped[Statement] = relationship(back_populates="draft")

    __mapper_args__ = {"version_id_col": revision}


class UnsavedSection(Base):
    """What somebody is typing in a section and has not saved: theirs alone, and no part of the draft.

    `typed` maps each field's name to the list of what stands in it, as a browser would send it; `seen` is the mark of
    the section (`marks.section_mark`) that they began from.
    """

    __tablename__ = "unsaved_sections"
    __table_args__ = (UniqueConstraint("draft_id", "section", "person_id"),)

    id: Mapped[Key]
    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    section: Mapped[Code]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    typed: Mapped[JsonObject]
    seen: Mapped[str] = mapped_column(String(16))
    kept_at: Mapped[Moment]


class Document(Base):
    """An original file by its SHA-256, with the text of its pages; the bytes are in the store.

    `pages` lists the text of each page, page 1 first; a page without text is an empty one. `withheld_at` is set when a
    passage of it was taken down: its file is no longer handed out, its text without the passage is.
    """

    __tablename__ = "documents"

    id: Mapped[Key]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    filename: Mapped[Line]
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    pages: Mapped[Items]
    words: Mapped[int]
    scan: Mapped[bool] = mapped_column(default=False)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    uploaded_at: Mapped[Moment]
    uploaded_by: Mapped[uuid.UUID | None]
    withheld_at: Mapped[Moment | None]


class Version(Base):
    """What was submitted, as it was: immutable but for its state. Numbered from 1 within its statement.

    `approval` holds approved_by, approved_on, signatory_name and signatory_role as far as they were given;
    `signature` holds name, role, person_id, signed_at and method, or imported_by, or nothing.
    """

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("statement_id", "number"), UniqueConstraint("statement_id", "fingerprint"))

    id: Mapped[Key]
    statement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("statements.id"))
    number: Mapped[int]
    state: Mapped[Code]
    answers: Mapped[JsonObject]
    approval: Mapped[JsonObject]
    signature: Mapped[JsonObject]
    correction_reason: Mapped[str] = mapped_column(Text, default="")
    fingerprint: Mapped[str] = mapped_column(String(64))
    submitted_at: Mapped[Moment]
    submitted_by: Mapped[uuid.UUID | None]
    published_at: Mapped[Moment | None]

    statement: Mapped[Statement] = relationship(back_populates="versions")
    documents: Mapped[list[Document]] = relationship(secondary="version_documents", order_by="VersionDocument.position")
    coverage: Mapped[list["Coverage"]] = relationship(back_populates="version")


class VersionDocument(Base):
    """A document of a version, in its place."""

    __tablename__ = "version_documents"

    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("versions.id"), primary_key=True)
    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    position: Mapped[int]


class Coverage(Base):
    """One organisation that a version covers, the lead organisation among them."""

    __tablename__ = "coverage"
    __table_args__ = (UniqueConstraint("version_id", "organisation_id"),)

    id: Mapped[Key]
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("versions.id"))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"), index=True)

    version: Mapped[Version] = relationship(back_populates="coverage")
    organisation: Mapped[Organisation] = relationship()


class SignatureRequest(Base):
    """A request to a director to sign one exact draft: single use, expiring; only the token's hash is kept."""

    __tablename__ = "signature_requests"

    id: Mapped[Key]
    statement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("statements.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    director_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    asked_by: Mapped[uuid.UUID]
    asked_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]
    outcome: Mapped[str] = mapped_column(String(32), default="")
    note: Mapped[str] = mapped_column(Text, default="")


class Receipt(Base):
    """The proof that a version was received: a number that means the same for ever."""

    __tablename__ = "receipts"

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(String(32), unique=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("versions.id"), unique=True)
    issued_at: Mapped[Moment]

    version: Mapped[Version] = relationship()


class Reminder(Base):
    """A reminder of an obligation that was sent: `step` counts days from the day it is due, before it negative."""

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("obligation_id", "step"),)

    id: Mapped[Key]
    obligation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("obligations.id"))
    step: Mapped[int]
    sent_at: Mapped[Moment]
    people: Mapped[int]


class CalendarAddress(Base):
    """How often a person renewed the private address of their calendar: an address of an earlier count is dead."""

    __tablename__ = "calendar_addresses"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    renewals: Mapped[int]
    renewed_at: Mapped[Moment]


class FilingHold(Base):
    """Somebody of the organisation said that they did not file a version: open, it stops the publication."""

    __tablename__ = "filing_holds"

    id: Mapped[Key]
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("versions.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    raised_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]
    ended_by: Mapped[uuid.UUID | None]
    end_reason: Mapped[str] = mapped_column(Text, default="")

    version: Mapped[Version] = relationship()
