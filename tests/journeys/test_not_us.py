"""Everyone is told of a filing; “this was not us” holds it; two people where the organisation wants it."""

import re

import pytest
from sqlalchemy import select

from portal import mail
from portal.handlers import HANDLERS
from portal.work import run_waiting
from statements.errors import Conflict, Invalid, NotFound
from statements.filing import holds, queries, signing
from statements.filing.models import FilingHold, Receipt, Version
from statements.jobs.models import Job
from statements.moderation import service as moderation
from statements.people import two_people
from statements.people.models import Role
from tests.factories import make_member
from tests.filing_world import make_filing_world, make_ready, submit_ready
from tests.signed_in import signed_in


def text_of(response):
    return response.get_data(as_text=True)


@pytest.fixture
def world(session, now):
    return make_filing_world(session, at=now)


@pytest.fixture
def officer(session, now):
    return make_member(session, name="Olive Officer", organisation=None, role=Role.OFFICER, at=now)


@pytest.fixture
def post_office(settings, engine, store):
    """Sends what waits; the mails by address."""

    def deliver():
        outbox = mail.mail_app(settings).extensions["mailman"].outbox = []
        handlers = {kind: each for kind, each in HANDLERS.items() if "mail" in kind}
        handlers |= dict.fromkeys(set(HANDLERS) - set(handlers), lambda _work: lambda _session, _at: {})
        run_waiting(handlers=handlers, engine=engine, store=store, settings=settings)
        return {each.to[0]: each for each in outbox}

    return deliver


def filed(session, world, now):
    make_ready(session, world, at=now)
    receipt = submit_ready(session, world, at=now)
    session.commit()
    return receipt


def link_in(message):
    return re.search(r"(/not-us/\S+)", message.body)[1]


def test_everyone_is_told_and_one_click_without_sign_in_holds_it(
    app, session, world, officer, now, post_office
) -> None:
    receipt, number = filed(session, world, now), world.statement.number
    mails = post_office()
    assert set(mails) == {world.filer.email, world.director.email}
    assert all("Chair of the board" in each.body and receipt.number in each.body for each in mails.values())
    link, reader = link_in(mails[world.filer.email]), app.test_client()
    assert "/not-us/" not in "".join(str(each.arguments) for each in session.scalars(select(Job)))
    session.rollback()
    assert "Was this not filed by your organisation?" in text_of(reader.get(link))
    assert session.scalar(select(FilingHold)) is None
    session.rollback()
    given = {"csrf_token": reader.token(link), "note": "Nobody of us was in the office."}
    assert "It will not be published" in text_of(reader.post(link, data=given))
    assert "It is held" in text_of(reader.get(link))
    mails = post_office()
    assert set(mails) == {world.filer.email, world.director.email, officer.email}
    assert "Nobody of us was in the office." in mails[officer.email].body
    assert "Held: said not to be filed" in text_of(signed_in(app, session, world.filer).get(f"/filing/{number}"))


def test_a_hold_stops_publication_until_an_officer_ends_it_with_a_reason(app, session, world, officer, now) -> None:
    receipt = filed(session, world, now)
    version = session.get_one(Version, receipt.version_id)
    first = holds.hold(session, receipt=receipt, note="", by=world.filer.id, at=now)
    assert holds.hold(session, receipt=receipt, note="again", by=world.director.id, at=now) is first
    with pytest.raises(Conflict, match="It is held"):
        moderation.publish(session, version=version, reason="", by=officer.id, at=now)
    with pytest.raises(NotFound):
        holds.end(session, held=first, reason="It was us.", by=world.filer.id, at=now)
    client = signed_in(app, session, officer)
    page = f"/review/{version.id}"
    assert "somebody of the organisation said that they did not file this" in text_of(client.get(page))
    assert "Held: said not to be the organisation" in text_of(client.get("/review"))
    token = client.token(f"{page}/hold")
    assert client.post(f"{page}/publish", data={"csrf_token": token}).status_code == 409
    assert client.post(f"{page}/hold", data={"csrf_token": token, "reason": " "}).status_code == 422
    answer = client.post(f"{page}/hold", data={"csrf_token": token, "reason": "The chair confirmed it by telephone."})
    assert answer.headers["Location"] == page
    assert client.get(f"{page}/hold").status_code == 404
    session.expire_all()
    moderation.publish(session, version=session.get_one(Version, version.id), reason="", by=officer.id, at=now)


def test_what_was_published_is_hidden_at_once_and_shown_again_when_the_hold_ends(
    app, session, world, officer, now
) -> None:
    receipt, number = filed(session, world, now), world.statement.number
    moderation.publish(session, version=receipt.version, reason="", by=officer.id, at=now)
    session.commit()
    reader, name = app.test_client(), world.organisation.name
    page, api, found = f"/statements/{number}", f"/api/v1/statements/{number}", f"/statements?q={name.split()[0]}"
    exports = ("/statements.csv", "/api/v1/statements", found, f"/organisations/{world.organisation.slug}")
    assert reader.get(page).status_code == 200 and all(f"{number}" in text_of(reader.get(each)) for each in exports)
    receipt = session.get_one(Receipt, receipt.id)
    held = holds.hold(session, receipt=receipt, note="Nobody of us signed.", by=world.filer.id, at=now)
    session.commit()
    shown = reader.get(page)
    assert shown.status_code == 404 and "This statement is held" in text_of(shown)
    assert "held" in reader.get(api).json["error"]["message"]
    for each in ("/", "/statements.csv", found, "/reports"):
        assert name not in text_of(reader.get(each)), each
    assert reader.get("/api/v1/statements").json["total"] == 0
    told = reader.get("/api/v1/changes").json["changes"]
    assert [each["kind"] for each in told] == ["statement.held"] and "Nobody of us" not in str(told)
    holds.end(session, held=held, reason="The chair confirmed it by telephone.", by=officer.id, at=now)
    session.commit()
    assert reader.get(page).status_code == 200 and reader.get("/api/v1/statements").json["total"] == 1
    assert "The chair confirmed" not in text_of(reader.get(page))


@pytest.mark.parametrize("link", ["/not-us/nonsense", "/not-us/WyJhIiwiYiJd.aaaa.bbbb"])
def test_a_link_that_is_not_ours_opens_nothing(app, link) -> None:
    assert app.test_client().get(link).status_code == 404


def test_with_two_people_whoever_asks_or_wrote_last_cannot_sign(session, world, now) -> None:
    draft = make_ready(session, world, at=now)
    given = {"organisation": world.organisation, "at": now}
    with pytest.raises(NotFound):
        two_people.decide(session, wanted=True, reason="", by=world.filer.id, **given)
    two_people.decide(session, wanted=True, reason="", by=world.director.id, **given)
    with pytest.raises(Invalid, match="files with two people"):
        signing.ask_director(session, draft=draft, director_id=world.director.id, by=world.director.id, at=now)
    asked, _token = signing.ask_director(session, draft=draft, director_id=world.director.id, by=world.filer.id, at=now)
    draft.updated_by = world.director.id
    with pytest.raises(Conflict, match="files with two people"):
        signing.sign(session, request=asked, by=world.director.id, at=now)
    draft.updated_by = world.filer.id
    assert signing.sign(session, request=asked, by=world.director.id, at=now).number.startswith("R-")
    with pytest.raises(Invalid, match="alone again"):
        two_people.decide(session, wanted=False, reason=" ", by=world.director.id, **given)
    two_people.decide(session, wanted=False, reason="Only one of us is left.", by=world.director.id, **given)
    assert not world.organisation.two_people
    assert queries.latest_version(session, world.statement) is not None


def test_the_directors_choose_it_on_a_page_and_the_others_are_told(app, session, world, now, post_office) -> None:
    director = signed_in(app, session, world.director)
    path = f"/desk/organisations/{world.organisation.id}"
    assert "One person is enough to file" in text_of(director.get(f"{path}/members"))
    given = {"csrf_token": director.token(f"{path}/two-people"), "wanted": "two"}
    assert director.post(f"{path}/two-people", data=given).status_code == 303
    assert "It takes two people to file" in text_of(director.get(f"{path}/members"))
    assert director.post(f"{path}/two-people", data={**given, "wanted": "one"}).status_code == 422
    assert set(post_office()) == {world.filer.email}
    filer = signed_in(app, session, world.filer)
    assert filer.get(f"{path}/two-people").status_code == 404
