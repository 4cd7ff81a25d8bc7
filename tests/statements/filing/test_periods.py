"""The period that is offered when a statement is started."""

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from statements.clock import Period
from statements.filing import periods
from statements.filing.models import StatementState
from statements.organisations import obligations_service
from statements.organisations.models import ObligationState
from tests.filing_world import make_filing_world

LAW = "nz-bill-2026"
ON = date(2026, 11, 22)


def year(end: int) -> Period:
    return Period(date(end - 1, 4, 1), date(end, 3, 31))


@pytest.mark.parametrize(
    ("owed", "begun", "next_one"),
    [
        ([], [], None),
        ([], [year(2025)], year(2026)),
        ([], [year(2026), year(2025)], year(2027)),
        ([year(2025), year(2026)], [], year(2026)),
        ([year(2025), year(2026)], [year(2024)], year(2025)),
        ([year(2028), year(2027)], [], year(2027)),
    ],
)
def test_the_period_after_the_last_one_comes_next(
    owed: list[Period], begun: list[Period], next_one: Period | None
) -> None:
    assert periods.following(owed, begun, on=ON) == next_one


@pytest.mark.parametrize(
    ("confirmed", "begun", "found"),
    [
        ([], [year(2026)], None),
        ([year(2024), year(2025)], [year(2026)], year(2025)),
        ([year(2026)], [year(2026)], None),
        ([year(2027)], [year(2026)], None),
        ([Period(date(2025, 7, 1), date(2026, 6, 30))], [year(2026)], None),
    ],
)
def test_a_missed_period_is_over_and_untouched(
    confirmed: list[Period], begun: list[Period], found: Period | None
) -> None:
    assert periods.missed(confirmed, begun, on=ON) == found


def test_a_period_that_is_not_over_is_told_with_its_day(session: Session, now: datetime) -> None:
    world = make_filing_world(session, at=now)
    found = periods.next_period(session, organisation_id=world.organisation.id, profile=LAW, on=ON)
    assert found is not None
    assert (found.period, found.is_over, found.opens_on) == (year(2027), False, date(2027, 4, 1))
    assert found.newest is world.statement
    assert found.newest.state == StatementState.DRAFT
    later = periods.next_period(session, organisation_id=world.organisation.id, profile=LAW, on=date(2027, 4, 1))
    assert later is not None and later.is_over


def test_what_an_officer_confirmed_is_offered_where_the_next_is_not_over(session: Session, now: datetime) -> None:
    world = make_filing_world(session, at=now)
    asked = {"organisation_id": world.organisation.id, "profile": LAW, "on": ON}
    given = {"profile": LAW, "due_on": date(2025, 9, 30), "source": "list", "by": None, "at": now}
    owed = obligations_service.presume(
        session, organisation=world.organisation, period_start=year(2025).start, period_end=year(2025).end, **given
    )
    presumed = periods.next_period(session, **asked)
    assert presumed is not None and presumed.to_offer is None
    obligations_service.move(
        session, obligation=owed, to=ObligationState.CONFIRMED, reason="Accounts seen.", by=world.filer.id, at=now
    )
    confirmed = periods.next_period(session, **asked)
    assert confirmed is not None and confirmed.to_offer == year(2025)
