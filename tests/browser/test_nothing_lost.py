"""Server killed, browser killed, session ended in the middle of a word; two who write at once, seen in Chromium."""

import random
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from benchmarks.nothing_lost import KINDS, one_try, staged
from tests.browser.conftest import MakeReader
from tests.browser.steps import start
from tests.databases import POSTGRES
from tests.demo_database import copied

SECTION = "/filing/{}/sections/improvement"


@pytest.mark.skipif(POSTGRES != "", reason="the journeys run on SQLite")
@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
def test_a_blow_at_any_field_loses_nothing_that_was_kept(
    loaded_folder: Path, tmp_path: Path, playwright: Playwright
) -> None:
    copied(loaded_folder, tmp_path)
    chance = random.Random()
    with staged(tmp_path, playwright) as stage:
        tries = [one_try(stage, kind, chance) for kind in KINDS]
    # How many seconds of typing a killed browser takes with it is measured by the benchmark.
    assert [each for each in tries if each.kind != "browser" and each.lost_characters] == []


def test_what_was_typed_comes_back_and_two_who_write_at_once_combine(make_reader: MakeReader) -> None:
    filer = make_reader("keystone.filer@example.nz")
    section = SECTION.format(start(filer, "1 7 2023", "30 6 2024"))
    field = filer.open(section).page.get_by_label("Describe what changed").first
    with filer.page.expect_response("**/unsaved"):
        field.fill("Mine, typed and not saved")
    filer.page.get_by_text("Kept.", exact=True).wait_for()

    second = filer.another()
    second.open(section)
    assert "You had not saved what you wrote here." in second.words
    second.page.get_by_label("Describe what changed").first.fill("Theirs, saved")
    second.press("Save and come back later")
    assert "Last saved by" in second.words

    filer.press("Save and continue")
    assert "You changed this section in another window" in filer.words
    filer.page.get_by_label("Both", exact=True).check()
    filer.press("Fill the fields as chosen")
    field = filer.page.get_by_label("Describe what changed").first
    assert field.input_value() == "Theirs, saved\n\nMine, typed and not saved"
    filer.press("Save and come back later")
    filer.open(section)
    assert "You had not saved" not in filer.words
    assert filer.page.evaluate("Object.keys(localStorage).filter(each => each.startsWith('keep '))") == []


def test_an_older_copy_in_the_browser_is_offered_and_puts_nothing_newer_away(make_reader: MakeReader) -> None:
    filer = make_reader("keystone.filer@example.nz")
    section = SECTION.format(start(filer, "1 7 2022", "30 6 2023"))
    field = filer.open(section).page.get_by_label("Describe what changed").first
    with filer.page.expect_response("**/unsaved"):
        field.fill("Older, never sent")
    filer.page.get_by_text("Kept.", exact=True).wait_for()
    filer.page.evaluate(
        """() => {
          const form = document.querySelector("form[data-keep]");
          const text = new URLSearchParams(new FormData(form));
          ["csrf_token", "seen", "then"].forEach((name) => text.delete(name));
          const copy = { by: form.dataset.keeper, at: Date.now(), text: text.toString(), held: ["nothing"] };
          localStorage.setItem(`keep ${form.dataset.keep}`, JSON.stringify(copy));
        }"""
    )
    second = filer.another()
    with second.open(section).page.expect_response("**/unsaved"):
        second.page.get_by_label("Describe what changed").first.fill("Newer, typed elsewhere")
    second.page.get_by_text("Kept.", exact=True).wait_for()

    field = filer.open(section).page.get_by_label("Describe what changed").first
    assert field.input_value() == "Newer, typed elsewhere"
    assert "This browser has something that you wrote here earlier" in filer.words
    filer.page.get_by_role("button", name="Put the earlier text into the fields").click()
    assert field.input_value() == "Older, never sent"
