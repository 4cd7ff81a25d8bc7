"""Before sending, a filer sees in Chromium how the text reads: when it is ready, by keyboard, without JavaScript."""

import re

from portal.demo.filings import DOCUMENTS
from tests.browser.conftest import MakeReader
from tests.browser.steps import approve, start, upload


def test_a_filer_reads_the_advice_and_walks_its_highlights(make_reader: MakeReader) -> None:
    filer = make_reader("dairy.filer@example.nz")
    page = filer.page
    start(filer, "1 7 2023", "30 6 2024")
    upload(filer, DOCUMENTS / "pallet-prow-2025.pdf").press("Save and continue")
    approve(filer, role="Chair of the board")
    advice = page.locator("#reading")
    advice.get_by_role("heading", name="What it found").wait_for()
    filer.look()
    assert "When signed" in advice.inner_text() and "it stops nothing" in advice.inner_text()
    filer.follow("Every finding, with its sentences marked in your text")
    filer.tab_to(page.locator(".evidence__link").first)
    page.keyboard.press("Enter")
    assert page.locator("mark:target").count() == 1
    back = page.locator("mark:target + a")
    filer.tab_to(back)
    page.keyboard.press("Enter")
    assert page.locator(".finding:target").count() == 1


def test_without_javascript_the_advice_is_a_page_away(make_reader: MakeReader) -> None:
    filer = make_reader("bank.filer@example.nz", javascript=False)
    start(filer, "1 7 2023", "30 6 2024")
    upload(filer, DOCUMENTS / "pallet-prow-2025.pdf").press("Save and continue")
    approve(filer, role="Chair of the board")
    for _ in range(30):
        if "What it found" in filer.words:
            break
        filer.page.wait_for_timeout(500)
        filer.follow(re.compile("Look again"))
    assert "What it could not find" in filer.words or "What it leaves to a person" in filer.words
