"""Jobs run once, keep what they did, and say what went wrong."""

import uuid

from portal.work import run_waiting
from portal.worker import make_worker
from statements.db import open_session
from statements.errors import DomainError
from statements.jobs import service as jobs
from statements.jobs.models import JobState


def ask(engine, now, kind):
    with open_session(engine, for_writing=True) as session, session.begin():
        return jobs.ask(session, kind=kind, arguments={"number": 2}, by=None, at=now).id


def doubling(work):
    work.progress(1, 2)
    return lambda session, at: {"double": work.arguments["number"] * 2}


def refusing(work):
    raise DomainError("The file has no rows.")


def breaking(work):
    raise ZeroDivisionError


def test_a_job_ends_with_its_result_and_runs_once(engine, settings, store, now) -> None:
    job_id = ask(engine, now, "double")
    given = {"handlers": {"double": doubling}, "engine": engine, "store": store, "settings": settings}
    assert run_waiting(**given) == 1
    assert run_waiting(**given) == 0
    with open_session(engine, for_writing=False) as session:
        job = jobs.load(session, job_id)
        assert (job.state, job.result, job.done, job.total) == (JobState.DONE, {"double": 4}, 1, 2)


def test_a_job_that_fails_says_why(engine, settings, store, now) -> None:
    refused, broken = ask(engine, now, "refuse"), ask(engine, now, "break")
    handlers = {"refuse": refusing, "break": breaking}
    assert run_waiting(handlers=handlers, engine=engine, store=store, settings=settings) == 2
    with open_session(engine, for_writing=False) as session:
        assert jobs.load(session, refused).problem == "The file has no rows."
        assert jobs.load(session, broken).state == JobState.FAILED
        assert "ZeroDivision" not in jobs.load(session, broken).problem


def test_the_worker_knows_the_task_that_the_web_process_sends(app, settings) -> None:
    job_id = uuid.uuid4()
    app.extensions["send_job"](job_id)
    assert make_worker(settings).dequeue().args == (str(job_id),)
