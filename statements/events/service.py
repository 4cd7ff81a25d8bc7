"""Write an event in the transaction of the change that it records; read the tail in order."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from statements.events.models import Event

# Any fixed number will do: every writer of events takes the same PostgreSQL lock, so numbers become
# visible in order and a reader of the tail can never skip one that commits late.
EVENTS_LOCK = 7_201_943
_LATEST = select(func.max(Event.number))


def record(
    session: Session,
    *,
    kind: str,
    subject: Any,
    by: uuid.UUID | None,
    at: datetime,
    organisation_id: uuid.UUID | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    public: bool = False,
) -> Event:
    """Add the event of a change to `subject` (a row with an `id`) and give it the next number.

    `kind` is "noun.verb in the past" ("statement.submitted"); `public` events may be shown in a
    statement's history and feeds; `by` is None when the portal itself acted.
    """
    session.flush()
    take_turn(session)
    number = (session.scalar(select(func.max(Event.number))) or 0) + 1
    event = Event(
        number=number,
        at=at,
        actor=by,
        kind=kind,
        subject_kind=subject.__tablename__,
        subject_id=subject.id,
        organisation_id=organisation_id,
        before=before or {},
        after=after or {},
        reason=reason,
        public=public,
    )
    session.add(event)
    session.flush()
    return event


def take_turn(session: Session) -> None:
    """Wait until no other transaction is handing out numbers, and hold the turn until this one ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": EVENTS_LOCK})


def tail(session: Session, *, after: int, limit: int = 1000) -> Sequence[Event]:
    """The events numbered above `after`, oldest first, at most `limit`."""
    return session.scalars(select(Event).where(Event.number > after).order_by(Event.number).limit(limit)).all()


def latest_number(session: Session) -> int:
    """The number of the newest event; 0 when there is none. It is the generation of everything derived."""
    return session.scalar(_LATEST) or 0


def history(session: Session, *, subject: Any, public_only: bool = False) -> Sequence[Event]:
    """The events of one thing, oldest first."""
    query = select(Event).where(Event.subject_kind == subject.__tablename__, Event.subject_id == subject.id)
    if public_only:
        query = query.where(Event.public)
    return session.scalars(query.order_by(Event.number)).all()
