"""An officer reads a statement, changes a finding, confirms the rest, publishes and gives notice, in Chromium."""

import re

from tests.browser.conftest import MakeReader

COUNCIL = "Four Rivers District Council (Demonstration)"
CHANGED = "C06"
REASON = "Only one visit to one plant is told of."


def test_an_officer_decides_publishes_and_gives_notice(make_reader: MakeReader) -> None:
    officer = make_reader("officer@example.nz")
    page = officer.page
    officer.follow("Review statements")
    officer.follow(COUNCIL)
    version = officer.path
    assert "four-rivers-2026.docx" in officer.words and "0 of 25" in officer.words

    card = page.locator(f"#{CHANGED}")
    card.get_by_text(f"Change {CHANGED}").click()
    card.get_by_role("radio").nth(2).check()
    officer.press(f"Save {CHANGED}", within=card)
    assert (
        "There is a problem" in page.get_by_role("alert").inner_text() and card.get_by_role("radio").nth(2).is_checked()
    )
    card.get_by_label("Reason.").fill(REASON)
    officer.press(f"Save {CHANGED}", within=card)
    assert officer.path == f"{version}#{CHANGED}" and "The machine said:" in card.inner_text()

    officer.go(page.get_by_role("button", name="as they stand"))
    officer.press("Publish version 1")
    officer.press("Confirm this profile and give notice")
    assert "The organisation may reply until the end of" in officer.words

    reader = make_reader()
    reader.open("/statements?q=four+rivers+council")
    reader.follow(re.compile(f"{re.escape(COUNCIL)}.*year to 30 June 2026"))
    assert "four-rivers-2026.docx" in reader.words and "Not yet confirmed." in reader.words
    assert REASON not in reader.page.content() and reader.page.locator(".profile-chart, .finding").count() == 0

    filer = make_reader("council.filer@example.nz")
    filer.go(filer.page.get_by_role("link", name="What was confirmed about statement").last)
    assert "Nothing of it is public yet." in filer.words and REASON in filer.words
    filer.page.get_by_role("textbox", name="Your reply").fill("We visited two plants: see page 3.")
    filer.press("Send the reply")
    assert "We visited two plants" in filer.words


def test_an_officer_walks_the_highlights_and_chooses_evidence_by_keyboard(make_reader: MakeReader) -> None:
    officer = make_reader("officer@example.nz")
    page = officer.page
    officer.follow("Review statements")
    officer.follow(re.compile("Demonstration"), within=page.locator("table.queue"))
    version = officer.path
    passage = page.locator(".finding .evidence__link").first
    officer.tab_to(passage)
    page.keyboard.press("Enter")
    mark = page.locator(f"mark{passage.get_attribute('href')}")
    assert mark.evaluate("each => each === document.activeElement || each.matches(':target')")
    back = mark.locator("xpath=following-sibling::a[1]")
    officer.tab_to(back)
    assert "evidence" in back.inner_text() and len(back.inner_text().split()) > 3
    page.keyboard.press("Enter")
    assert officer.path.startswith(f"{version}#") and page.locator(".finding:target").count() == 1

    card = page.locator(".finding:target")
    criterion = card.get_attribute("id")
    card.get_by_text(f"Change {criterion}").click()
    officer.follow(re.compile("Choose its sentences in the text"), within=card)
    boxes = page.get_by_role("checkbox")
    spare = next(each for each in boxes.all() if not each.is_checked())
    chosen = spare.locator("xpath=following-sibling::label").inner_text()
    spare.focus()
    page.keyboard.press("Space")
    page.get_by_label("Reason.").fill("This sentence says it too.")
    officer.press(f"Save {criterion}")
    card = page.locator(f"#{criterion}")
    assert "added by an officer" in card.inner_text() and chosen[:60] in card.inner_text()
