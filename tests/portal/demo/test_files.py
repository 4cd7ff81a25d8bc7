"""The ministry's spreadsheets open, are as messy as promised, and are what their sources say."""

import openpyxl
import pytest

from portal.demo.build_files import RETURN_HEADINGS, SUPPLIER_HEADINGS, build_files
from statements.organisations.nzbn import is_scientific
from statements.reference import tables

from .reading import DEMO

FILES = DEMO / "files"


def values(path):
    return [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in openpyxl.load_workbook(path)]


@pytest.fixture(scope="module")
def suppliers():
    return values(FILES / "supplier-list.xlsx")[1]


def test_files_built_afresh_hold_what_the_committed_ones_hold(tmp_path):
    for built in build_files(tmp_path):
        kept = FILES / built.name
        if built.suffix == ".csv":
            assert built.read_bytes() == kept.read_bytes()
        else:
            assert values(built) == values(kept)


def test_the_procurement_return_gives_category_country_tier_spend_and_checks():
    heading, *rows = values(FILES / "procurement-return-2026.xlsx")[0]
    assert heading == RETURN_HEADINGS
    assert len(rows) >= 10
    for category, country, tier, spend, checks, found in rows:
        assert category and checks and found and tier in {"Tier 1", "Tier 2"} and spend.startswith("NZ$")
        assert country in tables.countries()


def test_the_supplier_lists_headings_come_after_title_rows_on_a_second_sheet(suppliers):
    assert suppliers[0][0] == "Accounts Payable - Vendor Spend Report"
    assert suppliers[3] == SUPPLIER_HEADINGS


def test_the_supplier_list_is_as_messy_as_finance_exports_are(suppliers):
    rows = suppliers[4:]
    numbers = [row[2] for row in rows]
    assert sum(all(cell is None for cell in row) for row in rows) >= 3
    assert any(isinstance(number, int) for number in numbers)
    assert any(isinstance(number, str) and is_scientific(number) for number in numbers)
    assert any(row[1] and str(row[1]).startswith("Total (") for row in rows)
    vendors = [row[0] for row in rows if row[0] and str(row[0]).startswith("V1")]
    assert len(vendors) >= 60 and len(set(vendors)) < len(vendors)


def test_a_name_that_looks_like_a_formula_is_kept_as_text():
    sheet = openpyxl.load_workbook(FILES / "supplier-list.xlsx")["VENDOR_SPEND"]
    formulas = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == []
    assert any(cell.value == "=Plus Electrical (Demonstration) Ltd" for row in sheet.iter_rows() for cell in row)


def test_the_csv_lost_its_macrons_and_the_workbook_kept_them(suppliers):
    text = (FILES / "supplier-list.csv").read_bytes().decode("cp1252")
    assert "Ng? Rau H?pai" in text and "Ngā" not in text
    assert any(row[1] and "Ngā Rau Hāpai" in str(row[1]) for row in suppliers)
