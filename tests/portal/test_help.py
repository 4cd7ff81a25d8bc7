"""Help is one calm page an audience: numbers with the day each was checked, and only words that somebody approved."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portal.app import create_app
from portal.pages import help_texts as texts
from portal.pages.help import read_help
from statements.filing.datafile import FaultyFile
from tests.checked_client import CheckedClient


@pytest.mark.parametrize("audience", texts.AUDIENCES)
def test_words_nobody_approved_are_not_shown(client: CheckedClient, audience: str) -> None:
    html = client.get(f"/help/{audience}").get_data(as_text=True)
    text = next(each for each in texts.help_texts().texts if each.audience == audience)
    assert "wait for a named person" in html and text.lead not in html
    assert html.count("checked on 21 November 2026") == len(read_help().contacts)
    assert "Debt bondage" in html and "<form" not in html and "<input" not in html


@pytest.mark.parametrize("audience", texts.AUDIENCES)
def test_the_demonstration_shows_what_its_invented_person_approved(settings, audience: str) -> None:
    app = create_app(replace(settings, demonstration=True))
    html = app.test_client().get(f"/help/{audience}").get_data(as_text=True)
    text = next(each for each in texts.help_texts().texts if each.audience == audience)
    assert text.lead in html and "Amaia Demonstration (invented)" in html
    assert all(phone in html for phone in text.contacts)
    app.extensions["engine"].dispose()


def test_what_is_no_page_of_help(client: CheckedClient) -> None:
    assert client.get("/help/nobody").status_code == 404
    assert client.get("/help/worker/xx").status_code == 404
    assert "wait for a named person" in client.get("/help/worker/mi").get_data(as_text=True)


def test_an_approval_is_for_the_very_words() -> None:
    found = texts.help_texts()
    text = found.texts[0]
    real = texts.Approval(text.audience, text.language, text.mark, "A Named Person", date(2026, 11, 1))
    approved = replace(found, approvals=(real,))
    assert approved.approved("worker", "en", demonstration=False) == (text, real)
    assert [each.code for each in approved.languages_of("worker", demonstration=False)] == ["en"]
    changed = replace(approved, texts=(replace(text, lead="Other words."),))
    assert changed.approved("worker", "en", demonstration=False) is None
    assert replace(found, approvals=(replace(real, by=""),)).approved("worker", "en", demonstration=False) is None


def test_a_text_for_nobody_is_refused(tmp_path: Path) -> None:
    whole = texts.PATH.read_text(encoding="utf-8").replace('audience = "worker"', 'audience = "nobody"', 1)
    (tmp_path / "texts.toml").write_text(whole, encoding="utf-8")
    with pytest.raises(FaultyFile, match="unknown audience"):
        texts.read_help_texts(tmp_path / "texts.toml")
