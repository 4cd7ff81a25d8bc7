"""The jobs of the figures: freeze the compliance pack of a year; count what pages show where that takes long."""

from datetime import UTC, datetime
from typing import Any

from portal.config import Settings
from portal.work import Finish, Work
from statements.clock import local_date
from statements.db import Session
from statements.reports import facts, freezing, keeping


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


def ask_figures(session: Session, settings: Settings, at: datetime) -> None:
    """Want the figures counted anew where many statements changed."""
    keeping.ask(session, profile=settings.default_profile, at=at, on=local_date(at, settings.time_zone))


def count_figures(work: Work) -> Finish:
    """Count the figures of every year without holding the database; keep them in the short end."""
    profile, at = str(work.arguments["profile"]), datetime.now(UTC)
    with work.reading() as session:
        made = keeping.make(session, profile=profile, at=at, on=local_date(at, work.settings.time_zone))

    def finish(session: Session, _at: datetime) -> dict[str, Any]:
        return {"packs": keeping.keep(session, made, profile=profile), "seconds": round(made.seconds, 1)}

    return finish
