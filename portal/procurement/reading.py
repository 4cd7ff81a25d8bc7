"""From a buyer's file to lines to match: the room that reads files stands above the one that keeps lists."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import PurePath
from typing import Any

from statements.errors import NotFound, Problem, TooLarge, UnreadableFile
from statements.ingest.cells import Row, Sheet, Value, as_text, column_letters
from statements.ingest.headings import Layout
from statements.ingest.supplier_list import ListedSupplier, guess_layout, guess_layout_at, read_supplier_list
from statements.ingest.workbook import read_workbook
from statements.limits import HEADING_ROWS, SUPPLIER_LINES
from statements.suppliers.checking import GivenLine
from statements.suppliers.lists import TablePlace
from statements.suppliers.models import SupplierList

SAMPLE_ROWS = 6
MOST_COLUMNS = 60
_EXACT_DIGITS = 15


@dataclass(frozen=True)
class Sample:
    """What the page of columns shows of a file: its sheets, the rows that may hold headings, and some lines below."""

    sheets: tuple[str, ...]
    heading_rows: tuple[tuple[int, str], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    hidden_columns: int


def read_file(data: bytes, filename: str) -> list[Sheet]:
    """The sheets of a file that hold something. Raises UnreadableFile, TooLarge."""
    sheets = read_workbook(data, PurePath(filename).name)
    if not any(sheet.rows for sheet in sheets):
        raise UnreadableFile("There is nothing in this file. Choose the one with the list in it.")
    return sheets


def guess(sheets: Sequence[Sheet]) -> TablePlace:
    """Where the list seems to stand. Raises UnreadableFile where nothing looks like a table."""
    layout = guess_layout(sheets)
    if layout is None:
        raise UnreadableFile("No list was found in this file. It needs a row of headings with lines below it.")
    return _place(layout)


def guess_at(sheets: Sequence[Sheet], sheet: str, heading_row: int) -> TablePlace:
    """Which column seems to be which where the buyer says the headings stand. Raises NotFound."""
    return _place(guess_layout_at(sheets, sheet, heading_row))


def place_of(listed: SupplierList) -> TablePlace:
    """Where a kept list stands in its file."""
    return TablePlace(listed.sheet, listed.header_row, listed.columns["map"], tuple(listed.columns["headings"]))


def sample(sheets: Sequence[Sheet], place: TablePlace) -> Sample:
    """What to show of the file beside the choice of columns. Raises NotFound where there is no such sheet."""
    sheet = next((each for each in sheets if each.name == place.sheet), None)
    if sheet is None:
        raise NotFound("There is no such sheet in this file.")
    width = min(max(sheet.width, len(place.headings)), MOST_COLUMNS)
    top = sheet.rows[: HEADING_ROWS.value]
    below = [row for row in sheet.rows if row.number > place.heading_row][:SAMPLE_ROWS]
    return Sample(
        sheets=tuple(each.name for each in sheets if each.rows),
        heading_rows=tuple((row.number, _in_short(row)) for row in top),
        columns=tuple(_heading(place, index) for index in range(width)),
        rows=tuple((row.number, tuple(row.text(index)[:80] for index in range(width))) for row in below),
        hidden_columns=max(0, sheet.width - width),
    )


def lines_of(sheets: Sequence[Sheet], place: TablePlace) -> tuple[list[GivenLine], tuple[Problem, ...]]:
    """The lines of a list with the cells as they stood, and every problem of single cells.

    Raises UnreadableFile where there is no line, TooLarge where there are too many.
    """
    read = read_supplier_list(sheets, Layout(place.sheet, place.heading_row, place.columns, place.headings))
    if not read.lines:
        said = read.problems[0] if read.problems else Problem("There is no line below the headings.")
        raise UnreadableFile(f"{said.message} {said.mend or 'Check the sheet and the row of headings.'}")
    if len(read.lines) > SUPPLIER_LINES.value:
        most = SUPPLIER_LINES.readable
        raise TooLarge(f"This list has {len(read.lines):,} lines; up to {most} are checked. Split the file.")
    rows = {row.number: row for sheet in sheets if sheet.name == place.sheet for row in sheet.rows}
    width = len(place.headings)
    return [_given(line, rows[line.row], width) for line in read.lines], read.problems


def _place(layout: Layout) -> TablePlace:
    kept = {key: index for key, index in layout.columns.items() if key not in ("contact", "email")}
    return TablePlace(layout.sheet, layout.heading_row, kept, tuple(layout.headings))


def _heading(place: TablePlace, index: int) -> str:
    heading = place.headings[index] if index < len(place.headings) else ""
    return heading or f"Column {column_letters(index)}"


def _in_short(row: Row) -> str:
    words = " · ".join(" ".join(cell.text.split()) for cell in row if cell.text.strip())
    return words if len(words) <= 70 else words[:69] + "…"


def _given(line: ListedSupplier, row: Row, width: int) -> GivenLine:
    values = [*row.values, *([None] * (width - len(row)))]
    return GivenLine(
        row=line.row,
        name=line.name,
        query=line.query,
        category=line.category,
        spend=line.spend,
        own_reference=line.own_reference,
        cells=tuple(_kept(value) for value in values),
        problems=line.problems,
    )


def _kept(value: Value) -> Any:
    """A cell as JSON keeps it without loss: dates and moments under a letter, numbers that no double holds as text."""
    if isinstance(value, datetime):
        return {"m": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool) and len(str(abs(value))) > _EXACT_DIGITS:
        return as_text(value)
    return value.replace("\x00", "") if isinstance(value, str) else value
