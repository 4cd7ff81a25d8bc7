"""The queue that wakes the worker. It carries only the id of a job's row: the row is the truth."""

import uuid
from collections.abc import Callable

import structlog
from huey import Huey, PostgresHuey, SqliteHuey
from huey.api import TaskWrapper
from huey.serializer import SignedSerializer

from portal.config import Settings, secret_key

NAME = "portal"

log = structlog.get_logger()


def make_queue(settings: Settings) -> Huey:
    """The queue of these settings: SQLite in the data folder, or PostgreSQL by its URL."""
    serializer = SignedSerializer(secret=secret_key(settings))
    if settings.queue_url:
        return PostgresHuey(NAME, dsn=settings.queue_url, serializer=serializer, results=False)
    return SqliteHuey(NAME, filename=f"{settings.data_dir}/queue.db", serializer=serializer, results=False)


def declare_task(queue: Huey, run: Callable[[str], None]) -> TaskWrapper:
    """Tell the queue what "run a job" means; the web process declares it too, so that it can send."""

    # A task is known by the module of its function: one made here has the same name in the web process and the worker.
    def run_job(job_id: str) -> None:
        run(job_id)

    return queue.task(name="run_job")(run_job)


def send(task: TaskWrapper, job_id: uuid.UUID) -> None:
    """Wake a worker for this job; losing the message costs a minute, never the job."""
    try:
        task(str(job_id))
    except Exception as error:
        log.warning("queue away: the sweep finds the job", job=str(job_id), error=str(error))
