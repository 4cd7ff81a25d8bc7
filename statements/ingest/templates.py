"""Write the spreadsheet that people fill in: instructions, a sheet for each table, drop-downs, what we know already."""

import io
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from statements.ingest.cells import writable
from statements.ingest.specs import ColumnSpec, Kind, TableSpec
from statements.ingest.values import for_template

INSTRUCTIONS, LISTS = "Instructions", "Lists"
ROOM_FOR_ROWS = 1_000
HEAD = PatternFill("solid", fgColor="1F3A4D")
NEEDED = PatternFill("solid", fgColor="0B5C56")
MARKED = PatternFill("solid", fgColor="FFF0CC")
LEGEND = "Cells in italics on yellow are answers of an earlier statement that nobody has looked at yet."
LINE = Border(bottom=Side("thin", color="B8C4CC"))
_FORMATS = {Kind.DATE: "dd/mm/yyyy", Kind.MONEY: "#,##0.00", Kind.INTEGER: "0"}
_ENTER = {
    Kind.TEXT: "Text",
    Kind.LONG_TEXT: "Text, as long as needed",
    Kind.DATE: "A date, day first: 31/03/2030",
    Kind.INTEGER: "A whole number",
    Kind.MONEY: "New Zealand dollars, digits only",
    Kind.CHOICE: "One from the list",
    Kind.CHOICES: "One or more from the list, with ; between",
    Kind.NZBN: "The 13 digits of an NZBN",
    Kind.BOOLEAN: "Yes or No",
    Kind.COUNTRY: "A country from the list",
    Kind.EMAIL: "One e-mail address",
}


def write_template(
    specs: TableSpec | Sequence[TableSpec],
    *,
    title: str,
    instructions: Sequence[str],
    prefilled: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    marked: Mapping[str, Sequence[Collection[str]]] | None = None,
) -> bytes:
    """An .xlsx to fill in: a sheet of instructions (one paragraph each), then a sheet for each table.

    `prefilled` maps a table's sheet name to rows of values by column key, as `tables.read_table` gives them;
    read back, they are equal. `marked` names the columns of each of those rows whose cells are marked as `LEGEND` says:
    the instructions ought to say it. Identifiers stand in text cells, so that no digit or leading zero is lost.
    """
    tables = [specs] if isinstance(specs, TableSpec) else list(specs)
    book = Workbook()
    book.properties.title, book.properties.creator = title, None
    guide = book.worksheets[0]
    guide.title = INSTRUCTIONS
    _write_instructions(guide, title, instructions, tables)
    ranges = _Lists(book)
    for spec in tables:
        sheet = book.create_sheet(spec.sheet[:31])
        rows = list((prefilled or {}).get(spec.sheet, ()))
        _write_table(sheet, spec, rows)
        _mark(sheet, spec, (marked or {}).get(spec.sheet, ()))
        _add_drop_downs(sheet, spec, len(rows) + ROOM_FOR_ROWS, ranges)
    ranges.close()
    book.active = 1 if tables else 0
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell: Any, value: Any) -> None:
    """Write a value; text stays text, whatever it begins with."""
    if isinstance(value, str):
        cell.value = writable(value)
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
    else:
        cell.value = value


def _write_instructions(sheet: Worksheet, title: str, paragraphs: Sequence[str], tables: Sequence[TableSpec]) -> None:
    for column, width in zip("ABCD", (26, 12, 34, 70), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.sheet_view.showGridLines = False
    _put(sheet["A1"], title)
    sheet["A1"].font = Font(size=16, bold=True)
    row = 3
    for paragraph in paragraphs:
        _put(sheet.cell(row, 1), paragraph)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = 15 * (1 + len(paragraph) // 130)
        row += 1
    for spec in tables:
        row = _write_columns(sheet, row + 1, spec)


def _write_columns(sheet: Worksheet, row: int, spec: TableSpec) -> int:
    """What each column of one table wants; returns the row after it."""
    _put(sheet.cell(row, 1), f"Sheet “{spec.sheet}”")
    sheet.cell(row, 1).font = Font(bold=True, size=13)
    for offset, heading in enumerate(("Column", "Needed", "What to enter", "About it"), start=1):
        _put(sheet.cell(row + 1, offset), heading)
        sheet.cell(row + 1, offset).font = Font(bold=True)
    for number, column in enumerate(spec.columns, start=row + 2):
        needed = "Yes" if column.required else "No"
        for offset, text in enumerate((column.heading, needed, _ENTER[column.kind], column.help), start=1):
            _put(sheet.cell(number, offset), text)
            sheet.cell(number, offset).alignment = Alignment(wrap_text=True, vertical="top")
            sheet.cell(number, offset).border = LINE
    return row + 2 + len(spec.columns)


def _write_table(sheet: Worksheet, spec: TableSpec, rows: Sequence[Mapping[str, Any]]) -> None:
    for index, column in enumerate(spec.columns, start=1):
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].number_format = _FORMATS.get(column.kind, "@")
        _write_heading(sheet.cell(1, index), column)
    sheet.freeze_panes = "B2" if len(spec.columns) > 4 else "A2"
    sheet.row_dimensions[1].height = 32
    for number, row in enumerate(rows, start=2):
        for index, column in enumerate(spec.columns, start=1):
            value = for_template(column, row.get(column.key))
            if value is not None:
                cell = sheet.cell(number, index)
                _put(cell, value)
                cell.number_format = _FORMATS.get(column.kind, "@")
                cell.alignment = Alignment(wrap_text=column.kind == Kind.LONG_TEXT, vertical="top")


def _mark(sheet: Worksheet, spec: TableSpec, marked: Sequence[Collection[str]]) -> None:
    letters = {column.key: get_column_letter(index) for index, column in enumerate(spec.columns, start=1)}
    for number, keys in enumerate(marked, start=2):
        for letter in (letters[key] for key in keys if key in letters):
            sheet[f"{letter}{number}"].fill, sheet[f"{letter}{number}"].font = MARKED, Font(italic=True)


def _write_heading(cell: Any, column: ColumnSpec) -> None:
    _put(cell, f"{column.heading} *" if column.required else column.heading)
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = NEEDED if column.required else HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    parts = [_ENTER[column.kind] + ".", column.help, "Needed." if column.required else ""]
    note = Comment("\n".join(filter(None, parts)), "")
    note.width, note.height = 320, 40 + 18 * (1 + len(note.text) // 45)
    cell.comment = note


class _Lists:
    """The hidden sheet that the drop-downs take their choices from, each list once and under a name."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._sheet = book.create_sheet(LISTS)
        self._sheet.sheet_state = "hidden"
        self._names: dict[tuple[str, ...], str] = {}

    def name_of(self, key: str, labels: tuple[str, ...]) -> str:
        """The name of the range that holds these labels."""
        if labels not in self._names:
            column = len(self._names) + 1
            letter = get_column_letter(column)
            _put(self._sheet.cell(1, column), key)
            for number, label in enumerate(labels, start=2):
                _put(self._sheet.cell(number, column), label)
            name = f"list_{column}"
            place = f"{LISTS}!${letter}$2:${letter}${len(labels) + 1}"
            self._book.defined_names[name] = DefinedName(name, attr_text=place)
            self._names[labels] = name
        return self._names[labels]

    def close(self) -> None:
        """Put the sheet last, or away when no list was needed."""
        if self._names:
            self._book.move_sheet(self._sheet, len(self._book.sheetnames))
        else:
            self._book.remove(self._sheet)


def _add_drop_downs(sheet: Worksheet, spec: TableSpec, rows: int, lists: _Lists) -> None:
    for index, column in enumerate(spec.columns, start=1):
        rule = _rule(column, lists)
        if rule:
            letter = get_column_letter(index)
            rule.add(f"{letter}2:{letter}{rows + 1}")
            sheet.add_data_validation(rule)


def _rule(column: ColumnSpec, lists: _Lists) -> DataValidation | None:
    """What a spreadsheet program checks while someone types. It advises; `tables.read_table` judges."""
    if column.kind == Kind.BOOLEAN:
        rule = DataValidation("list", formula1='"Yes,No"', allow_blank=True)
    elif column.choices:
        labels = tuple(choice.label for choice in column.choices)
        rule = DataValidation("list", formula1=f"{lists.name_of(column.key, labels)}", allow_blank=True)
        rule.showErrorMessage = column.kind != Kind.CHOICES
    elif column.kind == Kind.DATE:
        rule = DataValidation("date", operator="greaterThan", formula1="1", allow_blank=True)
    elif column.kind == Kind.INTEGER:
        rule = DataValidation("whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    else:
        return None
    rule.errorTitle, rule.error = column.heading[:32], f"{_ENTER[column.kind]}."
    return rule
