"""Notes are an agency's own, and public only once approved."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from statements.action_plan import queries, service
from statements.action_plan.models import ProgressState
from statements.action_plan.service import NoteText
from statements.errors import Conflict, Invalid, NotAllowed, NotFound
from statements.people.models import Role
from tests.factories import make_member, make_organisation
from tests.plan_fixtures import make_responsible

PLAN = "nz-2020-2025"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"happened_on": date(2027, 1, 1)}, "happened_on"),
        ({"state": ProgressState.DELAYED}, "delay_reason"),
        ({"links": ("javascript:alert(1)",)}, "links"),
    ],
)
def test_what_is_wrong_with_a_note(change: dict[str, object], field: str) -> None:
    given = {"state": ProgressState.DONE, "text": "Done.", "happened_on": date(2026, 5, 1), **change}
    assert [problem.field for problem in service.check(NoteText(**given), today=date(2026, 11, 2))] == [field]


def test_a_note_is_the_agency_s_own_and_public_once_approved(session: Session, now: datetime) -> None:
    agency = make_organisation(session, name="Demonstration Agency", at=now, kind="central_government")
    other = make_organisation(session, name="Other Demonstration Agency", at=now)
    writer = make_member(session, name="Wiremu Writer", organisation=agency, role=Role.CONTRIBUTOR, at=now)
    officer = make_member(session, name="Olive Officer", organisation=None, role=Role.OFFICER, at=now)
    said = NoteText(ProgressState.UNDER_WAY, "Two trainings held.", date(2026, 10, 1))
    given = {"plan": PLAN, "action": "13", "said": said, "by": writer.id, "at": now}
    make_responsible(session, agency, "13", at=now)
    with pytest.raises(NotFound):
        service.write_note(session, organisation_id=other.id, **given)
    note = service.write_note(session, organisation_id=agency.id, **given)
    assert queries.public_notes(session, plan=PLAN) == []
    with pytest.raises(NotFound):
        service.approve_note(session, note=note, by=writer.id, at=now)
    service.approve_note(session, note=note, by=officer.id, at=now + timedelta(hours=1))
    assert [shown.said for shown in queries.public_notes(session, plan=PLAN)] == [said]
    with pytest.raises(Conflict):
        service.approve_note(session, note=note, by=officer.id, at=now)


def test_the_day_is_the_plan_s_own_zone_s(session: Session) -> None:
    agency = make_organisation(session, name="Demonstration Agency", at=datetime(2026, 10, 1, tzinfo=UTC))
    at = datetime(2026, 10, 1, 20, 0, tzinfo=UTC)
    writer = make_member(session, name="Wiremu Writer", organisation=agency, role=Role.CONTRIBUTOR, at=at)
    said = NoteText(ProgressState.DONE, "Done this morning.", date(2026, 10, 2))
    given = {"plan": PLAN, "action": "13", "organisation_id": agency.id, "by": writer.id}
    make_responsible(session, agency, "13", at=at)
    assert service.write_note(session, said=said, at=at, **given).happened_on == date(2026, 10, 2)
    with pytest.raises(Invalid):
        service.write_note(session, said=said, at=at.replace(hour=10), **given)


def test_a_broken_note_is_refused(session: Session, now: datetime) -> None:
    agency = make_organisation(session, name="Demonstration Agency", at=now)
    writer = make_member(session, name="Wiremu Writer", organisation=agency, role=Role.CONTRIBUTOR, at=now)
    said = NoteText(ProgressState.DONE, "", date(2026, 10, 1))
    make_responsible(session, agency, "13", at=now)
    with pytest.raises(Invalid):
        service.write_note(session, plan=PLAN, action="13", organisation_id=agency.id, said=said, by=writer.id, at=now)


def test_policy_staff_ask_and_edit_and_every_step_is_kept(session: Session, now: datetime) -> None:
    agency = make_organisation(session, name="Demonstration Agency", at=now)
    writer = make_member(session, name="Wiremu Writer", organisation=agency, role=Role.CONTRIBUTOR, at=now)
    stranger = make_member(session, name="Sam Stranger", organisation=None, role=Role.OPERATOR, at=now)
    officer = make_member(session, name="Olive Officer", organisation=None, role=Role.OFFICER, at=now)
    said = NoteText(ProgressState.UNDER_WAY, "Two trainings held.", date(2026, 10, 1), next_steps="A third in May.")
    given = {"plan": PLAN, "action": "13", "organisation_id": agency.id, "by": writer.id, "at": now}
    make_responsible(session, agency, "13", at=now)
    note = service.write_note(session, said=said, **given)
    with pytest.raises(NotFound):
        service.ask(session, note=note, question="How many?", by=writer.id, at=now)
    with pytest.raises(Invalid):
        service.ask(session, note=note, question=" ", by=officer.id, at=now)
    with pytest.raises(Conflict):
        service.answer(session, note=note, text="41", by=writer.id, at=now)
    service.ask(session, note=note, question="How many people?", by=officer.id, at=now)
    with pytest.raises(NotFound):
        service.answer(session, note=note, text="41", by=stranger.id, at=now)
    service.answer(session, note=note, text="Forty-one.", by=writer.id, at=now)
    assert service.open_question(note) is None
    better = replace(said, text="Two trainings held for 41 people.")
    service.edit_note(session, note=note, said=better, by=writer.id, at=now)
    service.approve_note(session, note=note, by=officer.id, at=now)
    with pytest.raises(NotAllowed):
        service.edit_note(session, note=note, said=said, by=writer.id, at=now)
    with pytest.raises(Invalid):
        service.edit_note(session, note=note, said=said, by=officer.id, at=now)
    last = replace(better, text="Two trainings held for 40 people.")
    service.edit_note(session, note=note, said=last, by=officer.id, at=now, reason="One was counted twice.")
    (public,) = queries.public_notes(session, plan=PLAN)
    assert public.said == last and public.correction_reason == "One was counted twice."
    steps = queries.history(session, note)
    kinds = ["written", "asked", "answered", "edited", "approved", "corrected"]
    assert [step.kind for step in steps] == [f"note.{kind}" for kind in kinds]
    assert steps[3].before == {"text": said.text} and steps[3].after == {"text": better.text}
    with pytest.raises(NotFound):
        queries.note_for(session, note.id, person_id=stranger.id)


def test_nothing_is_added_to_an_archive(session: Session, now: datetime) -> None:
    agency = make_organisation(session, name="Demonstration Agency", at=now)
    writer = make_member(session, name="Wiremu Writer", organisation=agency, role=Role.CONTRIBUTOR, at=now)
    said = NoteText(ProgressState.DONE, "Done.", date(2010, 7, 1))
    with pytest.raises(NotAllowed):
        service.write_note(
            session, plan="nz-2009", action="1", organisation_id=agency.id, said=said, by=writer.id, at=now
        )
