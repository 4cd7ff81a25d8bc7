"""What the steps of one loading share: the world, the time line, and who and what has come to be so far."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.config import Settings
from portal.demo.timeline import Act, Timeline, moment
from portal.demo.world_files import Moment, World, day_of
from statements import clock
from statements.db import Session
from statements.errors import NotFound
from statements.filing import profiles
from statements.filing.content import ReadFile
from statements.filing.models import Statement
from statements.organisations.models import Organisation
from statements.storage.store import Store

FOUNDED_BEFORE = 60
"""Days by which the register's beginning lies before anything else that the world tells."""


@dataclass
class Loading:
    """One loading of the world into one database; ids are filled in as steps make what they stand for."""

    world: World
    settings: Settings
    store: Store
    now: datetime
    documents: dict[str, ReadFile]
    password_hash: str
    tell: Callable[[str], None]
    timeline: Timeline = field(default_factory=Timeline)
    organisations: dict[str, uuid.UUID] = field(default_factory=dict)
    people: dict[str, uuid.UUID] = field(default_factory=dict)
    statements: dict[str, uuid.UUID] = field(default_factory=dict)

    @property
    def profile(self) -> profiles.Profile:
        """The law under which the world files."""
        return profiles.profile(self.world.settings["profile"])

    @property
    def today(self) -> date:
        """The day on which the world is loaded: never before the day that its files tell of."""
        told: date = self.world.settings["as_at"]
        return max(told, clock.local_date(self.now, self.profile.time_zone))

    def plan(self, at: datetime, act: Act) -> None:
        """Have `act` happen at `at`; what lies beyond the day of loading does not happen."""
        if at <= max(self.now, self.at(self.today, "23:59")):
            self.timeline.plan(at, act)

    def day(self, said: Moment) -> date:
        """The day that a moment of the world's files means."""
        return day_of(said, self.today)

    def at(self, said: Moment, shows: str) -> datetime:
        """The moment when a clock in the profile's zone `shows` this, like "09:30", on that day."""
        return moment(self.day(said), shows, self.profile.time_zone)

    @property
    def founded(self) -> date:
        """The day on which the register began: before everything that is filed in it."""
        first = min(first_day(entry, self) for entry in self.world.statements)
        return date.fromordinal(first.toordinal() - FOUNDED_BEFORE)

    def organisation(self, session: Session, key: str) -> Organisation:
        """The row of the organisation with this key. Raises NotFound before it was added."""
        return _got(session, Organisation, self.organisations[key])

    def statement(self, session: Session, key: str) -> Statement:
        """The row of the statement with this key. Raises NotFound before it was started."""
        return _got(session, Statement, self.statements[key])


def first_day(entry: dict[str, Any], loading: Loading) -> date:
    """The day on which a statement reached the register, or was started where it is still a draft."""
    if "started" in entry:
        return loading.day(entry["started"])
    return min(loading.day(each["submitted"]) for each in [*entry.get("returned", []), entry] if "submitted" in each)


def _got(session: Session, kind: type[Any], key: uuid.UUID) -> Any:
    found = session.get(kind, key)
    if found is None:
        raise NotFound(f"The demonstration has lost a row of {kind.__tablename__}.")
    return found
