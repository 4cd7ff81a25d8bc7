"""Nothing that the machine concluded is public before an officer confirmed it and the notice period is over."""

from datetime import timedelta

import pytest

from statements.errors import Conflict, Invalid, NotFound
from statements.events.service import history
from statements.moderation import queries, service
from statements.people.models import Role
from statements.register import profiles
from tests.factories import make_member
from tests.statements.moderation.test_service import noticed, row
from tests.statements.moderation.world import assessed, make_officer, make_version, submitted

CANARY = "kahikatea canary reason 7731"


def shown(session, *records) -> str:
    """Everything that the public may get out of this room, as one text."""
    found = queries.released(session, version_ids=[record.version_id for record in records])
    events = [history(session, subject=record.version.statement, public_only=True) for record in records]
    return repr(found) + repr([(each.kind, each.before, each.after, each.reason) for group in events for each in group])


@pytest.fixture
def officer(session, now):
    return make_officer(session, now).id


@pytest.fixture
def record(session, now):
    """An assessment whose every conclusion carries the canary."""
    made = assessed(session, submitted(session, at=now), now)
    for each in made.findings:
        each.machine_reason = f"{CANARY} {each.criterion}"
    session.flush()
    return made


def test_the_canary_is_silent_at_every_step_before_release(session, now, officer, record) -> None:
    organisation = record.version.statement.organisation
    filer = make_member(session, name="Filer Demonstration", organisation=organisation, role=Role.FILER, at=now).id
    assert CANARY not in shown(session, record)
    change = {"level": 0, "reason": f"{CANARY} changed", "by": officer, "at": now}
    service.decide_finding(session, finding=row(record, "C12"), **change)
    assert CANARY not in shown(session, record)
    notice = noticed(session, record, officer, now)
    assert CANARY not in shown(session, record)
    service.reply(session, notice=notice, text=f"{CANARY} reply", by=filer, at=now)
    assert CANARY not in shown(session, record)
    service.release_due(session, at=notice.answer_by - timedelta(minutes=1))
    assert CANARY not in shown(session, record)
    service.release_due(session, at=notice.answer_by + timedelta(minutes=1))
    released = shown(session, record)
    assert f"{CANARY} changed" in released and f"{CANARY} C01" in released and f"{CANARY} reply" in released
    assert f"{CANARY} C12" not in released


def test_nothing_is_released_without_an_officers_confirmation(session, now, record) -> None:
    assert service.release_due(session, at=now + timedelta(days=4000)) == 0
    assert queries.released(session, version_ids=[record.version_id]) == {}


def test_what_is_taken_back_is_silent_again(session, now, officer, record) -> None:
    notice = noticed(session, record, officer, now)
    service.release_due(session, at=notice.answer_by + timedelta(minutes=1))
    with pytest.raises(Invalid):
        service.recall_notice(session, notice=notice, reason="", by=officer, at=now)
    service.recall_notice(session, notice=notice, reason="A page was misread.", by=officer, at=now)
    assert CANARY not in shown(session, record)
    assert service.release_due(session, at=notice.answer_by + timedelta(days=90)) == 0
    with pytest.raises(Conflict):
        service.recall_notice(session, notice=notice, reason="Again.", by=officer, at=now)
    service.decide_finding(session, finding=row(record, "C01"), level=0, reason="Misread.", by=officer, at=now)
    again = now + timedelta(days=40)
    anew = service.confirm_profile(session, assessment=record, by=officer, at=again, working_days=10, holidays=())
    assert anew is notice and anew.answer_by > again + timedelta(days=10)
    assert CANARY not in shown(session, record)


def test_only_the_version_that_was_released_speaks(session, now, officer, record) -> None:
    notice = noticed(session, record, officer, now)
    service.release_due(session, at=notice.answer_by + timedelta(minutes=1))
    second = make_version(session, statement=record.version.statement, at=now, pages=["Corrected text."])
    later = assessed(session, second, now)
    found = queries.released(session, version_ids=[record.version_id, second.id])
    assert set(found) == {record.version_id}
    assert later.current and record.current


def test_the_register_shows_gates_apart_from_findings(session, now, officer, record) -> None:
    notice = noticed(session, record, officer, now)
    assert profiles.released(session, [record.version_id], with_findings=True) == {}
    service.release_due(session, at=notice.answer_by + timedelta(minutes=1))
    shown_there = profiles.released(session, [record.version_id], with_findings=True)[record.version_id]
    met = {gate.gate: gate.met for gate in shown_there.gates}
    assert met == {"G1": True, "G2": True, "G3": False, "G4": True}
    assert [each.criterion for each in shown_there.findings] == [f"C{number:02}" for number in range(1, 19)]


def test_points_follow_what_officers_decided(session, now, officer, record) -> None:
    before = {each.pillar: each.points for each in queries.profile_of(record).points}
    service.decide_finding(session, finding=row(record, "C12"), level=0, reason="Old.", by=officer, at=now)
    after = {each.pillar: each.points for each in queries.profile_of(record).points}
    assert before["act"] is None or after["act"] == before["act"] - row(record, "C12").machine_level
    service.decide_finding(session, finding=row(record, "C12"), level=None, reason="Unclear.", by=officer, at=now)
    assert {each.pillar: each.points for each in queries.profile_of(record).points}["act"] is None


def test_notices_stand_on_the_desk_of_their_organisation_only(session, now, officer, record) -> None:
    notice = noticed(session, record, officer, now)
    mine, other = record.version.statement.organisation_id, submitted(session, at=now, name="Other Demonstration")
    (open_notice,) = queries.notices_open(session, organisation_ids=[mine], at=now)
    assert (open_notice.id, open_notice.replied) == (notice.id, False)
    assert queries.notices_open(session, organisation_ids=[other.statement.organisation_id], at=now) == []
    stranger = make_member(
        session, name="Stranger Demonstration", organisation=other.statement.organisation, role=Role.FILER, at=now
    ).id
    with pytest.raises(NotFound):
        service.reply(session, notice=notice, text="Not mine.", by=stranger, at=now)
