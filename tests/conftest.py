"""What every test may ask for: a clean database on SQLite or PostgreSQL, the app on it, a client that checks pages."""

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from flask import Flask
from hypothesis import settings as of_hypothesis
from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.cli.database import alembic_config
from portal.config import Settings
from statements.db import make_engine, open_session
from statements.storage.store import Store
from tests.checked_client import CheckedClient
from tests.databases import POSTGRES, empty, own_postgres_database

pytest_plugins = ["tests.demo_database", "tests.plan_fixtures"]

# Each test builds a whole portal: looking for cycles as often as Python does costs a sixth of the suite's time.
gc.set_threshold(50_000, 20, 50)
# A failure must come again when the suite is run again; HYPOTHESIS_PROFILE=default looks for new examples instead.
of_hypothesis.register_profile("repeatable", derandomize=True, deadline=None)
of_hypothesis.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

REAL_DATA = Path(os.environ.get("REAL_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))


@pytest.fixture
def now() -> datetime:
    """The moment at which tests happen."""
    return datetime(2026, 11, 2, 1, 30, tzinfo=UTC)


@pytest.fixture
def real_data() -> Path:
    """The folder of outside data; the test is skipped where it is absent."""
    if not REAL_DATA.is_dir():
        pytest.skip("the folder of outside data is not here")
    return REAL_DATA


@pytest.fixture(scope="session")
def migrated_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database at the newest schema: a SQLite file to copy, or this test process's own PostgreSQL database."""
    template = tmp_path_factory.mktemp("template") / "portal.db"
    url = own_postgres_database() if POSTGRES else f"sqlite:///{template}"
    command.upgrade(alembic_config(Settings(database_url=url)), "head")
    return url


@pytest.fixture
def settings(migrated_url: str, tmp_path: Path) -> Settings:
    """Settings of a portal with an empty database and folders of its own."""
    url = migrated_url
    if POSTGRES:
        empty(url)
    else:
        template = make_url(url).database or ""
        shutil.copyfile(template, tmp_path / "portal.db")
        url = f"sqlite:///{tmp_path / 'portal.db'}"
    return Settings(
        database_url=url,
        data_dir=str(tmp_path),
        secret_key="only for tests",
        mail_backend="locmem",
        sign_in_limit="1000 per minute",
        require_second_factor=False,
    )


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """An engine on the empty database."""
    made = make_engine(settings.database)
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session for writing; a test commits where another session must see what it wrote."""
    with open_session(engine, for_writing=True) as opened:
        yield opened


@pytest.fixture
def store(settings: Settings) -> Store:
    """The document store of the same portal."""
    return Store(settings.store)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The whole portal on the empty database."""
    made = create_app(settings)
    made.test_client_class = CheckedClient
    yield made
    made.extensions["engine"].dispose()


@pytest.fixture
def client(app: Flask) -> CheckedClient:
    """A browser without JavaScript that checks the structure of every page it gets."""
    made = app.test_client()
    assert isinstance(made, CheckedClient)
    return made
