"""Read a workbook or a delimited file into rows. Runs in the reading process (python-calamine).

The answer is JSON Lines: {"sheet": name, "hidden": bool} begins a sheet; [number, value, ...] is a row that
holds something, its values from column A; {"problems": [...]} ends a sheet. Values are JSON's own, or
{"d": ISO date}, {"m": ISO date and time}, {"c": ISO time}.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any

import python_calamine as calamine

from statements import limits
from statements.errors import TooLarge, UnreadableFile
from statements.ingest.cells import column_letters
from statements.ingest.readers import containers, delimited, faults

SAVE_AS = "Save it as .xlsx or .csv and try again."
REFUSALS = {
    "encrypted": "This workbook asks for a password, so nobody could read it. Remove the password.",
    "pdf": "This is a PDF, not a spreadsheet.",
    "docx": "This is a Word document, not a spreadsheet.",
    "doc": "This is a Word document, not a spreadsheet.",
    "pptx": "This is a slide show, not a spreadsheet.",
    "ppt": "This is a slide show, not a spreadsheet.",
    "odt": "This is an OpenDocument text, not a spreadsheet.",
    "rtf": "This is a rich text file, not a spreadsheet.",
    "html": "This is a web page, even where its name says .xls: some systems export those. Open it in Excel.",
    "mhtml": "This is a web page, even where its name says .xls: some systems export those. Open it in Excel.",
    "xml spreadsheet": "This is an XML spreadsheet in a form of 2003, which is not read. Open it in Excel.",
    "picture": "This is a picture, not a spreadsheet.",
    "archive": "This is a compressed folder, not a spreadsheet. Take the spreadsheet out of it.",
}
_CONTROL = {code: None for code in [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0xFEFF, 0xFFFE, 0xFFFF]}


def read(data: bytes, options: Mapping[str, str], out: IO[bytes]) -> None:
    """Write the sheets of the file. Raises UnreadableFile, TooLarge."""
    kind = containers.kind_of(data)
    budget = _Budget()
    if kind in containers.SPREADSHEETS:
        for sheet in _sheets(data, kind):
            _write(sheet, out, budget)
    elif kind == "text":
        _write(delimited.read(data, options.get("filename", "")), out, budget)
    else:
        what = REFUSALS.get(kind, "This file is not a spreadsheet that can be read.")
        raise UnreadableFile(f"{what} {SAVE_AS}")


class _Budget:
    """Counts what was read against the limits of the whole workbook."""

    def __init__(self) -> None:
        self.cells = 0

    def check(self, sheet: str, rows: int, values: list[Any]) -> None:
        """Count one more row, [number, value, ...], the `rows`th of its sheet. Raises TooLarge."""
        self.cells += len(values)
        if rows > limits.ROWS.value:
            raise TooLarge(f"The sheet “{sheet}” has more than {limits.ROWS.readable}. Split it into several files.")
        if len(values) > limits.COLUMNS.value + 1:
            raise TooLarge(
                f"The sheet “{sheet}” has something in column {column_letters(len(values) - 2)}; up to "
                f"{limits.COLUMNS.readable} are read. Delete the columns beyond the table."
            )
        if self.cells > limits.CELLS.value:
            raise TooLarge(f"This workbook has more than {limits.CELLS.readable}. Split it into several files.")


def _write(sheet: delimited.Sheet, out: IO[bytes], budget: _Budget) -> None:
    out.write(json.dumps({"sheet": sheet.name, "hidden": sheet.hidden}).encode() + b"\n")
    count = 0
    for number, raw in sheet.rows:
        values = _exact_row(sheet.name, number, raw)
        if len(values) > 1:
            count += 1
            budget.check(sheet.name, count, values)
            out.write(json.dumps(values, separators=(",", ":")).encode() + b"\n")
    out.write(json.dumps({"problems": sheet.problems}).encode() + b"\n")


def _exact_row(sheet: str, number: int, raw: Iterable[Any]) -> list[Any]:
    """[number, value, ...] without the blanks after the last value."""
    values: list[Any] = [number, *[_EXACT[type(value)](value) for value in raw]]
    while len(values) > 1 and values[-1] is None:
        values.pop()
    for index, value in enumerate(values):
        if type(value) is str and len(value) > limits.CELL_CHARACTERS.value:
            raise TooLarge(
                f"Cell {column_letters(index - 1)}{number} of the sheet “{sheet}” holds {len(value):,} characters; "
                f"up to {limits.CELL_CHARACTERS.readable} are read. Shorten it, or upload the text as a document."
            )
    return values


def _exact_text(value: str) -> str | None:
    if not value or value.isspace():
        return None
    if not value.isprintable():
        value = value.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL)
    return value if value.isascii() else unicodedata.normalize("NFC", value)


def _exact_number(value: float) -> int | float | str:
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _exact_moment(value: datetime) -> dict[str, str]:
    if value.time() == time():
        return {"d": value.date().isoformat()}
    return {"m": value.isoformat()}


_EXACT: dict[type, Any] = {
    str: _exact_text,
    float: _exact_number,
    int: lambda value: value,
    bool: lambda value: value,
    datetime: _exact_moment,
    date: lambda value: {"d": value.isoformat()},
    time: lambda value: {"c": value.isoformat()},
    timedelta: lambda value: str(value),
    type(None): lambda value: None,
}


def _sheets(data: bytes, kind: str) -> Iterator[delimited.Sheet]:
    # From a path whose suffix is right: asked to guess, calamine loses what went wrong (a password, too many cells).
    path = Path("workbook").with_suffix(f".{kind}")
    try:
        path.write_bytes(data)
        book = calamine.load_workbook(path)
        about = [meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
    except Exception as error:
        raise _refusal(error) from error
    if len(about) > limits.SHEETS.value:
        raise TooLarge(f"This workbook has {len(about):,} sheets; up to {limits.SHEETS.readable} are read.")
    if not about:
        raise UnreadableFile(f"This workbook has no sheet with cells in it. {SAVE_AS}")
    found = _faults(data) if kind == "xlsx" else {}
    for meta in about:
        hidden = meta.visible != calamine.SheetVisibleEnum.Visible
        try:
            rows = _rows(book.get_sheet_by_name(meta.name))
            yield delimited.Sheet(meta.name, rows, found.get(meta.name, []), hidden)
        except (calamine.CalamineError, OSError, ValueError, KeyError) as error:
            raise _refusal(error) from error


def _faults(data: bytes) -> dict[str, list[dict[str, str]]]:
    """What the reader would pass over; nothing where the package is too odd to look, as long as it can be read."""
    try:
        return faults.faults(data)
    except UnreadableFile:
        return {}


def _rows(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    start = sheet.start or (0, 0)
    offset = [None] * start[1]
    for number, row in enumerate(sheet.iter_rows(), start=1):
        yield number, offset + row


def _refusal(error: Exception) -> Exception:
    if isinstance(error, MemoryError):
        return error
    if isinstance(error, calamine.PasswordError):
        return UnreadableFile(f"{REFUSALS['encrypted']} {SAVE_AS}")
    if far := re.search(r"Cell limit exceeded", str(error)):
        return TooLarge(
            f"This workbook claims to have more cells than can be read ({far.group(0).lower()}). "
            "Delete the empty rows and columns beyond the table, save it and try again."
        )
    return UnreadableFile(
        "This workbook is damaged and could not be read. Open it in a spreadsheet program, save it as .xlsx and retry."
    )
