"""The figures as of now, counted once for each change of the register and each day, not for every reader.

Where counting takes long, the worker keeps what it counted, and changes are counted together: what is told may then be
some minutes old, and says its moment.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app

from portal import carried, db
from statements.clock import local_date
from statements.errors import NotFound
from statements.events import service as events
from statements.reports import facts, keeping, summary
from statements.reports.figures import Audience, Pack

MOST = 16
LONG = 1.0
"""Seconds of counting from which changes are counted together."""
TOGETHER = timedelta(minutes=1)

Key = tuple[Audience, int, date]


@dataclass(frozen=True)
class Kept:
    """A pack, the event after which it was counted, and the seconds that it took."""

    pack: Pack
    event: int
    seconds: float

    def holds(self, event: int, at: datetime) -> bool:
        """Whether it may be told at a moment after this event."""
        return self.event == event or (self.seconds > LONG and at - self.pack.as_at < TOGETHER)


@dataclass
class Packs:
    """The packs counted last; one reader counts, the others wait for it."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    kept: OrderedDict[Key, Kept] = field(default_factory=OrderedDict)


def pack_of(audience: Audience, year: int) -> Pack:
    """The pack of a year as of now, or as it was counted since the register last changed today."""
    settings, at = carried.settings(), db.now()
    profile, on = settings.default_profile, local_date(at, settings.time_zone)
    packs: Packs = current_app.extensions.setdefault("figures", Packs())
    given: dict[str, Any] = {"year": year, "profile": profile, "audience": audience, "at": at, "on": on}
    counted = keeping.kept(db.session(), **given)
    if counted is not None:
        return counted
    _require_year(year, profile)
    event, key = events.latest_number(db.session()), (audience, year, on)
    with packs.turn:
        found = packs.kept.get(key)
        if found is None or not found.holds(event, at):
            began = time.perf_counter()
            pack = summary.make_pack(db.session(), **given)
            found = packs.kept[key] = Kept(pack, event, time.perf_counter() - began)
            while len(packs.kept) > MOST:
                packs.kept.popitem(last=False)
    return found.pack


def _require_year(year: int, profile: str) -> None:
    """Raises NotFound for a year without a statement or an obligation: nothing is counted to show only zeros."""
    years = facts.years(db.session(), profile=profile)
    if years and year not in years:
        raise NotFound("Nothing was published or owed for this year.")
