"""What happens in the demonstration world, in the order in which it happens; a step may plan a later one."""

from collections.abc import Callable
from datetime import date, datetime, time
from heapq import heappop, heappush
from itertools import count
from zoneinfo import ZoneInfo

from statements.db import Session

Act = Callable[[Session, datetime], None]
"""One step: what is done in one transaction, and the moment at which it happened."""


class Timeline:
    """Steps by their moment; those of one moment keep the order in which they were planned."""

    def __init__(self) -> None:
        self._steps: list[tuple[datetime, int, Act]] = []
        self._numbers = count()

    def plan(self, at: datetime, act: Act) -> None:
        """Have `act` happen at `at`."""
        heappush(self._steps, (at, next(self._numbers), act))

    def run(self, do: Callable[[Act, datetime], None]) -> int:
        """Hand every step to `do`, oldest first, also those that are planned meanwhile; how many there were."""
        done = 0
        while self._steps:
            at, _number, act = heappop(self._steps)
            do(act, at)
            done += 1
        return done


def moment(day: date, clock: str, zone: str) -> datetime:
    """The moment on a day at which a clock in a zone shows, say, "09:30"."""
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(zone))
