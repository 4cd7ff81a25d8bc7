"""The spreadsheet to fill in: what it shows, and that what is written comes back equal."""

import io
import unicodedata
from datetime import date
from decimal import Decimal

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from statements.ingest.cells import writable
from statements.ingest.specs import ColumnSpec, Kind, TableSpec, choices_of
from statements.ingest.tables import read_table
from statements.ingest.templates import write_template
from statements.ingest.workbook import read_workbook
from tests.statements.ingest.test_tables import SPEC

ROWS = [
    {
        "name": "=2+5 Kererū", "nzbn": "9429044650421", "from": date(2030, 3, 31), "people": 12,
        "spend": Decimal("1234.5"), "country": "CI", "checks": ("audit", "survey"), "tier": True,
        "contact": "a@example.org", "notes": "one\ntwo",
    },
    {
        "name": "00123", "nzbn": None, "from": None, "people": None, "spend": None, "country": None, "checks": None,
        "tier": False, "contact": None, "notes": "-1 is odd",
    },
]  # fmt: skip
COVERAGE = TableSpec(("Coverage",), (ColumnSpec("member", ("Organisation covered",), required=True),))


def made(**more):
    return write_template([SPEC, COVERAGE], title="Tauākī", instructions=["Fill in a row for each purchase."], **more)


def test_what_is_written_is_read_back_equal():
    sheets = read_workbook(made(prefilled={"Purchases": ROWS, "Coverage": [{"member": "Beta"}]}))
    result = read_table(sheets, SPEC)
    assert result.problems == () and result.notes == ()
    assert [row.values for row in result.rows] == ROWS
    assert [row.values for row in read_table(sheets, COVERAGE).rows] == [{"member": "Beta"}]


def test_an_untouched_template_has_its_headings_and_no_rows():
    result = read_table(read_workbook(made()), SPEC)
    assert set(result.layout.columns) == {column.key for column in SPEC.columns}
    assert [problem.message for problem in result.problems] == ["There is no row below the headings."]


def test_the_template_helps_whoever_fills_it_in():
    book = openpyxl.load_workbook(io.BytesIO(made(prefilled={"Purchases": ROWS})))
    assert book.sheetnames == ["Instructions", "Purchases", "Coverage", "Lists"]
    assert book["Lists"].sheet_state == "hidden" and book.active.title == "Purchases"
    sheet = book["Purchases"]
    assert sheet["A1"].value == "Supplier *" and "Needed" in sheet["A1"].comment.text
    assert sheet.freeze_panes == "B2"
    assert sheet["A2"].data_type == "s" and sheet["A2"].quotePrefix
    assert (sheet["B2"].value, sheet["B2"].number_format) == ("9429044650421", "@")
    assert sheet.column_dimensions["B"].number_format == "@"
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert rules["H2"].formula1 == '"Yes,No"' and rules["C2"].type == "date"
    place = book.defined_names[rules["F2"].formula1].attr_text
    assert place == "Lists!$A$2:$A$4" and [book["Lists"][f"A{n}"].value for n in (2, 3, 4)] == [
        "New Zealand",
        "China",
        "Côte d’Ivoire",
    ]
    guide = [cell.value for row in book["Instructions"].iter_rows() for cell in row if cell.value]
    assert guide[:2] == ["Tauākī", "Fill in a row for each purchase."] and "The 13 digits of an NZBN" in guide


@settings(deadline=None, max_examples=25)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=20))
def test_any_text_survives_the_template(texts):
    """Outer space, control characters and kinds of line end are all that may differ."""
    spec = TableSpec(("S",), (ColumnSpec("row", ("Row",), Kind.INTEGER), ColumnSpec("text", ("Text",), Kind.LONG_TEXT)))
    rows = [{"row": number, "text": text} for number, text in enumerate(texts)]
    read = read_table(read_workbook(write_template(spec, title="T", instructions=[], prefilled={"S": rows})), spec)
    plain = [unicodedata.normalize("NFC", writable(text).replace("\r\n", "\n").replace("\r", "\n")) for text in texts]
    kept = [row.values["text"] for row in read.rows]
    for before, after in zip(plain, kept, strict=True):
        before = before.replace("\xa0", " ").translate({0x7F: None, 0xFEFF: None}).strip()
        assert after == (None if before.startswith("#") and after is None else before or None)


def test_a_table_without_choices_needs_no_lists():
    book = openpyxl.load_workbook(io.BytesIO(write_template(COVERAGE, title="Cover", instructions=[])))
    assert book.sheetnames == ["Instructions", "Coverage"]


def test_a_choice_of_hundreds_still_fits():
    many = choices_of(f"Country {number}, or the islands of it" for number in range(300))
    spec = TableSpec(("Data",), (ColumnSpec("a", ("A",), Kind.CHOICE, choices=many, required=True),))
    rows = [{"a": many[299].value}]
    read = read_table(read_workbook(write_template(spec, title="T", instructions=[], prefilled={"Data": rows})), spec)
    assert [row.values for row in read.rows] == rows
