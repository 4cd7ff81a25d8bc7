"""Reminders before and after the day that a statement is due, each once, none after filing; and the calendar."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from statements.filing import calendar, profiles, reminders
from statements.filing.models import Reminder
from statements.filing.profiles import ReminderRule
from statements.jobs.models import Job
from statements.organisations.models import Obligation, ObligationState
from statements.people.models import Role
from tests.factories import make_member, make_organisation

LAW = profiles.profile("nz-bill-2026")
TODAY = date(2026, 11, 2)
STEPS = (-60, -30, -14, -7, -1, 1, 7, 14, 30, 60)


def owes(session, now, *, due_in, state=ObligationState.CONFIRMED, name="Kōwhai Foods Limited", **given):
    organisation = make_organisation(session, name=name, at=now)
    made = Obligation(
        organisation_id=organisation.id,
        profile=LAW.key,
        period_start=date(2025, 7, 1),
        period_end=date(2026, 6, 30),
        due_on=TODAY + timedelta(days=due_in),
        state=state,
        source="list",
        **given,
    )
    session.add(made)
    session.flush()
    return made


def test_every_day_has_one_step_at_most_and_every_step_its_week() -> None:
    held = Counter()
    for step, first, last in reminders.windows(ReminderRule(), TODAY):
        held.update((TODAY + timedelta(n), step) for n in range((first - TODAY).days, (last - TODAY).days + 1))
    days = Counter(day for day, _step in held)
    assert max(days.values()) == 1
    by_step = {step: sorted((day - TODAY).days for day, each in held if each == step) for step in STEPS}
    assert by_step[-60] == list(range(54, 61)) and by_step[-7] == list(range(2, 8)) and by_step[-1] == [1]
    assert by_step[1] == list(range(-6, 0)) and by_step[60] == list(range(-66, -59))


def test_an_obligation_is_reminded_once_at_each_step_until_it_is_filed(session, now) -> None:
    obligation = owes(session, now, due_in=70)
    make_member(session, name="Hana", organisation=obligation.organisation, role=Role.FILER, at=now)
    make_member(session, name="Tama", organisation=obligation.organisation, role=Role.DIRECTOR, at=now)
    make_member(session, name="Buyer", organisation=obligation.organisation, role=Role.BUYER, at=now)
    for day in range(150):
        today = TODAY + timedelta(days=day)
        reminders.send_due(session, law=LAW, today=today, at=now)
        reminders.send_due(session, law=LAW, today=today, at=now)
    rows = session.scalars(select(Reminder).order_by(Reminder.step)).all()
    assert tuple(each.step for each in rows) == STEPS and {each.people for each in rows} == {2}
    mails = [each.arguments for each in session.scalars(select(Job))]
    assert Counter(each["template"] for each in mails) == {"reminder_before": 10, "reminder_after": 10}
    assert {each["values"]["days"] for each in mails} == {60, 30, 14, 7, 1}


@pytest.mark.parametrize(
    ("due_in", "given", "wanted"),
    [
        (7, {}, 1),
        (7, {"state": ObligationState.PRESUMED}, 1),
        (7, {"filed_on": TODAY}, 0),
        (7, {"state": ObligationState.EXEMPT}, 0),
        (7, {"state": ObligationState.DECLARED_OUT}, 0),
        (0, {}, 0),
        (45, {}, 0),
        (-400, {}, 0),
        (-3, {}, 1),
    ],
)
def test_who_is_reminded(session, now, due_in, given, wanted) -> None:
    owes(session, now, due_in=due_in, **given)
    assert reminders.send_due(session, law=LAW, today=TODAY, at=now) == wanted


def test_many_are_reminded_some_at_a_time(session, now) -> None:
    for number in range(5):
        owes(session, now, due_in=7, name=f"Company {number} Limited")
    found = [reminders.send_due(session, law=LAW, today=TODAY, at=now, limit=2) for _turn in range(4)]
    assert found == [2, 2, 1, 0]


def test_a_calendar_is_folded_escaped_and_ends_its_lines(now) -> None:
    name = "Kōwhai; Foods, Tōtara \\ " + "ā" * 60
    entry = calendar.Entry("1@register", TODAY, f"Due: {name}", "First\nsecond", "https://x.nz/desk", False)
    text = calendar.as_text([entry], name=name, at=now)
    lines = text.split("\r\n")
    assert lines[-1] == "" and "\n" not in "".join(lines) and max(len(each.encode()) for each in lines) <= 75
    whole = text.replace("\r\n ", "")
    assert f"SUMMARY:Due: Kōwhai\\; Foods\\, Tōtara \\\\ {'ā' * 60}\r\n" in whole
    assert "DTSTART;VALUE=DATE:20261102\r\nDTEND;VALUE=DATE:20261103\r\n" in whole
    assert "DTSTAMP:20261102T013000Z" in whole and "DESCRIPTION:First second" in whole
    parts = [each.partition(":") for each in whole.split("\r\n") if re.match("(BEGIN|END):", each)]
    assert [each[0] + each[2] for each in parts] == [
        *("BEGINVCALENDAR", "BEGINVEVENT", "BEGINVALARM"),
        *("ENDVALARM", "ENDVEVENT", "ENDVCALENDAR"),
    ]


def test_the_calendar_holds_what_ones_own_organisations_owe(session, now) -> None:
    mine, other = owes(session, now, due_in=30), owes(session, now, due_in=20, name="Other Limited")
    filed = owes(session, now, due_in=-30, filed_on=TODAY, name="Filed Limited")
    person = make_member(session, name="Hana", organisation=mine.organisation, role=Role.FILER, at=now)
    given = {"today": TODAY, "address": "https://x.nz"}
    (entry,) = calendar.entries_for(session, person_id=person.id, **given)
    assert entry.day == mine.due_on and "Kōwhai Foods Limited" in entry.title and not entry.is_done
    buyer = make_member(session, name="Buyer", organisation=other.organisation, role=Role.BUYER, at=now)
    assert calendar.entries_for(session, person_id=buyer.id, **given) == []
    director = make_member(session, name="Tama", organisation=filed.organisation, role=Role.DIRECTOR, at=now)
    (done,) = calendar.entries_for(session, person_id=director.id, **given)
    assert done.is_done and done.title.startswith("Filed")
    mine.state = ObligationState.EXEMPT
    (off,) = calendar.entries_for(session, person_id=person.id, **given)
    assert (off.uid, off.day, off.is_off) == (entry.uid, entry.day, True)
    told = calendar.as_text([off], name="x", at=now)
    assert "STATUS:CANCELLED" in told and "VALARM" not in told and "METHOD" not in told
