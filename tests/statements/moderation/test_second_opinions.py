"""One officer asks another; the answer stands beside the finding and changes nothing. And the order of the walk."""

import pytest

from statements.errors import Conflict, Invalid, NotFound
from statements.jobs.models import Job
from statements.moderation import desk, second_opinions, service, walk
from statements.moderation.models import FindingState
from statements.people import interests
from tests.statements.moderation.world import assessed, make_officer, submitted


@pytest.fixture
def officers(session, now):
    return [make_officer(session, now, name=f"Officer {each} Demonstration") for each in ("One", "Two", "Three")]


@pytest.fixture
def version(session, now):
    made = submitted(session, at=now)
    assessed(session, made, now)
    return made


def finding_of(session, version, criterion):
    return desk.finding_row(session, version_id=version.id, criterion=criterion)


def test_a_second_opinion_is_asked_and_given_once(session, now, officers, version) -> None:
    one, two, three = officers
    finding = finding_of(session, version, "C06")
    asked = second_opinions.ask(session, finding=finding, of=two.id, question="Is it one risk?", by=one.id, at=now)
    with pytest.raises(Conflict):
        second_opinions.ask(session, finding=finding, of=two.id, question="Again?", by=one.id, at=now)
    assert second_opinions.waiting_for(session, officer_id=two.id) == [asked]
    given = {"opinion": asked, "at": now}
    with pytest.raises(NotFound):
        second_opinions.answer(session, level=1, text="Yes.", by=three.id, **given)
    with pytest.raises(Invalid):
        second_opinions.answer(session, level=3, text="Yes.", by=two.id, **given)
    with pytest.raises(Invalid):
        second_opinions.answer(session, level=1, text=" ", by=two.id, **given)
    second_opinions.answer(session, level=1, text="One, tied to Thailand.", by=two.id, **given)
    assert second_opinions.waiting_for(session, officer_id=two.id) == []
    assert finding.opinions == [asked] and finding.level is None and finding.state == FindingState.OPEN
    with pytest.raises(Conflict):
        second_opinions.answer(session, level=2, text="No.", by=two.id, **given)
    told = [each.arguments["template"] for each in session.query(Job).order_by(Job.asked_at) if each.kind == "mail"]
    assert sorted(told) == ["opinion_asked", "opinion_given"]


@pytest.mark.parametrize("whom", ["nobody", "oneself", "someone with an interest"])
def test_who_cannot_be_asked(session, now, officers, version, whom) -> None:
    one, two, _three = officers
    organisation = version.statement.organisation
    interests.declare(session, organisation=organisation, reason="A relative works there.", by=two.id, at=now)
    of = {"nobody": None, "oneself": one.id, "someone with an interest": two.id}[whom]
    with pytest.raises(Invalid):
        finding = finding_of(session, version, "C06")
        second_opinions.ask(session, finding=finding, of=of, question="Well?", by=one.id, at=now)


def test_the_walk_goes_through_every_finding_once(session, now, officers, version) -> None:
    one = officers[0]
    reading = desk.reading_of(session, version)
    ids = [each.criterion for each in reading.in_order]
    assert ids[:2] == ["G1", "G2"] and len(ids) == len(set(ids)) == len(reading.rows)
    here, seen = ids[0], []
    while here is not None:
        at_step = walk.step(session, version_id=version.id, criterion=here)
        seen.append((at_step.previous, here, at_step.next))
        service.decide_finding(session, finding=at_step.row, level=at_step.row.level, reason="", by=one.id, at=now)
        here = at_step.next_open
    assert [each[1] for each in seen] == ids
    assert [each[0] for each in seen] == [None, *ids[:-1]] and [each[2] for each in seen] == [*ids[1:], None]
    with pytest.raises(NotFound):
        walk.step(session, version_id=version.id, criterion="X1")


def test_a_finding_that_was_passed_over_comes_again_at_the_end(session, now, officers, version) -> None:
    reading = desk.reading_of(session, version)
    ids = [each.criterion for each in reading.in_order]
    for row in reading.in_order[1:]:
        row.state = FindingState.CONFIRMED
    assert walk.next_open(reading, after=ids[-1]) == ids[0]
    assert walk.next_open(reading, after=ids[0]) is None
