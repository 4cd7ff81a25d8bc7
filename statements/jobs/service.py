"""Ask for a job, take it, report its progress, end it; find those that nobody runs."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from statements.errors import NotFound
from statements.jobs.models import Job, JobState, PeriodicRun

LEASE = timedelta(minutes=5)
DAY = timedelta(days=1)
MOST_ATTEMPTS = 3
ASKED = "jobs asked for"


def ask(session: Session, *, kind: str, arguments: dict[str, Any], by: uuid.UUID | None, at: datetime) -> Job:
    """Write down that a job of this kind is wanted, in the transaction of the change it serves."""
    job = Job(kind=kind, arguments=arguments, asked_by=by, asked_at=at, state=JobState.WAITING)
    session.add(job)
    session.flush()
    session.info.setdefault(ASKED, []).append(job.id)
    return job


def ask_daily(session: Session, *, kind: str, at: datetime) -> Job | None:
    """Ask for a job of this kind unless one was asked for within a day."""
    query = select(Job.id).where(Job.kind == kind, Job.asked_at > at - DAY).limit(1)
    return None if session.scalar(query) else ask(session, kind=kind, arguments={}, by=None, at=at)


def take_asked(session: Session) -> list[uuid.UUID]:
    """The ids of the jobs that were asked for in this session, once: whoever commits wakes a worker for each."""
    found: list[uuid.UUID] = session.info.pop(ASKED, [])
    return found


def load(session: Session, job_id: uuid.UUID) -> Job:
    """The job with this id. Raises NotFound."""
    job = session.get(Job, job_id)
    if job is None:
        raise NotFound("There is no such job.")
    return job


def take(session: Session, *, job_id: uuid.UUID, at: datetime) -> Job | None:
    """Lease a job to whoever calls, or None when it is done, leased, or tried too often."""
    job = session.get(Job, job_id, with_for_update=True)
    if job is None or job.state in (JobState.DONE, JobState.FAILED):
        return None
    if job.state == JobState.RUNNING and job.lease_until is not None and job.lease_until > at:
        return None
    if job.attempts >= MOST_ATTEMPTS:
        end(job, at=at, problem=job.problem or "It was started three times and never came to an end.")
        return None
    job.state = JobState.RUNNING
    job.attempts += 1
    job.lease_until = at + LEASE
    return job


def take_up(session: Session, *, kind: str, arguments: dict[str, Any], at: datetime) -> Job:
    """A job of this kind and these arguments, leased to whoever calls: the one that was left unfinished, or a new one.

    For work that a person started by hand and starts again: it is theirs whoever else may hold its lease.
    """
    unfinished = select(Job).where(Job.kind == kind, Job.state.in_((JobState.WAITING, JobState.RUNNING)))
    found = [each for each in session.scalars(unfinished.order_by(Job.asked_at)) if each.arguments == arguments]
    job = found[-1] if found else Job(kind=kind, arguments=arguments, asked_by=None, asked_at=at)
    job.state, job.lease_until = JobState.RUNNING, at + LEASE
    session.add(job)
    session.flush()
    return job


def progress(job: Job, *, done: int, total: int, at: datetime) -> None:
    """Say how far a running job has come, and renew its lease."""
    job.done, job.total = done, total
    job.lease_until = at + LEASE


def end(
    job: Job, *, at: datetime, result: dict[str, Any] | None = None, result_hash: str | None = None, problem: str = ""
) -> None:
    """End a job well (no `problem`) or badly; `result_hash` names a file in the store."""
    job.state = JobState.FAILED if problem else JobState.DONE
    job.result, job.result_hash, job.problem = result or {}, result_hash, problem
    job.lease_until, job.ended_at = None, at


def unattended(session: Session, *, at: datetime) -> Sequence[uuid.UUID]:
    """Jobs that wait, or whose lease has run out: what the sweep sends to the queue again."""
    stuck = (Job.state == JobState.RUNNING) & (Job.lease_until < at)
    query = select(Job.id).where(or_(Job.state == JobState.WAITING, stuck)).order_by(Job.asked_at)
    return session.scalars(query).all()


def claim_minute(session: Session, *, name: str, minute: datetime) -> bool:
    """Whether this process is the one that runs the periodic task `name` in this minute."""
    try:
        with session.begin_nested():
            session.add(PeriodicRun(name=name, minute=minute))
    except IntegrityError:
        return False
    return True
