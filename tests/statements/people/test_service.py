"""Who asks, who decides, who is told, and what stays hidden from others."""

import pytest
from sqlalchemy import select

from statements.errors import Conflict, Invalid, NotAllowed, NotFound
from statements.events import service as events
from statements.organisations import service as organisations
from statements.people import policy, queries, service
from statements.people.models import MembershipState, OutboxMessage, Role
from tests.factories import make_member, make_organisation, make_person

NZBN = "9429000000017"


@pytest.fixture
def officer(session, now):
    return make_member(session, name="Olive Officer", organisation=None, role=Role.OFFICER, at=now)


@pytest.fixture
def company(session, now):
    return make_organisation(session, name="Acme Demonstration", at=now)


def ask(session, now, person, organisation, role=Role.FILER):
    return service.ask_to_act(
        session, person_id=person.id, organisation_id=organisation.id, role=role, note="I file it.", at=now
    )


def mails(session):
    return [(mail.template, str(mail.person_id)) for mail in session.scalars(select(OutboxMessage))]


def test_a_person_is_known_by_one_address(session, now) -> None:
    person = service.add_person(session, name=" Ada  Ash ", email=" Ada@Example.NZ ", at=now)
    assert (person.name, person.email) == ("Ada Ash", "ada@example.nz")
    assert queries.by_email(session, "ADA@example.nz") is person
    with pytest.raises(Conflict):
        service.add_person(session, name="Other", email="ada@EXAMPLE.nz", at=now)
    for name, email in (("", "b@example.nz"), ("B", "not an address")):
        with pytest.raises(Invalid):
            service.add_person(session, name=name, email=email, at=now)


def test_asking_and_approval_make_a_member_and_tell_the_others(session, now, officer, company) -> None:
    already = make_member(session, name="Mere Member", organisation=company, role=Role.DIRECTOR, at=now)
    person = make_person(session, name="Nina New", at=now)
    request = ask(session, now, person, company)
    assert not policy.acts_for(session, person_id=person.id, organisation_id=company.id, roles=[Role.FILER])
    assert list(queries.waiting_requests(session)) == [request]
    service.decide(session, membership=request, approve=True, reason="", by=officer.id, at=now)
    policy.require(session, person_id=person.id, organisation_id=company.id)
    assert sorted(mails(session)) == sorted([("request_approved", str(person.id)), ("member_joined", str(already.id))])
    assert [event.kind for event in events.history(session, subject=request)] == [
        "membership.asked",
        "membership.approved",
    ]
    assert not any(event.public for event in events.history(session, subject=request))
    assert queries.count_waiting_requests(session) == 0


def test_the_same_request_twice_is_a_conflict_and_a_declined_one_may_be_asked_anew(
    session, now, officer, company
) -> None:
    person = make_person(session, name="Nina New", at=now)
    request = ask(session, now, person, company)
    with pytest.raises(Conflict, match="already asked"):
        ask(session, now, person, company)
    with pytest.raises(Invalid):
        service.decide(session, membership=request, approve=False, reason=" ", by=officer.id, at=now)
    service.decide(session, membership=request, approve=False, reason="Who are you?", by=officer.id, at=now)
    assert mails(session) == [("request_declined", str(person.id))]
    with pytest.raises(Conflict, match="decided already"):
        service.decide(session, membership=request, approve=True, reason="", by=officer.id, at=now)
    again = ask(session, now, person, company)
    assert again is request
    assert (again.state, again.decision_reason) == (MembershipState.ASKED, "")


def test_only_another_officer_decides(session, now, officer, company) -> None:
    request = ask(session, now, make_person(session, name="Nina New", at=now), company)
    member = make_member(session, name="Mere Member", organisation=company, role=Role.DIRECTOR, at=now)
    with pytest.raises(NotAllowed):
        service.decide(session, membership=request, approve=True, reason="", by=member.id, at=now)
    own = ask(session, now, officer, company)
    with pytest.raises(NotAllowed, match="your own"):
        service.decide(session, membership=own, approve=True, reason="", by=officer.id, at=now)


def test_an_organisation_that_is_not_in_the_register_enters_it_on_approval(session, now, officer) -> None:
    person = make_person(session, name="Nina New", at=now)
    asked = {"name": "New Demonstration Limited", "kind": "company", "nzbn": "9429 0000 00017"}
    request = service.ask_to_add(session, person_id=person.id, role=Role.FILER, note="", at=now, **asked)
    assert organisations.by_identifier(session, "nzbn", NZBN) is None
    with pytest.raises(Conflict, match="already asked"):
        service.ask_to_add(session, person_id=person.id, role=Role.FILER, note="", at=now, **asked)
    service.decide(session, membership=request, approve=True, reason="", by=officer.id, at=now)
    added = organisations.by_identifier(session, "nzbn", NZBN)
    assert added is not None
    policy.require(session, person_id=person.id, organisation_id=added.id)
    with pytest.raises(Conflict, match="in the register already"):
        service.ask_to_add(session, person_id=person.id, role=Role.DIRECTOR, note="", at=now, **asked)


def test_two_may_propose_the_same_organisation(session, now, officer) -> None:
    asked = {"name": "New Demonstration Limited", "kind": "company", "nzbn": NZBN, "role": Role.FILER, "note": ""}
    requests = [
        service.ask_to_add(session, person_id=make_person(session, name=name, at=now).id, at=now, **asked)
        for name in ("Nina New", "Noel Next")
    ]
    for request in requests:
        service.decide(session, membership=request, approve=True, reason="", by=officer.id, at=now)
    assert requests[0].organisation_id == requests[1].organisation_id is not None


def test_roles_go_where_they_belong(session, now, company) -> None:
    person = make_person(session, name="Nina New", at=now)
    for role in (Role.OFFICER, Role.OPERATOR, Role.BUYER, Role.CONTRIBUTOR):
        with pytest.raises(Invalid):
            ask(session, now, person, company, role=role)
    ministry = make_organisation(session, name="Ministry of Demonstration", at=now, public_body=True)
    assert ask(session, now, person, ministry, role=Role.BUYER).state == MembershipState.ASKED
    service.appoint(session, person=person, role=Role.OFFICER, by=None, at=now)
    service.appoint(session, person=person, role=Role.OFFICER, by=None, at=now)
    assert queries.roles_of(session, person_id=person.id) == {Role.OFFICER}
    with pytest.raises(Invalid):
        service.appoint(session, person=person, role=Role.OFFICER, organisation=company, by=None, at=now)
    with pytest.raises(Invalid):
        service.appoint(session, person=person, role=Role.FILER, by=None, at=now)


def test_a_consultant_acts_for_several_and_members_end_each_other(session, now, officer, company) -> None:
    other = make_organisation(session, name="Bravo Demonstration", at=now)
    consultant = make_person(session, name="Cleo Consultant", at=now)
    held = [
        service.appoint(session, person=consultant, role=Role.FILER, organisation=each, by=None, at=now)
        for each in (company, other)
    ]
    acts = queries.organisations_of(session, person_id=consultant.id, roles=[Role.FILER])
    assert set(acts) == {company.id, other.id}
    director = make_member(session, name="Dora Director", organisation=company, role=Role.DIRECTOR, at=now)
    service.end(session, membership=held[0], reason="The contract ended.", by=director.id, at=now)
    with pytest.raises(NotFound):
        service.end(session, membership=held[1], reason="", by=director.id, at=now)
    with pytest.raises(NotFound):
        policy.require(session, person_id=consultant.id, organisation_id=company.id)
    policy.require(session, person_id=consultant.id, organisation_id=other.id)
    assert mails(session) == [("membership_ended", str(consultant.id))]
    service.end(session, membership=held[1], reason="", by=consultant.id, at=now)
    assert queries.members(session, organisation_id=other.id) == []
