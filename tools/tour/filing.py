"""File: a finished PDF by form, the director's signature and the receipt; several by spreadsheet."""

import re
from datetime import date
from itertools import count
from pathlib import Path

import openpyxl
from playwright.sync_api import Page

from portal.demo.build_documents import build
from tools.tour.stage import Stage, fill_date, follow, press

FILER, DIRECTOR, CONSULTANT = "late.filer@example.nz", "pallet.director@example.nz", "consultant@example.nz"
SOURCE = Path(__file__).parent / "pallet-prow-2026.md"
FIRST, LAST = "1 4 2025", "31 3 2026"
SHEET = "Statements"
MAPPED = "How far have you mapped your supply chains?"
TRAINED, DESCRIBED = "How many people were trained?", "Describe your supply chains"
ROWS = (
    ("9429000990097", date(2024, 4, 1), date(2025, 2, 28), {}),
    ("9429000990110", date(2024, 1, 1), date(2024, 12, 31), {MAPPED: "Teir 1", TRAINED: "forty-two"}),
)
"""Rows added to those that the template offers: a period is a month short, an answer misspelt, a number in words."""
BOUGHT = "Cleaning products and workwear, from Aotearoa and China."


def file_by_form(stage: Stage) -> None:
    """Start, upload, covers, approval, check; then the director's page and the receipt."""
    page, document = stage.person(FILER), build(SOURCE, stage.scratch)
    page.goto("/filing/start")
    fill_date(page, "First day", FIRST)
    fill_date(page, "Last day", LAST)
    press(page, "Start")
    stage.facts["number"] = page.url.split("/")[4]
    page.get_by_label("Choose the statement").set_input_files(document)
    press(page, "Save and continue")
    press(page, "Save and continue")
    page.get_by_label("The governing body itself").check()
    today = date.today()
    fill_date(page, "Date of approval", f"{today.day} {today.month} {today.year}")
    page.get_by_label("Their role on the governing body").fill("Chair of the Board")
    press(page, "Save and continue")
    stage.shoot(page, "check")
    press(page, "Ask to sign")
    _sign(stage, stage.person(DIRECTOR))


def _sign(stage: Stage, page: Page) -> None:
    page.goto("/desk")
    follow(page, "Open it")
    stage.shoot(page, "sign")
    press(page, "Sign and submit")
    found = re.search(r"R-\d{6}-\d\d-\w+", page.locator("main").inner_text())
    if found is None:
        raise RuntimeError("the receipt carries no number")
    stage.facts["receipt"] = found.group(0)
    stage.shoot(page, "receipt")
    page.pdf(path=stage.out / "receipt.pdf", format="A4")


def file_by_spreadsheet(stage: Stage) -> None:
    """The template, filled in with faults; what is wrong, by cell; the marked workbook; right rows kept."""
    page = stage.person(CONSULTANT)
    page.goto("/filing/spreadsheet")
    template = stage.take(page, "Download the template", "filled.xlsx")
    _fill_in(template)
    page.get_by_label("Upload it when it is filled in").set_input_files(template)
    press(page, "Upload and check")
    stage.shoot(page, "spreadsheet")
    template.unlink()
    marked = stage.take(page, "Your file with the wrong cells marked", "marked-workbook.xlsx")
    stage.facts["wrong"] = str(openpyxl.load_workbook(marked)["Problems"].max_row - 1)
    press(page, "right row")
    stage.facts["kept"] = page.get_by_role("status").first.inner_text().strip()


def _fill_in(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    sheet = book[SHEET]
    columns = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[1]}
    sheet.cell(2, columns[DESCRIBED], BOUGHT)
    free = next(row for row in count(2) if sheet.cell(row, columns["NZBN"]).value is None)
    for row, (number, start, end, answers) in enumerate(ROWS, start=free):
        given = {"NZBN": number, "Period start": start, "Period end": end, DESCRIBED: BOUGHT, **answers}
        for heading, value in given.items():
            sheet.cell(row, columns[heading], value)
    book.save(template)
