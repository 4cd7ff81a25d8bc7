"""The demonstration world, loaded once for a whole run of tests; each test works on a copy of its own."""

import fcntl
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.app import create_app
from portal.cli.database import migrate_to_head
from portal.config import Settings
from portal.demo import seed

LOADED_AT = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)


def demonstration(folder: Path) -> Settings:
    """Settings of a demonstration that keeps everything in this folder."""
    return Settings(
        data_dir=str(folder),
        demonstration=True,
        require_second_factor=False,
        mail_backend="locmem",
        sign_in_limit="1000 per minute",
    )


def load(settings: Settings) -> None:
    """Load the world into the empty database of these settings."""
    app = create_app(settings)
    seed.load_world(app, now=LOADED_AT)
    app.extensions["engine"].dispose()


@pytest.fixture(scope="session")
def loaded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the world in it, on SQLite; made once for all processes of the run. Copy it, never use it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "demonstration"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "whole").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            migrate_to_head(demonstration(folder))
            load(demonstration(folder))
            (folder / "whole").touch()
    return folder


@pytest.fixture
def demo_settings(loaded_folder: Path, tmp_path: Path) -> Settings:
    """Settings of a demonstration of this test's own, its world loaded."""
    return copied(loaded_folder, tmp_path / "demonstration")


def copied(loaded: Path, folder: Path) -> Settings:
    """Settings of a demonstration that works on a copy of a loaded folder."""
    shutil.copytree(loaded, folder, dirs_exist_ok=True)
    return demonstration(folder)
