"""Notes are an agency's own, and public only once approved."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from statements.action_plan import service
from statements.action_plan.models import ProgressState
from statements.action_plan.service import NoteText
from statements.errors import Conflict, Invalid, NotFound
from statements.people.models import Role
from tests.factories import make_member, make_organisation

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
    with pytest.raises(NotFound):
        service.write_note(session, organisation_id=other.id, **given)
    note = service.write_note(session, organisation_id=agency.id, **given)
    assert service.public_notes(session, plan=PLAN) == []
    with pytest.raises(NotFound):
        service.approve_note(session, note=note, by=writer.id, at=now)
    service.approve_note(session, note=note, by=officer.id, at=now + timedelta(hours=1))
    assert [shown.said for shown in service.public_notes(session, plan=PLAN, action="13")] == [said]
    with pytest.raises(Conflict):
        service.approve_note(session, note=note, by=officer.id, at=now)


def test_the_day_is_the_plan_s_own_zone_s(session: Session) -> None:
    agency = make_organisation(session, name="Demonstration Agency", at=datetime(2026, 10, 1, tzinfo=UTC))
    at = datetime(2026, 10, 1, 20, 0, tzinfo=UTC)
    writer = make_member(session, name="Wiremu Writer", organisation=agency, role=Role.CONTRIBUTOR, at=at)
    said = NoteText(ProgressState.DONE, "Done this morning.", date(2026, 10, 2))
    given = {"plan": PLAN, "action": "13", "organisation_id": agency.id, "by": writer.id}
    assert service.write_note(session, said=said, at=at, **given).happened_on == date(2026, 10, 2)
    with pytest.raises(Invalid):
        service.write_note(session, said=said, at=at.replace(hour=10), **given)


def test_a_broken_note_is_refused(session: Session, now: datetime) -> None:
    agency = make_organisation(session, name="Demonstration Agency", at=now)
    writer = make_member(session, name="Wiremu Writer", organisation=agency, role=Role.CONTRIBUTOR, at=now)
    said = NoteText(ProgressState.DONE, "", date(2026, 10, 1))
    with pytest.raises(Invalid):
        service.write_note(session, plan=PLAN, action="13", organisation_id=agency.id, said=said, by=writer.id, at=now)
