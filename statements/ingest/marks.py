"""Give people their own workbook back with the wrong cells marked."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from statements import limits
from statements.errors import Problem
from statements.ingest.cells import Row, Sheet, split_reference, writable
from statements.ingest.sandbox import ReaderFailed, run_reader
from statements.ingest.workbook import ADVICE, read_workbook

LIST_NAME = "Problems"
AUTHOR = "Register check"
MOST_IN_A_CELL = 32_767

_COLOUR = {"bg_color": "#FFD8A8"}
_FORMATS = {
    "text": {**_COLOUR, "num_format": "@"},
    "number": _COLOUR,
    "day": {**_COLOUR, "num_format": "dd/mm/yyyy"},
    "moment": {**_COLOUR, "num_format": "dd/mm/yyyy hh:mm"},
    "head": {"bold": True},
}

Notes = dict[str, dict[str, str]]


def mark_workbook(data: bytes, filename: str, problems: Sequence[Problem]) -> bytes:
    """An .xlsx: the user's own with a colour and a note on each wrong cell and a sheet that lists the problems.

    Only the parts that must change do; all others stay byte for byte. A delimited file, an older form of
    workbook, or one built too oddly to be changed is written anew with its rows where they stood. Marks of
    an earlier answer are taken out. Raises what `workbook.read_workbook` raises.
    """
    notes = _notes(problems)
    rows = [[problem.sheet, problem.cell, problem.message, problem.mend] for problem in problems]
    try:
        with run_reader("marks", data, options={"notes": notes, "problems": rows}, advice=ADVICE) as answer:
            marked = answer.read()
    except ReaderFailed:
        marked = b""
    return marked or _written_anew(read_workbook(data, filename), notes, rows)


def _notes(problems: Sequence[Problem]) -> Notes:
    """{sheet: {cell: note}}: several problems of one cell in one note, and no more cells than the limit."""
    notes: Notes = {}
    count = 0
    for problem in problems:
        if not problem.cell or count >= limits.MARKED_CELLS.value or not _is_cell(problem.cell):
            continue
        cells = notes.setdefault(problem.sheet, {})
        said = " ".join(filter(None, (problem.message, problem.mend)))
        count += problem.cell not in cells
        cells[problem.cell] = f"{cells[problem.cell]}\n{said}" if problem.cell in cells else said
    return notes


def _is_cell(reference: str) -> bool:
    try:
        split_reference(reference)
    except ValueError:
        return False
    return reference == reference.upper()


def _written_anew(sheets: Sequence[Sheet], notes: Notes, problems: Sequence[Sequence[str]]) -> bytes:
    out = io.BytesIO()
    as_given = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {**as_given, "constant_memory": True, "default_date_format": "dd/mm/yyyy"})
    formats = {name: book.add_format(about) for name, about in _FORMATS.items()}
    for sheet in sheets:
        if sheet.name != LIST_NAME:
            _write_sheet(book.add_worksheet(sheet.name[:31]), sheet, notes.get(sheet.name, {}), formats)
    listed = book.add_worksheet(LIST_NAME)
    next(sheet for sheet in book.worksheets() if not sheet.hidden).activate()
    listed.set_column(0, 0, 24)
    listed.set_column(2, 3, 80)
    for number, row in enumerate([("Sheet", "Cell", "What is wrong", "How to mend it"), *problems]):
        for column, text in enumerate(row):
            listed.write_string(number, column, writable(text), formats["head"] if number == 0 else None)
    book.close()
    return out.getvalue()


def _write_sheet(target: Any, sheet: Sheet, notes: dict[str, str], formats: dict[str, Any]) -> None:
    if sheet.hidden:
        target.hide()
    marks = {split_reference(cell)[::-1]: note for cell, note in notes.items()}
    rows = {row.number: row for row in sheet.rows}
    marked_at: dict[int, list[int]] = {}
    for at, column in marks:
        marked_at.setdefault(at, []).append(column)
    for number in sorted(rows.keys() | marked_at.keys()):
        row = rows.get(number, Row(sheet.name, number, ()))
        width = max([len(row), *(column + 1 for column in marked_at.get(number, ()))])
        for column in range(width):
            note = marks.get((number, column))
            value = row.values[column] if column < len(row) else None
            _write_cell(target, number - 1, column, value, formats[_look(value)] if note else None)
            if note:
                target.write_comment(number - 1, column, writable(note), {"author": AUTHOR, "x_scale": 2})


def _look(value: Any) -> str:
    """The name of the format that marks such a value and leaves it readable."""
    if isinstance(value, datetime):
        return "moment"
    return "day" if isinstance(value, date) else "number" if isinstance(value, (int, float, time)) else "text"


def _write_cell(target: Any, row: int, column: int, value: Any, cell_format: Any) -> None:
    if isinstance(value, str):
        target.write_string(row, column, value[:MOST_IN_A_CELL], cell_format)
    elif value is not None:
        target.write(row, column, value, cell_format)
    elif cell_format:
        target.write_blank(row, column, None, cell_format)
