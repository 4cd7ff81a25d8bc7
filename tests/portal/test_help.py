"""Help is one calm page an audience: numbers with the day each was checked, and only words that somebody approved."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.app import create_app
from portal.cli.main import portal as command
from portal.config import Settings
from portal.pages import help_texts as texts
from portal.pages.help import own_or_ours, read_help
from statements.filing.datafile import FaultyFile
from tests.checked_client import CheckedClient

NOWHERE, PACKAGED = Path("/nowhere"), own_or_ours(Path("/nowhere"), texts.TEXTS)
OURS = texts.help_texts(NOWHERE)
MAORI = """
[[texts]]
audience = "{audience}"
language = "mi"
title = "Tauira"
lead = "He tauira tēnei mō {audience}."
points = ["Waea atu."]
contacts = ["111"]

[[texts.own_signs]]
name = "Tauira"
meaning = "He tauira anō."
"""


@pytest.mark.parametrize("audience", texts.AUDIENCES)
def test_words_nobody_approved_are_not_shown(client: CheckedClient, audience: str) -> None:
    html = client.get(f"/help/{audience}").get_data(as_text=True)
    text = next(each for each in OURS.texts if each.audience == audience)
    assert "wait for a named person" in html and text.lead not in html
    assert html.count("checked on 21 November 2026") == len(read_help(NOWHERE).contacts)
    assert "Debt bondage" in html and text.signs[0].meaning not in html and "<form" not in html and "<input" not in html


@pytest.mark.parametrize("audience", texts.AUDIENCES)
def test_the_demonstration_shows_what_its_invented_person_approved(settings, audience: str) -> None:
    app = create_app(replace(settings, demonstration=True))
    html = app.test_client().get(f"/help/{audience}").get_data(as_text=True)
    text = next(each for each in OURS.texts if each.audience == audience)
    assert text.lead in html and "Amaia Demonstration (invented)" in html
    assert all(phone in html for phone in text.contacts)
    app.extensions["engine"].dispose()


def test_what_is_no_page_of_help(client: CheckedClient) -> None:
    assert client.get("/help/nobody").status_code == 404
    assert client.get("/help/worker/xx").status_code == 404
    assert "wait for a named person" in client.get("/help/worker/mi").get_data(as_text=True)


def test_an_approval_is_for_the_very_words() -> None:
    found = OURS
    text = found.texts[0]
    real = texts.Approval(text.audience, text.language, text.mark, "A Named Person", date(2026, 11, 1))
    approved = replace(found, approvals=(real,))
    assert approved.approved("worker", "en", demonstration=False) == (text, real)
    assert [each.code for each in approved.languages_of("worker", demonstration=False)] == ["en"]
    changed = replace(approved, texts=(replace(text, lead="Other words."),))
    assert changed.approved("worker", "en", demonstration=False) is None
    assert replace(found, approvals=(replace(real, by=""),)).approved("worker", "en", demonstration=False) is None


def test_a_second_language_is_a_file_and_shows_only_what_was_approved(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "help"
    folder.mkdir()
    more = "".join(MAORI.format(audience=each) for each in ("worker", "witness"))
    whole = PACKAGED.read_text(encoding="utf-8")
    (folder / texts.TEXTS).write_text(whole.replace("[[approvals]]", f"{more}\n[[approvals]]", 1), encoding="utf-8")
    environment = {"PORTAL_DATA_DIR": str(tmp_path)}

    def run(*words: str) -> Result:
        texts.help_texts.cache_clear()
        return CliRunner().invoke(command, ["help-pages", *words], env=environment)

    shown = run("show", "worker", "--language", "mi").output
    assert "He tauira tēnei mō worker." in shown and "He tauira anō." in shown
    mark = shown.rsplit(": ", 1)[1].strip()
    assert "The words have changed" in run("approve", "worker", "0000", "--language", "mi", "--by", "A. Person").output
    assert "needs the name" in run("approve", "worker", mark, "--language", "mi", "--by", " ").output
    assert run("approve", "worker", mark, "--language", "mi", "--by", 'Ana "Nan" Person, reo adviser').exit_code == 0
    assert run("approve", "witness", "x", "--language", "mi").exit_code == 2
    listed = run("list").output
    assert listed.count("nobody approved") == 5 and 'approved by Ana "Nan" Person' in listed
    texts.help_texts.cache_clear()
    client = create_app(replace(settings, data_dir=str(tmp_path))).test_client()
    page = client.get("/help/worker/mi").get_data(as_text=True)
    assert 'lang="mi">He tauira tēnei mō worker.' in page and "Nan&#34; Person, reo adviser" in page
    assert "Te reo Māori</a>" in client.get("/help/worker").get_data(as_text=True)
    other = client.get("/help/witness/mi").get_data(as_text=True)
    assert "He tauira" not in other and "wait for a named person" in other


def test_a_faulty_file_stops_the_start(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "help.toml").write_text('leave_to = "https://example.nz"\n', encoding="utf-8")
    with pytest.raises(FaultyFile, match="contacts is missing"):
        create_app(replace(settings, help_dir=str(tmp_path)))


def test_a_number_that_changed_hides_no_other() -> None:
    numbers = read_help(NOWHERE)
    assert [each.phone for each in numbers.of(("111",))] == ["111"]
    assert numbers.of(("111", "0800 000 000")) == numbers.contacts


def test_a_text_for_nobody_is_refused(tmp_path: Path) -> None:
    whole = PACKAGED.read_text(encoding="utf-8").replace('audience = "worker"', 'audience = "nobody"', 1)
    (tmp_path / "texts.toml").write_text(whole, encoding="utf-8")
    with pytest.raises(FaultyFile, match="unknown audience"):
        texts.read_help_texts(tmp_path / "texts.toml")
