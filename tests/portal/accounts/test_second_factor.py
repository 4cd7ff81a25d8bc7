"""The second step: set up with an app, asked for at every sign-in, recovered from when the phone is lost."""

import re
from dataclasses import replace

import pytest
from passlib.totp import TOTP

from portal.app import create_app
from statements.people.models import Role
from tests.checked_client import CheckedClient
from tests.factories import make_member
from tests.signed_in import PASSWORD, make_login, sign_in_by_form


@pytest.fixture
def strict(settings):
    made = create_app(replace(settings, require_second_factor=True))
    made.test_client_class = CheckedClient
    return made


@pytest.fixture
def officer(strict, session, now):
    with strict.app_context():
        person = make_member(session, name="Olive Officer", organisation=None, role=Role.OFFICER, at=now)
        make_login(session, person, PASSWORD)
        session.commit()
    return person


def post(client, path, **given):
    return client.post(path, data={"csrf_token": client.token(path), **given})


def set_up(strict, officer):
    """A browser signed in with a new second factor, and the app that makes its codes."""
    client = strict.test_client()
    start = sign_in_by_form(client, officer.email).location
    page = post(client, start, setup="authenticator").get_data(as_text=True)
    key = re.search(r'class="secret-key">([^<]+)<', page)
    assert key, page
    device = TOTP(key=key[1].replace("-", "").replace(" ", ""))
    return client, page, device


def send_code(client, page, code):
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    return client.post("/account/tf-validate", data={"csrf_token": token, "code": code})


def test_an_officer_sets_it_up_at_the_first_sign_in_and_gives_a_code_at_the_next(strict, officer) -> None:
    client, page, device = set_up(strict, officer)
    assert 'src="data:image/svg' in page
    wrong = send_code(client, page, "000000")
    assert wrong.status_code == 422
    assert "This code is not right" in wrong.get_data(as_text=True)
    assert client.get("/desk").status_code == 302
    assert send_code(client, page, device.generate().token).location == "/desk"
    assert client.get("/desk").status_code == 200

    again = strict.test_client()
    asked = sign_in_by_form(again, officer.email)
    assert "/account/tf-validate" in asked.location
    assert again.get("/desk").status_code == 302
    code_page = again.get(asked.location).get_data(as_text=True)
    assert send_code(again, code_page, "").status_code == 422
    later = device.generate(time=device.generate().start_time + 30)
    assert send_code(again, code_page, later.token).location == "/desk"


def test_a_recovery_code_lets_in_once(strict, officer) -> None:
    client, page, device = set_up(strict, officer)
    send_code(client, page, device.generate().token)
    made = post(client, "/account/mf-recovery-codes", generate_new_codes="1").get_data(as_text=True)
    codes = re.findall(r"<code>([^<]+)</code>", made)
    assert len(codes) == 5
    results = []
    for _ in range(2):
        browser = strict.test_client()
        asked = sign_in_by_form(browser, officer.email)
        assert "recovery code" in browser.get(asked.location).get_data(as_text=True)
        assert post(browser, asked.location, code="1").status_code == 422
        results.append(post(browser, "/account/mf-recovery", code=codes[0]).status_code)
    assert results == [302, 422]


def test_it_is_theirs_to_change_but_not_to_switch_off(strict, officer) -> None:
    client, page, device = set_up(strict, officer)
    send_code(client, page, device.generate().token)
    shown = client.get("/account/tf-setup").get_data(as_text=True)
    assert "Switched on" in shown
    assert "Switch it off" not in shown
    assert post(client, "/account/tf-setup", setup="disable").status_code == 422
