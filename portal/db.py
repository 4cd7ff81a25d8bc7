"""The request's database session: opened when first asked for, committed once, when the answer is below 400."""

from datetime import UTC, datetime
from functools import partial

from flask import Flask, Response, current_app, g, request
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.queue import declare_task, make_queue, send
from statements.db import make_engine, open_session
from statements.jobs import service as jobs

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CONNECTIONS_PER_THREAD = 3
"""A request may hold as many at once: who reads, its own work, and the note of a document that it opened. Requests that
hold one and wait for another's would all wait for nothing, so a process has room for every thread's."""


def set_up(app: Flask, settings: Settings) -> None:
    """Give the app its engine and its queue, and end every request's session."""
    room = (CONNECTIONS_PER_THREAD - 1) * settings.threads
    app.extensions["engine"] = make_engine(settings.database, pool_size=settings.threads, max_overflow=room)
    app.extensions["send_job"] = partial(send, declare_task(make_queue(settings), _run_elsewhere))
    app.after_request(_end_with_answer)
    app.teardown_appcontext(_close)


def engine() -> Engine:
    """The app's engine."""
    found: Engine = current_app.extensions["engine"]
    return found


def session() -> Session:
    """The session of this request; on SQLite a request that may write holds the write lock from here on."""
    if "session" not in g:
        g.session = open_session(engine(), for_writing=request.method not in SAFE_METHODS)
    found: Session = g.session
    return found


def let_go() -> None:
    """End the transaction so far, of which nothing is kept, so that nobody waits while a file is read."""
    opened: Session | None = g.get("session")
    if opened is not None:
        opened.rollback()
        jobs.take_asked(opened)


def only_look() -> None:
    """Let go, and from here on only read: nobody waits for a page to be rendered that tells what is wrong."""
    let_go()
    if "session" in g:
        g.session.bind = engine()


def now() -> datetime:
    """The moment of this request: the same for everything that it does."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    found: datetime = g.now
    return found


def _end_with_answer(response: Response) -> Response:
    """Commit where the page says it went well; a page that reports a problem keeps nothing."""
    opened: Session | None = g.get("session")
    if opened is None:
        return response
    if response.status_code < 400 and request.method not in SAFE_METHODS:
        try:
            opened.commit()
        except SQLAlchemyError as error:
            opened.rollback()
            jobs.take_asked(opened)
            return current_app.make_response(current_app.handle_user_exception(error))
        for job_id in jobs.take_asked(opened):
            current_app.extensions["send_job"](job_id)
    else:
        opened.rollback()
    return response


def _close(_error: BaseException | None) -> None:
    opened: Session | None = g.pop("session", None)
    if opened is not None:
        opened.close()


def _run_elsewhere(_job_id: str) -> None:
    raise RuntimeError("the web process sends jobs and never runs them")
