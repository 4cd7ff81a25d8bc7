"""Somebody who asks to act for an organisation, and the officer who decides; whoever has no part is told so."""

from tests.browser.conftest import MakeReader

LONGVIEW = "Longview Mutual Insurance"


def test_a_request_to_act_is_decided_and_opens_the_organisation(make_reader: MakeReader) -> None:
    asker, officer = make_reader("longview.filer@example.nz"), make_reader("officer@example.nz")
    assert "an officer looks at it" in asker.words
    officer.follow("Requests to act")
    officer.go(officer.page.get_by_role("link", name="Thomasina Overbury"))
    officer.page.get_by_role("radio").first.check()
    officer.go(officer.page.locator("main form").get_by_role("button").last)
    asker.open("/desk")
    assert LONGVIEW in asker.words
    asker.follow("Who acts for it")
    assert "longview.filer@example.nz" in asker.words


def test_whoever_has_no_part_in_a_page_is_told_what_to_do(make_reader: MakeReader) -> None:
    filer = make_reader("fjordlyn.filer@example.nz")
    filer.open("/")
    filer.follow("Check your suppliers")
    assert "You may not open this page" in filer.words
    filer.follow("Your desk", within=filer.page.locator("main"))
    assert "Fjordlyn Maskin" in filer.words
