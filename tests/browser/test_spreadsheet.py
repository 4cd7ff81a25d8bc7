"""A filer uploads the filled-in template: wrong cells are named, right rows kept when they say so."""

from datetime import date
from pathlib import Path

import openpyxl

from tests.browser.conftest import MakeReader

COMPANY, TRUST = "9429000990134", "9429000990127"


def fill_in(template: Path) -> Path:
    """Put a right row and one with two faults below what the template offers."""
    book = openpyxl.load_workbook(template)
    sheet = book["Statements"]
    columns = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[1]}
    rows = [(COMPANY, date(2024, 9, 30), "Tier 1"), (TRUST, date(2024, 8, 31), "Teir 1")]
    for row, (number, end, mapped) in enumerate(rows, start=2):
        given = {"NZBN": number, "Period start": date(2023, 10, 1), "Period end": end}
        given |= {"How far have you mapped your supply chains?": mapped}
        for heading, value in given.items():
            sheet.cell(row, columns[heading], value)
        sheet.cell(row, columns["Organisation"]).value = None
    book.save(template)
    return template


def test_wrong_cells_are_named_and_right_rows_kept(make_reader: MakeReader) -> None:
    filer = make_reader("fisheries.filer@example.nz")
    page = filer.open("/filing/spreadsheet").page
    filer.press("Upload and check")
    assert "There is a problem" in page.get_by_role("alert").inner_text()
    template = filer.download(page.locator("main a[download]").first)
    page.get_by_label("Upload it when it is filled in").set_input_files(fill_in(template))
    filer.press("Upload and check")
    assert "Nothing is kept yet." in filer.words and "Did you mean “Tier 1”?" in filer.words
    marked = openpyxl.load_workbook(filer.download(page.locator("main a[download]").first))
    assert marked["Statements"]["D3"].comment and "Problems" in marked.sheetnames
    filer.press("Keep the 1 right row")
    assert "1 draft was made." in filer.words and "Every right row is kept as a draft." in filer.words
