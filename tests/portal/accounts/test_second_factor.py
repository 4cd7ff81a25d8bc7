"""The second step: set up with an app, asked for at every sign-in, recovered from when the phone is lost."""

import re
from dataclasses import replace

import pytest
from click.testing import CliRunner
from passlib.totp import TOTP

from portal.accounts import second_step
from portal.app import create_app
from portal.cli.main import portal
from statements.people.models import Role
from tests.checked_client import CheckedClient
from tests.factories import make_member
from tests.signed_in import PASSWORD, make_login, sign_in_by_form


@pytest.fixture
def strict(settings):
    made = create_app(replace(settings, require_second_factor=True, sign_in_limit="99 per minute"))
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


def send_code(client, page, code, going=""):
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    return client.post(f"/account/tf-validate{going}", data={"csrf_token": token, "code": code})


def test_a_first_setup_leads_to_the_page_that_was_wanted(strict, officer) -> None:
    client = strict.test_client()
    given = {"email": officer.email, "password": PASSWORD}
    asked = post(client, "/account/login?next=/review/requests%3Fa%3D1", **given).location
    page = post(client, asked, setup="authenticator").get_data(as_text=True)
    key = re.findall('secret-key">([^<]+)<', page)[0].replace("-", "")
    going = re.findall(r'action="/account/tf-validate([^"]*)"', page)[0]
    codes = send_code(client, page, TOTP(key=key).generate().token, going).location
    made = post(client, codes, generate_new_codes="1").get_data(as_text=True)
    assert made.count("<code>") == 5 and 'href="/review/requests?a=1"' in made


@pytest.mark.parametrize(
    "place", ["//elsewhere.example/a", "https://elsewhere.example", "/\\elsewhere", "desk", "", None]
)
def test_nothing_leads_elsewhere(place) -> None:
    assert second_step.local(place) == "" and second_step.local("/sign/a.b?c=1") == "/sign/a.b?c=1"


def test_wrong_codes_of_one_account_are_counted_and_right_ones_are_not(strict, officer) -> None:
    client, page, device = set_up(strict, officer)
    send_code(client, page, device.generate().token)
    given = []
    for turn in range(12):
        browser = strict.test_client()
        asked = sign_in_by_form(browser, officer.email).location
        given.append(send_code(browser, browser.get(asked).get_data(as_text=True), f"00000{turn % 10}"))
    assert [each.status_code for each in given] == [422] * 10 + [429] * 2
    assert "Wait an hour" in given[-1].get_data(as_text=True)


def test_an_officer_sets_it_up_at_the_first_sign_in_and_gives_a_code_at_the_next(strict, officer) -> None:
    client, page, device = set_up(strict, officer)
    assert 'src="data:image/svg' in page
    wrong = send_code(client, page, "000000")
    assert wrong.status_code == 422
    shown = wrong.get_data(as_text=True)
    assert "This code is not right" in shown and 'src="data:image/svg' in shown and 'href="otpauth://' in shown
    assert re.findall('secret-key">([^<]+)<', shown) == re.findall('secret-key">([^<]+)<', page)
    assert client.get("/desk").status_code == 302
    assert send_code(client, page, device.generate().token).location == "/account/mf-recovery-codes?next=/desk"
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


def test_an_operator_lets_it_be_set_up_anew(strict, settings, officer, monkeypatch) -> None:
    client, page, device = set_up(strict, officer)
    send_code(client, page, device.generate().token)
    for name in ("database_url", "data_dir", "secret_key"):
        monkeypatch.setenv(f"PORTAL_{name.upper()}", getattr(settings, name))
    reset = ["people", "reset-second-step", officer.email, "--reason", "Lost phone; rang her office."]
    assert "They set it up when they sign in next" in CliRunner().invoke(portal, reset).output
    assert client.get("/desk").location.startswith("/account/login")
    assert "tf-setup" in sign_in_by_form(strict.test_client(), officer.email).location
    assert "nothing was changed" in CliRunner().invoke(portal, reset).output


def test_it_is_theirs_to_change_but_not_to_switch_off(strict, officer) -> None:
    client, page, device = set_up(strict, officer)
    send_code(client, page, device.generate().token)
    shown = client.get("/account/tf-setup").get_data(as_text=True)
    assert "Switched on" in shown
    assert "Switch it off" not in shown
    assert post(client, "/account/tf-setup", setup="disable").status_code == 422
