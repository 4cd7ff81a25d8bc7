"""Agencies report on their own actions: those that the plan names, those that policy staff assigned."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from statements.action_plan import agencies, choosing, listings, plans, responsible, service
from statements.action_plan.models import ProgressState
from statements.action_plan.service import NoteText
from statements.errors import Conflict, Invalid, NotAllowed, NotFound
from statements.events import service as events
from statements.people.models import Role
from tests.factories import make_member, make_organisation

PLAN = plans.plan("nz-2020-2025")
SAID = NoteText(ProgressState.DONE, "Done.", date(2026, 10, 1))


def test_policy_staff_assign_and_end_with_a_reason(session: Session, now: datetime) -> None:
    agency = make_organisation(session, name="Demonstration Agency", at=now)
    writer = make_member(session, name="Wiremu Writer", organisation=agency, role=Role.CONTRIBUTOR, at=now)
    officer = make_member(session, name="Olive Officer", organisation=None, role=Role.OFFICER, at=now)
    note = {"plan": PLAN.key, "action": "13", "organisation_id": agency.id, "said": SAID, "by": writer.id, "at": now}
    given = {"plan": PLAN.key, "action": "13", "organisation": agency, "reason": "It buys for all.", "at": now}
    with pytest.raises(NotAllowed, match="responsible for an action"):
        service.write_note(session, **note)
    with pytest.raises(NotFound):
        responsible.assign(session, by=writer.id, **given)
    with pytest.raises(Invalid):
        responsible.assign(session, by=officer.id, **{**given, "reason": " "})
    made = responsible.assign(session, by=officer.id, **given)
    with pytest.raises(Conflict):
        responsible.assign(session, by=officer.id, **given)
    service.write_note(session, **note)
    (told,) = responsible.assigned(session, PLAN)["13"]
    assert (told.agency.name, told.reason, told.assigned_at) == ("Demonstration Agency", "It buys for all.", now)
    responsible.end(session, assignment=made, reason="It was merged.", by=officer.id, at=now)
    with pytest.raises(Conflict):
        responsible.end(session, assignment=made, reason="It was merged.", by=officer.id, at=now)
    with pytest.raises(NotAllowed):
        service.write_note(session, **note)
    history = events.history(session, subject=made)
    assert [(each.kind, each.actor, each.reason) for each in history] == [
        ("action.assigned", officer.id, "It buys for all."),
        ("action.unassigned", officer.id, "It was merged."),
    ]


@pytest.mark.parametrize(
    ("plan", "action", "error"),
    [("nz-2009", "1", NotAllowed), (PLAN.key, "26", NotAllowed), (PLAN.key, "99", NotFound)],
)
def test_what_takes_no_reports_takes_no_agency(
    session: Session, now: datetime, plan: str, action: str, error: type[Exception]
) -> None:
    agency = make_organisation(session, name="Demonstration Agency", at=now)
    officer = make_member(session, name="Olive Officer", organisation=None, role=Role.OFFICER, at=now)
    given = {"organisation": agency, "reason": "It does.", "by": officer.id, "at": now}
    with pytest.raises(error):
        responsible.assign(session, plan=plan, action=action, **given)


def test_an_agency_that_the_plan_names_reports_on_its_actions(
    session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    police = make_organisation(session, name="Demonstration Police", at=now)
    tied = {**agencies.agencies(), "police": replace(agencies.agency("police"), organisation=police.slug)}
    monkeypatch.setattr(agencies, "agencies", lambda: tied)
    own = responsible.own_actions(plans.plan("nz-2009"), {}, [police])
    assert [each.number for each in own] == [e.number for e in plans.plan("nz-2009").actions if "police" in e.agencies]
    assert responsible.own_actions(PLAN, {}, [police]) == []


def test_those_assigned_are_found_listed_and_told_apart(session: Session, now: datetime) -> None:
    agency = make_organisation(session, name="Demonstration Agency", at=now)
    officer = make_member(session, name="Olive Officer", organisation=None, role=Role.OFFICER, at=now)
    given = {"organisation": agency, "reason": "It buys for all.", "by": officer.id, "at": now}
    responsible.assign(session, plan=PLAN.key, action="13", **given)
    made = responsible.assigned(session, PLAN)
    assert choosing.reporters(PLAN, [], made) == {agency.slug: "Demonstration Agency"}
    chosen = choosing.choose(PLAN, choosing.Choice(agency=agency.slug), [], made)
    (row,) = listings.action_list(PLAN, chosen, [], made).rows
    assert (row["number"], row["agencies"], row["assigned_agencies"]) == ("13", [], ["Demonstration Agency"])
    assert (row["assigned_on"], row["assigned_because"]) == (["2026-11-02"], ["It buys for all."])
    rows = listings.agency_list({PLAN.key: made}).rows
    assert rows[-1]["assigned_actions"] == ["nz-2020-2025/13"] and rows[-1]["actions"] == []
