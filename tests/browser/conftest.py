"""One demonstration served by the real processes, one Chromium; each journey has readers of its own."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from portal.demo.serving import served
from portal.demo.world_files import World, read_world
from tests.browser.reader import Reader
from tests.databases import POSTGRES
from tests.demo_database import copied

OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HERE = Path(__file__).parent

MakeReader = Callable[..., Reader]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test below this folder drives Chromium."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def world() -> World:
    """The invented world that is served."""
    return read_world()


@pytest.fixture(scope="session")
def address(loaded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the demonstration is served; all journeys share it, each with organisations of its own."""
    if POSTGRES:
        pytest.skip("the journeys run on SQLite")
    folder = tmp_path_factory.mktemp("served")
    copied(loaded_folder, folder)
    with served(folder) as found:
        yield found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives Chromium; there can be one in a process."""
    with sync_playwright() as started:
        yield started


def _launched(playwright: Playwright, **more: list[str]) -> Browser:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("Chromium is not installed")
    return playwright.chromium.launch(executable_path=path, args=OPTIONS, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def chromium(address: str, playwright: Playwright) -> Iterator[Browser]:
    """The machine's Chromium; where there is none, the test is skipped. It is closed before the portal is stopped."""
    browser = _launched(playwright)
    yield browser
    browser.close()


@pytest.fixture
def keeping_pages(address: str, playwright: Playwright) -> Iterator[Page]:
    """A page of a Chromium that keeps whole pages for the way back and forward, as everybody's does."""
    browser = _launched(playwright, ignore_default_args=["--disable-back-forward-cache"])
    yield browser.new_context(base_url=address).new_page()
    browser.close()


@pytest.fixture
def make_reader(chromium: Browser, address: str, world: World) -> Iterator[MakeReader]:
    """Makes readers, each in a browser of its own; when the test ends, their pages have shown no error."""
    made: list[Reader] = []

    def make(email: str = "", *, javascript: bool = True) -> Reader:
        context = chromium.new_context(base_url=address, java_script_enabled=javascript, locale="en-NZ")
        made.append(Reader(context, scripted=javascript))
        if email:
            made[-1].sign_in(email, world.settings["password"])
        return made[-1]

    yield make
    for reader in made:
        reader.context.close()
    assert [each for reader in made for each in reader.errors] == []
