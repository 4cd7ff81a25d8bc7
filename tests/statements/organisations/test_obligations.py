"""Who owes what, and when it may be said that somebody is late."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from statements.errors import Conflict, Invalid
from statements.events import service as events
from statements.organisations import obligations_service as service
from statements.organisations.models import Obligation, ObligationState
from statements.organisations.obligation_list import Wanted, listed
from statements.organisations.obligations import ObligationFacts, Standing, public_standing, standing
from tests.factories import make_organisation

DUE = date(2026, 6, 30)
STANDINGS = [
    (ObligationState.PRESUMED, None, date(2026, 12, 1), Standing.PRESUMED),
    (ObligationState.CONFIRMED, None, DUE, Standing.DUE),
    (ObligationState.CONFIRMED, None, date(2026, 7, 1), Standing.MISSING),
    (ObligationState.CONFIRMED, DUE, date(2026, 7, 1), Standing.FILED),
    (ObligationState.CONFIRMED, date(2026, 7, 1), date(2026, 7, 1), Standing.FILED_LATE),
    (ObligationState.CONFIRMED, date(2026, 7, 9), date(2026, 7, 8), Standing.MISSING),
    (ObligationState.PRESUMED, date(2026, 8, 1), date(2026, 8, 2), Standing.FILED),
    (ObligationState.EXEMPT, None, date(2026, 8, 2), Standing.EXEMPT),
    (ObligationState.DECLARED_OUT, None, date(2026, 8, 2), Standing.DECLARED_OUT),
]


@pytest.mark.parametrize(("state", "filed_on", "on", "expected"), STANDINGS)
def test_standing(state: ObligationState, filed_on: date | None, on: date, expected: Standing) -> None:
    assert standing(ObligationFacts(state, DUE, filed_on), on=on) is expected


def test_the_registrars_list_stands_as_the_rules_say(session: Session, now: datetime) -> None:
    for number, (state, filed_on, _on, _expected) in enumerate(STANDINGS):
        owner = make_organisation(session, name=f"Ōwing {number} Limited", at=now)
        period = {"period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31), "due_on": DUE}
        given = {"profile": "nz-bill-2026", "source": "list", "state": state, "filed_on": filed_on}
        session.add(Obligation(organisation_id=owner.id, **given, **period))
    session.flush()
    for on in {on for _state, _filed_on, on, _expected in STANDINGS}:
        found = listed(session, Wanted(), profile="nz-bill-2026", on=on)
        said = [
            standing(ObligationFacts(ObligationState(row.state), DUE, row.filed_on), on=on) for row, _ in found.rows
        ]
        assert [each for _, each in found.rows] == said and found.total == len(STANDINGS) == len(said)
        assert found.by_standing == {each: said.count(each) for each in Standing}
        narrowed = Wanted(standing=Standing.FILED, text="wing 3", year=2025, size=1)
        assert listed(session, narrowed, profile="nz-bill-2026", on=on).total == 1


def test_lateness_stays_private_until_confirmed_and_answered(now: datetime) -> None:
    late = ObligationFacts(ObligationState.CONFIRMED, DUE, date(2026, 7, 9))
    missing = ObligationFacts(ObligationState.CONFIRMED, DUE, None)
    tomorrow = now + timedelta(days=1)
    assert public_standing(late, lateness_public_from=None, at=now, on=now.date()) == "filed"
    assert public_standing(missing, lateness_public_from=tomorrow, at=now, on=now.date()) == "not stated"
    assert public_standing(missing, lateness_public_from=now, at=now, on=now.date()) == "missing"


@pytest.fixture
def obligation(session: Session, now: datetime) -> Obligation:
    organisation = make_organisation(session, name="Owing Demonstration Limited", at=now)
    return service.presume(
        session,
        organisation=organisation,
        profile="nz-bill-2026",
        period_start=date(2025, 1, 1),
        period_end=date(2025, 12, 31),
        due_on=DUE,
        source="list of an officer",
        by=None,
        at=now,
    )


def test_an_obligation_moves_with_reasons_and_history(session: Session, now: datetime, obligation: Obligation) -> None:
    officer = uuid.uuid4()
    service.move(
        session, obligation=obligation, to=ObligationState.CONFIRMED, reason="Revenue filed", by=officer, at=now
    )
    with pytest.raises(Conflict):
        service.move(session, obligation=obligation, to=ObligationState.PRESUMED, reason="No", by=officer, at=now)
    with pytest.raises(Invalid):
        service.move(session, obligation=obligation, to=ObligationState.EXEMPT, reason="  ", by=officer, at=now)
    kinds = [event.kind for event in events.history(session, subject=obligation)]
    assert kinds == ["obligation.presumed", "obligation.confirmed"]


def test_filing_marks_once_and_withdrawal_unmarks(session: Session, now: datetime, obligation: Obligation) -> None:
    statement_id = uuid.uuid4()
    given = {"organisation_ids": [obligation.organisation_id], "profile": "nz-bill-2026", "statement_id": statement_id}
    marked = [
        service.mark_filed(session, period_end=date(2025, 12, 31), filed_on=day, **given)
        for day in (date(2026, 5, 1), date(2026, 9, 1))
    ]
    assert marked == [1, 1]
    assert obligation.filed_on == date(2026, 5, 1)
    service.unmark_filed(session, statement_id=statement_id)
    assert obligation.filed_on is None
