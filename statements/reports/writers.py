"""Write a pack: a workbook with native charts and its definitions, or one tidy CSV."""

import csv
import io
from zoneinfo import ZoneInfo

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from statements.reports.figures import Pack, Table

SAFE = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": False,
}
"""What a cell holds is data: never a formula, never a link."""

FIGURE_COLUMNS = ("table", "table_title", "row", "row_label", "column", "column_label", "count", "counted_by")
APART = "Counted by something else from here on: not to be compared with the rows above."
ACCENT = "#0B5D57"
COLOURS = (ACCENT, "#6FA8A2", "#C9A15A", "#8A7FB0", "#B3261E", "#7A8783")


def workbook(pack: Pack, *, title: str, time_zone: str) -> bytes:
    """The pack as an .xlsx: a sheet "About" with definitions, as-at time and rubrics, then a sheet a table."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, SAFE)
    book.set_properties(
        {"title": f"{title}: {pack.year}", "comments": "Counts of public statements are exact.", "created": pack.as_at}
    )
    head = book.add_format(
        {"bold": True, "bg_color": ACCENT, "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"}
    )
    _about(book, pack, title, time_zone)
    for index, table in enumerate(pack.tables, start=1):
        _table_sheet(book, table, f"{index} {table.key}"[:31], head)
    book.close()
    return buffer.getvalue()


def figures_csv(pack: Pack) -> str:
    """Every cell of the pack as one row of a CSV with FIGURE_COLUMNS."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(FIGURE_COLUMNS)
    for table in pack.tables:
        for row in table.rows:
            counted_by = "; ".join(row.counted_by)
            for column, count in zip(table.columns, row.counts, strict=True):
                place = (table.key, table.title, row.key, row.label, column.key, column.label)
                writer.writerow([*place, count, counted_by])
    return out.getvalue()


def said_of(pack: Pack, *, time_zone: str) -> list[tuple[str, str]]:
    """What a pack is, as pairs: its moment, what it was counted by, and its definitions."""
    local = pack.as_at.astimezone(ZoneInfo(time_zone))
    return [
        ("As at", f"{local:%Y-%m-%d %H:%M %Z}"),
        ("For", pack.audience.value),
        ("Counted by", ", ".join(pack.counted_by)),
        ("Rubric", ", ".join(pack.rubrics) or "no released profile in this year"),
        *pack.definitions,
    ]


def column_definitions(table: Table) -> str:
    """What each column of a table counts, in one line."""
    said = " ".join(f"{column.label}: {column.definition}" for column in table.columns)
    return f"{said} {table.note}".strip()


def _about(book: Workbook, pack: Pack, title: str, time_zone: str) -> None:
    sheet = book.add_worksheet("About")
    bold, wrap = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True, "valign": "top"})
    large = book.add_format({"bold": True, "font_size": 16})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, f"{title}: compliance pack {pack.year}", large)
    lines = [
        *said_of(pack, time_zone=time_zone),
        *((table.title, column_definitions(table)) for table in pack.tables),
    ]
    for number, (name, text) in enumerate(lines, start=2):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, text, wrap)


def _table_sheet(book: Workbook, table: Table, name: str, head: object) -> None:
    sheet, quiet = book.add_worksheet(name), book.add_format({"italic": True})
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 58)
    sheet.set_column(2, 1 + len(table.columns), 15)
    sheet.write_string(0, 0, table.title, book.add_format({"bold": True, "font_size": 13}))
    if table.note:
        sheet.write_string(1, 0, table.note, quiet)
    across_years = any(row.counted_by for row in table.rows)
    labels = ["Code", "What", *(each.label for each in table.columns), *(["Counted by"] if across_years else [])]
    for column, label in enumerate(labels):
        sheet.write_string(3, column, label, head)
    sheet.freeze_panes(4, 2)
    if table.rows:
        last = _rows(sheet, table, quiet)
        _chart(book, sheet, table, name, last)


def _rows(sheet: Worksheet, table: Table, quiet: object) -> int:
    """Write the rows; between runs that may not be compared stands a line without numbers. Answers the last line."""
    number = 4
    for index, run in enumerate(table.runs()):
        if index:
            sheet.write_string(number, 1, APART, quiet)
            number += 1
        for row in run:
            sheet.write_string(number, 0, row.key)
            sheet.write_string(number, 1, row.label)
            for column, count in enumerate(row.counts, start=2):
                sheet.write_number(number, column, count)
            if row.counted_by:
                sheet.write_string(number, 2 + len(row.counts), "; ".join(row.counted_by))
            number += 1
    return number - 1


def _chart(book: Workbook, sheet: Worksheet, table: Table, name: str, last: int) -> None:
    stacked, upright = table.key.startswith("criteria") or table.key == "levels", table.key == "year"
    kind = {"type": "bar", "subtype": "stacked"} if stacked else {"type": "column" if upright else "bar"}
    chart = book.add_chart(kind)
    for index in range(len(table.columns) if stacked or upright else 1):
        chart.add_series(
            {
                "name": [name, 3, 2 + index],
                "categories": [name, 4, 0 if stacked else 1, last, 0 if stacked else 1],
                "values": [name, 4, 2 + index, last, 2 + index],
                "fill": {"color": COLOURS[index % len(COLOURS)]},
            }
        )
    chart.set_title({"name": table.title, "name_font": {"size": 12}})
    if not upright:
        chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 720, "height": 140 + 24 * (last - 3)})
    sheet.insert_chart(4, 4 + len(table.columns), chart)
