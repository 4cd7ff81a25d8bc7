"""Real statements, from outside the project, go from form to director, officer, register, supplier check and pack."""

import re

import openpyxl
import pytest

from tests.browser.conftest import MakeReader
from tests.browser.steps import approve, receipt_number, start, upload

pytestmark = pytest.mark.real

NAME = "Hearth & Loom Apparel (Demonstration) Limited"
PERIODS = [("1 7 2025", "30 6 2026", 0), ("1 7 2022", "30 6 2023", 2), ("1 1 2025", "31 12 2025", 4)]
CHECKED_WITHIN = 60_000


@pytest.mark.parametrize(("first", "last", "which"), PERIODS)
def test_a_real_document_goes_all_the_way(make_reader: MakeReader, real_data, first, last, which, tmp_path) -> None:
    file = sorted((real_data / "statements" / "pdf").glob("*.pdf"))[which]
    filer = make_reader("hearth.director@example.nz")
    number = start(filer, first, last)
    upload(filer, file)
    filer.press("Save and continue")
    approve(filer, role="Director")
    filer.press("Ask to sign")
    filer.press("Sign and submit")
    assert receipt_number(filer).startswith("R-")

    officer = make_reader("officer@example.nz")
    officer.follow("Review statements")
    officer.go(officer.page.get_by_role("link", name=NAME).first)
    assert file.name in officer.words
    officer.go(officer.page.get_by_role("button", name="as they stand"))
    officer.press("Publish version 1")
    officer.press("Confirm this profile and give notice")

    reader = make_reader()
    reader.open(f"/statements/{number}")
    assert file.name in reader.words and "Not yet confirmed." in reader.words
    year = last.split()[-1]
    reader.open(f"/reports?year={year}")
    workbook = openpyxl.load_workbook(reader.download(reader.page.get_by_role("link", name=re.compile("workbook"))))
    assert "compliance pack" in workbook["About"]["A1"].value

    buyer = make_reader("buyer@example.nz")
    listed = tmp_path / "suppliers.csv"
    listed.write_text(f"Supplier,Country\n{NAME},New Zealand\n", encoding="utf-8")
    buyer.follow("Check suppliers")
    buyer.follow("Check a list")
    buyer.page.get_by_label("Your supplier list").set_input_files(listed)
    buyer.press("Upload")
    buyer.press("Check these suppliers")
    buyer.page.get_by_role("link", name="Take away (.xlsx)").wait_for(timeout=CHECKED_WITHIN)
    assert "Has filed" in buyer.page.content()
