"""A contributor reports on the Plan of Action; policy staff ask, make the note public and write the annual report."""

import docx
import pypdfium2

from tests.browser.conftest import MakeReader

SAID = "Posters with the number to call hang in all nine of our canteens."
ANSWER = "In English, te reo Māori, Samoan and Tagalog."
PLAN = "/plan/nz-2020-2025"
ACTION = f"{PLAN}/actions/3"


def test_progress_goes_from_agency_to_annual_report(make_reader: MakeReader) -> None:
    writer, reader = make_reader("contributor@example.nz"), make_reader()
    writer.follow("Report on the Plan of Action")
    writer.follow("Report progress on action 3", writer.page.locator("#report-nz-2020-2025-3"))
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
    officer.go(officer.page.get_by_role("article").filter(has_text=SAID).get_by_role("link"))
    officer.page.get_by_label("Ask the agency").fill("In which languages?")
    officer.press("Ask")
    writer.open("/plan/mine").go(writer.page.get_by_role("region", name="Waits for your answer").get_by_role("link"))
    writer.page.get_by_label("Your answer").fill(ANSWER)
    writer.press("Send the answer")
    officer.open("/plan/waiting")
    waiting = officer.page.get_by_role("article").filter(has_text=SAID)
    assert ANSWER in waiting.inner_text()
    officer.go(waiting.get_by_role("button"))
    assert "The note is public." in officer.words
    assert SAID in reader.open(ACTION).words and "Ministry of Works and Supply" in reader.words
    assert ANSWER not in reader.words and reader.context.cookies() == []

    officer.open("/desk").follow("Annual reports")
    year = officer.page.get_by_label("Year that ends in")
    year.fill("soon")
    officer.press("Write the first draft")
    assert "There is no such year of this plan." in officer.words
    year.fill("2027")
    officer.press("Write the first draft")
    assert SAID in officer.page.get_by_label("Achievements").input_value()
    officer.page.get_by_label("Purpose").fill("To report, as promised.")
    officer.press("Save")
    officer.press("Freeze as a version")
    word = officer.download(officer.page.get_by_role("link", name="Word (docx)"))
    pdf = officer.download(officer.page.get_by_role("link", name="PDF, tagged"))
    assert "To report, as promised." in [each.text for each in docx.Document(str(word)).paragraphs]
    assert "To report, as promised." in pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    officer.press("Make this version public")
    reader.open(f"{PLAN}/annual-reports").go(reader.page.get_by_role("main").get_by_role("link", name="2027"))
    assert SAID in reader.words


def test_the_plans_can_be_read_from_every_side(make_reader: MakeReader) -> None:
    reader = make_reader()
    pages = ["", "/crosswalk", "/agencies", "/agencies/dol", "/figures", "/readership", "/nz-2009/late"]
    pages += [
        "/nz-2009",
        "/nz-2009/timeline",
        "/nz-2009/actions/13",
        "/nz-2009/goals/7",
        "/nz-2020-2025/topics/supply-chains",
        "/nz-2020-2025/actions/13",
        "/nz-2009/documents/nz-2009-2010",
        "/figures/covered",
        "/releases",
    ]
    for path in [*(f"/plan{page}" for page in pages), "/help/worker"]:
        reader.open(path)


def test_policy_staff_assign_an_agency_and_it_reports(make_reader: MakeReader) -> None:
    writer, officer = make_reader("contributor@example.nz"), make_reader("officer.two@example.nz")
    writer.page.goto(f"{PLAN}/actions/28/note")
    writer.look()
    assert "is not yours to report on" in writer.words and "none is assigned yet" in writer.words
    officer.follow("Agencies responsible")
    officer.go(officer.page.locator('a[href$="/actions/28/responsible"]'))
    officer.page.get_by_label("Name or NZBN of the agency").fill("works and supply")
    officer.press("Look for it")
    officer.press("Assign")
    assert "Say why, in one line." in officer.page.get_by_role("alert").inner_text()
    officer.page.get_by_label("Why this agency?").fill("It trains those who build.")
    officer.press("Assign")
    assert "is responsible for action 28." in officer.words
    assert "It trains those who build." in make_reader().open(f"{PLAN}/actions/28").words
    assert writer.open(f"{PLAN}/actions/28/note").page.get_by_label("Under way").is_visible()
