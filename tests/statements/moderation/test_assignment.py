"""Who works on which case, and whose interest keeps them from it."""

from datetime import timedelta

import pytest

from statements.errors import Conflict, Invalid, NotAllowed, NotFound
from statements.events import service as events
from statements.moderation import assignment, service
from statements.moderation.queue import QueueFilter, Stage, next_in_queue, read_queue
from statements.organisations import groups
from statements.people import interests
from statements.people.models import Role
from tests.factories import make_member, make_organisation
from tests.statements.moderation.world import assessed, make_officer, submitted


@pytest.fixture
def officers(session, now):
    return [make_officer(session, now, name=f"Officer {each} Demonstration") for each in ("One", "Two")]


@pytest.fixture
def version(session, now):
    made = submitted(session, at=now)
    assessed(session, made, now)
    return made


def test_a_case_is_taken_once_handed_over_and_let_go(session, now, officers, version) -> None:
    one, two = officers
    statement = version.statement
    assignment.take(session, statement=statement, by=one.id, at=now)
    assert assignment.take(session, statement=statement, by=one.id, at=now).officer_id == one.id
    with pytest.raises(Conflict, match="Officer One"):
        assignment.take(session, statement=statement, by=two.id, at=now)
    assignment.hand_over(session, statement=statement, to=two.id, note="You know them.", by=one.id, at=now)
    mine = read_queue(session, QueueFilter(officer=two.id))
    assert [row.officer for row in mine.rows] == [two.name] and mine.by_stage[Stage.TO_PUBLISH] == 1
    assert read_queue(session, QueueFilter(unassigned=True)).total == 0
    assignment.release(session, statement=statement, note="", by=two.id, at=now)
    assert read_queue(session, QueueFilter(unassigned=True)).total == 1
    with pytest.raises(Conflict):
        assignment.release(session, statement=statement, note="", by=two.id, at=now)
    kinds = [each.kind for each in events.history(session, subject=statement) if each.kind.startswith("case.")]
    assert kinds == ["case.taken", "case.handed_over", "case.released"]


def test_only_officers_get_a_case(session, now, officers, version) -> None:
    filer = make_member(session, name="Filer", organisation=version.statement.organisation, role=Role.FILER, at=now)
    with pytest.raises(NotFound):
        assignment.take(session, statement=version.statement, by=filer.id, at=now)
    for to in (filer.id, None):
        with pytest.raises(Invalid):
            assignment.hand_over(session, statement=version.statement, to=to, note="", by=officers[0].id, at=now)


def test_the_next_case_is_the_hardest_that_is_free_and_may_be_decided(session, now, officers, version) -> None:
    one, two = officers
    scan = submitted(session, at=now + timedelta(hours=1), name="Scanned Demonstration Limited", pages=[""])
    assessed(session, scan, now)
    interests.declare(session, organisation=scan.statement.organisation, reason="I worked there.", by=two.id, at=now)
    assert assignment.take_next(session, by=two.id, at=now) is version
    assert assignment.take_next(session, by=two.id, at=now) is None
    assert assignment.take_next(session, by=one.id, at=now) is scan
    assert next_in_queue(session, after=scan.id, officer_id=one.id) is None
    assert next_in_queue(session, after=scan.id, officer_id=two.id) == version.id


def test_an_interest_in_the_head_of_a_group_bars_from_every_decision(session, now, officers, version) -> None:
    one, two = officers
    organisation = version.statement.organisation
    head = make_organisation(session, name="Head Demonstration Limited", at=now)
    groups.set_parent(session, organisation=organisation, parent=head, by=None, at=now)
    interest = interests.declare(session, organisation=head, reason="I hold shares.", by=one.id, at=now)
    with pytest.raises(Conflict):
        interests.declare(session, organisation=head, reason="Again.", by=one.id, at=now)
    finding = assessed(session, version, now).findings[0]
    given = {"by": one.id, "at": now}
    for act in (
        lambda: service.decide_finding(session, finding=finding, level=finding.level, reason="", **given),
        lambda: service.publish(session, version=version, reason="", **given),
        lambda: service.return_to_filer(session, version=version, reason="Why.", points=[], **given),
        lambda: service.withdraw(session, statement=version.statement, reason="Why.", **given),
        lambda: assignment.take(session, statement=version.statement, **given),
        lambda: assignment.hand_over(session, statement=version.statement, to=one.id, note="", by=two.id, at=now),
    ):
        with pytest.raises((NotAllowed, Invalid)):
            act()
    with pytest.raises(NotAllowed, match="another officer ends it"):
        interests.end(session, interest=interest, reason="Sold.", by=one.id, at=now)
    interests.end(session, interest=interest, reason="Sold last week.", by=two.id, at=now)
    service.decide_finding(session, finding=finding, level=finding.level, reason="", **given)


def test_acting_for_the_organisation_is_an_interest(session, now, officers, version) -> None:
    one = officers[0]
    assert interests.barred_organisations(session, officer_id=one.id) == set()
    member = make_member(session, name="Both", organisation=version.statement.organisation, role=Role.FILER, at=now)
    assert interests.why_barred(session, officer_id=member.id, organisation_id=version.statement.organisation_id)
    assert version.statement.organisation_id in interests.barred_organisations(session, officer_id=member.id)
