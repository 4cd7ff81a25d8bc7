"""Run one job: lease it, let its handler prepare without holding the database, end it in one short transaction."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal.config import Settings
from statements.db import open_session
from statements.errors import DomainError
from statements.jobs import service as jobs
from statements.storage.store import Store

log = structlog.get_logger()

Finish = Callable[[Session, datetime], dict[str, Any]]
"""What a handler gives back: writes its results in the transaction that ends the job, answers the job's result."""


@dataclass(frozen=True)
class Work:
    """What a handler gets: its arguments, where to read and store, a way to report progress."""

    job_id: uuid.UUID
    arguments: dict[str, Any]
    asked_by: uuid.UUID | None
    engine: Engine
    store: Store
    settings: Settings

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session to read with; whatever is written in it is lost."""
        with open_session(self.engine, for_writing=False) as session:
            yield session

    def progress(self, done: int, total: int) -> None:
        """Tell whoever watches how far the job is, in a short transaction of its own."""
        with open_session(self.engine, for_writing=True) as session, session.begin():
            jobs.progress(jobs.load(session, self.job_id), done=done, total=total, at=datetime.now(UTC))


Handler = Callable[[Work], Finish]


def run_job(
    job_id: uuid.UUID, *, handlers: Mapping[str, Handler], engine: Engine, store: Store, settings: Settings
) -> bool:
    """Run the job if it is free; whether it was run. A failure is written into its row, never raised."""
    with open_session(engine, for_writing=True) as session, session.begin():
        job = jobs.take(session, job_id=job_id, at=datetime.now(UTC))
        if job is None:
            return False
        kind, arguments, asked_by = job.kind, job.arguments, job.asked_by
    work = Work(job_id, arguments, asked_by, engine, store, settings)
    try:
        finish = handlers[kind](work)
        with open_session(engine, for_writing=True) as session, session.begin():
            at = datetime.now(UTC)
            result = finish(session, at)
            jobs.end(jobs.load(session, job_id), at=at, result=result)
    except DomainError as error:
        _end_badly(engine, job_id, error.message)
    except Exception as error:
        log.exception("job failed", job=str(job_id), kind=kind, exc_info=error)
        _end_badly(engine, job_id, "Something went wrong on our side; nothing of it was kept.")
    return True


def run_waiting(*, handlers: Mapping[str, Handler], engine: Engine, store: Store, settings: Settings) -> int:
    """Run every job that nobody attends to, here and now, until none is left; how many were run."""
    count = 0
    while True:
        with open_session(engine, for_writing=False) as session:
            waiting = jobs.unattended(session, at=datetime.now(UTC))
        ran = [run_job(each, handlers=handlers, engine=engine, store=store, settings=settings) for each in waiting]
        if not any(ran):
            return count
        count += sum(ran)


def _end_badly(engine: Engine, job_id: uuid.UUID, problem: str) -> None:
    with open_session(engine, for_writing=True) as session, session.begin():
        jobs.end(jobs.load(session, job_id), at=datetime.now(UTC), problem=problem)
