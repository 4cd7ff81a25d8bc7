"""Build the ministry's spreadsheets: `python -m portal.demo.build_files [FOLDER]`.

The supplier list is messy on purpose, as finance systems export it: title rows, blank lines, odd headings, NZBNs
stored as numbers, one in scientific notation and one that belongs to another supplier, duplicates, a total at the foot.
The CSV has lost its macrons as well.
"""

import csv
import re
import sys
from datetime import datetime
from pathlib import Path

import openpyxl
from openpyxl.styles import Font

from portal.demo.world_files import nzbn_of_block

HERE = Path(__file__).parent
SUPPLIER_TITLE = ["Accounts Payable - Vendor Spend Report"]
SUPPLIER_RUN = ["Run: 03-NOV-2026 07:14", "", "Entity 010", "", "Page 1"]
SPEND = "YTD Spend (NZD excl.)"
SUPPLIER_HEADINGS = ["Vendor #", "Vendor Name ", "NZBN / GST", "Ctry", "Category (GL)", SPEND, "Branch"]
RETURN_HEADINGS = ["Category", "Country", "Supply-chain tier", "Spend band", "Checks done", "What the checks found"]
BLANK_AFTER = {12, 13, 40}
FIXED_MOMENT = datetime(2026, 11, 3)
_NUMBER = re.compile(r"#NUMBER (\d+)")


def build_files(folder: Path) -> list[Path]:
    """Write the procurement return and the supplier list (XLSX and CSV) into `folder`; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    suppliers = _rows("supplier-list.tsv")
    return [
        _procurement_return(folder / "procurement-return-2026.xlsx"),
        _supplier_workbook(folder / "supplier-list.xlsx", suppliers),
        _supplier_csv(folder / "supplier-list.csv", suppliers),
    ]


def _rows(name: str) -> list[list[str]]:
    lines = (HERE / "sources" / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


def _procurement_return(target: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Procurement return", 0)
    book.remove(book["Sheet"])
    sheet.append(RETURN_HEADINGS)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in _rows("procurement-return.tsv"):
        sheet.append(row)
    for letter, width in zip("ABCDEF", (24, 10, 18, 32, 52, 52), strict=True):
        sheet.column_dimensions[letter].width = width
    return _save(book, target)


def _supplier_workbook(target: Path, suppliers: list[list[str]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book["Sheet"])
    notes = book.create_sheet("READ ME")
    notes.append(["Extract for Commercial. Do not edit: regenerated monthly."])
    sheet = book.create_sheet("VENDOR_SPEND")
    for row in _laid_out(suppliers):
        sheet.append([_typed(text, column) for column, text in enumerate(row)])
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s" if cell.data_type == "f" else cell.data_type
    for column in "BE":
        sheet.column_dimensions[column].width = 44
    return _save(book, target)


def _typed(text: str, column: int) -> str | int | float | None:
    numbered = _NUMBER.fullmatch(text)
    if numbered:
        return int(nzbn_of_block(int(numbered[1])))
    if column == SUPPLIER_HEADINGS.index(SPEND) and re.fullmatch(r"[\d,]+\.\d\d", text):
        return float(text.replace(",", ""))
    return text or None


def _supplier_csv(target: Path, suppliers: list[list[str]]) -> Path:
    with target.open("w", encoding="cp1252", errors="replace", newline="") as out:
        writer = csv.writer(out)
        for row in _laid_out(suppliers):
            writer.writerow([_NUMBER.sub(lambda found: nzbn_of_block(int(found[1])), text) for text in row])
    return target


def _laid_out(suppliers: list[list[str]]) -> list[list[str]]:
    spent = sum(float(row[5].strip("()").replace(",", "")) * (-1 if row[5].startswith("(") else 1) for row in suppliers)
    rows = [SUPPLIER_TITLE, SUPPLIER_RUN, [], SUPPLIER_HEADINGS]
    for place, row in enumerate(suppliers):
        rows.append(row)
        if place in BLANK_AFTER:
            rows.append([])
    return [*rows, [], ["", f"Total ({len(suppliers)} vendors)", "", "", "", f"{spent:,.2f}"], ["** end of report **"]]


def _save(book: openpyxl.Workbook, target: Path) -> Path:
    book.properties.creator = "Demonstration"
    book.properties.created = book.properties.modified = FIXED_MOMENT
    book.save(target)
    return target


if __name__ == "__main__":
    for built in build_files(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "files"):
        sys.stdout.write(f"{built.name} {built.stat().st_size:,} bytes\n")
