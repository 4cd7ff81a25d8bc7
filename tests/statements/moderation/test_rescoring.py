"""A new reading waits beside what officers worked on; what is public stays until the new one is released."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scoring import Outcome
from statements.errors import Conflict, NotFound
from statements.events.service import history
from statements.moderation import desk, queries, rescoring, service
from statements.moderation.assess import facts_of, record_assessment
from tests.statements.moderation.test_service import noticed, row
from tests.statements.moderation.world import assessed, assessment_of, make_officer, make_version, submitted


@pytest.fixture
def officer(session, now):
    return make_officer(session, now).id


def anew(session, version, at, level=0):
    """The version read by a later model, which has C12 at `level`."""
    made = assessment_of(facts_of(session, version))
    findings = tuple(
        replace(each, level=level, evidence=(), outcome=Outcome.SCORED) if each.criterion == "C12" else each
        for each in made.findings
    )
    made = replace(made, model="later", findings=findings)
    return record_assessment(session, version=version, assessment=made, at=at)


def test_what_was_not_read_by_this_model_and_rubric_is_to_be_read(session, now, officer) -> None:
    read, unread = submitted(session, at=now), submitted(session, at=now, name="Other Demonstration Limited")
    assessed(session, read, now)
    service.return_to_filer(session, version=unread, reason="A page is missing.", points=[], by=officer, at=now)
    again = make_version(session, statement=unread.statement, at=now, pages=["We buy fruit."])
    wanted = rescoring.to_read(session, rubric="", model="fixed")
    assert [(each.version_id, each.rubric) for each in wanted] == [(again.id, "ungp-1")]
    assert len(rescoring.to_read(session, rubric="", model="later")) == rescoring.count_read_anew(session) == 2


def test_an_untouched_reading_gives_way_and_a_touched_one_stays(session, now, officer) -> None:
    version = submitted(session, at=now)
    first = assessed(session, version, now)
    second = anew(session, version, now + timedelta(hours=1))
    assert (first.current, second.current) == (False, True)
    assert rescoring.new_reading_of(session, version=version) is None
    service.decide_finding(session, finding=row(second, "C12"), level=0, reason="", by=officer, at=now)
    third = record_assessment(
        session,
        version=version,
        assessment=replace(assessment_of(facts_of(session, version)), model="third"),
        at=now + timedelta(hours=2),
    )
    waiting = rescoring.new_reading_of(session, version=version)
    assert (second.current, third.current, waiting.new.id) == (True, False, third.id)
    pair = next(each for each in waiting.levels if each.criterion == "C12")
    assert (pair.level, pair.new_level, pair.state, pair.differs) == (0, 2, "confirmed", True)
    assert waiting.differences == 1
    found, total = rescoring.new_readings(session, limit=10)
    assert ([each.new.id for each in found], total) == ([third.id], 1)


def test_what_is_public_stays_until_the_new_reading_is_released(session, now, officer) -> None:
    version = submitted(session, at=now)
    old = assessed(session, version, now)
    notice = noticed(session, old, officer, now)
    new = anew(session, version, now + timedelta(hours=1))
    with pytest.raises(Conflict):
        rescoring.take_up(session, version=version, new=new.id, by=officer, at=now)
    service.release_due(session, at=notice.answer_by + timedelta(minutes=1))

    def public_level() -> int | None:
        shown = queries.released(session, version_ids=[version.id])[version.id]
        return next(each.level for each in shown.findings if each.criterion == "C12")

    with pytest.raises(NotFound):
        rescoring.take_up(session, version=version, new=old.id, by=officer, at=now)
    rescoring.take_up(session, version=version, new=new.id, by=officer, at=now)
    assert history(session, subject=version.statement)[-1].kind == "reading.taken_up"
    reading = desk.reading_of(session, version)
    assert (reading.assessment.id, len(reading.open_findings), public_level()) == (new.id, len(new.findings), 2)
    later = notice.answer_by + timedelta(days=1)
    seen = {each.criterion: each.revision for each in new.findings}
    service.confirm_rest(session, assessment=new, seen=seen, by=officer, at=later)
    again = service.confirm_profile(session, assessment=new, by=officer, at=later, working_days=10, holidays=())
    assert public_level() == 2
    service.release_due(session, at=again.answer_by + timedelta(minutes=1))
    assert public_level() == 0
    assert (notice.recall_reason, queries.released_notice(session, version_id=version.id)) == (
        "A newer reading took its place.",
        again,
    )
    assert [each.id for each in rescoring.readings_of(session, version=version)] == [new.id, old.id]
