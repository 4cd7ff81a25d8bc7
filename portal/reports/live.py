"""The figures as of now, counted once for each change of the register and each day, not for every reader."""

import threading
from collections import OrderedDict
from datetime import date
from typing import Any

from flask import current_app

from portal import carried, db
from statements.clock import local_date
from statements.events import service as events
from statements.reports import summary
from statements.reports.figures import Audience, Pack

MOST = 16


class Packs:
    """The packs counted last, by what they depend on: events, audience, year and day."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.kept: OrderedDict[tuple[int, Audience, int, date], Pack] = OrderedDict()

    def get(self, key: tuple[int, Audience, int, date]) -> Pack | None:
        """The pack kept under this key."""
        with self.turn:
            return self.kept.get(key)

    def keep(self, key: tuple[int, Audience, int, date], pack: Pack) -> None:
        """Keep a pack; the one counted longest ago goes where there is no room."""
        with self.turn:
            self.kept[key] = pack
            while len(self.kept) > MOST:
                self.kept.popitem(last=False)


def pack_of(audience: Audience, year: int) -> Pack:
    """The pack of a year as of now, or as it was counted since the register last changed today."""
    settings, at = carried.settings(), db.now()
    on = local_date(at, settings.time_zone)
    kept = _packs(current_app.extensions)
    key = (events.latest_number(db.session()), audience, year, on)
    pack = kept.get(key)
    if pack is None:
        given: dict[str, Any] = {"year": year, "profile": settings.default_profile, "audience": audience}
        pack = summary.make_pack(db.session(), **given, at=at, on=on)
        kept.keep(key, pack)
    return pack


def _packs(extensions: dict[str, Any]) -> Packs:
    found: Packs = extensions.setdefault("figures", Packs())
    return found
