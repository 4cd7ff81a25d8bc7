"""Typed rows from sheets: every kind of value, and problems that name sheet, cell, fault and mend."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statements import limits
from statements.ingest.cells import Row, Sheet
from statements.ingest.headings import find_layout
from statements.ingest.specs import Choice, ColumnSpec, Kind, TableSpec, choices_of
from statements.ingest.tables import read_table
from statements.ingest.workbook import read_workbook
from tests.statements.ingest.odd_files import workbook

COUNTRIES = choices_of({"NZ": "New Zealand", "CN": "China", "CI": "Côte d’Ivoire"})
CHECKS = (Choice("audit", "On-site audit", ("audit",)), Choice("survey", "Questionnaire"), Choice("none", "None"))
SPEC = TableSpec(
    ("Purchases", "Data"),
    (
        ColumnSpec("name", ("Supplier", "Supplier name"), required=True),
        ColumnSpec("nzbn", ("NZBN",), Kind.NZBN),
        ColumnSpec("from", ("From date",), Kind.DATE),
        ColumnSpec("people", ("Workers",), Kind.INTEGER),
        ColumnSpec("spend", ("Spend",), Kind.MONEY),
        ColumnSpec("country", ("Country",), Kind.COUNTRY, choices=COUNTRIES),
        ColumnSpec("checks", ("Checks done",), Kind.CHOICES, choices=CHECKS),
        ColumnSpec("tier", ("Tier 1?",), Kind.BOOLEAN),
        ColumnSpec("contact", ("E-mail",), Kind.EMAIL),
        ColumnSpec("notes", ("Notes",), Kind.LONG_TEXT, longest=50),
    ),
)
HEADINGS = [column.heading for column in SPEC.columns]


def sheet_of(*rows, name="Purchases"):
    return Sheet(name, tuple(Row(name, n, tuple(row)) for n, row in enumerate(rows, start=1) if any(row)))


def one_value(key, value):
    """The result of a table with one row that holds `value` in the column `key`."""
    row = [None] * len(HEADINGS)
    row[7], row[0], row[[column.key for column in SPEC.columns].index(key)] = True, "Acme", value
    return read_table([sheet_of(HEADINGS, row)], SPEC)


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("name", "  Kererū \n Foods ", "Kererū Foods"),
        ("name", 123, "123"),
        ("name", '="00123"', "00123"),
        ("nzbn", 9429044650421, "9429044650421"),
        ("nzbn", "9429 0446 50421", "9429044650421"),
        ("nzbn", "n/a", None),
        ("from", date(2030, 3, 31), date(2030, 3, 31)),
        ("from", "2030-03-31", date(2030, 3, 31)),
        ("from", "31/03/2030", date(2030, 3, 31)),
        ("from", "31.3.30", date(2030, 3, 31)),
        ("from", "31 March 2030", date(2030, 3, 31)),
        ("from", "31-Mar-30", date(2030, 3, 31)),
        ("from", "March 31, 2030", date(2030, 3, 31)),
        ("from", 47573, date(2030, 3, 31)),
        ("from", "47573", date(2030, 3, 31)),
        ("people", 12, 12),
        ("people", "1,200", 1200),
        ("people", 12.0, 12),
        ("spend", 1234.5, Decimal("1234.5")),
        ("spend", "NZ$1,234.50", Decimal("1234.50")),
        ("spend", "$1.2m", Decimal("1.2E+6")),
        ("spend", "(300)", Decimal("-300")),
        ("spend", "-$300", Decimal("-300")),
        ("spend", "1 234 567 NZD", Decimal("1234567")),
        ("country", "new  zealand", "NZ"),
        ("country", "cn", "CN"),
        ("country", "N.Z.", "NZ"),
        ("country", "Côte d'Ivoire", "CI"),
        ("checks", "on-site audit; QUESTIONNAIRE", ("audit", "survey")),
        ("checks", "audit, audit", ("audit",)),
        ("checks", "None", ("none",)),
        ("tier", "y", True),
        ("tier", "FALSE", False),
        ("tier", True, True),
        ("tier", "āe", True),
        ("contact", "a.b@example.org", "a.b@example.org"),
        ("notes", "one\ntwo", "one\ntwo"),
        ("notes", None, None),
    ],
)
def test_values_of_every_kind(key, value, expected):
    result = one_value(key, value)
    assert result.problems == ()
    assert result.rows[0].values[key] == expected
    assert type(result.rows[0].values[key]) is type(expected)


@pytest.mark.parametrize(
    ("key", "value", "fault", "mend"),
    [
        ("name", None, "Supplier is missing", "Fill in"),
        ("name", "#N/A", "holds the error #N/A", "formula"),
        ("name", "x" * 501, "501 characters; up to 500", "Shorten"),
        ("nzbn", "9.42904E+12", "shortened this number", "Format the column as text"),
        ("nzbn", 9429040000000, "shortened this number", "Format the column as text"),
        ("nzbn", 9.42904465042e20, "shortened this number", "Format the column as text"),
        ("nzbn", "9429033128888", "check digit", "Check the number"),
        ("nzbn", "9429000000000", "placeholder", "Check the number"),
        ("nzbn", "942904465042", "12 digits", "Check the number"),
        ("from", "12/31/2030", "month first", "31/12/2030"),
        ("from", "31/02/2030", "does not exist", "Check the day"),
        ("from", "soon", "not a date", "31/03/2030"),
        ("from", 3, "not a date", "31/03/2030"),
        ("people", "many", "not a whole number", "digits only"),
        ("people", 2.5, "not a whole number", "digits only"),
        ("people", -4, "below zero", "0 or more"),
        ("spend", "US$12", "not in New Zealand dollars", "Convert"),
        ("spend", "£12", "not in New Zealand dollars", "Convert"),
        ("spend", "1.234,50", "not an amount", "digits"),
        ("country", "Chna", "not one of the choices", "Did you mean “China”?"),
        ("country", "Atlantis", "not one of the choices", "New Zealand; China; Côte d’Ivoire"),
        ("checks", "audit; prayer", "“prayer” is not one", "On-site audit"),
        ("tier", "perhaps", "neither Yes nor No", "Yes or No"),
        ("contact", "nobody", "not an e-mail address", "name@example.org"),
        ("notes", "x" * 51, "51 characters; up to 50", "Shorten"),
    ],
)
def test_faults_name_sheet_cell_fault_and_mend(key, value, fault, mend):
    result = one_value(key, value)
    [problem] = result.problems
    column = "ABCDEFGHIJ"[[column.key for column in SPEC.columns].index(key)]
    assert (problem.sheet, problem.cell, problem.field) == ("Purchases", f"{column}2", key)
    assert fault in problem.message and mend in problem.mend
    assert result.rows[0].values[key] is None and result.good == () and result.bad == result.rows


def test_the_other_rows_are_kept_when_one_is_wrong():
    result = read_table([sheet_of(["Supplier", "NZBN"], ["A", None], [None, "9429044650421"], ["C", None])], SPEC)
    assert [row.values["name"] for row in result.good] == ["A", "C"]
    assert [(problem.cell, problem.field) for problem in result.problems] == [("A3", "name")]
    assert result.rows[2].number == 4 and result.rows[2].cell("name") == "A4" and result.rows[2].cell("spend") == ""


def test_headings_below_a_title_in_any_order_case_and_spacing():
    rows = [
        ["Our purchases"],
        [],
        ["  COUNTRY ", "supplier\nname *", "Colour"],
        ["NZ", "Acme", "red"],
        [],
        ["CN", "Beta"],
    ]
    result = read_table(read_workbook(workbook(rows, sheet="Anything")), SPEC)
    assert [(row.number, row.values["name"], row.values["country"]) for row in result.rows] == [
        (4, "Acme", "NZ"),
        (6, "Beta", "CN"),
    ]
    assert [(note.cell, "“Colour” is not part" in note.message) for note in result.notes] == [("C3", True)]


def test_the_named_sheet_is_taken_before_others():
    decoy = sheet_of(["Supplier", "NZBN"], ["Wrong", None], name="Old")
    assert read_table([decoy, sheet_of(["Supplier", "NZBN"], ["Right", None])], SPEC).rows[0].values["name"] == "Right"


def test_what_is_missing_from_the_table_is_said():
    nothing = read_table([sheet_of(["alpha", "beta"], ["1", "2"])], SPEC)
    assert nothing.layout is None and "No row of headings" in nothing.problems[0].message
    required = read_table([sheet_of(["NZBN", "Country"], ["", "NZ"])], SPEC)
    assert required.problems[0].message == "The column “Supplier” is missing." and required.rows == ()
    empty = read_table([sheet_of(["Supplier", "NZBN"])], SPEC)
    assert "no row below" in empty.problems[0].message
    assert "No row of headings" in read_table([], SPEC).problems[0].message


def test_headings_twice_and_values_without_a_heading_are_said():
    result = read_table([sheet_of(["Supplier", "NZBN", "Supplier"], ["A", None, "B", None, "stray"])], SPEC)
    assert "stands twice" in result.problems[0].message and result.problems[0].cell == "C1"
    assert [note.cell for note in result.notes] == ["E2"]
    assert result.rows[0].values["name"] == "A"


def test_ambiguous_dates_are_said_once_and_refused_where_the_column_has_both():
    rows = [["Supplier", "From date"], ["A", "03/04/2030"], ["B", "05/06/2030"]]
    result = read_table([sheet_of(*rows)], SPEC)
    assert result.rows[0].values["from"] == date(2030, 4, 3) and result.problems == ()
    assert "as 3 April 2030. So were 1 more" in result.notes[0].message
    mixed = read_table([sheet_of(*rows, ["C", "12/31/2030"])], SPEC)
    assert [problem.cell for problem in mixed.problems] == ["B2", "B3", "B4"]
    assert "2030-04-03 or 2030-03-04" in mixed.problems[0].mend


def test_rows_and_problems_are_bounded(monkeypatch):
    spec = TableSpec(("Purchases",), SPEC.columns, most_rows=3)
    rows = [["Supplier", "NZBN"], *(["A", "1"] for _ in range(5))]
    result = read_table([sheet_of(*rows)], spec)
    assert len(result.rows) == 3 and "5 rows; up to 3" in result.problems[0].message
    assert result.problems[0].cell == "A5"
    monkeypatch.setattr(limits, "PROBLEMS_SHOWN", limits.Limit("problems_shown", 2, "problems", "for this test"))
    assert "3 more problems like these" in read_table([sheet_of(*rows)], SPEC).problems[-1].message


BUYER = TableSpec(
    ("Suppliers",),
    (
        ColumnSpec("name", ("Supplier name", "Supplier", "Company", "Legal name"), required=True),
        ColumnSpec("nzbn", ("NZBN",), Kind.NZBN),
        ColumnSpec("country", ("Country",), Kind.COUNTRY, choices=COUNTRIES),
        ColumnSpec("spend", ("Annual spend", "Spend", "Amount"), Kind.MONEY),
        ColumnSpec("reference", ("Supplier number",)),
    ),
)


def test_a_messy_list_is_understood_and_its_total_left_out():
    rows = [
        ["Supplier spend report"], [], ["Run by", "Finance", "12/03/2030"], [],
        ["Vendor #", "Vendor Name", "ABN/NZBN", "Ctry", "Annual Spend (NZD)"],
        ["00123", "Kererū Foods", 9429044650421, "New Zealand", 120034.5],
        ["00124", "Total Clean", "n/a", "NZ", "$1,200"], ["00125", "Acme", "9.42904E+12", "China", 3], [],
        ["Total", None, None, None, 121234.5],
    ]  # fmt: skip
    sheets = read_workbook(workbook(rows))
    layout = find_layout(sheets, BUYER)
    assert (layout.heading_row, dict(layout.columns)) == (
        5,
        {"reference": 0, "name": 1, "nzbn": 2, "country": 3, "spend": 4},
    )
    assert all(0.4 <= guess.confidence <= 1 and guess.why for guess in layout.guesses.values())
    assert layout.guesses["name"].confidence > layout.guesses["reference"].confidence
    result = read_table(sheets, BUYER, layout)
    assert [row.values["name"] for row in result.rows] == ["Kererū Foods", "Total Clean", "Acme"]
    assert [problem.cell for problem in result.problems] == ["C8"]
    assert any("Row 10 is a total" in note.message for note in result.notes)


@pytest.mark.parametrize(
    ("headings", "name_at"),
    [
        (["Supplier ID", "Payee", "Amount"], 1),
        (["Creditor", "Creditor name", "Creditor address"], 1),
        (["Company code", "Company", "Spend"], 1),
        (["Organisation", "Supplier nmae"], 1),
        (["Kaiwhakarato", "Number"], 0),
    ],
)
def test_the_name_is_found_under_many_headings(headings, name_at):
    samples = [["7", "Acme Ltd", "9"], ["8", "Beta Ltd", "3"]] if name_at else [["Acme Ltd", "1"], ["Beta Ltd", "2"]]
    layout = find_layout([sheet_of(headings, *samples)], BUYER)
    assert layout.columns["name"] == name_at


def test_a_list_without_headings_is_guessed_by_what_it_holds():
    layout = find_layout(
        [sheet_of(["Acme 1 Ltd", "9429044650421", "NZ"], ["Beta 2 Ltd", "9429049541410", "CN"])], BUYER
    )
    assert layout.heading_row == 0 and dict(layout.columns) == {"name": 0, "nzbn": 1, "country": 2}
    assert find_layout([Sheet("Empty", ())], BUYER) is None


def test_columns_right_of_the_last_heading_are_read() -> None:
    filled = (["Acme 1 Ltd", "NZ", "9429044650421"], ["Beta 2 Ltd", "CN", "9429049541410"])
    sheet = sheet_of(["Supplier name", "Country"], *filled)
    layout = find_layout([sheet], BUYER)
    assert layout is not None and layout.columns["nzbn"] >= len(layout.headings) > 0
    assert len(read_table([sheet], BUYER, layout).rows) == 2


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.one_of(st.none(), st.text(max_size=12), st.floats(), st.dates()), max_size=11), max_size=8))
def test_nothing_in_a_sheet_can_break_the_reading(rows):
    sheet = sheet_of(HEADINGS, *rows)
    result = read_table([sheet], SPEC)
    assert all(problem.message and problem.sheet for problem in result.problems)
    layout = find_layout([sheet_of(*rows)], BUYER)
    assert layout is None or read_table([sheet_of(*rows)], BUYER, layout).layout is layout
