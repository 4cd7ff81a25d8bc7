"""Operators and officers are made at the command line."""

import re

import pytest
from click.testing import CliRunner

from portal.cli.main import portal
from statements.people import queries
from statements.people.models import Role
from tests.factories import make_organisation


@pytest.fixture
def run(settings, monkeypatch):
    monkeypatch.setenv("PORTAL_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("PORTAL_DATA_DIR", settings.data_dir)
    monkeypatch.setenv("PORTAL_SECRET_KEY", settings.secret_key)
    return lambda *words: CliRunner().invoke(portal, ["people", *words])


def test_invite_appoint_list_dismiss(run, client, session) -> None:
    invited = run("invite", "Olive@example.nz", "Olive Officer")
    path = re.search(r"http://127\.0\.0\.1:8000(\S+)", invited.output)[1]
    assert client.get(path).status_code == 200
    assert run("appoint", "olive@example.nz", "officer").output == "Olive Officer is officer.\n"
    assert run("list").output == "officer\tolive@example.nz\tOlive Officer\n"
    person = queries.by_email(session, "olive@example.nz")
    assert queries.roles_of(session, person_id=person.id) == {Role.OFFICER}
    session.rollback()
    assert run("dismiss", "olive@example.nz", "officer").output == "Olive Officer: 1 ended.\n"
    assert run("list").output == ""


def test_what_cannot_be_is_told_in_plain_words(run, session, now) -> None:
    make_organisation(session, name="Acme", at=now, slug="acme")
    session.commit()
    unknown = run("appoint", "nobody@example.nz", "officer")
    assert (unknown.exit_code, "Nobody has the address" in unknown.output) == (1, True)
    run("invite", "a@example.nz", "A")
    for words in (("a@example.nz", "filer"), ("a@example.nz", "officer", "--organisation", "acme")):
        refused = run("appoint", *words)
        assert (refused.exit_code, "takes" in refused.output) == (1, True)
    assert run("appoint", "a@example.nz", "filer", "--organisation", "nowhere").exit_code == 1
    assert run("appoint", "a@example.nz", "filer", "--organisation", "acme").output == "A is filer of Acme.\n"
    assert run("invite", "nonsense", "A").exit_code == 1
