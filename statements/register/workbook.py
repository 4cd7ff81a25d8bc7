"""The open data as a workbook: a sheet of statements and a sheet that says what each column means."""

from collections.abc import Iterable
from datetime import date
from typing import IO, Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from statements.register.public import PublicStatement
from statements.register.rows import columns

SAFE = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""What a cell holds is data: never a formula, never a link."""
LONGEST_CELL = 32_767
CUT = " … (cut: see the CSV)"


def write(statements: Iterable[PublicStatement], site: str, out: IO[bytes]) -> None:
    """Write an .xlsx: texts as texts, numbers as numbers, days as days; what no cell can hold is cut and says so."""
    book = xlsxwriter.Workbook(out, SAFE)
    head = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Statements")
    sheet.freeze_panes(1, 2)
    sheet.write_row(0, 0, [column.name for column in columns()], head)
    for row, statement in enumerate(statements, start=1):
        for at, column in enumerate(columns()):
            _write(sheet, row, at, column.value(statement, site), day)
    meanings = book.add_worksheet("Columns")
    meanings.write_row(0, 0, ("column", "kind", "meaning"), head)
    for row, column in enumerate(columns(), start=1):
        meanings.write_row(row, 0, (column.name, column.kind, column.meaning))
    book.close()


def _write(sheet: Worksheet, row: int, at: int, value: Any, day: Format) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, at, value, day)
    elif isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(row, at, value)
    elif value not in (None, "", []):
        sheet.write_string(row, at, _text(value))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        value = "|".join(str(each).replace("\\", "\\\\").replace("|", "\\|") for each in value)
    text = str(value)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT
