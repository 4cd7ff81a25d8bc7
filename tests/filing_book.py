"""Filled-in filing workbooks for tests, and organisations with NZBNs to put into them."""

import csv
import io
from datetime import date, datetime
from typing import Any

import openpyxl
from sqlalchemy.orm import Session

from statements.organisations import service
from statements.organisations.models import Organisation
from statements.organisations.nzbn import check_digit

START, END = date(2025, 4, 1), date(2026, 3, 31)
BEFORE_START, BEFORE_END = date(2024, 4, 1), date(2025, 3, 31)


def nzbn(number: int) -> str:
    """An NZBN with the right check digit."""
    first = f"94290000{number:04}"
    return first + check_digit(first)


def add_organisation(session: Session, *, name: str, number: int, at: datetime, **given: Any) -> Organisation:
    """An organisation with the NZBN of this number."""
    numbers = [("nzbn", nzbn(number))]
    return service.add(session, name=name, kind="company", identifiers=numbers, by=None, at=at, **given)


def filled(template: bytes, *cells: tuple[str, str, Any]) -> bytes:
    """The workbook with these (sheet, cell, value) put in."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    for sheet, reference, value in cells:
        cell = book[sheet][reference]
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def column_of(template: bytes, heading: str, sheet: str = "Statements") -> str:
    """The letters of the column with this heading."""
    for cell in openpyxl.load_workbook(io.BytesIO(template))[sheet][1]:
        if str(cell.value).removesuffix(" *") == heading:
            return str(cell.column_letter)
    raise KeyError(heading)


def as_csv(template: bytes, sheet: str = "Statements") -> bytes:
    """A sheet as a comma separated file, dates as they are shown."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in openpyxl.load_workbook(io.BytesIO(template))[sheet].iter_rows(values_only=True):
        writer.writerow([f"{value:%d/%m/%Y}" if isinstance(value, datetime) else value for value in row])
    return out.getvalue().encode()
