"""What can be taken away can be computed again; the public gets only what was confirmed and released."""

import json
from datetime import timedelta

import pytest

from scoring import assess, load_rubric, recompute
from statements.errors import NotFound
from statements.moderation import service, takedown, taking_away
from statements.moderation.assess import facts_of, record_assessment
from statements.register.assessments import assessment
from tests.statements.moderation.test_service import noticed, row
from tests.statements.moderation.world import make_officer, make_version, submitted


@pytest.fixture
def officer(session, now):
    return make_officer(session, now).id


@pytest.fixture
def record(session, now):
    version = submitted(session, at=now)
    facts = facts_of(session, version)
    made = assess(facts, load_rubric("ungp-1"))
    return record_assessment(session, version=version, assessment=made, at=now, facts=facts)


def test_officers_take_it_at_any_time_and_it_computes_again(session, now, record) -> None:
    told = json.loads(json.dumps(taking_away.for_officers(session, version=record.version)))
    assert (recompute(told).differences, told["decisions"], told["released_at"]) == ((), {}, None)
    assert told["facts"]["pages"][0]["text"] == record.version.documents[0].pages[0]


def test_nobody_else_gets_it_before_release(session, now, officer, record) -> None:
    number = record.version.statement.number
    with pytest.raises(NotFound):
        assessment(session, number, 1)
    notice = noticed(session, record, officer, now)
    with pytest.raises(NotFound):
        assessment(session, number, 1)
    service.release_due(session, at=notice.answer_by + timedelta(minutes=1))
    told = json.loads(json.dumps(assessment(session, number, 1)))
    assert recompute(told).same
    assert told["released_at"] and told["confirmed_at"]
    for missing in (number + 1, 2**40):
        with pytest.raises(NotFound):
            assessment(session, missing, 1)


def test_the_public_never_gets_what_an_officer_set_aside(session, now, officer, record) -> None:
    overruled, machine = row(record, "C12"), row(record, "C12").machine_reason
    service.decide_finding(session, finding=overruled, level=None, reason="Cannot be told.", by=officer, at=now)
    service.decide_finding(session, finding=row(record, "G4"), level=1, reason="It came in time.", by=officer, at=now)
    mine = taking_away.for_officers(session, version=record.version)
    assert {"C12", "G4"} == set(mine["decisions"]) and machine in repr(mine["findings"])
    notice = noticed(session, record, officer, now)
    service.release_due(session, at=notice.answer_by + timedelta(minutes=1))
    told = json.loads(json.dumps(assessment(session, record.version.statement.number, 1)))
    assert not [each for each in told["findings"] if each["criterion"] == "C12"]
    assert (told["facts"]["lodged_on"], told["facts"]["due_on"]) == (None, None)
    assert told["decisions"]["C12"]["reason"] == "Cannot be told."
    made = recompute(told)
    assert made.same, made.differences
    assert "decided by an officer, not compared: C12, G4" in made.notes


def test_a_passage_that_was_taken_down_is_not_taken_away(session, now, officer, record) -> None:
    notice = noticed(session, record, officer, now)
    service.release_due(session, at=notice.answer_by + timedelta(minutes=1))
    statement = record.version.statement
    record.body = {
        **record.body,
        "facts": {**record.body["facts"], "boilerplate": ["we buy cotton from india and more"]},
    }
    takedown.take_down(session, statement=statement, passage="cotton from India", reason="A name.", by=officer, at=now)
    told = json.dumps(assessment(session, statement.number, 1), ensure_ascii=False)
    assert "cotton from india" not in told.lower() and "██████ ████ █████" in told
    (first, *_) = recompute(json.loads(told)).differences
    assert first.endswith("a passage of it was taken down since it was read")


def test_what_was_taken_back_or_withdrawn_is_no_longer_there(session, now, officer, record) -> None:
    number = record.version.statement.number
    notice = noticed(session, record, officer, now)
    service.release_due(session, at=notice.answer_by + timedelta(minutes=1))
    service.withdraw(session, statement=record.version.statement, reason="Another took its place.", by=officer, at=now)
    with pytest.raises(NotFound):
        assessment(session, number, 1)
    service.recall_notice(session, notice=notice, reason="A page was misread.", by=officer, at=now)
    with pytest.raises(NotFound):
        assessment(session, number, 1)


def test_a_version_that_was_not_read_has_nothing(session, now) -> None:
    version = make_version(session, statement=submitted(session, at=now).statement, at=now)
    with pytest.raises(NotFound):
        taking_away.for_officers(session, version=version)
