"""Signing in: what is right, what is wrong, and what an attacker would try."""

import re
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import pytest
from sqlalchemy import select

from portal.accounts.models import User
from portal.app import create_app
from statements.people.models import MailState, Membership, OutboxMessage, Person, Role
from tests.checked_client import CheckedClient
from tests.factories import make_member, make_person
from tests.signed_in import PASSWORD, make_login, sign_in_by_form, signed_in, signed_in_as


@pytest.fixture
def person(app, session, now):
    with app.app_context():
        person = make_person(session, name="Ada Ash", at=now)
        make_login(session, person, PASSWORD)
        session.commit()
    return person


def outbox(app):
    return app.extensions["mailman"].outbox


def link(message) -> str:
    found = re.search(r"http://127\.0\.0\.1:8000(/account/reset/\S+)", message.body)
    assert found, message.body
    return found[1]


def app_with(settings, **changed):
    made = create_app(replace(settings, **changed))
    made.test_client_class = CheckedClient
    return made


def test_the_right_password_opens_the_desk(client, person) -> None:
    answer = sign_in_by_form(client, "Ada.Ash@Example.nz")
    assert (answer.status_code, answer.location) == (302, "/desk")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Ada Ash" in client.get("/desk").get_data(as_text=True)


@pytest.mark.parametrize(("email", "password"), [("ada.ash@example.nz", "wrong"), ("nobody@example.nz", PASSWORD)])
def test_a_wrong_password_and_an_unknown_address_get_the_same_words(client, person, email, password) -> None:
    answer = sign_in_by_form(client, email, password)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "do not belong together" in text
    assert "<title>Error: Sign in" in text
    assert email in text
    assert client.get("/desk").status_code == 302


def test_signing_in_leads_on_to_where_one_was_going_and_nowhere_else(app, person) -> None:
    client = app.test_client()
    path = client.get("/desk/organisations/ask?q=acme").location
    given = {"email": person.email, "password": PASSWORD, "csrf_token": client.token(path)}
    answer = client.post(path, data=given)
    assert answer.location == "/desk/organisations/ask?q=acme"


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/x", "///evil.example", "\\\\evil.example"])
def test_an_open_redirect_is_refused(app, person, target) -> None:
    for given_as in ("query", "field"):
        client = app.test_client()
        path = "/account/login" if given_as == "field" else f"/account/login?next={target}"
        given = {"email": person.email, "password": PASSWORD, "csrf_token": client.token(path)}
        answer = client.post(path, data=given | ({"next": target} if given_as == "field" else {}))
        there = urljoin("http://localhost/account/login", answer.headers.get("Location", ""))
        assert urlsplit(there).netloc == "localhost"


def test_cookies_are_secure_where_the_setting_says_so(settings, person) -> None:
    client = app_with(settings, secure_cookies=True).test_client()
    assert "Secure" in client.get("/account/login").headers["Set-Cookie"]


def test_too_many_tries_have_to_wait(settings, person) -> None:
    client = app_with(settings, sign_in_limit="3 per minute").test_client()
    answers = [sign_in_by_form(client, person.email, "wrong").status_code for _ in range(4)]
    assert answers == [422, 422, 422, 429]
    assert client.get("/account/login").status_code == 200


@pytest.mark.parametrize("path", ["/account/login", "/account/new", "/account/reset"])
def test_a_form_without_its_token_is_refused(client, path) -> None:
    assert client.post(path, data={"email": "a@example.nz", "name": "A"}).status_code == 400


def test_an_account_is_made_by_name_and_address_and_the_mailed_link(app, client, session) -> None:
    given = {"name": "Nina New", "email": "Nina@Example.nz", "csrf_token": client.token("/account/new")}
    assert client.post("/account/new", data=given).status_code == 200
    (message,) = outbox(app)
    assert message.to == ["nina@example.nz"]
    path = link(message)
    short = {"password": "short", "password_confirm": "short", "csrf_token": client.token(path)}
    refused = client.post(path, data=short)
    assert refused.status_code == 422
    assert "at least 12 characters" in refused.get_data(as_text=True)
    right = short | {"password": PASSWORD, "password_confirm": PASSWORD}
    assert client.post(path, data=right).location.endswith("/account/login")
    assert client.get(path).location.endswith("/account/reset")
    assert sign_in_by_form(client, "nina@example.nz").location == "/desk"
    assert session.scalars(select(Membership)).all() == []


def test_the_answer_is_the_same_for_an_address_that_has_an_account(app, client, person) -> None:
    pages = []
    for email in (person.email, "stranger@example.nz"):
        given = {"name": "Somebody", "email": email, "csrf_token": client.token("/account/new")}
        answer = client.post("/account/new", data=given)
        pages.append((answer.status_code, answer.get_data(as_text=True).replace(email, "")))
    without_nonce = [(status, re.sub(r'nonce="[^"]*"', "", text)) for status, text in pages]
    assert without_nonce[0] == without_nonce[1]
    known, new = outbox(app)
    assert "have one already" in known.body
    assert "/account/reset/" in new.body


def test_who_proves_the_address_is_called_as_they_say(client, session) -> None:
    for name in ("Wrong Name", "Right Name"):
        given = {"name": name, "email": "r@example.nz", "csrf_token": client.token("/account/new")}
        client.post("/account/new", data=given)
    assert session.scalars(select(Person.name)).all() == ["Right Name"]


def test_a_wrong_address_is_told_beside_its_field(client, session) -> None:
    given = {"name": "", "email": "nonsense", "csrf_token": client.token("/account/new")}
    answer = client.post("/account/new", data=given)
    assert answer.status_code == 422
    assert "Enter your name." in answer.get_data(as_text=True)
    answer = client.post("/account/new", data=given | {"name": "N"})
    assert "is not an email address" in answer.get_data(as_text=True)
    assert session.scalars(select(Person)).all() == []


def test_a_forgotten_password_is_set_anew_without_saying_who_is_known(app, client, person, session) -> None:
    for email in (person.email, "stranger@example.nz"):
        given = {"email": email, "csrf_token": client.token("/account/reset")}
        answer = client.post("/account/reset", data=given)
        assert answer.status_code == 200
        assert "If we know this address" in answer.get_data(as_text=True)
    (message,) = outbox(app)
    assert client.get(link(message)).status_code == 200
    row = session.scalars(select(OutboxMessage)).one()
    assert (row.person_id, row.template, row.state, row.values) == (person.id, "reset_instructions", MailState.SENT, {})
    assert message.extra_headers["Message-ID"] == f"<{row.id}@mail.invalid>"
    assert message.alternatives[0][1] == "text/html"


def test_an_account_says_so_where_its_mail_cannot_leave(settings, person, session) -> None:
    app = app_with(settings, mail_backend="smtp", mail_server="127.0.0.1", mail_port=1)
    client = app.test_client()
    given = {"name": "Nia New", "email": "nia@example.nz", "csrf_token": client.token("/account/new")}
    answer = client.post("/account/new", data=given)
    assert answer.status_code == 422
    assert "Mail cannot be sent just now" in answer.get_data(as_text=True)
    given = {"email": person.email, "csrf_token": client.token("/account/reset")}
    assert client.post("/account/reset", data=given).status_code == 200
    assert session.scalars(select(OutboxMessage.state)).all() == [MailState.FAILED]


def test_the_password_changes_and_other_browsers_are_signed_out(app, client, person) -> None:
    other = app.test_client()
    sign_in_by_form(client, person.email)
    sign_in_by_form(other, person.email)
    new = "another horse battery staple"
    token = client.token("/account/change")
    given = {"password": PASSWORD, "new_password": new, "new_password_confirm": new, "csrf_token": token}
    assert client.post("/account/change", data=given | {"password": "no"}).status_code == 422
    assert client.post("/account/change", data=given).location.endswith("/desk")
    assert other.get("/desk").status_code == 302
    assert client.get("/desk").status_code == 200


def test_signing_out_takes_a_button(client, person) -> None:
    sign_in_by_form(client, person.email)
    assert client.get("/account/logout").status_code == 405
    assert client.post("/account/logout", data={"csrf_token": client.token("/desk")}).location == "/"
    assert client.get("/desk").status_code == 302


@pytest.mark.parametrize("path", ["/", "/help", "/about", "/alive", "/no-such-page"])
def test_public_pages_set_no_cookie_even_when_signed_in(app, session, now, path) -> None:
    for client in (app.test_client(), signed_in_as(app, session, Role.OFFICER, at=now)):
        assert "Set-Cookie" not in client.get(path).headers


def test_a_closed_login_does_not_open(app, session, client, person) -> None:
    session.scalar(select(User).where(User.person_id == person.id)).active = False
    session.commit()
    assert sign_in_by_form(client, person.email).status_code == 422
    assert signed_in(app, session, person).get("/desk").status_code == 302


def test_officers_and_directors_set_up_the_second_step_first(settings, session, now) -> None:
    strict = app_with(settings, require_second_factor=True)
    with strict.app_context():
        officer = make_member(session, name="Olive Officer", organisation=None, role=Role.OFFICER, at=now)
        make_login(session, officer, PASSWORD)
        session.commit()
    assert sign_in_by_form(strict.test_client(), officer.email).location.startswith("/account/tf-setup")
    assert signed_in(strict, session, officer).get("/desk").location == "/account/tf-setup?next=/desk"
    filer = make_person(session, name="Finn Filer", at=now)
    assert signed_in(strict, session, filer).get("/desk").status_code == 200


def test_an_issuer_is_refused_while_there_is_no_client_for_one(settings) -> None:
    with pytest.raises(ValueError, match="PORTAL_OIDC_ISSUER"):
        create_app(replace(settings, oidc_issuer="https://login.example.nz"))
