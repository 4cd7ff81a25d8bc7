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

FIGURE_COLUMNS = ("table", "row", "row_label", "column", "column_label", "count")
NOT_SHOWN = "not shown"
ACCENT = "#0B5D57"
COLOURS = (ACCENT, "#6FA8A2", "#C9A15A", "#8A7FB0", "#B3261E", "#7A8783")


def workbook(pack: Pack, *, title: str, time_zone: str) -> bytes:
    """The pack as an .xlsx: a sheet "About" with definitions, as-at time and rubrics, then a sheet a table."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, SAFE)
    book.set_properties({"title": f"{title}: {pack.year}", "comments": "Counts of public statements are exact."})
    head = book.add_format(
        {"bold": True, "bg_color": ACCENT, "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"}
    )
    _about(book, pack, title, time_zone)
    for index, table in enumerate(pack.tables, start=1):
        _table_sheet(book, table, f"{index} {table.key}"[:31], head)
    book.close()
    return buffer.getvalue()


def figures_csv(pack: Pack) -> str:
    """Every cell of the pack as one row of a CSV with FIGURE_COLUMNS; "not shown" where a count is withheld."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(FIGURE_COLUMNS)
    for table in pack.tables:
        for row in table.rows:
            for column, count in zip(table.columns, row.counts, strict=True):
                shown = NOT_SHOWN if count is None else count
                writer.writerow([table.key, row.key, row.label, column.key, column.label, shown])
    return out.getvalue()


def _about(book: Workbook, pack: Pack, title: str, time_zone: str) -> None:
    sheet = book.add_worksheet("About")
    bold, wrap = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True, "valign": "top"})
    large = book.add_format({"bold": True, "font_size": 16})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    local = pack.as_at.astimezone(ZoneInfo(time_zone))
    sheet.write_string(0, 0, f"{title}: compliance pack {pack.year}", large)
    lines = [
        ("As at", f"{local:%Y-%m-%d %H:%M %Z}"),
        ("Profile of law", pack.profile),
        ("For", pack.audience.value),
        ("Rubric", ", ".join(pack.rubrics) or "no released profile in this year"),
        *pack.definitions,
        *((table.title, _column_definitions(table)) for table in pack.tables),
    ]
    for number, (name, text) in enumerate(lines, start=2):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, text, wrap)


def _column_definitions(table: Table) -> str:
    said = "; ".join(f"{column.label}: {column.definition}" for column in table.columns)
    return f"{said} {table.note}".strip()


def _table_sheet(book: Workbook, table: Table, name: str, head: object) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 58)
    sheet.set_column(2, 1 + len(table.columns), 15)
    sheet.write_string(0, 0, table.title, book.add_format({"bold": True, "font_size": 13}))
    if table.note:
        sheet.write_string(1, 0, table.note, book.add_format({"italic": True}))
    for column, label in enumerate(["Code", "What", *(each.label for each in table.columns)]):
        sheet.write_string(3, column, label, head)
    for number, row in enumerate(table.rows, start=4):
        sheet.write_string(number, 0, row.key)
        sheet.write_string(number, 1, row.label)
        for column, count in enumerate(row.counts, start=2):
            if count is None:
                sheet.write_string(number, column, NOT_SHOWN)
            else:
                sheet.write_number(number, column, count)
    sheet.freeze_panes(4, 2)
    if table.rows:
        _chart(book, sheet, table, name)


def _chart(book: Workbook, sheet: Worksheet, table: Table, name: str) -> None:
    last = 3 + len(table.rows)
    stacked = table.key.startswith("criteria")
    kind = {"type": "bar", "subtype": "stacked"} if stacked else {"type": "column" if table.key == "year" else "bar"}
    chart = book.add_chart(kind)
    for index in range(len(table.columns) if stacked or table.key == "year" else 1):
        chart.add_series(
            {
                "name": [name, 3, 2 + index],
                "categories": [name, 4, 0 if stacked else 1, last, 0 if stacked else 1],
                "values": [name, 4, 2 + index, last, 2 + index],
                "fill": {"color": COLOURS[index % len(COLOURS)]},
            }
        )
    chart.set_title({"name": table.title, "name_font": {"size": 12}})
    if table.key != "year":
        chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 720, "height": 140 + 24 * len(table.rows)})
    sheet.insert_chart(4, 3 + len(table.columns), chart)
