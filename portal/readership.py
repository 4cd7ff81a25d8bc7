"""Counts how often pages are read, in memory, and writes the counts down together: no cookie, no address, no reader.

A count is by page and day. What one process had not yet written is written when it ends in order, lost when it is
killed; nothing that matters rests on it.
"""

import atexit
import threading
import time
from collections import Counter
from datetime import UTC, date, datetime

import structlog
from flask import Flask, Response, request
from sqlalchemy import Engine

from portal.config import Settings
from statements.action_plan import readership
from statements.clock import local_date
from statements.db import open_session

SECONDS_BETWEEN_WRITES = 60.0
READ = frozenset({200, 304})
BY_ENDPOINT = {
    "pages.home": "home",
    "pages.scoring": "scoring",
    "pages.get_help": "help",
    "register.results": "search",
    "register.statement": "statement",
    "register.organisation": "organisation",
    "register.sectors": "search",
    "reports.figures": "figures",
}
BY_BLUEPRINT = {"action_plan": "plan", "plan_views": "plan"}

log = structlog.get_logger()


class Counts:
    """The readings that this process has not yet written down."""

    def __init__(self, engine: Engine, time_zone: str) -> None:
        self.engine = engine
        self.time_zone = time_zone
        self.turn = threading.Lock()
        self.waiting: Counter[tuple[str, date]] = Counter()
        self.written_at = time.monotonic()

    def count(self, page: str) -> None:
        """Count one reading; once a minute the counts are written beside the requests, not within one."""
        with self.turn:
            self.waiting[page, local_date(datetime.now(UTC), self.time_zone)] += 1
            due = time.monotonic() - self.written_at > SECONDS_BETWEEN_WRITES
            if due:
                self.written_at = time.monotonic()
        if due:
            threading.Thread(target=self.write, name="readings", daemon=True).start()

    def write(self) -> None:
        """Write down what waits; where that fails it is counted again the next time."""
        with self.turn:
            counts, self.waiting = self.waiting, Counter()
        if not counts:
            return
        try:
            with open_session(self.engine, for_writing=True) as session, session.begin():
                readership.add(session, counts)
        except Exception as error:
            log.warning("readings not written", error=str(error))
            with self.turn:
                self.waiting.update(counts)


def set_up(app: Flask, settings: Settings) -> None:
    """Count the pages of this app that somebody reads."""
    counts = Counts(app.extensions["engine"], settings.time_zone)
    app.extensions["readings"] = counts
    atexit.register(counts.write)

    def look(response: Response) -> Response:
        page = page_of(request.endpoint, request.view_args or {})
        if page and request.method == "GET" and response.status_code in READ and response.mimetype == "text/html":
            counts.count(page)
        return response

    app.after_request(look)


def page_of(endpoint: str | None, arguments: dict[str, str]) -> str:
    """The counted page that an endpoint shows; empty for one that is not counted."""
    name = endpoint or ""
    if name == "pages.help_for" and arguments.get("audience") == "business":
        return "help-business"
    if name == "pages.help_for":
        return "help"
    return BY_ENDPOINT.get(name, BY_BLUEPRINT.get(name.partition(".")[0], ""))
