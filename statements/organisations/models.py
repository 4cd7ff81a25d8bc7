"""Organisations: who they are in each scheme, what they were called and when, whom they belong to, what they owe."""

import uuid
from datetime import date
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from statements.db import Base, Code, Key, Line, Moment


class NameKind(StrEnum):
    """What a name was or is to its organisation."""

    LEGAL = "legal"
    TRADING = "trading"
    FORMER = "former"


class Organisation(Base):
    """A business, public body or other entity. It stays itself when it is renamed.

    With `two_people` whoever asks for a signature cannot give it.
    """

    __tablename__ = "organisations"

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[Line]
    sort_key: Mapped[Line] = mapped_column(index=True)
    kind: Mapped[Code]
    industry: Mapped[str | None] = mapped_column(String(8))
    region: Mapped[str | None] = mapped_column(String(64))
    revenue_band: Mapped[str | None] = mapped_column(String(64))
    country: Mapped[str] = mapped_column(String(2), default="NZ")
    public_body: Mapped[bool] = mapped_column(default=False)
    demonstration: Mapped[bool] = mapped_column(default=False)
    two_people: Mapped[bool] = mapped_column(default=False)
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    created_at: Mapped[Moment]
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    revision: Mapped[int] = mapped_column(default=1)

    parent: Mapped["Organisation | None"] = relationship(remote_side="Organisation.id", foreign_keys=[parent_id])
    names: Mapped[list["OrganisationName"]] = relationship(
        back_populates="organisation", order_by="OrganisationName.kind, OrganisationName.name"
    )
    identifiers: Mapped[list["Identifier"]] = relationship(
        back_populates="organisation", order_by="Identifier.scheme, Identifier.value"
    )

    __mapper_args__ = {"version_id_col": revision}


class Status(StrEnum):
    """Whether an organisation stands."""

    ACTIVE = "active"
    ENDING = "in liquidation"
    DISSOLVED = "dissolved"


class OrganisationStatus(Base):
    """What an organisation is from a day on, and where that is known from. The newest day counts; none means active."""

    __tablename__ = "organisation_statuses"

    id: Mapped[Key]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    status: Mapped[Code]
    since: Mapped[date]
    source: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[Moment]
    recorded_by: Mapped[uuid.UUID]


class FormerAddress(Base):
    """An address that an organisation had in the register; it leads to the one it has now."""

    __tablename__ = "former_addresses"

    slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    since: Mapped[Moment]


class CorrectionNote(Base):
    """What the register got wrong about an organisation and put right, said openly on its page."""

    __tablename__ = "correction_notes"

    id: Mapped[Key]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[Moment]
    by: Mapped[uuid.UUID]


class OrganisationName(Base):
    """One name of an organisation; `folded` is what `names.lookup_key` makes of it, for look-ups."""

    __tablename__ = "organisation_names"
    __table_args__ = (UniqueConstraint("organisation_id", "name", "kind"),)

    id: Mapped[Key]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[Line]
    folded: Mapped[Line] = mapped_column(index=True)
    kind: Mapped[Code]
    since: Mapped[date | None]
    until: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship(back_populates="names")


class Identifier(Base):
    """What a scheme ("nzbn", "gb-coh", "au-abn", "lei") calls an organisation; a value belongs to one only."""

    __tablename__ = "identifiers"
    __table_args__ = (UniqueConstraint("scheme", "value"),)

    id: Mapped[Key]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    scheme: Mapped[str] = mapped_column(String(32))
    value: Mapped[str] = mapped_column(String(64))

    organisation: Mapped[Organisation] = relationship(back_populates="identifiers")


class ObligationState(StrEnum):
    """Whether an organisation owes a statement for a period, and how we know. Filed and late are derived."""

    PRESUMED = "presumed"
    CONFIRMED = "confirmed"
    DECLARED_OUT = "declared out of scope"
    OUT_OF_SCOPE = "not in scope"
    EXEMPT = "exempt"
    LAPSED = "lapsed"


class Obligation(Base):
    """What one organisation owes for one period under one profile; `filed_on` is set when a statement covers it."""

    __tablename__ = "obligations"
    __table_args__ = (
        UniqueConstraint("organisation_id", "profile", "period_end"),
        Index("ix_obligations_period_end_state", "period_end", "state"),
        Index("ix_obligations_due_on", "due_on"),
    )

    id: Mapped[Key]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    profile: Mapped[Code]
    period_start: Mapped[date]
    period_end: Mapped[date]
    due_on: Mapped[date] = mapped_column(Date)
    state: Mapped[Code]
    source: Mapped[Code]
    reason: Mapped[str] = mapped_column(Text, default="")
    filed_on: Mapped[date | None]
    statement_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    lateness_public_from: Mapped[Moment | None]

    organisation: Mapped[Organisation] = relationship()


class LatenessReason(Base):
    """Why a statement is late, as an officer or the organisation said; of an obligation the last `place` holds.

    Private. `shown_from` is when the coded reason, never the words, may stand beside a lateness that is public itself.
    """

    __tablename__ = "lateness_reasons"
    __table_args__ = (UniqueConstraint("obligation_id", "place"),)

    id: Mapped[Key]
    obligation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("obligations.id"))
    place: Mapped[int]
    code: Mapped[Code]
    words: Mapped[str] = mapped_column(Text, default="")
    by_office: Mapped[bool]
    said_at: Mapped[Moment]
    said_by: Mapped[uuid.UUID]
    shown_from: Mapped[Moment | None]
