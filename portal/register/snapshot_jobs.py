"""The worker's part in snapshots: made once a month, withheld where a passage that stands in one was taken down."""

from datetime import UTC, datetime
from typing import Any

from portal.config import Settings
from portal.work import Finish, Work
from statements.clock import local_date
from statements.db import Session
from statements.jobs import service as jobs
from statements.register import snapshots

MAKE_SNAPSHOT = "make-snapshot"


def ask_monthly(session: Session, settings: Settings, at: datetime) -> None:
    """Want this month's snapshot where there is none; withhold those that hold what was taken down."""
    snapshots.withhold(session, at=at)
    if snapshots.is_wanted(session, month=_month(settings, at)):
        jobs.ask_daily(session, kind=MAKE_SNAPSHOT, at=at)


def make_snapshot(work: Work) -> Finish:
    """Write the files without holding the database; the rows that lead to them in the short end."""
    month, site = _month(work.settings, datetime.now(UTC)), work.settings.public_url.rstrip("/")
    with work.reading() as session:
        wanted = snapshots.is_wanted(session, month=month)
        made = snapshots.make(session, work.store, month=month, site=site) if wanted else None

    def finish(session: Session, at: datetime) -> dict[str, Any]:
        kept = snapshots.keep(session, month=month, made=made, at=at) if made else None
        return {"month": month, "made": kept is not None}

    return finish


def _month(settings: Settings, at: datetime) -> str:
    return snapshots.month_of(local_date(at, settings.time_zone))
