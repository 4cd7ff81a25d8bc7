"""How much typing is lost when the server is killed, the browser is killed, or the session ends, at a random field.

    python -m benchmarks.nothing_lost --tries 200

Serves a demonstration of its own with the real processes, types into a random field of a random section in Chromium,
and at a random moment kills the server (SIGKILL), kills the browser (SIGKILL) or takes the session's cookie away.
Then everything is started again, the filer signs in again and opens the section: what stands in the field is compared
with what was typed. The loss of a try is the time between the last keystroke that came back and the blow.
With TEST_DATABASE_URL it runs on PostgreSQL, else on SQLite.
"""

import argparse
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, Playwright, sync_playwright

from portal.app import create_app
from portal.cli.database import migrate_to_head
from portal.config import Settings
from portal.demo import seed
from portal.demo.serving import _environment as environment
from portal.demo.world_files import read_world
from tests.databases import POSTGRES, own_postgres_database

KINDS = ("server", "browser", "session", "session and save")
FILER = "late.filer@example.nz"
SECTIONS = ("structure", "incidents", "risks", "actions", "training", "effectiveness", "improvement", "approval")
FIELDS = "#section textarea, #section input[type=text]"
WORDS = ("kōwhai", "packing", "houses", "audited", "passports", "returned", "to", "workers", "fees", "repaid", "period")
PATIENCE = 300.0
LONGEST_TYPED = 10.0
"""Seconds of typing before the blow: more than may be lost."""


@dataclass
class Try:
    """One try: what was struck, and how many seconds of typing were lost."""

    kind: str
    place: str
    typed: int
    lost_characters: int
    lost_seconds: float


@dataclass
class Stage:
    """A served demonstration and a browser, either of which can be killed and started again."""

    folder: Path
    playwright: Playwright
    database_url: str = ""
    port: int = field(default_factory=lambda: free_port())
    number: int = 0
    server: subprocess.Popen[bytes] | None = None
    chromium: subprocess.Popen[bytes] | None = None
    browser: Browser | None = None
    page: Page | None = None

    @property
    def address(self) -> str:
        """Where it is served."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def context(self) -> BrowserContext:
        """The browser's only context."""
        assert self.browser is not None
        return self.browser.contexts[0]

    def serve(self) -> None:
        """Start the web process and wait until it answers."""
        command = [sys.executable, "-m", "portal", "serve"]
        own = environment(self.folder, self.port, self.address) | {"PORTAL_DATABASE_URL": self.database_url}
        for _again in range(5):
            with (self.folder / "served.log").open("a") as said:
                self.server = subprocess.Popen(command, env=own, stdout=said, stderr=said, start_new_session=True)
            if wait_for(f"{self.address}/alive", self.server):
                return
        raise RuntimeError("the portal does not start")

    def browse(self) -> None:
        """Start Chromium on a profile of its own and open one page."""
        port = free_port()
        path = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
        options = [f"--remote-debugging-port={port}", f"--user-data-dir={self.folder / 'profile'}", "--headless=new"]
        options += ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "about:blank"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.chromium = subprocess.Popen([path, *options], start_new_session=True, **quiet)
        wait_for(f"http://127.0.0.1:{port}/json/version")
        self.browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        self.page = self.context.pages[0] if self.context.pages else self.context.new_page()

    def kill(self, what: str) -> None:
        """Kill the server, or the browser, with everything that it started."""
        process = self.server if what == "server" else self.chromium
        if process is not None and process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if what == "browser" and self.browser is not None:
            with suppress(Error):
                self.browser.close()
            self.browser = self.page = None

    def sign_in(self, password: str) -> Page:
        """The page, signed in; a form that was sent signed out leads here by itself."""
        page = self.page
        assert page is not None
        if "/account/login" not in page.url:
            page.goto(f"{self.address}/account/login?next=/filing")
        if "/account/login" in page.url:
            page.get_by_label("Email address").fill(FILER)
            page.get_by_label("Password", exact=True).fill(password)
            page.get_by_role("main").get_by_role("button", name="Sign in").click()
            page.wait_for_url(lambda url: "/account/login" not in url)
        return page

    def section(self, key: str) -> str:
        """The address of a section of the statement that is written."""
        return f"{self.address}/filing/{self.number}/sections/{key}"


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes] | None = None) -> bool:
    """Wait until something answers there; False where the process that should answer ended. Raises TimeoutError."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process is not None and process.poll() is not None:
            return False
        try:
            with urllib.request.urlopen(address, timeout=30):
                return True
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)


@contextmanager
def staged(folder: Path, playwright: Playwright, database_url: str = "") -> Iterator[Stage]:
    """A stage on a loaded data folder: served, browsed, signed in, with a statement begun; nothing of it goes on."""
    stage = Stage(folder, playwright, database_url)
    try:
        stage.serve()
        stage.browse()
        stage.number = begin(stage)
        yield stage
    finally:
        stage.kill("browser")
        stage.kill("server")


def begin(stage: Stage) -> int:
    """Start the statement; its number."""
    page = stage.sign_in(read_world().settings["password"])
    page.goto(f"{stage.address}/filing/start")
    for legend, day in (("First day", "1 4 2025"), ("Last day", "31 3 2026")):
        group = page.get_by_role("group", name=legend)
        for part, value in zip(("Day", "Month", "Year"), day.split(), strict=True):
            group.get_by_label(part).fill(value)
    page.get_by_role("main").get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url("**/documents")
    return int(page.url.split("/filing/")[1].split("/")[0])


def one_try(stage: Stage, kind: str, chance: random.Random) -> Try:
    """Type, strike, start again, look."""
    password = read_world().settings["password"]
    page, key = stage.sign_in(password), chance.choice(SECTIONS)
    page.goto(stage.section(key))
    chosen = chance.randrange(page.locator(FIELDS).count())
    where = page.locator(FIELDS).nth(chosen)
    name, before = where.get_attribute("name") or "", parts(page, where)
    place = f"[name='{name}']"
    where.fill("")
    typed = type_for(page, where, chance.uniform(0.3, LONGEST_TYPED), chance)
    struck = time.monotonic()
    strike(stage, page, kind)
    found = after(stage, kind, key, password, place, before)
    text = typed[-1][1]
    back = max(
        (each for each in typed if found.startswith(each[1])), key=lambda each: each[0], default=(typed[0][0], "")
    )
    lost = 0.0 if back[1] == text else struck - next(at for at, value in typed if len(value) > len(back[1]))
    return Try(kind, f"{key}/{name}", len(text), len(text) - len(back[1]), lost)


def parts(page: Page, where: Locator) -> int:
    """Which of the fields of its name this is: a date has three."""
    return int(where.evaluate("each => [...document.getElementsByName(each.name)].indexOf(each)"))


def type_for(page: Page, where: Locator, seconds: float, chance: random.Random) -> list[tuple[float, str]]:
    """Type words for so long; when each piece stood in the field, and the whole text then."""
    where.focus()
    until, text, typed = time.monotonic() + seconds, "", []
    while time.monotonic() < until or not typed:
        piece = chance.choice(WORDS)[: chance.randint(2, 12)]
        page.keyboard.type(piece, delay=chance.randint(5, 40))
        text += piece
        typed.append((time.monotonic(), text))
    return typed


def strike(stage: Stage, page: Page, kind: str) -> None:
    """Kill the server or the browser, or take the session away."""
    if kind in ("server", "browser"):
        stage.kill(kind)
        return
    stage.context.clear_cookies()
    if kind == "session and save":
        page.get_by_role("button", name="Save and come back later").click()
        page.wait_for_url("**/account/login**")


def after(stage: Stage, kind: str, key: str, password: str, place: str, part: int) -> str:
    """Start again what was struck, sign in, open the section: what stands in the field."""
    if kind == "server":
        stage.serve()
    if kind == "browser":
        stage.browse()
    page = stage.sign_in(password)
    if kind == "session and save":
        page.get_by_role("button", name="Send it now").click()
        page.wait_for_load_state()
        if "/sections/" in page.url and page.locator(place).count():
            return page.locator(place).nth(part).input_value()
    page.goto(stage.section(key))
    return page.locator(place).nth(part).input_value()


def main() -> None:
    """Try again and again; say what was lost."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--tries", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    chance, done = random.Random(given.seed), []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        url = own_postgres_database() if POSTGRES else ""
        settings = Settings(data_dir=name, database_url=url, demonstration=True, require_second_factor=False)
        migrate_to_head(settings)
        app = create_app(settings)
        seed.load_world(app, now=datetime.now(UTC))
        app.extensions["engine"].dispose()
        with sync_playwright() as playwright, staged(folder, playwright, url) as stage:
            for turn in range(given.tries):
                done.append(one_try(stage, KINDS[turn % len(KINDS)], chance))
                print(turn + 1, done[-1], flush=True)
    for kind in KINDS:
        of_kind = [each for each in done if each.kind == kind]
        worst = max((each.lost_seconds for each in of_kind), default=0.0)
        whole = sum(not each.lost_characters for each in of_kind)
        print(f"| {kind} | {len(of_kind)} | {whole} | {worst:.2f} |")
    print(f"within 5 s: {sum(each.lost_seconds <= 5 for each in done)} of {len(done)}")


if __name__ == "__main__":
    main()
