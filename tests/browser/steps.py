"""Steps that several journeys take: start a statement, attach its document, approve it, sign it."""

import re
from datetime import date
from pathlib import Path

from tests.browser.reader import Reader

MOST_PAGES = 9
"""A statement that is ready as a PDF is filed in so many pages, the director's among them."""


def fill_date(reader: Reader, legend: str, day: str) -> None:
    """Type a date as "1 4 2025" into the three fields below a legend."""
    group = reader.page.get_by_role("group", name=re.compile(legend))
    for part, value in zip(("Day", "Month", "Year"), day.split(), strict=True):
        group.get_by_label(part).fill(value)


def start(reader: Reader, first: str, last: str) -> int:
    """Start a statement for this period; its number."""
    reader.open("/filing/start")
    fill_date(reader, "First day", first)
    fill_date(reader, "Last day", last)
    reader.press("Start")
    return int(reader.path.split("/")[2])


def upload(reader: Reader, file: Path) -> Reader:
    """Attach a file on the page for documents and go on."""
    reader.page.get_by_label("Choose the statement").set_input_files(file)
    return reader.press("Save and continue")


def approve(reader: Reader, *, role: str) -> Reader:
    """Say that the governing body approved it today, and in which role its signatory signs."""
    reader.page.get_by_label("The governing body itself").check()
    today = date.today()
    fill_date(reader, "Date of approval", f"{today.day} {today.month} {today.year}")
    reader.page.get_by_label("Their role on the governing body").fill(role)
    return reader.press("Save and continue")


def receipt_number(reader: Reader) -> str:
    """The number on the receipt that is shown."""
    found = re.search(r"R-\d{6}-\d\d-\w+", reader.words)
    assert found, f"{reader.path}: no receipt number"
    return found.group(0)
