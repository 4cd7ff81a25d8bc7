"""This node's search index: opened once for the app, caught up when it is read, built again when it is lost."""

import os
import subprocess
import sys
import threading
import time

import structlog
from flask import Flask, current_app, request
from sqlalchemy.orm import Session

from portal import db
from portal.config import PREFIX, Settings
from statements.errors import Conflict
from statements.register import indexing
from statements.register.index import Index, open_index

BUILT_WITHIN_A_REQUEST = 500
"""An index of at most so many statements is built by the request that misses it; a larger one in a process
beside it: a build in a thread holds up every request of its process."""
SECONDS_TO_CATCH_UP = 1.0
SLOW = 0.25
PAUSE = 1.0
"""After a catch-up that took longer than SLOW, the next is made after so many seconds, not by each request."""
GIVES_WAY = 10
"""The niceness of the process that builds."""
BUILD_AGAIN = 30.0
"""Seconds after the begin of a build in which no other is begun: one that fails is not tried by each request."""

KNOWN = "portal.index"
"""Where a request keeps the index that it was given, so that all of a page speaks of one moment."""

log = structlog.get_logger()


class Keeper:
    """Holds the index of this process and keeps it up with the database."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = settings.index
        self.index: Index | None = None
        self.turn = threading.Lock()
        self.next_look = 0.0
        self.next_build = 0.0
        self.builder: threading.Thread | None = None

    def current(self, session: Session) -> Index | None:
        """The index at the newest event this session sees, or a little behind; None while there is none."""
        if not self.turn.acquire(timeout=PAUSE):
            return self.index
        try:
            if self.index is None:
                self.index = open_index(session, self.folder) or self._built(session)
            if self.index is not None and time.monotonic() >= self.next_look:
                self._catch_up(session, self.index)
        finally:
            self.turn.release()
        return self.index

    def _catch_up(self, session: Session, index: Index) -> None:
        began = time.monotonic()
        try:
            indexing.catch_up(session, index, seconds=SECONDS_TO_CATCH_UP)
        except (OSError, ValueError) as error:
            log.warning("search index lost", error=str(error))
            self.index = None
        took = time.monotonic() - began
        self.next_look = time.monotonic() + PAUSE if took > SLOW else 0.0

    def _built(self, session: Session) -> Index | None:
        if time.monotonic() < self.next_build or indexing.is_being_built(self.folder):
            return None
        if indexing.public_statements(session) <= BUILT_WITHIN_A_REQUEST:
            try:
                return indexing.rebuild(session, self.folder)
            except Conflict:
                return None
        self.next_build = time.monotonic() + BUILD_AGAIN
        self.builder = threading.Thread(target=self._build_beside, name="index builder", daemon=True)
        self.builder.start()
        return None

    def _build_beside(self) -> None:
        """Have a process build it, and wait for its end: it builds on should this one be stopped."""
        given = {"DATA_DIR": self.settings.data_dir, "DATABASE_URL": self.settings.database, "INDEX_DIR": self.folder}
        environment = {**os.environ, **{f"{PREFIX}{name}": str(value) for name, value in given.items()}}
        command = [sys.executable, "-m", "portal", "index", "rebuild"]
        try:
            with subprocess.Popen(
                command,
                env=environment,
                text=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            ) as builder:
                os.setpriority(os.PRIO_PROCESS, builder.pid, GIVES_WAY)
                _, complaint = builder.communicate()
            if builder.returncode and not indexing.is_being_built(self.folder):
                log.error("search index not built", error=complaint.strip()[-2000:])
        except OSError as error:
            log.exception("search index not built", exc_info=error)


def set_up(app: Flask, settings: Settings) -> None:
    """Give the app its keeper; nothing is opened before the first search."""
    app.extensions["index"] = Keeper(settings)


def current() -> Index | None:
    """The search index for this request, or None while there is none: search by names alone then."""
    if KNOWN not in request.environ:
        keeper: Keeper = current_app.extensions["index"]
        request.environ[KNOWN] = keeper.current(db.session())
    found: Index | None = request.environ[KNOWN]
    return found
