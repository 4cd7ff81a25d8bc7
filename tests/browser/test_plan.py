"""A contributor reports on the Plan of Action; an officer makes the note public."""

from tests.browser.conftest import MakeReader

SAID = "Posters with the number to call hang in all nine of our canteens."
ACTION = "/plan/nz-2020-2025/actions/3"


def test_a_note_is_public_once_an_officer_approved_it(make_reader: MakeReader) -> None:
    writer, reader = make_reader("contributor@example.nz"), make_reader()
    writer.follow("Report on the Plan of Action")
    writer.go(writer.page.locator("#report-nz-2020-2025-3").get_by_role("link").first)
    writer.page.get_by_label("What was done, and what came of it?").fill(SAID)
    writer.press("Send for approval")
    assert "Choose one." in writer.page.get_by_role("alert").inner_text()
    assert writer.page.get_by_label("What was done, and what came of it?").input_value() == SAID
    writer.page.get_by_label("Under way").check()
    writer.press("Send for approval")
    assert "Your note waits for approval." in writer.words
    assert SAID not in reader.open(ACTION).words

    officer = make_reader("officer.two@example.nz")
    officer.follow("Progress notes")
    waiting = officer.page.get_by_role("article").filter(has_text=SAID)
    officer.go(waiting.get_by_role("button"))
    assert "The note is public." in officer.words
    assert SAID in reader.open(ACTION).words and "Ministry of Works and Supply" in reader.words
    assert reader.context.cookies() == []
