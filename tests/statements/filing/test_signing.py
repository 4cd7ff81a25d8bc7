"""The director's link: for one person, one draft, one use, fourteen days."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from statements.errors import Conflict, Invalid, NotFound
from statements.filing import queries, service, signing
from statements.filing.models import SignatureRequest, StatementState
from statements.filing.signing import RequestState
from statements.people.models import Membership, MembershipState
from tests.filing_world import make_filing_world, make_ready


@pytest.fixture
def world(session, now):
    made = make_filing_world(session, at=now)
    make_ready(session, made, at=now)
    return made


def ask(session, world, at, **changes):
    draft = queries.draft_of(session, world.statement)
    given = {"draft": draft, "director_id": world.director.id, "by": world.filer.id, "at": at, **changes}
    return signing.ask_director(session, **given)


def test_the_director_signs_and_the_statement_is_filed(session, world, now) -> None:
    _asked, token = ask(session, world, now)
    session.flush()
    assert token not in str(session.execute(select(SignatureRequest.__table__)).all())
    request = signing.open_request(session, token=token, by=world.director.id)
    receipt = signing.sign(session, request=request, by=world.director.id, at=now + timedelta(hours=1))
    assert world.statement.state == StatementState.SUBMITTED
    assert receipt.version.signature["role"] == "Chair of the board"
    assert receipt.version.submitted_by == world.director.id
    assert signing.sign(session, request=request, by=world.director.id, at=now + timedelta(hours=2)) is receipt
    assert signing.state_of(session, request, at=now) == RequestState.SIGNED


def test_nobody_else_opens_the_link(session, world, now) -> None:
    asked, token = ask(session, world, now)
    for person in (world.filer, make_filing_world(session, at=now, name="Rimu Freight Limited").director):
        with pytest.raises(NotFound):
            signing.open_request(session, token=token, by=person.id)
        with pytest.raises(NotFound):
            signing.sign(session, request=asked, by=person.id, at=now)
    with pytest.raises(NotFound):
        signing.open_request(session, token="guessed", by=world.director.id)


def test_a_director_whose_role_ended_signs_nothing(session, world, now) -> None:
    asked, token = ask(session, world, now)
    membership = session.scalars(select(Membership).where(Membership.person_id == world.director.id)).one()
    membership.state = MembershipState.ENDED
    session.flush()
    with pytest.raises(NotFound):
        signing.open_request(session, token=token, by=world.director.id)
    with pytest.raises(NotFound):
        signing.sign(session, request=asked, by=world.director.id, at=now)


def test_a_changed_draft_must_be_asked_about_again(session, world, now) -> None:
    asked, _token = ask(session, world, now)
    draft = queries.draft_of(session, world.statement)
    service.save(session, draft=draft, by=world.filer.id, at=now, answers={"training_given": True})
    assert signing.state_of(session, asked, at=now) == RequestState.CHANGED
    with pytest.raises(Conflict, match="was changed"):
        signing.sign(session, request=asked, by=world.director.id, at=now)
    again, _token = ask(session, world, now + timedelta(minutes=1))
    assert signing.state_of(session, asked, at=now) == RequestState.REPLACED
    assert signing.requests_to(session, person_id=world.director.id, at=now) == [again]
    assert signing.latest_request(session, world.statement) is again


def test_a_link_expires_after_fourteen_days(session, world, now) -> None:
    asked, _token = ask(session, world, now)
    assert signing.state_of(session, asked, at=now + timedelta(days=14, seconds=-1)) == RequestState.OPEN
    with pytest.raises(Conflict, match="expired"):
        signing.sign(session, request=asked, by=world.director.id, at=now + timedelta(days=14))


def test_sending_back_needs_a_note_and_ends_the_request(session, world, now) -> None:
    asked, _token = ask(session, world, now)
    with pytest.raises(Invalid, match="what should change"):
        signing.send_back(session, request=asked, note=" ", by=world.director.id, at=now)
    signing.send_back(session, request=asked, note="Name the new sites.", by=world.director.id, at=now)
    assert (signing.state_of(session, asked, at=now), asked.note) == (RequestState.SENT_BACK, "Name the new sites.")
    with pytest.raises(Conflict, match="sent this statement back"):
        signing.sign(session, request=asked, by=world.director.id, at=now)
    assert world.statement.state == StatementState.DRAFT


def test_asking_needs_a_whole_draft_and_a_director_of_this_organisation(session, world, now) -> None:
    with pytest.raises(Invalid, match="Choose a director"):
        ask(session, world, now, director_id=world.filer.id)
    draft = queries.draft_of(session, world.statement)
    service.save(session, draft=draft, by=world.filer.id, at=now, answers={"approved_on": ""})
    with pytest.raises(Invalid) as refused:
        ask(session, world, now)
    assert [each.field for each in refused.value.problems] == ["approved_on"]
