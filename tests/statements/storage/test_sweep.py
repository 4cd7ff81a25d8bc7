"""Files that nothing leads to are removed after a day; whatever a row leads to stays."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from portal.cli.files import check_files
from portal.handlers import EVERY_MINUTE, HANDLERS
from portal.sweep import SWEEP_FILES
from portal.work import run_waiting
from statements.db import Base, open_session
from statements.errors import NotFound
from statements.filing import drafts, queries
from statements.filing.content import ReadFile
from statements.jobs import service as jobs
from statements.jobs.models import Job
from statements.storage import sweep
from statements.storage.store import Store
from tests.filing_world import make_filing_world

NO_FILES = {"token_hash", "text_hash", "asked_hash", "hash"}
"""Columns that hold a hash of something that is not in the store, or beside a `sha256` that leads to it."""


def age(store: Store, digest: str, days: int = 2) -> None:
    """Let the file have been put days ago."""
    then = (datetime.now(UTC) - timedelta(days=days)).timestamp()
    os.utime(store._path(digest), (then, then))


def attach(session, store: Store, content: bytes, now: datetime) -> str:
    """A document of a draft whose file is in the store."""
    world = make_filing_world(session, at=now)
    digest = store.put(content)
    read = ReadFile(digest, "statement.txt", "text/plain", len(content), (content.decode(),), 3, False)
    drafts.add_document(session, draft=queries.draft_of(session, world.statement), read=read, by=world.filer.id, at=now)
    session.commit()
    return digest


def test_every_column_with_a_hash_leads_to_a_file_or_is_known_not_to() -> None:
    named = {
        column.name
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if "hash" in column.name or "sha" in column.name.split("_")[0]
    }
    assert named == {*sweep.LEADING, *NO_FILES}


def test_what_other_nodes_put_or_sweep_is_known_at_once() -> None:
    assert Store("memory://bucket").filesystem.storage_options["use_listings_cache"] is False, "S3 keeps listings else"


def test_the_sweep_removes_what_is_old_and_unreferenced_and_nothing_else(engine, settings, store, session, now) -> None:
    held, old, young = attach(session, store, b"A statement.", now), store.put(b"An old list."), store.put(b"New.")
    age(store, held)
    age(store, old)
    with open_session(engine, for_writing=True) as own, own.begin():
        EVERY_MINUTE["sweep files"](own, settings, now)
        EVERY_MINUTE["sweep files"](own, settings, now)
    assert run_waiting(handlers=HANDLERS, engine=engine, store=store, settings=settings) == 1
    session.rollback()
    assert session.query(Job).filter_by(kind=SWEEP_FILES).one().result == {"removed": 1}
    assert (store.get(held), store.get(young)) == (b"A statement.", b"New.")
    with pytest.raises(NotFound):
        store.get(old)
    assert jobs.ask_daily(session, kind=SWEEP_FILES, at=now + timedelta(hours=23)) is None
    assert jobs.ask_daily(session, kind=SWEEP_FILES, at=now + timedelta(hours=25)) is not None


def test_what_a_restore_left_out_or_damaged_is_told(store, session, settings, now, monkeypatch) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", settings.database)
    monkeypatch.setenv("PORTAL_DATA_DIR", settings.data_dir)
    held = attach(session, store, b"A statement.", now)
    whole = CliRunner().invoke(check_files)
    assert (whole.exit_code, whole.output) == (0, "1 files that the database leads to, 0 gone or damaged.\n")
    store.filesystem.pipe_file(store._path(held), b"A statemen")
    damaged = CliRunner().invoke(check_files)
    store.remove(held)
    gone = CliRunner().invoke(check_files)
    assert (damaged.exit_code, gone.exit_code) == (1, 1)
    assert f"{held}  The file in the store is damaged. (documents)" in damaged.output
    assert f"{held}  The file is not in the store. (documents)" in gone.output


def test_a_file_that_is_put_again_is_young_again(store, session, now) -> None:
    digest = store.put(b"Sent twice.")
    age(store, digest)
    at = datetime.now(UTC)
    candidates = sweep.unreferenced(session, sweep.at_rest(store, at=at))
    assert candidates == [digest]
    assert store.put(b"Sent twice.") == digest
    assert sweep.remove(session, store, digests=candidates, at=at) == []
    age(store, digest)
    assert sweep.remove(session, store, digests=candidates, at=at) == [digest]


def test_a_row_that_came_meanwhile_holds_its_file(store, session, now) -> None:
    digest = store.put(b"A statement.")
    age(store, digest)
    at = datetime.now(UTC)
    candidates = sweep.unreferenced(session, sweep.at_rest(store, at=at))
    attach(session, store, b"A statement.", now)
    age(store, digest)
    assert candidates == [digest]
    assert sweep.remove(session, store, digests=candidates, at=at) == []
