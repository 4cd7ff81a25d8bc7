"""This node's search index: opened once for the app, caught up when it is read, built again when it is lost."""

import threading
import time
from pathlib import Path

import structlog
from flask import Flask, current_app, request
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal import db
from portal.config import Settings
from statements.db import open_session
from statements.errors import Conflict
from statements.register import indexing
from statements.register.index import Index, open_index

BUILT_WITHIN_A_REQUEST = 500
"""An index of at most so many statements is built by the request that misses it; a larger one beside the requests."""
SECONDS_TO_CATCH_UP = 1.0
SLOW = 0.25
PAUSE = 1.0
"""After a catch-up that took longer than SLOW, the next is made after so many seconds, not by each request."""

KNOWN = "portal.index"
"""Where a request keeps the index that it was given, so that all of a page speaks of one moment."""

log = structlog.get_logger()


class Keeper:
    """Holds the index of this process and keeps it up with the database."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.folder = folder
        self.index: Index | None = None
        self.turn = threading.Lock()
        self.next_look = 0.0
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
        if self.builder is not None and self.builder.is_alive():
            return None
        if indexing.public_statements(session) <= BUILT_WITHIN_A_REQUEST:
            try:
                return indexing.rebuild(session, self.folder)
            except Conflict:
                return None
        self.builder = threading.Thread(target=self._build_beside, name="index builder", daemon=True)
        self.builder.start()
        return None

    def _build_beside(self) -> None:
        try:
            with open_session(self.engine, for_writing=False) as session:
                indexing.rebuild(session, self.folder)
        except Exception as error:
            log.exception("search index not built", exc_info=error)


def set_up(app: Flask, settings: Settings) -> None:
    """Give the app its keeper; nothing is opened before the first search."""
    app.extensions["index"] = Keeper(app.extensions["engine"], settings.index)


def current() -> Index | None:
    """The search index for this request, or None while there is none: search by names alone then."""
    if KNOWN not in request.environ:
        keeper: Keeper = current_app.extensions["index"]
        request.environ[KNOWN] = keeper.current(db.session())
    found: Index | None = request.environ[KNOWN]
    return found
