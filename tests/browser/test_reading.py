"""A reader finds an organisation whatever its spelling, reads its statement and takes the figures with them."""

import csv
import io
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import openpyxl
from playwright.sync_api import Page

from tests.browser.conftest import MakeReader

NAME = "Ngā Rau Hāpai Fisheries (Demonstration) Limited"


def test_a_search_without_macrons_leads_to_the_statement_and_its_organisation(make_reader: MakeReader) -> None:
    reader = make_reader()
    page = reader.open("/").page
    page.locator("input[type=search]").fill("nga rau hapai fisheries")
    reader.press("Search")
    reader.follow(re.compile(re.escape(NAME)))
    assert page.locator("h1").inner_text() == NAME
    assert "He tauākī mō te mahi pononga" in reader.words
    reader.follow("All statements of this organisation")
    assert page.locator("h1").inner_text() == NAME and "9429000990134" in reader.words

    reader.follow("Search the register")
    page.get_by_role("checkbox", name=re.compile("^2025")).check()
    reader.press("Apply")
    assert "year=2025" in reader.path
    told = int(re.search(r"(\d+) statements", reader.words).group(1))
    rows = list(csv.reader(io.StringIO(reader.download(page.get_by_role("link", name="CSV")).read_text("utf-8-sig"))))
    assert len(rows) == told + 1 and any(NAME in row for row in rows)
    assert reader.context.cookies() == []


def test_every_filter_is_chosen_with_the_keyboard_and_the_way_back_shows_what_the_address_says(
    make_reader: MakeReader,
) -> None:
    reader = make_reader()
    page = reader.open("/statements/filters?year=2025&section=Know").page
    reader.open("/statements/filters").press("Gates")
    reader.tab_to(page.locator("input[name=gate_g1][value=met]"))
    page.keyboard.press("Space")
    reader.enter()
    assert reader.path == "/statements?gate_g1=met"
    told = int(re.search(r"(\d+) statements", reader.words).group(1))
    year = page.locator("input[name=year]").first
    year.check()
    page.select_option("#sort", "name")
    reader.press("Apply")
    assert "year=" in reader.path and "sort=name" in reader.path
    page.go_back()
    assert reader.look().path == "/statements?gate_g1=met" and f"{told} statements" in reader.words
    assert (year.is_checked(), page.locator("#sort").input_value()) == (False, "relevance")
    reader.go(page.get_by_role("link", name=re.compile("^Remove the filter")))
    assert reader.path == "/statements"


HEARD = "addEventListener('pageshow', shown => { window.keptWhole = shown.persisted })"


def test_a_page_that_the_browser_kept_whole_tells_its_address(keeping_pages: Page) -> None:
    """Search, filter, open a statement, back, forward, back, Enter: the boxes say what the address says."""
    page, year = keeping_pages, keeping_pages.locator("input[name=year]").first
    page.add_init_script(HEARD)

    def gone(way: Callable[..., object]) -> str:
        way(wait_until="commit")  # A page that was kept whole is not loaded again.
        page.wait_for_function("window.keptWhole")
        return page.url.removeprefix(page.url.partition("/statements")[0])

    page.goto("/statements?q=fishing")
    page.locator("main").get_by_role("button", name="Search").click()
    page.wait_for_url("**/statements?q=fishing*")
    page.select_option("#sort", "newest")
    page.get_by_role("button", name="Apply").first.click()
    page.wait_for_url("**sort=newest*")
    told = page.url
    page.locator("#q").fill("something else")
    year.check()
    page.select_option("#sort", "name")
    page.locator("ol a[href^='/statements/']:visible").first.click()
    page.wait_for_url(re.compile(r"/statements/\d+"))
    statement = page.url
    for way, where in ((page.go_back, told), (page.go_forward, statement), (page.go_back, told)):
        assert where.endswith(gone(way))
    boxes = page.locator("#q").input_value(), year.is_checked(), page.locator("#sort").input_value()
    assert boxes == ("fishing", False, "newest")
    with page.expect_navigation():
        page.locator("#q").press("Enter")
    asked = parse_qs(urlsplit(page.url).query)
    assert asked == parse_qs(urlsplit(told).query)


def test_pages_that_anyone_may_read(make_reader: MakeReader) -> None:
    reader = make_reader()
    reader.open("/statements?q=nothing+of+this+kind")
    assert "nothing of this kind" in reader.page.locator("input[type=search]").input_value()
    reader.page.goto("/no-such-page")
    assert "Page not found" in reader.look().words
    for path in ("/about", "/scoring", "/help", "/accessibility", "/privacy", "/copyright", "/contact"):
        reader.open(path)
    assert reader.context.cookies() == []


def test_a_figure_opens_its_list_and_the_pack_is_taken_away(make_reader: MakeReader) -> None:
    reader = make_reader()
    page = reader.open("/reports?year=2025").page
    figures = page.locator("section", has=page.get_by_role("heading", name="By region"))
    figures.locator("summary").click()
    cell = figures.get_by_role("row", name=re.compile("^Wellington")).get_by_role("link").first
    counted = int(cell.inner_text())
    reader.go(cell)
    assert f"{counted} statements" in reader.words
    reader.open("/reports?year=2025")
    book = openpyxl.load_workbook(reader.download(page.get_by_role("link", name="workbook with charts")))
    assert len(book.sheetnames) > 3


def test_the_office_sees_who_is_late_and_missing(make_reader: MakeReader) -> None:
    officer = make_reader("officer@example.nz")
    page = officer.page
    officer.follow("Compliance pack")
    officer.open("/reports/office?year=2025")
    officer.go(page.get_by_role("row", name=re.compile("^Missing")).get_by_role("link").first)
    assert "Pinefall Forests" in officer.words
    officer.open("/reports/office?year=2025")
    book = openpyxl.load_workbook(officer.download(page.get_by_role("link", name="workbook with charts")))
    assert len(book.sheetnames) > 3
