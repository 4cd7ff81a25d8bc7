"""A list kept, checked once, decided by people, private to its agency; what its buyer may read of each supplier."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from statements.errors import Conflict, Invalid, NotFound
from statements.events import service as events
from statements.filing.profiles import profile
from statements.jobs import service as jobs
from statements.people.models import Role
from statements.suppliers import checking, lists, view
from statements.suppliers.checking import GivenLine, check_lines, record_check, register_index
from statements.suppliers.lists import TablePlace
from statements.suppliers.models import SupplierLine, SupplierList
from statements.suppliers.results import MatchQuery
from statements.suppliers.standing import Filing, standings
from statements.suppliers.view import ListFilter, Moment
from tests.factories import make_member, make_organisation
from tests.published import LAW, publish, withdraw
from tests.supplier_world import END, make_supplier_world, owe

PLACE = TablePlace("Suppliers", 1, {"name": 0}, ("Supplier",))
NAMES = (
    "Clearpane Facilities (Demonstration) Limited",
    "Nightwatch Guarding (Demonstration) Ltd",
    "Keystone Holow Construction (Demonstration) Limited",
    "Wirewren Telecommunications (Demonstration) Limited",
    "Somebody Else Entirely",
)


def given(names=NAMES):
    """Lines as a file would give them."""
    return [
        GivenLine(row, name, MatchQuery(name, (), "NZ"), "Cleaning", 100.0, "", (name,))
        for row, name in enumerate(names, start=2)
    ]


@pytest.fixture
def world(session, now):
    return make_supplier_world(session, at=now)


@pytest.fixture
def listed(session, now, world):
    return lists.keep(
        session,
        organisation_id=world.agency.id,
        name="Q3",
        filename="q3.xlsx",
        sha256="0" * 64,
        place=PLACE,
        by=world.buyer.id,
        at=now,
    )


@pytest.fixture
def moment(now):
    return Moment(profile(LAW), now, now.date())


def check(session, listed, world, at, names=NAMES):
    """Ask for a check and end it as the worker does."""
    job = lists.ask_check(session, listed=listed, by=world.buyer.id, at=at)
    rows = check_lines(register_index(session), given(names))
    told = record_check(session, list_id=listed.id, job_id=job.id, rows=rows, problems=(), by=world.buyer.id, at=at)
    jobs.end(job, at=at, result=told)
    return told


def lines(session, listed, world, moment, **wanted):
    """The lines that the buyer sees, by name."""
    asked = ListFilter(**wanted)
    page = view.results(session, list_id=listed.id, wanted=asked, moment=moment, by=world.buyer.id)
    return {each.line.name: each for each in page.lines}


def test_what_is_certain_is_matched_and_the_rest_waits_for_a_person(session, now, world, listed, moment) -> None:
    told = check(session, listed, world, now)
    assert told["outcomes"] == {"name": 3, "likely": 1, "none": 1}
    found = lines(session, listed, world, moment)
    assert found[NAMES[0]].filing is Filing.FILED and "its own statement" in found[NAMES[0]].standing.reason
    assert "Clearpane" in found[NAMES[1]].standing.reason and found[NAMES[1]].standing.latest.period_end == END
    assert found[NAMES[0]].profile.points["act"] is not None or found[NAMES[0]].profile.points
    whole = view.line_view(session, list_id=listed.id, row=2, moment=moment, by=world.buyer.id)
    assert any("read as not telling" in each for each in whole.questions)
    likely = found[NAMES[2]]
    assert likely.waiting and likely.standing is None and likely.line.organisation_id is None
    assert likely.next_step.startswith("Say which")
    assert found[NAMES[3]].filing is Filing.BELOW and found[NAMES[4]].match == "none"
    assert set(lines(session, listed, world, moment, waiting=True)) == {NAMES[2]}
    assert set(lines(session, listed, world, moment, filing="filed")) == set(NAMES[:2])
    assert set(lines(session, listed, world, moment, text="wirewren")) == {NAMES[3]}


def test_a_choice_is_recorded_and_outlives_the_next_check(session, now, world, listed, moment) -> None:
    check(session, listed, world, now)
    line = lists.load_line(session, list_id=listed.id, row=4, by=world.buyer.id)
    lists.choose(session, line=line, organisation_id=world.keystone.id, by=world.buyer.id, at=now)
    event = events.history(session, subject=listed)[-1]
    assert (event.kind, event.actor) == ("supplier_line.chosen", world.buyer.id)
    assert event.after["organisation_id"] == str(world.keystone.id) and event.after["row"] == 4
    check(session, listed, world, now)
    found = lines(session, listed, world, moment)[NAMES[2]]
    assert found.match == "chosen" and found.filing is Filing.COULD_OWE
    check(session, listed, world, now, names=("Another", "Other", "Keystone"))
    assert all(each.line.chosen_by is None for each in lines(session, listed, world, moment).values())


def test_none_of_those_offered_is_a_choice_too(session, now, world, listed, moment) -> None:
    check(session, listed, world, now)
    line = lists.load_line(session, list_id=listed.id, row=4, by=world.buyer.id)
    lists.choose(session, line=line, organisation_id=None, by=world.buyer.id, at=now)
    assert lines(session, listed, world, moment)[NAMES[2]].match == "refused"
    lists.ask_check(session, listed=listed, by=world.buyer.id, at=now)
    with pytest.raises(Conflict):
        lists.choose(session, line=line, organisation_id=None, by=world.buyer.id, at=now)


def test_a_check_writes_once_and_an_older_one_not_at_all(session, now, world, listed) -> None:
    first = lists.ask_check(session, listed=listed, by=world.buyer.id, at=now)
    assert lists.ask_check(session, listed=listed, by=world.buyer.id, at=now) is first
    second = lists.ask_check(session, listed=listed, by=world.buyer.id, at=now, again=True)
    rows = check_lines(register_index(session), given())
    end = {"list_id": listed.id, "rows": rows, "problems": (), "by": None, "at": now}
    assert record_check(session, job_id=first.id, **end) == {"superseded": True}
    told = record_check(session, job_id=second.id, **end)
    jobs.end(second, at=now, result=told)
    assert record_check(session, job_id=second.id, **end) == told
    assert session.scalar(select(func.count(SupplierLine.id))) == len(NAMES)
    assert [each.kind for each in events.history(session, subject=listed)].count("supplier_list.checked") == 1


def test_a_deleted_list_leaves_its_event_and_a_late_check_writes_nothing(session, now, world, listed) -> None:
    check(session, listed, world, now)
    job = lists.ask_check(session, listed=listed, by=world.buyer.id, at=now)
    list_id = listed.id
    lists.remove(session, listed=listed, by=world.buyer.id, at=now)
    assert session.get(SupplierList, list_id) is None
    assert session.scalar(select(func.count(SupplierLine.id))) == 0
    assert record_check(session, list_id=list_id, job_id=job.id, rows=[], problems=(), by=None, at=now) == {
        "superseded": True
    }
    with pytest.raises(NotFound):
        checking.list_to_check(session, list_id)


def test_columns_are_corrected_with_an_event_and_wrong_ones_refused(session, now, world, listed) -> None:
    place = TablePlace("Suppliers", 2, {"name": 1, "spend": 0}, ("Spend", "Supplier"))
    lists.set_table(session, listed=listed, place=place, by=world.buyer.id, at=now)
    assert (listed.header_row, listed.columns["map"]) == (2, {"name": 1, "spend": 0})
    assert events.history(session, subject=listed)[-1].kind == "supplier_list.columns_set"
    for columns in ({"spend": 0}, {"name": 0, "country": 0}):
        with pytest.raises(Invalid):
            lists.check_columns(columns)


def test_every_door_is_shut_to_another_agency(session, now, world, listed, moment) -> None:
    check(session, listed, world, now)
    other = make_organisation(session, name="Ministry of Ink (Demonstration)", at=now)
    stranger = make_member(session, name="Stranger", organisation=other, role=Role.BUYER, at=now).id
    filer = make_member(session, name="Filer", organisation=world.agency, role=Role.FILER, at=now).id
    line = session.scalars(select(SupplierLine)).first()
    for person in (stranger, filer):
        for act in (
            lambda by: lists.load_list(session, list_id=listed.id, by=by),
            lambda by: lists.load_line(session, list_id=listed.id, row=2, by=by),
            lambda by: lists.keep(session, organisation_id=world.agency.id, name="x", filename="x", sha256="0" * 64,
                                  place=PLACE, by=by, at=now),
            lambda by: lists.set_table(session, listed=listed, place=PLACE, by=by, at=now),
            lambda by: lists.ask_check(session, listed=listed, by=by, at=now),
            lambda by: lists.rename(session, listed=listed, name="x", by=by, at=now),
            lambda by: lists.remove(session, listed=listed, by=by, at=now),
            lambda by: lists.choose(session, line=line, organisation_id=None, by=by, at=now),
            lambda by: view.results(session, list_id=listed.id, wanted=ListFilter(), moment=moment, by=by),
            lambda by: view.line_view(session, list_id=listed.id, row=2, moment=moment, by=by),
            lambda by: view.counts(session, list_id=listed.id, moment=moment, by=by),
            lambda by: list(view.every_line(session, list_id=listed.id, moment=moment, by=by)),
        ):  # fmt: skip
            with pytest.raises(NotFound):
                act(person)
        assert lists.lists_of(session, by=person) == []
    assert [each.name for each in lists.agencies_of(session, by=world.buyer.id)] == [world.agency.name]


def test_lateness_is_told_only_once_it_is_public(session, now, moment) -> None:
    quiet = make_organisation(session, name="Quiet (Demonstration) Limited", at=now)
    told = make_organisation(session, name="Told (Demonstration) Limited", at=now)
    owe(session, quiet, at=now, public_from=now + timedelta(days=5))
    owe(session, told, at=now, public_from=now - timedelta(days=5))
    found = standings(session, [quiet.id, told.id], law=moment.law, at=now, on=moment.on)
    assert found[quiet.id].filing is found[told.id].filing is Filing.COULD_OWE
    assert found[quiet.id].notes == () and found[quiet.id].reason == found[told.id].reason
    assert "missing" in found[told.id].notes[0]


def test_standing_rests_on_statements_in_force_size_kind_and_group(session, now, moment, world) -> None:
    def organisation(name, **values):
        return make_organisation(session, name=f"{name} (Demonstration) Limited", at=now, **values)

    large, small = organisation("Large", revenue_band="250m-to-500m"), organisation("Small", revenue_band="under-20m")
    unknown, gone = organisation("Unknown"), organisation("Gone")
    child = organisation("Child", parent_id=world.clearpane.id)
    old = organisation("Old")
    publish(session, organisation=old, at=now, period_end=date(2024, 3, 31))
    publish(session, organisation=world.clearpane, at=now, period_end=date(2025, 3, 31), covers=[old])
    withdraw(session, statement=publish(session, organisation=gone, at=now), at=now, reason="Filed by mistake.")
    ids = [each.id for each in (large, small, unknown, gone, child, old)]
    found = standings(session, ids, law=moment.law, at=now, on=moment.on)
    expected = [Filing.COULD_OWE, Filing.BELOW, Filing.UNKNOWN, Filing.UNKNOWN, Filing.UNKNOWN, Filing.FILED]
    assert [found[key].filing for key in ids] == expected
    assert "does not name it" in found[child.id].notes[0]
    assert found[old.id].latest.lead.name == world.clearpane.name
