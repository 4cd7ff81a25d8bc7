"""A reader asks for mail about an organisation and says that something is wrong, by keyboard and without a cookie."""

import re

from tests.browser.conftest import MakeReader


def test_following_an_organisation_and_telling_the_registrar(make_reader: MakeReader) -> None:
    reader = make_reader()
    page = reader.open("/statements?q=nga+rau+hapai").page
    reader.follow(re.compile("Fisheries"))
    statement = reader.path
    reader.follow("Something is wrong with this statement")
    assert "0800 200 088" in reader.words and "no name" in reader.words
    reader.press("Send to the registrar")
    assert "Say what is wrong" in reader.words
    page.get_by_label("What is wrong with them").fill("The year does not fit the report.")
    reader.press("Send to the registrar")
    assert "It has reached the registrar" in reader.words
    reader.open(statement).follow("All statements of this organisation")
    assert "Year by year" in reader.words
    reader.follow("email when something is new")
    page.get_by_label("Your email address").fill("reader@example.org")
    reader.press("Send me a link to confirm")
    assert "Look into your mail" in reader.words
    for path in ("/data/snapshots", "/sectors/C"):
        reader.open(path)
    assert reader.context.cookies() == []
