"""A filer's calendar: what is due when, as iCalendar (RFC 5545), and the private address it is read at."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from statements.events import service as events
from statements.filing.models import CalendarAddress
from statements.organisations.models import Obligation, ObligationState
from statements.people import queries
from statements.people.models import Role

SHOWN_AFTER = timedelta(days=400)
"""How long what was due stays in the calendar."""
FILING = (Role.FILER, Role.DIRECTOR)
LONGEST_LINE = 75
"""Octets of a content line, its break left out (RFC 5545, 3.1)."""
CALLED_OFF = (ObligationState.EXEMPT, ObligationState.LAPSED, ObligationState.OUT_OF_SCOPE)


@dataclass(frozen=True)
class Entry:
    """One day of the calendar; `is_off` where nothing is owed any more."""

    uid: str
    day: date
    title: str
    text: str
    address: str
    is_done: bool
    is_off: bool = False


def entries_for(session: Session, *, person_id: uuid.UUID, today: date, address: str) -> list[Entry]:
    """What the organisations that this person files or signs for owe, by due date; `address` is the portal's."""
    organisations = queries.organisations_of(session, person_id=person_id, roles=FILING)
    query = (
        select(Obligation)
        .where(Obligation.organisation_id.in_(organisations), Obligation.due_on >= today - SHOWN_AFTER)
        .options(joinedload(Obligation.organisation))
        .order_by(Obligation.due_on, Obligation.id)
    )
    return [_entry(each, address) for each in session.scalars(query)]


def renewals(session: Session, person_id: uuid.UUID) -> int:
    """How often the person renewed the address of their calendar."""
    kept = session.get(CalendarAddress, person_id)
    return kept.renewals if kept else 0


def renew(session: Session, *, person_id: uuid.UUID, at: datetime) -> int:
    """Give the person's calendar a new address: the old one is dead from now on. The count that it belongs to."""
    person = queries.load_person(session, person_id)
    kept = session.get(CalendarAddress, person_id, with_for_update=True)
    if kept is None:
        kept = CalendarAddress(person_id=person_id, renewals=0)
        session.add(kept)
    kept.renewals, kept.renewed_at = kept.renewals + 1, at
    events.record(session, kind="person.calendar_renewed", subject=person, by=person_id, at=at)
    return kept.renewals


def as_text(entries: Sequence[Entry], *, name: str, at: datetime) -> str:
    """The calendar as a file: lines end with CRLF and are folded at 75 octets, text is escaped (RFC 5545)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Statement register//Due dates//EN", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{_escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:P1D", "X-PUBLISHED-TTL:P1D"]
    for each in entries:
        lines += _event(each, at)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _entry(obligation: Obligation, address: str) -> Entry:
    done, name = obligation.filed_on is not None, obligation.organisation.name
    off = not done and obligation.state in CALLED_OFF
    title = f"Filed: modern slavery statement of {name}" if done else f"Modern slavery statement due: {name}"
    title = f"No statement owed: {name}" if off else title
    presumed = obligation.state == ObligationState.PRESUMED and not done
    note = " The register presumes that one is owed; say so if it is not." if presumed else ""
    return Entry(
        uid=f"{obligation.id}@register",
        day=obligation.due_on,
        title=title,
        text=f"For the period to {obligation.period_end.day} {obligation.period_end:%B %Y}.{note}",
        address=f"{address}/desk?for={obligation.organisation.slug}",
        is_done=done,
        is_off=off,
    )


def _event(entry: Entry, at: datetime) -> Iterable[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(entry.title)}"
    yield f"DESCRIPTION:{_escaped(entry.text)}"
    yield f"URL:{entry.address}"
    yield "TRANSP:TRANSPARENT"
    yield f"STATUS:{'CANCELLED' if entry.is_off else 'CONFIRMED'}"
    if not entry.is_done and not entry.is_off:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_escaped(entry.title)}")
        yield from ("TRIGGER:-P14D", "END:VALARM")
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    safe = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(safe.splitlines())


def _folded(line: str) -> Iterable[str]:
    """The line in pieces of at most 75 octets, none cut within a letter; all but the first begin with a blank."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > LONGEST_LINE:
            yield piece
            piece = " "
        piece += letter
    yield piece
