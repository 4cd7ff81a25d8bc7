"""What an organisation owed, as anyone may be told: nothing presumed, no lateness that was not answered first."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from statements.events.models import Event
from statements.filing.models import Statement
from statements.moderation.notice_models import OfficeNotice
from statements.organisations import lateness
from statements.organisations.models import Obligation, ObligationState, Organisation
from statements.organisations.obligations import LATENESS, ObligationFacts, told_to_all

# Put together once: every page of an organisation asks these.
_OWED = (
    select(Obligation, Statement.number, Statement.published_at)
    .outerjoin(Statement, Statement.id == Obligation.statement_id)
    .where(Obligation.organisation_id.in_(bindparam("ids", expanding=True)))
    .order_by(Obligation.period_end.desc(), Obligation.profile)
)
SUBJECTS = (Obligation.__tablename__, OfficeNotice.__tablename__)
_LAST_CHANGE = (
    select(func.max(Event.number))
    .join(Organisation, Organisation.id == Event.organisation_id)
    .where(Organisation.slug == bindparam("slug"), Event.subject_kind.in_(SUBJECTS))
)


@dataclass(frozen=True)
class Owed:
    """One period: when a statement was due, how it stands, which statement was filed for it.

    `reason` is there for an exemption, and for a lateness that is told where the office decided so: its coded reason,
    never anybody's words. `statement` is the number of a statement that is public.
    """

    period_start: date
    period_end: date
    due_on: date
    standing: str
    filed_on: date | None
    reason: str
    statement: int | None


def owed(session: Session, organisation_ids: Collection[uuid.UUID], *, at: datetime, on: date) -> list[Owed]:
    """What these organisations, which became one, owed: the newest period first. `on` is the day of `at` here."""
    rows = session.execute(_OWED, {"ids": list(organisation_ids)}).all()
    told = {row.id: _told(row, at, on) for row, _number, _published_at in rows}
    reasons = _lateness(session, [each for each, standing in told.items() if standing in LATENESS], at)
    found = []
    for row, number, published_at in rows:
        standing = told[row.id]
        if standing is not None:
            reason = row.reason if standing == ObligationState.EXEMPT else reasons.get(row.id, "")
            public = number if published_at is not None else None
            filed = row.filed_on if public is not None else None
            found.append(Owed(row.period_start, row.period_end, row.due_on, standing, filed, reason, public))
    return found


def _told(row: Obligation, at: datetime, on: date) -> str | None:
    facts = ObligationFacts(ObligationState(row.state), row.due_on, row.filed_on)
    return told_to_all(facts, lateness_public_from=row.lateness_public_from, at=at, on=on)


def _lateness(session: Session, late: Collection[uuid.UUID], at: datetime) -> dict[uuid.UUID, str]:
    """Why those of which lateness is told were late, where the office decided to show it and that time has come."""
    said = lateness.newest(session, obligation_ids=late) if late else {}
    return {
        key: lateness.title_of(each.code)
        for key, each in said.items()
        if each.shown_from is not None and each.shown_from <= at
    }


def last_change(session: Session, slug: str) -> int:
    """The number of the newest event about what the organisation at this address owes or was told; 0 where none is."""
    return session.scalar(_LAST_CHANGE, {"slug": slug}) or 0
