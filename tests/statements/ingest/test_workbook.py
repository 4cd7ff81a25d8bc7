"""Reading spreadsheets: exact values, every container and encoding, and what is refused with which words."""

import io
from datetime import date, datetime, time

import openpyxl
import pytest
import xlsxwriter

from statements import limits
from statements.errors import TooLarge, UnreadableFile
from statements.ingest import sandbox
from statements.ingest.cells import Row, as_text, column_index, column_letters, split_reference
from statements.ingest.workbook import read_workbook
from tests.statements.ingest.odd_files import pdf, saved, with_part, workbook, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def csv(text, encoding="utf-8", name="list.csv"):
    return read_workbook(text.encode(encoding), name)[0]


def values(sheet):
    return [list(row.values) for row in sheet.rows]


def test_values_come_back_exactly():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Ngā kaiwhakarato"
    sheet["B3"] = "00123"
    sheet["C3"] = "Kererū\u0304"[:6] + " Ltd"
    sheet["D3"] = 9429044650421
    sheet["E3"] = 1234.56
    sheet["F3"] = date(2030, 3, 31)
    sheet["G3"] = datetime(2030, 3, 31, 9, 30)
    sheet["H3"] = True
    sheet["I3"] = time(9, 30)
    sheet["J3"] = "two\nlines"
    read = read_workbook(saved(book))[0]
    assert read.name == "Ngā kaiwhakarato" and [row.number for row in read.rows] == [3]
    row = read.rows[0]
    assert row[1] == ("Ngā kaiwhakarato", "B3", "00123", "00123")
    assert list(row.values[2:]) == [
        "Kererū Ltd", 9429044650421, 1234.56, date(2030, 3, 31), datetime(2030, 3, 31, 9, 30), True, time(9, 30),
        "two\nlines",
    ]  # fmt: skip
    assert [cell.text for cell in row][2:8] == [
        "Kererū Ltd", "9429044650421", "1234.56", "2030-03-31", "2030-03-31 09:30:00", "Yes",
    ]  # fmt: skip
    assert read.cell("d3").value == 9429044650421 and read.cell("Z99").text == ""
    assert row[40].reference == "AO3" and row[40].value is None


def test_letters_with_their_accents_apart_become_one():
    assert csv("name\nKereru\u0304").rows[1].values == ("Kererū",)


def test_hidden_sheets_are_told_and_blank_rows_passed_over():
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.active["A9"] = "b"
    book.active["A5"] = "   "
    book.create_sheet("Lists").sheet_state = "hidden"
    one, two = read_workbook(saved(book))
    assert [row.number for row in one.rows] == [1, 9]
    assert (one.hidden, two.hidden, two.rows) == (False, True, ())


def test_error_values_and_formulas_without_results_are_told():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B2"] = "Spend", "=SUM(A1:A9)"
    book.active["C3"] = "#REF!"
    book.active["C3"].data_type = "e"
    problems = read_workbook(saved(book))[0].problems
    assert [(problem.cell, problem.sheet) for problem in problems] == [("C3", "Sheet"), ("B2", "Sheet")]
    assert "#REF!" in problems[0].message and "never saved" in problems[1].message


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_delimited_files_in_every_encoding(delimiter, encoding):
    rows = [["Name", "Number", "Note"], ["Café £5", "00123", "said “yes”"], ["B", "1.0", "x"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    sheet = csv(text, encoding, "my list.csv")
    assert values(sheet) == rows
    assert (sheet.name, sheet.problems) == ("my list", ())


def test_quoted_fields_keep_delimiters_newlines_and_quotes():
    sheet = csv('a,b\r\n"x, y","one\r\ntwo ""three"""\r\n,\r\n\r\nlast,1\r\n')
    assert values(sheet) == [["a", "b"], ["x, y", 'one\ntwo "three"'], ["last", "1"]]
    assert [row.number for row in sheet.rows] == [1, 2, 5]


def test_ragged_rows_old_line_ends_and_a_named_separator():
    assert values(csv("a,b,c\n1\n1,2,3,4,5\n")) == [["a", "b", "c"], ["1"], ["1", "2", "3", "4", "5"]]
    assert values(csv("a,b\r1,2\r")) == [["a", "b"], ["1", "2"]]
    assert values(csv("sep=;\na,x;b\n1,5;2\n")) == [["a,x", "b"], ["1,5", "2"]]
    assert values(csv("Name\nAcme Ltd\nBeta Ltd\n")) == [["Name"], ["Acme Ltd"], ["Beta Ltd"]]


def test_a_title_with_commas_does_not_decide_the_delimiter():
    text = "Suppliers, all, of, them, 2030\n\n" + "".join(f"Name {n};{n}00,50;NZ\n" for n in range(9))
    assert values(csv(text))[1] == ["Name 0", "000,50", "NZ"]


def test_nul_characters_are_left_out_and_told():
    sheet = csv("a,b\nAc\x00me,1\n")
    assert values(sheet)[1] == ["Acme", "1"] and "NUL" in sheet.problems[0].message


def test_a_quotation_mark_that_is_never_closed_is_named():
    sheet = csv('a,b\n1,"open\n2,x\n3,y\n')
    assert sheet.problems[0].cell == "B2" and "never closed" in sheet.problems[0].message
    with pytest.raises(UnreadableFile, match=r"line 2 is never closed"):
        csv('a,b\n"open\n' + "x,y\n" * 20_000)


def test_a_text_table_called_xlsx_is_read_and_told():
    sheet = csv("a,b\n1,2\n", name="list.xlsx")
    assert values(sheet) == [["a", "b"], ["1", "2"]] and ".xlsx" in sheet.problems[0].message


@pytest.mark.parametrize("name", ["../../etc/passwd.csv", "C:\\x\\[a]:*?.csv", "", "x" * 60 + ".csv"])
def test_the_sheet_of_a_delimited_file_has_a_name_that_a_workbook_allows(name):
    found = csv("a\n1\n", name=name).name
    assert 0 < len(found) <= 31 and not set(found) & set("[]:*?/\\")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (pdf([[(1, 1, "x")]]), "PDF"),
        (OLE + b"\0" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 9, "password"),
        (OLE + b"\0" + "WordDocument".encode("utf-16-le") + b"\0" * 9, "Word document"),
        (OLE + b"\0" + "Workbook".encode("utf-16-le") + b"\0" * 600, "damaged"),
        (b"<html><table><tr><td>a</td></tr></table></html>", "web page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML spreadsheet"),
        (zipped({"a.csv": b"a,b"}), "compressed folder"),
        (zipped({"xl/workbook.xml": b"<nonsense", "[Content_Types].xml": b"<Types/>"}), "damaged"),
        (workbook([["a"]])[:-400], "damaged"),
        (b"\x00\x01\x02\x03" * 400, "not a spreadsheet"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(data, words):
    with pytest.raises(UnreadableFile) as caught:
        read_workbook(data, "list.xlsx")
    assert words in caught.value.message
    assert any(mend in caught.value.message for mend in ("ave it", "save as", "hoose", "save it"))


@pytest.mark.parametrize("cell", ["XFD1048576", "Z1048576"])
def test_one_stray_cell_far_away_is_named_not_a_crash(cell):
    book = openpyxl.Workbook()
    book.active["A1"], book.active[cell] = "a", "b"
    with pytest.raises(TooLarge, match=r"“Sheet” reaches to column (XFD|Z) and row 1,048,576"):
        read_workbook(saved(book))


def test_a_stray_cell_that_fits_is_only_one_more_row():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A1048576"] = "a", "b"
    assert [row.number for row in read_workbook(saved(book))[0].rows] == [1, 1048576]


def test_limits_are_kept():
    wide = workbook([["x"] * (limits.COLUMNS.value + 1)])
    with pytest.raises(TooLarge, match="column SG"):
        read_workbook(wide)
    with pytest.raises(TooLarge, match="200,000 rows"):
        read_workbook(b"a\n" * (limits.ROWS.value + 1))
    with pytest.raises(TooLarge, match="25 MB"):
        read_workbook(b"a" * (limits.WORKBOOK_BYTES.value + 1))
    with pytest.raises(TooLarge, match="51 sheets"):
        book = openpyxl.Workbook()
        for _ in range(50):
            book.create_sheet()
        read_workbook(saved(book))
    with pytest.raises(TooLarge, match="would unpack to"):
        read_workbook(with_part(workbook([["a"]]), "xl/worksheets/sheet1.xml", b" " * (30 << 20)))
    with pytest.raises(TooLarge, match=r"A1 .* 60,000 characters"):
        read_workbook(with_inline_text("x" * 60_000))


def with_inline_text(text):
    cell = f'<c r="A1" t="inlineStr"><is><t>{text}</t></is></c>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{main}"><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    return with_part(workbook([["a"]]), "xl/worksheets/sheet1.xml", sheet.encode())


def test_an_xml_bomb_is_not_set_off():
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{levels}]><worksheet>&l9;</worksheet>'
    data = with_part(workbook([["a"]]), "xl/worksheets/sheet1.xml", bomb.encode())
    try:
        assert sum(len(row) for sheet in read_workbook(data) for row in sheet.rows) == 0
    except UnreadableFile as refusal:
        assert "damaged" in refusal.message


def test_a_reader_that_crashes_leaves_a_message_and_no_file(monkeypatch, tmp_path):
    monkeypatch.setattr(sandbox.tempfile, "tempdir", str(tmp_path))
    with pytest.raises(TooLarge):
        book = openpyxl.Workbook()
        book.active["A1"], book.active["XFD1048576"] = "a", "b"
        read_workbook(saved(book))
    assert list(tmp_path.iterdir()) == []


def test_a_large_list_is_read_within_the_limits():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("Suppliers")
    for row in range(20_000):
        sheet.write_row(row, 0, [f"Supplier {row}", row, "NZ"])
    book.close()
    read = read_workbook(out.getvalue())[0]
    assert len(read.rows) == 20_000 and read.rows[-1].values == ("Supplier 19999", 19999, "NZ")


def test_references_and_texts():
    assert [column_letters(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(column_index(column_letters(index)) == index for index in range(1000))
    assert split_reference("$AB$12") == (27, 12)
    with pytest.raises(ValueError, match="not the name of a cell"):
        split_reference("12AB")
    assert [as_text(value) for value in (None, 3, 2.5, False)] == ["", "3", "2.5", "No"]
    assert Row("S", 4, (1,)).text(9) == ""
