"""Lists as finance systems export them: the columns are guessed, wrong cells named, every line kept."""

import pytest

from statements.errors import NotFound
from statements.ingest.cells import Row, Sheet
from statements.ingest.supplier_list import guess_layout, guess_layout_at, read_supplier_list
from statements.organisations.nzbn import PREFIX, check_digit

FIRST = f"{PREFIX}00000777"
NZBN = FIRST + check_digit(FIRST)


def sheet_of(*rows, name="Sheet1"):
    return Sheet(name, tuple(Row(name, n, tuple(row)) for n, row in enumerate(rows, start=1) if any(row)))


@pytest.mark.parametrize(
    ("headings", "row", "expected"),
    [
        (
            ("Vendor No.", "Vendor Name", "Vendor NZBN", "Ctry", "Total Spend (NZD)", "Contact Email"),
            ("V001", "Kauri Grove Foods Ltd", NZBN, "NZ", 12000, "ap@kauri.example"),
            {"own_reference": 0, "name": 1, "nzbn": 2, "country": 3, "spend": 4},
        ),
        (
            ("Creditor", "ABN / Company Number", "Country of Origin", "Commodity", "Amount"),
            ("Rimu Steel Pty Ltd", "51 824 753 556", "Australia", "Steel", "1,250.50"),
            {"name": 0, "number": 1, "country": 2, "category": 3, "spend": 4},
        ),
        (
            ("SUPPLIER", "Trading As", "Category", "Country", "Annual spend"),
            ("Matai Holdings Limited", "Matai Cafe", "Catering", "Aotearoa", 5),
            {"name": 0, "trading_name": 1, "category": 2, "country": 3, "spend": 4},
        ),
        (
            ("Account code", "Account name", "Contact name", "Phone", "UNSPSC code", "YTD payments"),
            ("123", "Totara Builders", "A Person", "021 000 000", "72130000", 88),
            {"own_reference": 0, "name": 1, "category": 4, "spend": 5},
        ),
        (("Supplier",), ("Totara Builders",), {"name": 0}),
    ],
)
def test_columns_are_guessed_from_headings(headings, row, expected):
    layout = guess_layout([sheet_of(headings, row, row)])
    assert layout is not None
    kept = {key: index for key, index in layout.columns.items() if key not in ("contact", "email")}
    assert kept == expected


def test_a_list_below_a_title_is_read_line_by_line():
    read = read_supplier_list(
        [
            sheet_of(
                ("Suppliers by spend",),
                (),
                ("Supplier name", "NZBN", "Country", "Category", "Spend"),
                ("Kauri Grove Foods Ltd", int(NZBN), "Viet Nam", "Coffee", 1234.5),
                ("Totara Builders", "9.42904E+12", "Atlantis", "", "lots"),
                (None, NZBN, None, None, None),
                ("Total", None, None, None, 1234.5),
            )
        ]
    )
    first, second, third = read.lines
    assert (first.identifiers, first.country, first.spend) == ((NZBN,), "VN", 1234.5)
    assert first.query.name == "Kauri Grove Foods Ltd"
    assert (second.name, second.identifiers, second.country, second.spend) == ("Totara Builders", (), "", None)
    assert {problem.cell for problem in second.problems} == {"B5", "C5", "E5"}
    assert third.identifiers == (NZBN,)


def test_a_trading_name_of_its_own_column_is_asked_too():
    read = read_supplier_list([sheet_of(("Company", "Trading name"), ("Matai Ltd", "Matai Cafe"), (None, "Rimu Bar"))])
    assert [line.query.name for line in read.lines] == ["Matai Ltd t/a Matai Cafe", "Rimu Bar"]


def test_an_empty_workbook_says_what_is_missing():
    read = read_supplier_list([])
    assert read.lines == ()
    assert read.problems


def test_a_list_of_numbers_alone_is_read():
    read = read_supplier_list([sheet_of(("NZBN", "Country"), (NZBN, "NZ"))])
    assert [(line.name, line.identifiers) for line in read.lines] == [("", (NZBN,))]
    assert not read.problems


def test_columns_are_guessed_where_the_buyer_says_the_headings_stand():
    sheets = [sheet_of(("Supplier", "Spend"), ("Old", 1), ("Vendor name", "Country"), ("Rimu Ltd", "NZ"), name="A")]
    assert guess_layout_at(sheets, "A", 3).columns == {"name": 0, "country": 1}
    assert guess_layout_at(sheets, "A", 3).headings == ("Vendor name", "Country")
    with pytest.raises(NotFound):
        guess_layout_at(sheets, "B", 1)
