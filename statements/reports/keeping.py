"""Figures that take long to count are counted by the worker and kept: no reader waits for them.

Kept figures hold for the moment that they name. A small register keeps none: there they are counted when asked for.
"""

import time
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from statements.events import service as events
from statements.jobs import service as jobs
from statements.jobs.models import Job, JobState
from statements.register import changes
from statements.reports import facts, figures, summary
from statements.reports.figures import Audience, Pack
from statements.reports.models import KeptFigures
from statements.reports.summary import Counted

COUNT = "count-figures"
"""The kind of the job that counts what is kept."""
MANY = 5_000
"""Published statements from which figures are kept; fewer are counted in less than a second."""
SHORTEST, LONGEST, SHARE = timedelta(minutes=1), timedelta(minutes=5), 10
"""A count waits after the one before for SHARE times as long as that took, within these bounds: figures are fresh where
they are soon counted, and a busy day does not keep a worker counting."""
HOLDS = timedelta(minutes=30)
"""Figures older than this are counted anew for whoever asks, should no worker run; unless nothing has changed."""


@dataclass(frozen=True)
class Made:
    """What one count gave: the packs of every year and audience, and the event after which they were counted."""

    event: int
    on: date
    packs: tuple[Pack, ...]
    seconds: float


def ask(session: Session, *, profile: str, at: datetime, on: date, many: int = MANY) -> Job | None:
    """Want the figures counted where many statements changed since they were, or a day began. None where not."""
    if facts.size_of(session, profile=profile) < many or _was_asked(session, at):
        return None
    last = session.execute(
        select(KeptFigures.event, KeptFigures.on_day, KeptFigures.as_at)
        .where(KeptFigures.profile == profile)
        .order_by(KeptFigures.as_at.desc())
        .limit(1)
    ).one_or_none()
    if last is not None:
        unchanged = last.event == events.latest_number(session) and last.on_day == on
        if unchanged:
            return None
    return jobs.ask(session, kind=COUNT, arguments={"profile": profile}, by=None, at=at)


def _was_asked(session: Session, at: datetime) -> bool:
    """Whether the job waits, runs, or was asked for a short while ago."""
    query = select(Job.state, Job.asked_at, Job.result).where(Job.kind == COUNT).order_by(Job.asked_at.desc())
    last = session.execute(query.limit(1)).one_or_none()
    if last is None:
        return False
    took = timedelta(seconds=float(last.result.get("seconds", 0)))
    pause = max(SHORTEST, min(LONGEST, SHARE * took))
    return last.state in (JobState.WAITING, JobState.RUNNING) or last.asked_at > at - pause


def make(session: Session, *, profile: str, at: datetime, on: date) -> Made:
    """The packs of every year for both audiences: the statements are read once for all of them."""
    began, event = time.perf_counter(), events.latest_number(session)
    found = facts.statements_in(session, profile=profile)
    across, of_year = summary.across_years(found), summary.by_year(found)
    packs = []
    for year in facts.years(session, profile=profile):
        for audience in Audience:
            told: dict[str, Any] = {"year": year, "profile": profile, "audience": audience}
            owed = facts.obligations_in(session, **told, at=at, on=on)
            packs.append(summary.count(Counted(of_year.get(year, []), owed), **told, at=at, across=across))
    return Made(event, on, tuple(packs), time.perf_counter() - began)


def keep(session: Session, made: Made, *, profile: str) -> int:
    """Keep these packs in place of those before; how many."""
    session.execute(delete(KeptFigures).where(KeptFigures.profile == profile))
    session.add_all(
        KeptFigures(
            profile=profile,
            year=pack.year,
            audience=pack.audience,
            as_at=pack.as_at,
            on_day=made.on,
            event=made.event,
            body={**asdict(pack), "as_at": pack.as_at.isoformat()},
        )
        for pack in made.packs
    )
    session.flush()
    return len(made.packs)


def kept(session: Session, *, year: int, profile: str, audience: Audience, at: datetime, on: date) -> Pack | None:
    """The pack that is kept of this year, where it may be told at this moment."""
    row = session.get(KeptFigures, (profile, year, audience))
    if row is None:
        return None
    unchanged = row.on_day == on and row.event == events.latest_number(session)
    return figures.pack_of(row.body, as_at=row.as_at) if unchanged or at - row.as_at < HOLDS else None


def changed_since(session: Session, pack: Pack) -> int | None:
    """How many statements changed publicly since a kept pack was counted, which lists of now hold already.

    None where nothing at all happened since, or where the pack was counted for whoever asks.
    """
    row = session.get(KeptFigures, (pack.profile, pack.year, pack.audience))
    if row is None or row.as_at != pack.as_at or row.event == events.latest_number(session):
        return None
    return changes.count_after(session, number=row.event)
