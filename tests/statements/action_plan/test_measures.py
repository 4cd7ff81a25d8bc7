"""Measures carry values over time; small counts of people are never shown. Readings are counts and nothing else."""

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from statements.action_plan import figures, measures, readership
from statements.action_plan.measures import Measured
from statements.errors import Conflict, Invalid, NotAllowed, NotFound
from statements.people.models import Role
from tests.factories import make_member, make_organisation
from tests.plan_fixtures import make_responsible

PLAN = "nz-2020-2025"
TRAINED = Measured("Staff trained", "people", 41, date(2026, 3, 31), "Training register", counts_people=True)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"measure": " "}, "measure"),
        ({"unit": ""}, "unit"),
        ({"source": ""}, "source"),
        ({"source": "x" * 501}, "source"),
        ({"value": float("nan"), "counts_people": False}, "value"),
        ({"value": 2.5}, "value"),
        ({"value": -1}, "value"),
        ({"measured_on": date(2027, 1, 1)}, "measured_on"),
    ],
)
def test_what_is_wrong_with_a_value(change: dict[str, object], field: str) -> None:
    said = Measured(**{**vars(TRAINED), **change})
    assert [each.field for each in measures.check(said, today=date(2026, 11, 2))] == [field]


def test_a_measure_goes_over_time_once_approved(session: Session, now: datetime) -> None:
    agency = make_organisation(session, name="Demonstration Agency", at=now)
    make_responsible(session, agency, "2", at=now)
    writer = make_member(session, name="Wiremu Writer", organisation=agency, role=Role.CONTRIBUTOR, at=now)
    officer = make_member(session, name="Olive Officer", organisation=None, role=Role.OFFICER, at=now)
    given = {"plan": PLAN, "action": "2", "organisation_id": agency.id, "by": writer.id, "at": now}
    kept = []
    for value, on in ((3, date(2025, 3, 31)), (12, date(2025, 9, 30)), (41, date(2026, 3, 31))):
        said = Measured(**{**vars(TRAINED), "value": value, "measured_on": on})
        kept.append(measures.add_value(session, said=said, **given))
    assert measures.series(session, plan=PLAN) == []
    assert len(measures.waiting_values(session)) == 3
    with pytest.raises(NotFound):
        measures.approve_value(session, value=kept[0], by=writer.id, at=now)
    for each in kept:
        measures.approve_value(session, value=each, by=officer.id, at=now)
    with pytest.raises(Conflict):
        measures.approve_value(session, value=kept[0], by=officer.id, at=now)
    (line,) = measures.series(session, plan=PLAN, action="2")
    assert [(point.value, point.shown) for point in line.points] == [(None, "fewer than 6"), (12.0, "12"), (41.0, "41")]
    assert (line.points[0].x, line.points[-1].x, line.points[-1].y) == (0.0, 1000.0, 0.0)
    assert measures.series(session, plan=PLAN, action="3") == []


def test_who_may_not_give_a_value(session: Session, now: datetime) -> None:
    agency = make_organisation(session, name="Demonstration Agency", at=now)
    make_responsible(session, agency, "2", at=now)
    writer = make_member(session, name="Wiremu Writer", organisation=agency, role=Role.CONTRIBUTOR, at=now)
    stranger = make_member(session, name="Sam Stranger", organisation=None, role=Role.OPERATOR, at=now)
    given = {"action": "2", "organisation_id": agency.id, "said": TRAINED, "at": now}
    with pytest.raises(NotFound):
        measures.add_value(session, plan=PLAN, by=stranger.id, **given)
    with pytest.raises(NotAllowed):
        measures.add_value(session, plan="nz-2009", by=writer.id, **given)
    with pytest.raises(Invalid):
        measures.add_value(
            session, plan=PLAN, by=writer.id, **{**given, "said": Measured("", "", 1, date(2026, 1, 1), "")}
        )


def test_readings_are_counts_by_page_and_day(session: Session) -> None:
    day, other = date(2026, 11, 1), date(2025, 1, 1)
    readership.add(session, {("scoring", day): 2, ("help", day): 5, ("nothing-of-ours", day): 9})
    readership.add(session, {("scoring", day): 3, ("scoring", other): 7})
    assert readership.by_day(session) == [("help", day, 5), ("scoring", day, 5), ("scoring", other, 7)]
    assert readership.by_page(session, date(2026, 1, 1), purpose=readership.TOOLS)["scoring"] == 5
    assert readership.by_page(session, other, purpose=readership.TOOLS)["scoring"] == 12


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("procurement", ["fewer than 6"] * 4),
        ("tools", ["0"]),
        ("awareness", ["0"]),
        ("reporting", ["0", "0", "0"]),
        ("guiding_principles", ["0"]),
        ("", []),
    ],
)
def test_live_figures_each_open_what_they_count(session: Session, name: str, shown: list[str]) -> None:
    found = figures.live_figures(session, name, on=date(2026, 11, 2))
    assert [each.shown for each in found] == shown
    assert all(each.link.startswith("/") and each.counts for each in found)
