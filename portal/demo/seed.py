"""Load the demonstration world into an empty database through the use-cases that its people would have used."""

import hashlib
import uuid
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from flask import Flask
from flask_security.utils import hash_password

from portal.config import Settings
from portal.demo import buying, filings, founding, notes, officers, owed
from portal.demo.loading import Loading
from portal.demo.timeline import Act
from portal.demo.world_files import World, read_world
from portal.handlers import HANDLERS
from portal.work import Work
from statements.action_plan.entering import enter_documents
from statements.db import Engine, Session, open_session
from statements.events import service as events
from statements.filing.versions import ASSESS
from statements.jobs import service as jobs
from statements.organisations import service as organisations
from statements.people import messages, outbox
from statements.storage.store import Store

HERE = Path(__file__).parent
LOADED = "demonstration.loaded"
TOLD_EVERY = 10
TOLD_THEN = {"sent": False, "why": "It belongs to a time before the demonstration was loaded."}
"""The result of a mail that the world's past asked for: it is not sent now."""


class State(StrEnum):
    """How much of the world a database holds."""

    ABSENT = "absent"
    PARTIAL = "partial"
    LOADED = "loaded"
    OUTDATED = "outdated"


def state_of(session: Session, world: World) -> State:
    """How much of this world the database holds; outdated where it was loaded from other files."""
    first = organisations.by_identifier(session, "nzbn", world.organisations[0]["nzbn"])
    if first is None:
        return State.ABSENT
    marks = [each for each in events.history(session, subject=first) if each.kind == LOADED]
    if not marks:
        return State.PARTIAL
    return State.LOADED if marks[-1].after.get("world") == world_digest() else State.OUTDATED


def world_digest() -> str:
    """The SHA-256 of every file that the world is made of."""
    digest = hashlib.sha256()
    for path in sorted([HERE / "answer_key.toml", *HERE.glob("world/*.toml"), *HERE.glob("documents/*")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def load_world(app: Flask, *, now: datetime, tell: Callable[[str], None] = lambda _line: None) -> int:
    """Load the world as on the day of `now`; how many steps it took. `tell` gets a line about each thing done.

    Raises RuntimeError outside a demonstration: its sign-ins are known to everyone.
    """
    settings: Settings = app.extensions["settings"]
    if not settings.demonstration:
        raise RuntimeError("the demonstration world may only be loaded where the setting `demonstration` is on")
    engine, store = app.extensions["engine"], app.extensions["store"]
    world = read_world()
    with app.app_context():
        password_hash = hash_password(world.settings["password"])
    documents = filings.read_documents(store)
    tell(f"{len(documents)} documents read")
    loading = Loading(world, settings, store, now, documents, password_hash, tell)
    for part in (founding, owed, filings, officers, buying, notes):
        part.plan(loading)
    runner = _Runner(loading, engine, store, settings)
    steps = loading.timeline.run(runner.do)
    with open_session(engine, for_writing=True) as session, session.begin():
        enter_documents(session, at=now)
        first = loading.organisation(session, world.organisations[0]["key"])
        after = {"world": world_digest()}
        events.record(session, kind=LOADED, subject=first, by=None, at=now, organisation_id=first.id, after=after)
    return steps


class _Runner:
    """Does one step after another, each in a transaction of its own, and then the jobs that it asked for."""

    def __init__(self, loading: Loading, engine: Engine, store: Store, settings: Settings) -> None:
        self.loading, self.engine, self.store, self.settings = loading, engine, store, settings
        self.read = 0

    def do(self, act: Act, at: datetime) -> None:
        """Do this step, and read at once what it sent in."""
        with open_session(self.engine, for_writing=True) as session, session.begin():
            act(session, at)
            waiting = jobs.unattended(session, at=self.loading.now)
        for job_id in waiting:
            self._attend(job_id, at)

    def _attend(self, job_id: uuid.UUID, at: datetime) -> None:
        """Read a statement when it was sent, not now; leave the mails of the past unsent."""
        with open_session(self.engine, for_writing=True) as session, session.begin():
            job = jobs.load(session, job_id)
            kind, arguments, asked_by = job.kind, job.arguments, job.asked_by
            if kind == messages.JOB_KIND:
                past = outbox.load(session, uuid.UUID(arguments["message_id"]))
                outbox.note_sent(past, address="", at=at)
                jobs.end(job, at=at, result=TOLD_THEN)
                return
        finish = HANDLERS[kind](Work(job.id, arguments, asked_by, self.engine, self.store, self.settings))
        with open_session(self.engine, for_writing=True) as session, session.begin():
            jobs.end(jobs.load(session, job.id), at=at, result=finish(session, at))
        self.read += kind == ASSESS
        if kind == ASSESS and self.read % TOLD_EVERY == 0:
            self.loading.tell(f"{self.read} statements filed and read")
