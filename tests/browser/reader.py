"""Somebody at a browser. Whatever page they come to is checked: axe, narrow screens, errors in the console."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Download, Error, Locator, Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
RUN_AXE = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  return found.violations.map(each => each.id + ": " + each.nodes.map(node => node.target.join(" ")).join(", "));
}"""
WIDE = {"width": 1280, "height": 900}
NARROW = (360, 320)
REFUSALS = re.compile(r"Failed to load resource: .* status of 4(03|04|09|13|22)")
"""What the console says where a page answers that something is wrong: the page itself is what is wanted then."""
TABS = 90
PATIENCE = 20_000


class Reader:
    """One person with one browser. `shown` lists the path of every page they came to, in order."""

    def __init__(self, context: BrowserContext, *, scripted: bool = True) -> None:
        self.context = context
        self.scripted = scripted
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.set_viewport_size(WIDE)
        self.shown: list[str] = []
        self.errors: list[str] = []
        self.checked: set[str] = set()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.errors.append(f"{self.path}: {error}"))

    @property
    def path(self) -> str:
        """The path of the page that is shown."""
        return re.sub(r"^https?://[^/]+", "", self.page.url)

    @property
    def words(self) -> str:
        """Everything that stands on the page, each run of blanks as one."""
        return " ".join(self.page.locator("body").inner_text().split())

    def open(self, path: str) -> "Reader":
        """Go to a page that exists, by its address."""
        answer = self.page.goto(path)
        assert answer is not None and answer.ok, f"{path}: {answer and answer.status}"
        return self.look()

    def sign_in(self, email: str, password: str) -> "Reader":
        """Sign in through the form."""
        self.open("/account/login")
        self.page.get_by_label("Email address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        return self.press("Sign in")

    def press(self, name: str, within: Locator | None = None) -> "Reader":
        """Press the button of this name and come to the page it leads to."""
        return self.go((within or self.page.locator("main")).get_by_role("button", name=name, exact=True).first)

    def follow(self, name: str | re.Pattern[str], within: Locator | None = None) -> "Reader":
        """Follow the first link of this name."""
        return self.go((within or self.page.locator("body")).get_by_role("link", name=name).first)

    def go(self, control: Locator) -> "Reader":
        """Click what leads to another page, and come to it."""
        with self.page.expect_navigation():
            control.click()
        return self.look()

    def download(self, control: Locator) -> Path:
        """Click what gives a file; where the file lies."""
        with self.page.expect_download() as coming:
            control.click()
        got: Download = coming.value
        kept = Path(got.path()).with_suffix(Path(got.suggested_filename).suffix)
        got.save_as(kept)
        return kept

    def tab_to(self, control: Locator) -> Locator:
        """Press the tabulator until this has the keyboard; it must be seen there."""
        for _ in range(TABS):
            if control.evaluate("each => each === document.activeElement"):
                assert control.evaluate("each => each.matches(':focus-visible')"), f"{self.path}: focus cannot be seen"
                return control
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.path}: the keyboard does not come to {control}")

    def enter(self) -> "Reader":
        """Press Enter where that leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self.look()

    def another(self) -> "Reader":
        """A second window of the same browser, whose errors are this one's."""
        window = Reader(self.context, scripted=self.scripted)
        window.errors = self.errors
        return window

    def look(self) -> "Reader":
        """Note the page and check it, once for what stands on it."""
        self.shown.append(self.path)
        seen = f"{self.path.partition('#')[0]} {hash(self.page.content())}"
        if seen not in self.checked:
            self.checked.add(seen)
            if self.scripted:
                found = self._violations()
                assert not found, f"{self.path}: axe: {found}"
            self._fits()
        return self

    def _violations(self) -> Any:
        try:
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
            return self.page.evaluate(RUN_AXE, RULES)
        except Error as error:
            if "context was destroyed" not in error.message:
                raise
            self.page.wait_for_load_state()
            return self._violations()

    def _fits(self) -> None:
        for width in NARROW:
            self.page.set_viewport_size({"width": width, "height": WIDE["height"]})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{self.path}: {wide} px wide on a screen of {width} px"
        self.page.set_viewport_size(WIDE)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not REFUSALS.search(message.text):
            self.errors.append(f"{self.path}: {message.text}")
