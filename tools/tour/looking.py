"""Search, read, check suppliers, report: what comes out of the register."""

import re

import openpyxl

from portal.demo.seed import HERE
from tools.tour.stage import Stage, follow, press

BUYER, OFFICER = "buyer@example.nz", "officer@example.nz"
SEARCHED = "nga rau hapai"
READ = "Southern Larder Foods"
LIST = HERE / "files" / "supplier-list.xlsx"
YEAR = "2025"


def search_and_read(stage: Stage) -> None:
    """Home, a search without macrons, a statement with its profile and evidence, the new one without."""
    page = stage.person()
    page.goto("/")
    stage.shoot(page, "home")
    page.locator("input[type=search]").fill(SEARCHED)
    press(page, "Search")
    stage.shoot(page, "search")
    page.goto("/statements?q=southern+larder")
    follow(page, READ)
    stage.shoot(page, "statement", at=page.locator("#profile"))
    page.goto(f"/statements/{stage.facts['number']}")
    words = page.locator("main").inner_text()
    stage.facts["public"] = "Not yet confirmed" if "Not yet confirmed" in words else "confirmed"
    if page.context.cookies():
        raise RuntimeError("a reader was given a cookie")


def check_suppliers(stage: Stage) -> None:
    """The list that finance exported, its columns, the result, the workbook."""
    page = stage.person(BUYER)
    page.goto("/procurement/new")
    page.get_by_label("A name for it (optional)").fill("Spend of October")
    page.get_by_label("Your supplier list").set_input_files(LIST)
    press(page, "Upload")
    press(page, "Check these suppliers")
    page.get_by_role("link", name="Take away (.xlsx)").wait_for()
    stage.facts["suppliers"] = "; ".join(
        " ".join(each.split()) for each in page.locator(".headlines li").all_inner_texts()
    )
    stage.shoot(page, "suppliers")
    book = stage.take(page, "Take away (.xlsx)", "suppliers.xlsx")
    stage.facts["supplier_sheets"] = ", ".join(openpyxl.load_workbook(book, read_only=True).sheetnames)


def report(stage: Stage) -> None:
    """The figures, one of them opened, and the office's pack."""
    page = stage.person()
    page.goto(f"/reports?year={YEAR}")
    stage.shoot(page, "figures", high=1200)
    officer = stage.person(OFFICER)
    officer.goto(f"/reports/office?year={YEAR}")
    book = stage.take(officer, "workbook with charts", f"compliance-pack-{YEAR}.xlsx")
    stage.facts["pack_sheets"] = str(len(openpyxl.load_workbook(book, read_only=True).sheetnames))
    stage.facts["year"] = YEAR
    found = re.search(r"Missing\s+(\d+)", officer.locator("main").inner_text())
    stage.facts["missing"] = found.group(1) if found else "?"
