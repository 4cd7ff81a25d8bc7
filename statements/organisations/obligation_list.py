"""Obligations as the registrar lists them: by how they stand on a day, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, extract, func, or_, select
from sqlalchemy.orm import Session, joinedload

from statements.organisations.models import Obligation, ObligationState, Organisation, OrganisationName
from statements.organisations.obligations import SETTLED, ObligationFacts, Standing, standing
from statements.reference.folding import fold


@dataclass(frozen=True)
class Wanted:
    """What to list: how it stands, the year in which the period ends, a part of the organisation's name; which page."""

    standing: Standing | None = None
    year: int | None = None
    text: str = ""
    page: int = 1
    size: int = 50


@dataclass(frozen=True)
class Listed:
    """One page of obligations, each with how it stands; how many there are in all, and how many stand in which way."""

    rows: tuple[tuple[Obligation, Standing], ...]
    total: int
    by_standing: dict[Standing, int]


def listed(session: Session, wanted: Wanted, *, profile: str, on: date) -> Listed:
    """The obligations under a profile: those that wait for an officer first, then what is missing, then by name."""
    query = _narrowed(wanted, profile)
    counts = {
        each: session.scalar(select(func.count()).select_from(query.where(stands(each, on=on)).subquery())) or 0
        for each in Standing
    }
    shown = query if wanted.standing is None else query.where(stands(wanted.standing, on=on))
    first = case((stands(Standing.DECLARED_OUT, on=on), 0), (stands(Standing.MISSING, on=on), 1), else_=2)
    ordered = shown.order_by(first, Organisation.sort_key, Obligation.period_end.desc(), Obligation.id)
    page = ordered.options(joinedload(Obligation.organisation)).limit(wanted.size)
    rows: Sequence[Obligation] = session.scalars(page.offset((wanted.page - 1) * wanted.size)).all()
    total = sum(counts.values()) if wanted.standing is None else counts[wanted.standing]
    return Listed(tuple((each, standing(_facts(each), on=on)) for each in rows), total, counts)


def stands(wanted: Standing, *, on: date) -> ColumnElement[bool]:
    """Whether an obligation stands so on a day: `obligations.standing` as a question to the database."""
    filed = and_(Obligation.filed_on.is_not(None), Obligation.filed_on <= on)
    open_still = or_(Obligation.filed_on.is_(None), Obligation.filed_on > on)
    confirmed = Obligation.state == ObligationState.CONFIRMED
    late = and_(confirmed, Obligation.filed_on > Obligation.due_on)
    match wanted:
        case Standing.FILED_LATE:
            return and_(filed, late)
        case Standing.FILED:
            return and_(filed, ~late)
        case Standing.MISSING:
            return and_(open_still, confirmed, Obligation.due_on < on)
        case Standing.DUE:
            return and_(open_still, confirmed, Obligation.due_on >= on)
    state = next(state for state, settled in SETTLED.items() if settled is wanted)
    return and_(open_still, Obligation.state == state)


def _facts(row: Obligation) -> ObligationFacts:
    return ObligationFacts(ObligationState(row.state), row.due_on, row.filed_on)


def _narrowed(wanted: Wanted, profile: str) -> Select[Obligation]:
    query = select(Obligation).join(Obligation.organisation).where(Obligation.profile == profile)
    if wanted.year is not None:
        query = query.where(extract("year", Obligation.period_end) == wanted.year)
    if wanted.text.strip():
        named = select(OrganisationName.organisation_id).where(
            OrganisationName.folded.contains(fold(wanted.text.strip()), autoescape=True)
        )
        alike = Organisation.name.icontains(wanted.text.strip(), autoescape=True)
        query = query.where(or_(Organisation.id.in_(named), alike))
    return query
