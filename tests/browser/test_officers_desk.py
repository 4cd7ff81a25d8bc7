"""An officer's queue by keyboard: take a case, confirm findings one at a time, ask a colleague; each page with axe."""

from tests.browser.conftest import MakeReader

QUARRY = "Granite Lark Quarries (Demonstration) Limited"


def test_a_case_is_taken_and_walked_by_keyboard_without_script(make_reader: MakeReader) -> None:
    officer = make_reader("officer@example.nz", javascript=False)
    page = officer.page
    officer.open("/review?who=nobody")
    officer.follow(QUARRY)
    officer.press("Take it")
    assert "yours" in officer.words
    officer.open("/review?who=mine")
    officer.follow(QUARRY)
    officer.follow("One at a time")
    for _finding in range(18):
        confirm = page.get_by_role("button", name="Confirm and go on")
        officer.tab_to(confirm)
        officer.enter()
    assert "18 of 22" in officer.words
    officer.follow("Go to the decision")
    officer.press("Let go")
    assert "nobody has it" in officer.words


def test_the_desks_other_pages_hold_together(make_reader: MakeReader) -> None:
    officer = make_reader("officer@example.nz")
    for path in ("opinions", "double", "agreement", "reasons", "reasons/new", "interests?q=bank", "notices", "audit"):
        officer.open(f"/review/{path}")
    officer.open("/review/organisations?q=quarries")
    officer.follow(QUARRY, within=officer.page.locator("main"))
    for name in ("Rename", "Merge into another", "Split", "Correct openly"):
        officer.follow(name, within=officer.page.locator("main"))
        officer.page.go_back()
