"""People and what they may act for. A person is not a login: accounts keep those, and point here."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from statements.db import Base, Code, Document, Items, Key, Line, Moment
from statements.organisations.models import Organisation


class Role(StrEnum):
    """What a person is to an organisation; officers and operators belong to the register itself."""

    FILER = "filer"
    DIRECTOR = "director"
    BUYER = "buyer"
    CONTRIBUTOR = "contributor"
    OFFICER = "officer"
    OPERATOR = "operator"


class MembershipState(StrEnum):
    """Where a request to act for an organisation stands."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    ENDED = "ended"


class Person(Base):
    """Someone who acts; name and email address are private."""

    __tablename__ = "people"

    id: Mapped[Key]
    name: Mapped[Line]
    email: Mapped[str] = mapped_column(String(255), unique=True)
    created_at: Mapped[Moment]


class Membership(Base):
    """A person in a role for an organisation (none for officers and operators).

    `proposed` describes an organisation that is not in the register yet: it is added when the request is approved.
    """

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("person_id", "organisation_id", "role"),)

    id: Mapped[Key]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    role: Mapped[Code]
    state: Mapped[Code]
    asked_at: Mapped[Moment]
    note: Mapped[str] = mapped_column(Text, default="")
    proposed: Mapped[Document] = mapped_column(default=dict)
    decided_at: Mapped[Moment | None]
    decided_by: Mapped[uuid.UUID | None]
    decision_reason: Mapped[str] = mapped_column(Text, default="")

    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class Interest(Base):
    """An officer's interest in an organisation, declared by the officer; while it stands they decide nothing there."""

    __tablename__ = "interests"

    id: Mapped[Key]
    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    declared_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]
    ended_by: Mapped[uuid.UUID | None]
    end_reason: Mapped[str] = mapped_column(Text, default="")

    officer: Mapped[Person] = relationship()
    organisation: Mapped[Organisation] = relationship()


class ParkedForm(Base):
    """A form that was sent when its sender was no longer signed in: kept for hours, until they have signed in again.

    Only the hash of the token is kept; the token lies in the sender's cookie. `fields` lists [name, value].
    """

    __tablename__ = "parked_forms"

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    path: Mapped[str] = mapped_column(Text)
    fields: Mapped[Items]
    parked_at: Mapped[Moment] = mapped_column(index=True)


class MailState(StrEnum):
    """What became of a message."""

    WAITING = "waiting"
    SENT = "sent"
    BOUNCED = "bounced"
    FAILED = "failed"


class OutboxMessage(Base):
    """One message to one person, written with the change that it tells of; the worker sends it, again where it fails.

    `values` fill the template. `address` is where it went, known from when it was sent. A message to a reader who
    asked for mail has no person but a `reader_id`: their address is kept with what they asked for, never here.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_state_next_try_at", "state", "next_try_at"),)

    id: Mapped[Key]
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    reader_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    template: Mapped[Code]
    values: Mapped[Document]
    state: Mapped[str] = mapped_column(String(32), default=MailState.WAITING)
    asked_at: Mapped[Moment]
    next_try_at: Mapped[Moment]
    attempts: Mapped[int] = mapped_column(default=0)
    address: Mapped[str] = mapped_column(String(255), default="")
    sent_at: Mapped[Moment | None]
    problem: Mapped[str] = mapped_column(Text, default="")

    person: Mapped[Person | None] = relationship()
