"""How long does an officer need for the 18 findings of a statement, one at a time, by keyboard alone?

    python -m benchmarks.review_walk

Serves a demonstration of its own with the real processes and walks its open cases in Chromium. What the portal takes
is measured: every key that a finding needs is pressed and counted, every page is waited for. What a person takes is
the keystroke-level model's (Card, Moran and Newell, "The keystroke-level model", CACM 23, 1980): 0.28 s a key for an
average typist who does not type for a living, and 1.35 s to make up one's mind, once a finding. Everything that the
page says of a finding is read: question, level, reason, what was declared, each evidence sentence, at 238 words a
minute (silent reading of non-fiction: Brysbaert, Journal of Memory and Language 109, 2019; most adults lie between
175 and 300). The whole text skimmed once before, at 450 words a minute (Carver, Journal of Reading 36, 1992), is told
beside it. A finding that the machine did not score is confirmed as not scored. Nobody's hesitation, doubt or coffee
is in the model: it says what the page costs, not how hard a case is.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from os import getloadavg
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

from portal.app import create_app
from portal.cli.database import migrate_to_head
from portal.config import Settings
from portal.demo import seed
from portal.demo.serving import served
from portal.demo.world_files import read_world

OFFICER = "officer@example.nz"
KEY, MIND = 0.28, 1.35
READING, SLOW_READING, SKIMMING = 238, 175, 450
FINDINGS = 18
SAID = "main h1, main .step__level, main .finding__reason, main .declared, main .evidence__words"
TABS = 60
HEADS = (
    "statement",
    "not scored",
    "keys",
    "words",
    "pages, s",
    "18 findings",
    "gates too",
    "slow reader",
    "skimmed first",
)


@dataclass
class Walk:
    """One statement walked: seconds that pages took, keys pressed, words read, of its criteria and of its gates."""

    organisation: str
    findings: int = 0
    gates: int = 0
    keys: int = 0
    gate_keys: int = 0
    words: int = 0
    gate_words: int = 0
    text_words: int = 0
    not_scored: int = 0
    pages: list[float] = field(default_factory=list)

    def seconds(self, words_a_minute: int) -> float:
        """The 18 findings: keys, decisions, reading, and what the pages took."""
        return self.keys * KEY + self.findings * MIND + self.words * 60 / words_a_minute + sum(self.pages)

    def with_gates(self) -> float:
        """The gates too."""
        more = self.gate_keys * KEY + self.gates * MIND + self.gate_words * 60 / READING
        return self.seconds(READING) + more

    def skimmed(self) -> float:
        """The 18 findings, after the whole text was skimmed once."""
        return self.seconds(READING) + self.text_words * 60 / SKIMMING


def words_of(shown: Locator) -> int:
    """How many words stand there."""
    return sum(len(each.split()) for each in shown.all_inner_texts())


def confirm(page: Page) -> tuple[int, float]:
    """Come to the button by Tab, press it: keys, and seconds until the next page is there."""
    button = page.locator(".walk__confirm button")
    for keys in range(1, TABS):
        page.keyboard.press("Tab")
        if button.evaluate("each => each === document.activeElement"):
            began = time.perf_counter()
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return keys + 1, time.perf_counter() - began
    raise RuntimeError("the button cannot be reached by keyboard")


def walk(page: Page, path: str, organisation: str) -> Walk:
    """Confirm every open finding of one version."""
    page.goto(f"{path}/walk")
    made = Walk(organisation, text_words=words_of(page.locator(".sheet__text")))
    while "/walk/" in page.url:
        is_gate = page.url.partition("#")[2].startswith("G")
        words = words_of(page.locator(SAID))
        made.not_scored += page.locator(".step__level .level--none").count() and not is_gate
        keys, seconds = confirm(page)
        if is_gate:
            made.gates, made.gate_keys, made.gate_words = made.gates + 1, made.gate_keys + keys, made.gate_words + words
        else:
            made.findings, made.keys, made.words = made.findings + 1, made.keys + keys, made.words + words
            made.pages.append(seconds)
    return made


def open_cases(page: Page) -> Iterator[tuple[str, str]]:
    """The path and the organisation of every case of the queue, hard ones first."""
    found = []
    for stage in ("to-publish", "to-confirm"):
        page.goto(f"/review?stage={stage}")
        rows = page.locator("table.queue tbody tr")
        for row in rows.all():
            if "finding" in row.inner_text():
                link = row.get_by_role("link").first
                found.append((link.get_attribute("href") or "", link.inner_text()))
    yield from found


@contextmanager
def officer(folder: Path) -> Iterator[Page]:
    """An officer's page, signed in, on a demonstration served from this folder."""
    settings = Settings(data_dir=str(folder), demonstration=True, require_second_factor=False)
    migrate_to_head(settings)
    app = create_app(settings)
    seed.load_world(app, now=datetime.now(UTC))
    app.extensions["engine"].dispose()
    with served(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_context(base_url=address, locale="en-NZ").new_page()
        page.goto("/account/login")
        page.get_by_label("Email address").fill(OFFICER)
        page.get_by_label("Password", exact=True).fill(read_world().settings["password"])
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/desk")
        yield page
        browser.close()


def main() -> None:
    """Walk every open case of the demonstration; print each and the median."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, officer(Path(name)) as page:
        walks = [walk(page, path, organisation) for path, organisation in open_cases(page)]
    whole = [each for each in walks if each.findings == FINDINGS]
    print("| " + " | ".join(HEADS) + " |")
    for each in whole:
        told = (each.seconds(READING), each.with_gates(), each.seconds(SLOW_READING), each.skimmed())
        minutes = " | ".join(f"{one / 60:.1f}" for one in told)
        counted = f"{each.not_scored} | {each.keys} | {each.words} | {sum(each.pages):.1f}"
        print(f"| {each.organisation} | {counted} | {minutes} |")
    for name, of in (
        ("18 findings", [each.seconds(READING) for each in whole]),
        ("with gates", [each.with_gates() for each in whole]),
        ("slow reader", [each.seconds(SLOW_READING) for each in whole]),
        ("text skimmed first", [each.skimmed() for each in whole]),
    ):
        print(f"{name}: median {statistics.median(of) / 60:.1f}, longest {max(of) / 60:.1f} minutes of {len(of)}")
    answered = [seconds for each in whole for seconds in each.pages]
    print(f"a page: median {statistics.median(answered) * 1000:.0f} ms, load {getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
