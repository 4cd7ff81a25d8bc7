"""A statement is filed in Chromium: with a mouse, without JavaScript, by keyboard, and with mistakes."""

from portal.demo.filings import DOCUMENTS
from tests.browser.conftest import MakeReader
from tests.browser.steps import MOST_PAGES, approve, receipt_number, start, upload

PDF = DOCUMENTS / "pallet-prow-2025.pdf"


def test_a_ready_pdf_is_filed_and_signed_in_nine_pages(make_reader: MakeReader) -> None:
    filer = make_reader("late.filer@example.nz")
    filer.shown.clear()
    number = start(filer, "1 4 2025", "31 3 2026")
    upload(filer, PDF)
    assert "Which organisations does it cover?" in filer.words
    filer.press("Save and continue")
    approve(filer, role="Chair of the board")
    assert "pallet-prow-2025.pdf" in filer.words and "Chair of the board" in filer.words
    filer.press("Ask to sign")
    assert "Waiting for Mortimer Haverstock to sign" in filer.words
    pages_of_the_filer = len(filer.shown)

    director = make_reader("pallet.director@example.nz")
    director.shown.clear()
    director.follow("Open it")
    assert "Below is exactly what becomes public" in director.words and "pallet-prow-2025.pdf" in director.words
    second_window = director.another()
    second_window.open(director.path)
    director.press("Sign and submit")
    receipt = receipt_number(director)
    assert pages_of_the_filer + len(director.shown) <= MOST_PAGES

    second_window.press("Sign and submit")
    assert receipt_number(second_window) == receipt
    filer.open(f"/filing/{number}")
    assert "Version 1 is with the registrar" in filer.words and receipt in filer.words


def test_a_statement_is_filed_without_javascript(make_reader: MakeReader) -> None:
    person = make_reader("hearth.director@example.nz", javascript=False)
    start(person, "1 7 2025", "30 6 2026")
    upload(person, DOCUMENTS / "hearth-loom-2025.docx")
    person.press("Save and continue")
    approve(person, role="Director")
    person.press("Ask to sign")
    person.press("Sign and submit")
    assert receipt_number(person).startswith("R-")


def test_a_wrong_file_is_told_in_place_and_nothing_typed_is_lost(make_reader: MakeReader, tmp_path) -> None:
    filer = make_reader("keystone.filer@example.nz")
    page = filer.open("/filing/start").page
    page.get_by_role("group", name="First day").get_by_label("Month").fill("monsoon")
    filer.press("Start")
    summary = page.get_by_role("alert")
    assert page.title().startswith("Error: ") and "There is a problem" in summary.inner_text()
    assert page.get_by_role("group", name="First day").get_by_label("Month").input_value() == "monsoon"
    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.id") == "period_start"

    start(filer, "1 7 2024", "30 6 2025")
    picture = tmp_path / "statement.pdf"
    picture.write_bytes(b"GIF89a" + bytes(2000))
    upload(filer, picture)
    assert page.title().startswith("Error: ") and "This is a picture" in page.get_by_role("alert").inner_text()
    filer.follow("Back to the task list")
    filer.follow("Training")
    page.get_by_label("How many people were trained").fill("a few")
    page.get_by_label("Yes", exact=True).first.check()
    filer.press("Save and continue")
    assert "“a few” is not a count" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("How many people were trained").input_value() == "a few"
    assert page.get_by_label("Yes", exact=True).first.is_checked()


def test_the_first_pages_are_walked_by_keyboard_alone(make_reader: MakeReader, world) -> None:
    reader = make_reader()
    keyboard, page = reader.page.keyboard, reader.page
    reader.open("/")
    keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    keyboard.press("Enter")
    reader.tab_to(page.get_by_role("link", name="File a statement"))
    reader.enter()
    reader.tab_to(page.get_by_label("Email address"))
    keyboard.type("consultant@example.nz")
    reader.tab_to(page.get_by_label("Password", exact=True))
    keyboard.type(world.settings["password"])
    reader.enter()
    reader.tab_to(page.get_by_role("link", name="Greywater Pumps"))
    reader.enter()
    reader.tab_to(page.get_by_role("link", name="Start a statement"))
    reader.enter()
    reader.tab_to(page.get_by_role("button", name="Start", exact=True))
    reader.enter()
    assert "Your statement as a document" in reader.words
    reader.tab_to(page.get_by_role("button", name="Save and continue"))
    reader.enter()
    names = page.get_by_label("Add organisations by name or NZBN")
    reader.tab_to(names)
    keyboard.type("Kahui Marama")
    reader.tab_to(page.get_by_role("button", name="Find and tick"))
    reader.enter()
    reader.tab_to(page.get_by_role("checkbox", name="Te Kāhui Mārama Trust"))
    keyboard.press("Space")
    reader.tab_to(page.get_by_role("button", name="Save and continue"))
    reader.enter()
    assert page.locator("h1").inner_text() == "Structure, operations and supply chains"
