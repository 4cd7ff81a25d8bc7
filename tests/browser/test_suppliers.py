"""A buyer drops in the list that finance exported and takes a workbook away."""

import re
from pathlib import Path

import openpyxl

from portal.demo.seed import HERE
from tests.browser.conftest import MakeReader

LIST = HERE / "files" / "supplier-list.xlsx"
CHECKED_WITHIN = 60_000


def test_a_messy_list_is_checked_filtered_and_taken_away(make_reader: MakeReader, tmp_path: Path) -> None:
    buyer = make_reader("buyer@example.nz")
    page = buyer.page
    buyer.follow("Check suppliers")
    buyer.follow("Check a list")
    wrong = tmp_path / "suppliers.xlsx"
    wrong.write_bytes(b"%PDF-1.7 this is no workbook")
    page.get_by_label("A name for it (optional)").fill("Spend of October")
    page.get_by_label("Your supplier list").set_input_files(wrong)
    buyer.press("Upload")
    assert "There is a problem" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("A name for it (optional)").input_value() == "Spend of October"
    page.get_by_label("Your supplier list").set_input_files(LIST)
    buyer.press("Upload")

    assert "Which column is which?" in buyer.words
    name = page.get_by_label("Supplier name")
    guessed = name.input_value()
    name.select_option("Not in this list")
    page.get_by_label("NZBN", exact=True).select_option("Not in this list")
    buyer.press("Check these suppliers")
    assert "There is a problem" in page.get_by_role("alert").inner_text()
    name.select_option(guessed)
    page.get_by_label("NZBN", exact=True).select_option("NZBN / GST")
    buyer.press("Check these suppliers")
    page.get_by_role("link", name="Take away (.xlsx)").wait_for(timeout=CHECKED_WITHIN)
    buyer.look()
    assert "have filed" in buyer.words and "need your choice" in buyer.words

    page.get_by_label("Standing").select_option("could-owe")
    buyer.press("Show")
    assert "standing=could-owe" in buyer.path and "Longview Mutual Insurance" in buyer.words
    buyer.follow("Clear")
    buyer.go(page.get_by_role("link", name=re.compile("^Choose for row")).first)
    buyer.press("Save my choice")
    assert "There is a problem" in page.get_by_role("alert").inner_text()
    page.get_by_role("radio").first.check()
    buyer.press("Save my choice")
    book = openpyxl.load_workbook(buyer.download(page.get_by_role("link", name="Take away (.xlsx)")))
    words = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "9429000990011" in words and any("Ngā Rau Hāpai Fisheries" in each for each in words)
