"""From asking to acting, through the pages: ask, approve, act, be told, end; and what others may not see."""

import uuid
from datetime import date

import pytest

from portal.handlers import HANDLERS
from portal.mail import mail_app
from portal.work import run_waiting
from statements.db import open_session
from statements.filing.models import Statement
from statements.organisations import service as organisations
from statements.people import queries, service
from statements.people.models import MembershipState, Role
from tests.factories import make_member, make_person
from tests.signed_in import signed_in, signed_in_as

NZBN = "9429000000017"


@pytest.fixture
def company(session, now):
    numbers = [("nzbn", NZBN)]
    return organisations.add(
        session, name="Pōhutukawa Demonstration Limited", kind="company", identifiers=numbers, at=now, by=None
    )


@pytest.fixture
def officer(app, session, now):
    return signed_in_as(app, session, Role.OFFICER, at=now, name="Olive Officer")


@pytest.fixture
def nina(session, now):
    return make_person(session, name="Nina New", at=now)


def post(client, path, **given):
    return client.post(path, data={"csrf_token": client.token(path), **given})


def text(answer) -> str:
    return answer.get_data(as_text=True)


def request_of(app, person):
    """The one membership of this person, read without holding the database."""
    with open_session(app.extensions["engine"], for_writing=False) as reading:
        (found,) = queries.memberships_of(reading, person_id=person.id)
    return found


def test_ask_approve_act(app, session, now, settings, store, company, nina, officer) -> None:
    already = make_member(session, name="Dora Director", organisation=company, role=Role.DIRECTOR, at=now)
    client = signed_in(app, session, nina)
    assert "You act for no organisation yet" in text(client.get("/desk"))
    for typed in ("pohutukawa", "9429 0000 00017"):
        assert f"/desk/organisations/{company.id}/ask" in text(client.get(f"/desk/organisations/ask?q={typed}"))
    path = f"/desk/organisations/{company.id}/ask"
    missing = post(client, path, note="I write it")
    assert (missing.status_code, "Choose a role." in text(missing)) == (422, True)
    assert "I write it" in text(missing)
    assert post(client, path, role="filer", note="I write it").location == "/desk"
    shown = text(client.get("/desk"))
    assert "an officer looks at it" in shown
    assert f"/desk/organisations/{company.id}/members" not in shown
    again = post(client, path, role="filer")
    assert (again.status_code, "already asked" in text(again)) == (422, True)

    assert "1 waits." in text(officer.get("/desk"))
    assert "Nina New" in text(officer.get("/review/requests"))
    decision = f"/review/requests/{request_of(app, nina).id}"
    assert "Dora Director" in text(officer.get(decision))
    unsaid = post(officer, decision, decision="decline")
    assert (unsaid.status_code, "Say why" in text(unsaid)) == (422, True)
    assert post(officer, decision, decision="approve").location == "/review/requests"
    twice = officer.post(decision, data={"decision": "approve", "csrf_token": officer.token("/desk")})
    assert (twice.status_code, "decided already" in text(twice)) == (422, True)

    desk = text(client.get("/desk"))
    assert "Pōhutukawa Demonstration Limited" in desk
    assert "Start a statement" in desk
    assert "Dora Director" in text(client.get(f"/desk/organisations/{company.id}/members"))
    ran = run_waiting(handlers=HANDLERS, engine=app.extensions["engine"], store=store, settings=settings)
    assert ran == 2
    mails = {mail.to[0]: mail for mail in mail_app(settings).extensions["mailman"].outbox}
    assert mails[nina.email].subject == "Your request to act for an organisation was looked at"
    assert "Nina New" in mails[already.email].body
    assert f"http://127.0.0.1:8000/desk/organisations/{company.id}/members" in mails[already.email].body


def test_decline_is_shown_with_its_reason_and_asked_anew(app, session, company, nina, officer) -> None:
    client = signed_in(app, session, nina)
    path = f"/desk/organisations/{company.id}/ask"
    post(client, path, role="director")
    decision = f"/review/requests/{request_of(app, nina).id}"
    post(officer, decision, decision="decline", reason="Please write from your work address.")
    assert "Please write from your work address." in text(client.get("/desk"))
    assert post(client, path, role="director").location == "/desk"
    assert request_of(app, nina).state == MembershipState.ASKED
    end = f"/desk/memberships/{request_of(app, nina).id}/end"
    assert "Take back your request" in text(client.get(end))
    assert post(client, end).location == "/desk"
    assert request_of(app, nina).state == MembershipState.ENDED


def test_an_unknown_organisation_is_added_when_an_officer_agrees(app, session, nina, officer) -> None:
    client = signed_in(app, session, nina)
    found_nothing = text(client.get("/desk/organisations/ask?q=9429+0000+00017"))
    assert "Add it to the register" in found_nothing
    given = {"name": "Kōwhai Demonstration Trust", "kind": "trust", "role": "filer", "note": ""}
    wrong = post(client, "/desk/organisations/new", nzbn="9429000000018", **given)
    assert (wrong.status_code, "check digit" in text(wrong)) == (422, True)
    assert "Kōwhai Demonstration Trust" in text(wrong)
    assert post(client, "/desk/organisations/new", nzbn=NZBN, **given).location == "/desk"
    assert "not in the register" in text(officer.get("/review/requests"))
    decision = f"/review/requests/{request_of(app, nina).id}"
    assert "Approving adds it" in text(officer.get(decision))
    assert post(officer, decision, decision="approve").location == "/review/requests"
    assert "Kōwhai Demonstration Trust" in text(client.get("/desk"))


def test_two_organisations_people_see_nothing_of_each_other(app, session, now, company) -> None:
    other = organisations.add(session, name="Rātā Demonstration Limited", kind="company", at=now, by=None)
    mine = make_member(session, name="Mia Mine", organisation=company, role=Role.FILER, at=now)
    me = signed_in(app, session, mine)
    stranger = signed_in_as(app, session, Role.FILER, organisation=other, at=now)
    membership = request_of(app, mine)
    for path in (f"/desk/organisations/{company.id}/members", f"/desk/memberships/{membership.id}/end"):
        assert me.get(path).status_code == 200
        hidden = stranger.get(path)
        absent = stranger.get(path.replace(str(company.id), str(uuid.uuid4())))
        assert hidden.status_code == 404
        assert absent.status_code == 404
        assert "Mia Mine" not in text(hidden)
    sent = stranger.post(
        f"/desk/memberships/{membership.id}/end", data={"csrf_token": stranger.token("/desk"), "reason": ""}
    )
    assert sent.status_code == 404
    assert request_of(app, mine).state == MembershipState.APPROVED
    assert "Pōhutukawa" not in text(stranger.get(f"/desk?for={company.slug}"))


def test_a_fellow_member_ends_a_membership(app, session, now, company) -> None:
    gone = make_member(session, name="Gus Gone", organisation=company, role=Role.FILER, at=now)
    director = signed_in_as(app, session, Role.DIRECTOR, organisation=company, at=now)
    client = signed_in(app, session, gone)
    end = f"/desk/memberships/{request_of(app, gone).id}/end"
    assert post(director, end, reason="Left us").location == f"/desk/organisations/{company.id}/members"
    assert "Gus Gone" not in text(director.get(f"/desk/organisations/{company.id}/members"))
    assert "You act for no organisation yet" in text(client.get("/desk"))
    assert client.get(f"/desk/organisations/{company.id}/members").status_code == 404
    ended = director.post(end, data={"csrf_token": director.token("/desk"), "reason": ""})
    assert (ended.status_code, "had ended already" in text(ended)) == (422, True)


def test_a_consultant_switches_between_organisations(app, session, now, company) -> None:
    other = organisations.add(session, name="Rātā Demonstration Limited", kind="company", at=now, by=None)
    consultant = make_member(session, name="Cleo Consultant", organisation=company, role=Role.FILER, at=now)
    service.appoint(session, person=consultant, role=Role.DIRECTOR, organisation=other, by=None, at=now)
    client = signed_in(app, session, consultant)
    for each in (company, other):
        assert f"/desk/organisations/{each.id}/members" in text(client.get(f"/desk?for={each.slug}"))


def test_only_officers_see_requests(app, session, company, nina, now, officer) -> None:
    client = signed_in(app, session, nina)
    post(client, f"/desk/organisations/{company.id}/ask", role="filer")
    path = f"/review/requests/{request_of(app, nina).id}"
    filer = signed_in_as(app, session, Role.FILER, organisation=company, at=now)
    operator = signed_in_as(app, session, Role.OPERATOR, at=now)
    for browser in (client, filer, operator):
        assert browser.get("/review/requests").status_code == 403
        assert browser.get(path).status_code == 403
    assert "/account/login" in app.test_client().get(path).location
    assert officer.get(f"/review/requests/{uuid.uuid4()}").status_code == 404


def test_the_desk_lists_the_statements_of_those_who_file(app, session, now, company) -> None:
    ends = (date(2025, 3, 31), date(2026, 3, 31))
    for number, end in enumerate(ends, start=1):
        start = date(end.year - 1, 4, 1)
        session.add(
            Statement(
                number=number,
                organisation_id=company.id,
                profile="nz-bill-2026",
                period_start=start,
                period_end=end,
                state="published",
                started_at=now,
            )
        )
    shown = text(signed_in_as(app, session, Role.FILER, organisation=company, at=now).get("/desk"))
    assert shown.index("/filing/2") < shown.index("/filing/1")
    assert "31 March 2026" in shown
    hidden = text(signed_in_as(app, session, Role.BUYER, organisation=company, at=now).get("/desk"))
    assert "/filing/1" not in hidden
