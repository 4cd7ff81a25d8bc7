"""A served demonstration, Chromium, and the folder that the tour fills."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

WIDE = 1280
HIGH = 960
LARGEST_PICTURE = 250_000
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000


@dataclass
class Stage:
    """Where the tour takes place: who is signed in keeps a browser of their own; `facts` go into the captions."""

    browser: Browser
    address: str
    password: str
    out: Path
    scratch: Path
    facts: dict[str, str] = field(default_factory=dict)
    people: dict[str, Page] = field(default_factory=dict)

    def person(self, email: str = "") -> Page:
        """The browser window of this person, signed in at their first call; of a reader where no address is given."""
        if email not in self.people:
            context = self.browser.new_context(base_url=self.address, locale="en-NZ")
            page = context.new_page()
            page.set_viewport_size({"width": WIDE, "height": HIGH})
            page.set_default_timeout(PATIENCE)
            self.people[email] = page
            if email:
                self._sign_in(page, email)
        return self.people[email]

    def _sign_in(self, page: Page, email: str) -> None:
        page.goto("/account/login")
        page.get_by_label("Email address").fill(email)
        page.get_by_label("Password", exact=True).fill(self.password)
        press(page, "Sign in")

    def shoot(self, page: Page, name: str, *, at: Locator | None = None, high: int = HIGH) -> None:
        """Picture the page from its top, or from this place on. Raises RuntimeError where the picture is too large."""
        page.set_viewport_size({"width": WIDE, "height": high})
        if at is not None:
            at.evaluate("each => window.scrollTo(0, each.getBoundingClientRect().top + window.scrollY - 24)")
        picture = self.out / f"{name}.png"
        page.screenshot(path=picture)
        page.set_viewport_size({"width": WIDE, "height": HIGH})
        if picture.stat().st_size > LARGEST_PICTURE:
            raise RuntimeError(f"{picture.name} is larger than {LARGEST_PICTURE} bytes: show less of the page")

    def take(self, page: Page, link: str, name: str) -> Path:
        """Download what a link gives into the tour under this name."""
        with page.expect_download() as coming:
            page.locator("main a").filter(has_text=link).first.click()
        kept = self.out / name
        coming.value.save_as(kept)
        return kept


@contextmanager
def staged(address: str, password: str, out: Path, scratch: Path) -> Iterator[Stage]:
    """A stage with an open browser. Raises RuntimeError where Chromium is not installed."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise RuntimeError("The tour needs Chromium: install it and try again.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        try:
            yield Stage(browser, address, password, out, scratch)
        finally:
            browser.close()


def press(page: Page, button: str) -> None:
    """Press a button of the page and wait for where it leads."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=button).first.click()


def follow(page: Page, link: str) -> None:
    """Follow a link of the page."""
    with page.expect_navigation():
        page.get_by_role("link", name=link).first.click()


def fill_date(page: Page, legend: str, day: str) -> None:
    """Type a date as "1 4 2025" into the three fields below a legend."""
    group = page.get_by_role("group", name=legend)
    for part, value in zip(("Day", "Month", "Year"), day.split(), strict=True):
        group.get_by_label(part).fill(value)
