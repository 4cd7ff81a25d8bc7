"""What changed in the register, in the order in which it changed: the public lines of every statement's history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from statements.events.models import Event
from statements.filing.holds import HELD
from statements.filing.models import Statement, Version
from statements.organisations.models import Organisation
from statements.register.happenings import HISTORY, WITH_REASON
from statements.register.hidden import hidden_reasons
from statements.register.public import OrganisationRef
from statements.register.visible import is_public


@dataclass(frozen=True)
class Change:
    """A public event of a statement; `number` is the event's, which rises and is never given twice."""

    number: int
    kind: str
    at: datetime
    statement: int
    organisation: OrganisationRef
    detail: str


def count_after(session: Session, *, number: int) -> int:
    """How many statements changed publicly by events numbered above this."""
    query = select(func.count(Event.subject_id.distinct())).join(Statement, Statement.id == Event.subject_id)
    return session.scalar(query.where(Event.number > number, *_public())) or 0


def _public() -> list[ColumnElement[bool]]:
    public = select(Version.statement_id).where(is_public())
    told = or_(Statement.id.in_(public), Event.kind == HELD)
    return [Event.subject_kind == Statement.__tablename__, Event.public.is_(True), Event.kind.in_(HISTORY), told]


def after(session: Session, *, number: int, limit: int) -> list[Change]:
    """The public changes numbered above this, oldest first, at most so many."""
    query: Select[*tuple[Any, ...]] = (
        select(
            Event.number,
            Event.subject_id,
            Event.kind,
            Event.at,
            Event.reason,
            Statement.number.label("statement"),
            Organisation.id,
            Organisation.slug,
            Organisation.name,
        )
        .join(Statement, Statement.id == Event.subject_id)
        .join(Organisation, Organisation.id == Statement.organisation_id)
        .where(Event.number > number, *_public())
        .order_by(Event.number)
        .limit(limit)
    )
    rows = session.execute(query).all()
    hidden = hidden_reasons(session, {row.subject_id for row in rows}) if rows else frozenset()
    return [
        Change(
            number=row.number,
            kind=row.kind,
            at=row.at,
            statement=row.statement,
            organisation=OrganisationRef(row.id, row.slug, row.name),
            detail=row.reason if row.kind in WITH_REASON and row.number not in hidden else "",
        )
        for row in rows
    ]
