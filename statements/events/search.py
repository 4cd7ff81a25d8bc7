"""Search the history of everything: by organisation, person, kind and day; and who opened which document."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.db import PageOf, page_of
from statements.events.models import DocumentAccess, Event, Way


@dataclass(frozen=True)
class EventFilter:
    """What to look for; None and an empty text leave a thing open. `kind` may be the beginning of one ("notice.").

    `since` belongs to the span, `until` does not. `before` is the number of the event that the page before ended with.
    """

    organisation_id: uuid.UUID | None = None
    actor: uuid.UUID | None = None
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


def search(session: Session, wanted: EventFilter, *, limit: int) -> Sequence[Event]:
    """At most so many events that fit, the newest first."""
    query = select(Event).order_by(Event.number.desc()).limit(limit)
    if wanted.organisation_id is not None:
        query = query.where(Event.organisation_id == wanted.organisation_id)
    if wanted.actor is not None:
        query = query.where(Event.actor == wanted.actor)
    if wanted.kind:
        query = query.where(Event.kind.startswith(wanted.kind, autoescape=True))
    if wanted.since is not None:
        query = query.where(Event.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(Event.at < wanted.until)
    if wanted.before is not None:
        query = query.where(Event.number < wanted.before)
    return session.scalars(query).all()


def note_access(
    session: Session,
    *,
    documents: Collection[str],
    version_id: uuid.UUID | None,
    way: Way,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """Write down that somebody signed in opened documents, by their hashes; never readers of the public register."""
    for sha256 in documents:
        session.add(DocumentAccess(sha256=sha256, version_id=version_id, person_id=by, at=at, way=way))
    session.flush()


def accesses(session: Session, *, sha256: str, page: int = 1) -> PageOf[DocumentAccess]:
    """A page of who opened the document with this hash, the newest first."""
    query = select(DocumentAccess).where(DocumentAccess.sha256 == sha256)
    return page_of(session, query.order_by(DocumentAccess.at.desc(), DocumentAccess.number.desc()), page)
