"""Once a day the worker removes files from the store that nothing leads to any more."""

from datetime import UTC, datetime
from typing import Any

import structlog

from portal.config import Settings
from portal.work import Finish, Work
from statements.db import Session
from statements.jobs import service as jobs
from statements.storage import sweep

SWEEP_FILES = "sweep-files"

log = structlog.get_logger()


def ask_daily(session: Session, _settings: Settings, at: datetime) -> None:
    """Want the sweep, once a day."""
    jobs.ask_daily(session, kind=SWEEP_FILES, at=at)


def sweep_files(work: Work) -> Finish:
    """Look through the store without holding the database; remove and log in the short end."""
    with work.reading() as session:
        candidates = sweep.unreferenced(session, sweep.at_rest(work.store, at=datetime.now(UTC)))

    def finish(session: Session, at: datetime) -> dict[str, Any]:
        gone = sweep.remove(session, work.store, digests=candidates, at=at)
        for digest in gone:
            log.info("file removed", sha256=digest, reason="nothing leads to it")
        return {"removed": len(gone)}

    return finish
