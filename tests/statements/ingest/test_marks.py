"""People's own workbooks given back: the wrong cells marked, everything else as it was."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Font

from statements import limits
from statements.errors import Problem
from statements.ingest import marks
from statements.ingest.cells import Row, Sheet
from statements.ingest.marks import mark_workbook
from statements.ingest.workbook import read_workbook
from tests.statements.ingest.odd_files import saved, with_part, workbook

COLOUR = "FFFFD8A8"


def problem(cell, sheet="Data", message="Wrong.", mend="Mend it."):
    return Problem(message, mend, "", sheet, cell)


def own():
    """A workbook with what people put into theirs: styles, a comment, a chart, rules, formulas, an odd part."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    for row in [
        ["Name", "Spend", "When"],
        ["Kererū", 12.5, date(2030, 3, 31)],
        ["Acme", 3, None],
        ["Sum", "=SUM(B2:B3)", None],
    ]:
        sheet.append(row)
    sheet["A2"].font = Font(bold=True, color="FF0000FF")
    sheet["A3"].comment = Comment("Ask Mere about this one", "Mere")
    chart = openpyxl.chart.BarChart()
    chart.add_data(openpyxl.chart.Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "F2")
    sheet.conditional_formatting.add("B2:B3", openpyxl.formatting.rule.CellIsRule("greaterThan", ["5"]))
    sheet.add_data_validation(
        openpyxl.worksheet.datavalidation.DataValidation("whole", formula1="1", promptTitle="a > b")
    )
    book.create_sheet("Other")["A1"] = "untouched"
    return with_part(saved(book), "xl/custom/odd.bin", bytes(range(256)))


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def fill(cell):
    return cell.fill.fgColor.rgb if cell.fill.patternType == "solid" else ""


def test_wrong_cells_carry_a_colour_and_a_note_and_the_rest_is_untouched():
    data = own()
    marked = mark_workbook(data, "own.xlsx", [problem("A2"), problem("C3", message="Missing < & “date”.")])
    sheet = opened(marked)["Data"]
    assert [fill(sheet[cell]) for cell in ("A2", "C3", "A3", "B2")] == [COLOUR, COLOUR, "", ""]
    assert sheet["A2"].comment.text == "Wrong. Mend it." and sheet["A2"].comment.author == "Register check"
    assert sheet["C3"].comment.text == "Missing < & “date”. Mend it."
    assert sheet["A2"].font.bold and sheet["A2"].value == "Kererū" and sheet["B4"].value == "=SUM(B2:B3)"
    assert sheet["A3"].comment.text == "Ask Mere about this one" and sheet["A3"].comment.author == "Mere"
    assert opened(data)["Data"]["C2"].number_format == sheet["C2"].number_format


def test_parts_without_a_mark_are_the_same_bytes():
    data = own()
    before, after = parts(data), parts(mark_workbook(data, "own.xlsx", [problem("A2")]))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
        "xl/worksheets/sheet1.xml", "xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml",
    }  # fmt: skip
    assert after["xl/custom/odd.bin"] == bytes(range(256)) and set(after) - set(before) == {"xl/worksheetmark1.xml"}


def test_the_list_of_problems_stands_last_and_leads_to_the_cells():
    marked = opened(mark_workbook(own(), "own.xlsx", [problem("A2"), problem("", sheet="", message="No rows.")]))
    assert marked.sheetnames == ["Data", "Other", "Problems"]
    listed = marked["Problems"]
    assert [[cell.value for cell in row] for row in listed.iter_rows()] == [
        ["Sheet", "Cell", "What is wrong", "How to mend it"],
        ["Data", "A2", "Wrong.", "Mend it."],
        [None, None, "No rows.", "Mend it."],
    ]
    assert listed["B2"].hyperlink.location == "'Data'!A2" and listed["A1"].font.bold


def test_blank_cells_and_missing_rows_are_marked_too():
    data = workbook([["a", None, "c"], [], ["x"]], sheet="Data")
    sheet = opened(mark_workbook(data, "x.xlsx", [problem(cell) for cell in ("B1", "E1", "A2", "C3", "B900")]))["Data"]
    assert [fill(sheet[cell]) for cell in ("B1", "E1", "A2", "C3", "B900", "A1")] == [COLOUR] * 5 + [""]
    assert all(sheet[cell].comment for cell in ("B1", "E1", "A2", "C3", "B900"))
    assert [sheet[cell].value for cell in ("A1", "C1", "A3")] == ["a", "c", "x"]


def test_several_problems_of_one_cell_and_a_comment_already_there():
    marked = mark_workbook(own(), "own.xlsx", [problem("A3"), problem("A3", message="Again.", mend="")])
    text = opened(marked)["Data"]["A3"].comment.text
    assert text.startswith("Ask Mere about this one") and "Register check: Wrong. Mend it.\nAgain." in text


def test_marks_of_an_earlier_answer_are_taken_out():
    first = mark_workbook(own(), "own.xlsx", [problem("A2"), problem("C3")])
    second = opened(mark_workbook(first, "own.xlsx", [problem("C3", message="Still wrong.")]))
    sheet = second["Data"]
    assert second.sheetnames == ["Data", "Other", "Problems"]
    assert [row[2].value for row in second["Problems"].iter_rows(min_row=2)] == ["Still wrong."]
    assert [fill(sheet[cell]) for cell in ("A2", "C3")] == ["", COLOUR] and sheet["A2"].font.bold
    assert sheet["A2"].comment is None and sheet["C3"].comment.text == "Still wrong. Mend it."
    assert sheet["A3"].comment.text == "Ask Mere about this one"


def test_a_mended_marked_workbook_is_read_like_the_first():
    data = own()
    marked = read_workbook(mark_workbook(data, "own.xlsx", [problem("C3")]))
    assert [row.values for row in marked[0].rows] == [row.values for row in read_workbook(data)[0].rows]


@pytest.mark.parametrize("options", [{}, {"constant_memory": True}])
def test_workbooks_of_another_writer(options):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet("Data")
    if not options:
        sheet.add_table("A1:B3", {"columns": [{"header": "Name"}, {"header": "Spend"}]})
    sheet.write_row(1, 0, ["Acme", 3])
    sheet.set_column("C:C", 12, book.add_format({"num_format": "@"}))
    book.close()
    marked = opened(mark_workbook(out.getvalue(), "x.xlsx", [problem("B2"), problem("C2")]))["Data"]
    assert [fill(marked[cell]) for cell in ("B2", "C2")] == [COLOUR] * 2
    assert options or marked.tables["Table1"].ref == "A1:B3"
    assert marked["C2"].number_format == "@" and marked["B2"].comment.text == "Wrong. Mend it."


def test_a_prefixed_namespace_and_cells_without_references():
    data = workbook([["a", "b"], ["c", "d"]], sheet="Data")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    row = "<x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>"
    odd = f'<x:worksheet xmlns:x="{main}"><x:sheetData>{row}{row}</x:sheetData></x:worksheet>'
    marked = mark_workbook(
        with_part(data, "xl/worksheets/sheet1.xml", odd.encode()), "x.xlsx", [problem("B2"), problem("D2")]
    )
    sheet = opened(marked)["Data"]
    assert [fill(sheet[cell]) for cell in ("A1", "B1", "A2", "B2", "D2")] == ["", "", "", COLOUR, COLOUR]
    assert sheet["B2"].value == 2 and sheet["D2"].comment


def test_a_delimited_file_comes_back_as_a_workbook():
    data = 'Name,NZBN\nKererū,00123\n"=1+1",\n'.encode()
    name = read_workbook(data, "my list.csv")[0].name
    marked = opened(mark_workbook(data, "my list.csv", [problem("B2", sheet=name), problem("B3", sheet=name)]))
    sheet = marked["my list"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Name", "NZBN"],
        ["Kererū", "00123"],
        ["=1+1", None],
    ]
    assert [fill(sheet[cell]) for cell in ("B2", "B3", "A2")] == [COLOUR, COLOUR, ""]
    assert sheet["B3"].comment.text == "Wrong. Mend it." and sheet["A3"].data_type == "s"
    assert marked.sheetnames == ["my list", "Problems"]


def test_a_workbook_without_styles_is_written_anew():
    data = parts(workbook([["a", 2]], sheet="Data"))
    rels = data["xl/_rels/workbook.xml.rels"].replace(b"/styles", b"/nostyles")
    marked = opened(
        mark_workbook(
            with_part(workbook([["a", 2]], sheet="Data"), "xl/_rels/workbook.xml.rels", rels), "x", [problem("B1")]
        )
    )
    assert fill(marked["Data"]["B1"]) == COLOUR and marked["Data"]["B1"].value == 2


def test_marked_cells_are_bounded_and_odd_places_left_to_the_list(monkeypatch):
    monkeypatch.setattr(limits, "MARKED_CELLS", limits.Limit("marked_cells", 2, "cells", "for this test"))
    problems = [problem(cell) for cell in ("A1", "B1", "C1")] + [problem("nowhere"), problem("A1", sheet="Gone")]
    marked = opened(mark_workbook(workbook([["a", "b", "c"]], sheet="Data"), "x.xlsx", problems))
    assert [bool(marked["Data"][cell].comment) for cell in ("A1", "B1", "C1")] == [True, True, False]
    assert marked["Problems"].max_row == 6


def test_dates_and_numbers_written_anew_stay_readable():
    row = Row("Data", 2, (date(2030, 3, 31), datetime(2030, 3, 31, 9, 30), 12.5, True, "00123"))
    notes = {"Data": dict.fromkeys(["A2", "B2", "C2", "D2", "E2", "F2"], "Wrong.")}
    sheet = opened(marks._written_anew([Sheet("Data", (row,), hidden=True)], notes, []))["Data"]
    assert [sheet[cell].number_format for cell in ("A2", "B2", "C2", "E2")] == [
        "dd/mm/yyyy",
        "dd/mm/yyyy hh:mm",
        "General",
        "@",
    ]
    assert [cell.value for cell in sheet[2]] == [
        datetime(2030, 3, 31), datetime(2030, 3, 31, 9, 30), 12.5, True, "00123", None,
    ]  # fmt: skip
    assert sheet.sheet_state == "hidden" and sheet["F2"].comment.text == "Wrong."
