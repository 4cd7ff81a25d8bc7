"""The worker process: takes jobs off the queue, sweeps up those that the queue lost, runs the periodic tasks."""

import uuid
from datetime import UTC, datetime

import structlog
from huey import Huey, crontab
from sqlalchemy import Engine

from portal.config import Settings
from portal.handlers import EVERY_MINUTE, HANDLERS
from portal.queue import declare_task, make_queue, send
from portal.work import run_job
from statements.db import make_engine, open_session
from statements.jobs import service as jobs
from statements.storage.store import Store

log = structlog.get_logger()


def make_worker(settings: Settings) -> Huey:
    """The queue with its tasks declared, ready for a consumer."""
    engine, store, queue = make_engine(settings.database), Store(settings.store), make_queue(settings)

    def run(job_id: str) -> None:
        run_job(uuid.UUID(job_id), handlers=HANDLERS, engine=engine, store=store, settings=settings)

    task = declare_task(queue, run)

    def every_minute() -> None:
        run_periodic(engine, settings, datetime.now(UTC))
        with open_session(engine, for_writing=False) as session:
            waiting = jobs.unattended(session, at=datetime.now(UTC))
        for each in waiting:
            send(task, each)

    queue.periodic_task(crontab(minute="*"), name="every_minute")(every_minute)
    return queue


def run_periodic(engine: Engine, settings: Settings, at: datetime) -> None:
    """Run each periodic task that no other node has claimed for this minute."""
    minute = at.replace(second=0, microsecond=0)
    for name, task in EVERY_MINUTE.items():
        try:
            with open_session(engine, for_writing=True) as session, session.begin():
                if jobs.claim_minute(session, name=name, minute=minute):
                    task(session, settings, at)
        except Exception as error:
            log.exception("periodic task failed", task=name, exc_info=error)
