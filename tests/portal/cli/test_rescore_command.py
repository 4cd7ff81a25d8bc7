"""`portal rescore` reads the whole register once, whoever stops it and however many processes read."""

import sqlite3
import uuid
from contextlib import closing
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from portal import rescoring
from portal.cli.main import portal
from portal.handlers import HANDLERS
from portal.work import run_waiting
from statements.db import make_engine, open_session
from statements.jobs.models import Job, JobState
from statements.moderation.models import AssessmentRecord
from tests.databases import POSTGRES
from tests.statements.moderation.world import PAGES, submitted

COPIED = "We are an organisation that tells exactly what each of its three other filers tells in this sentence."
NAMES = ("Kea", "Tūī", "Weka", "Moa", "Kākā")


@pytest.fixture
def register(session, now) -> None:
    """Five statements, four of which share a sentence; one has nothing to read."""
    for number, name in enumerate(NAMES):
        text = "" if name == "Moa" else f"{PAGES[1]} {COPIED} {name} has {number} farms."
        submitted(session, at=now, name=f"{name} Demonstration Limited", pages=[PAGES[0], text] if text else [""])
    session.commit()


def kept(engine) -> dict[uuid.UUID, Any]:
    """What was kept of each version, without ids and moments."""
    with open_session(engine, for_writing=False) as session:
        return {
            each.version_id: (
                each.rubric,
                each.model,
                each.body,
                [(row.criterion, row.machine_level, row.evidence) for row in each.findings],
                [(flag.flag, flag.count) for flag in each.flags],
            )
            for each in session.scalars(select(AssessmentRecord))
        }


def test_a_run_that_was_killed_goes_on_and_gives_the_same(engine, settings, store, register) -> None:
    def killed(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    job_id = rescoring.start(engine, rubric="")
    with pytest.raises(KeyboardInterrupt):
        rescoring.run(engine, rubric="", reading=rescoring.one_process(), progress=killed, at_once=2)
    early = kept(engine)
    assert len(early) == 2
    assert rescoring.start(engine, rubric="") == job_id
    told: list[tuple[int, int]] = []
    reading, progress = rescoring.one_process(), lambda done, total: told.append((done, total))
    outcome = rescoring.run(engine, rubric="", reading=reading, progress=progress, at_once=2)
    assert (outcome.read, outcome.total, told) == (3, 5, [(4, 5), (5, 5)])
    found = kept(engine)
    assert {key: found[key] for key in early} == early
    copied = [dict(flags).get("copied", 0) for *_, flags in found.values()]
    assert sorted(copied)[0] == 0 and sorted(copied)[1:] == [max(copied)] * 4
    assert all(body["facts"]["boilerplate"] for _, _, body, _, _ in found.values() if body["sentences"])


@pytest.mark.skipif(bool(POSTGRES), reason="copies the database file")
def test_one_process_and_two_keep_the_same_bit_for_bit(engine, settings, register, tmp_path, monkeypatch) -> None:
    with closing(sqlite3.connect(tmp_path / "portal.db")) as first:
        first.execute("VACUUM INTO ?", (str(tmp_path / "second.db"),))
    outputs = []
    for name, count in (("portal.db", "1"), ("second.db", "2")):
        monkeypatch.setenv("PORTAL_DATABASE_URL", f"sqlite:///{tmp_path / name}")
        monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
        outcome = CliRunner().invoke(portal, ["rescore", "--processes", count], catch_exceptions=False)
        assert (outcome.exit_code, "5 versions read in" in outcome.output) == (0, True)
        made = make_engine(f"sqlite:///{tmp_path / name}")
        outputs.append(kept(made))
        with open_session(made, for_writing=False) as session:
            (job,) = session.scalars(select(Job))
            assert (job.state, job.done, job.total, job.result) == (JobState.DONE, 5, 5, {"read": 5, "total": 5})
        made.dispose()
    assert outputs[0] == outputs[1]
    again = CliRunner().invoke(portal, ["rescore"], catch_exceptions=False)
    assert "0 versions read in" in again.output and "5 had been read before" in again.output


def test_the_worker_goes_on_with_what_was_left(engine, settings, store, register) -> None:
    job_id = rescoring.start(engine, rubric="ungp-1")
    with open_session(engine, for_writing=True) as session, session.begin():
        session.get(Job, job_id).lease_until = datetime(2020, 1, 1, tzinfo=UTC)
    run_waiting(handlers=HANDLERS, engine=engine, store=store, settings=settings)
    with open_session(engine, for_writing=False) as session:
        job = session.get(Job, job_id)
        assert (job.state, job.result) == (JobState.DONE, {"read": 5, "total": 5})
    assert len(kept(engine)) == 5


def test_what_cannot_be_done_is_said_and_leaves_no_job(engine, settings, monkeypatch) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", settings.database)
    unknown = CliRunner().invoke(portal, ["rescore", "--rubric", "ungp-0"])
    assert (unknown.exit_code, "there are: ungp-1" in unknown.output) == (1, True)
    if find_spec("dask") is None:
        without = CliRunner().invoke(portal, ["rescore", "--scheduler", "local"])
        assert (without.exit_code, "extra `cluster`" in without.output) == (1, True)
    with open_session(engine, for_writing=False) as session:
        assert session.scalars(select(Job)).all() == []
