"""The job that freezes the compliance pack of a year: read the rows, count, write the files, keep them."""

from datetime import UTC, datetime
from typing import Any

from portal.work import Finish, Work
from statements.clock import local_date
from statements.db import Session
from statements.reports import facts, freezing


def freeze(work: Work) -> Finish:
    """Freeze the public pack of the year and profile named in the arguments."""
    year, profile, settings = int(work.arguments["year"]), str(work.arguments["profile"]), work.settings
    at = datetime.now(UTC)
    with work.reading() as session:
        total = 2 * facts.size_of(session, profile=profile)
    with work.reading() as session:
        on = local_date(at, settings.time_zone)
        counted = freezing.gather(
            session, year=year, profile=profile, at=at, on=on, progress=lambda read: work.progress(read, total)
        )
    made = freezing.make(
        counted,
        year=year,
        profile=profile,
        at=at,
        title=settings.service_name,
        time_zone=settings.time_zone,
        progress=lambda step: work.progress(total // 2 + total // 2 * step // freezing.STEPS, total),
    )
    sizes = freezing.put(work.store, made)
    work.progress(total, total)

    def finish(session: Session, at: datetime) -> dict[str, Any]:
        kept = freezing.keep(session, made=made, sizes=sizes, job_id=work.job_id, by=work.asked_by, at=at)
        return {"number": kept.number, "stamp": kept.stamp}

    return finish
