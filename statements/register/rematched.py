"""An organisation that had statements by mistake, and has none: its address tells where they are now."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.errors import Gone as GoneError
from statements.errors import Problem
from statements.events.models import Event
from statements.filing.answers import spoken
from statements.filing.models import Statement, Version
from statements.organisations.models import Organisation
from statements.register.happenings import REMATCHED
from statements.register.hidden import hidden_reasons
from statements.register.visible import is_public


@dataclass(frozen=True)
class GoneStatement:
    """A statement that was matched with a wrong organisation: whose it is, since when that is known, and why."""

    number: int
    organisation: str
    period_end: date
    at: datetime
    reason: str


@dataclass(frozen=True)
class Gone:
    """An organisation that has no public statement, and those that were listed under it by mistake."""

    name: str
    statements: tuple[GoneStatement, ...]


def told_instead(session: Session, slug: str) -> GoneError | None:
    """What programs are told at the address of an organisation that had statements by mistake, and has none now."""
    gone = rematched_from(session, slug)
    if gone is None:
        return None
    told = f"The register holds no statement of {gone.name}: what was listed here is of others."
    return GoneError(told, [_moved(each) for each in gone.statements])


def _moved(each: GoneStatement) -> Problem:
    said = f"Statement {each.number}, period to {spoken(each.period_end)}, is of {each.organisation}."
    return Problem(f"{said} {each.reason}".strip(), f"/statements/{each.number}", "statement")


def rematched_from(session: Session, slug: str) -> Gone | None:
    """What was listed by mistake under the organisation at this address and is public elsewhere; None where nothing."""
    found = session.execute(select(Organisation.id, Organisation.name).where(Organisation.slug == slug)).one_or_none()
    if found is None:
        return None
    told = (
        Statement.number,
        Organisation.name,
        Statement.period_end,
        Event.at,
        Event.reason,
        Event.number,
        Statement.id,
    )
    query = (
        select(*told)
        .join(Statement, Statement.id == Event.subject_id)
        .join(Organisation, Organisation.id == Statement.organisation_id)
        .join(Version, Version.id == Statement.current_version_id)
        .where(Event.kind == REMATCHED, Event.before["organisation_id"].as_string() == str(found.id))
        .where(is_public(), Statement.published_at < Event.at)
        .order_by(Event.number)
    )
    rows = session.execute(query).all()
    hidden = hidden_reasons(session, {row[-1] for row in rows}) if rows else frozenset()
    gone = {
        number: GoneStatement(number, name, end, at, "" if event in hidden else reason)
        for number, name, end, at, reason, event, _id in rows
    }
    return Gone(found.name, tuple(gone.values())) if gone else None
