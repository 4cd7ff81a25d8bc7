"""Time: the present moment, local dates, working days and twelve-month periods.

Use-cases never read the clock; whoever calls them passes the moment in.
"""

from calendar import monthrange
from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)
_LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True)
class Period:
    """A span of whole days; both `start` and `end` belong to it."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """The number of days in the period, both ends counted."""
        return (self.end - self.start).days + 1

    def overlaps(self, other: "Period") -> bool:
        """Say whether the two periods share a day."""
        return self.start <= other.end and other.start <= self.end


def utc_now() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)


def local_date(moment: datetime, zone: str) -> date:
    """Return the calendar date of an aware moment in a zone named as in the IANA list.

    Raises ValueError for a moment without a zone: which day it fell on could not be known.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone before it has a local date")
    return moment.astimezone(ZoneInfo(zone)).date()


def moments_of(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    """Return the moment at which the first of these days begins in a zone, and that at which the last is over."""
    begins, over = (datetime.combine(day, time.min, ZoneInfo(zone)) for day in (first, last + _ONE_DAY))
    return begins.astimezone(UTC), over.astimezone(UTC)


def latest_date(moment: datetime) -> date:
    """Return the date that it is at a moment where the day begins first: no zone is more than 14 hours ahead of UTC."""
    return (moment.astimezone(UTC) + timedelta(hours=14)).date()


def is_working_day(day: date, holidays: Container[date]) -> bool:
    """Say whether `day` is neither a Saturday, a Sunday nor in `holidays`."""
    return day.weekday() < _SATURDAY and day not in holidays


def add_working_days(day: date, count: int, holidays: Container[date]) -> date:
    """Return the date `count` working days after `day`, which itself is not counted; before it for a negative count.

    For a count of 0 it is `day`, moved on to the next working day where it is none.
    """
    step = -_ONE_DAY if count < 0 else _ONE_DAY
    while count == 0 and not is_working_day(day, holidays):
        day += step
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day, holidays):
            day += step
    return day


def end_of_working_day(moment: datetime, count: int, zone: str, holidays: Container[date]) -> datetime:
    """Return the last second of the working day that is `count` working days after a moment's date in a zone."""
    day = add_working_days(local_date(moment, zone), count, holidays)
    return datetime.combine(day, _LAST_SECOND, ZoneInfo(zone))


def working_days_between(start: date, end: date, holidays: Container[date]) -> int:
    """Count the working days after `start` up to and with `end`; 0 when `end` is not after `start`."""
    return sum(is_working_day(start + timedelta(days=n), holidays) for n in range(1, (end - start).days + 1))


def add_months(day: date, count: int) -> date:
    """Return the same day `count` months later (earlier if negative), or the last day of a shorter month."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_after_period(end: date, count: int) -> date:
    """Return the date `count` months after a period's end; the end of a month stays the end of a month.

    Six months after 31 March is 30 September, and after 30 June it is 31 December.
    """
    later = add_months(end, count)
    if (end + _ONE_DAY).day == 1:
        return later.replace(day=monthrange(later.year, later.month)[1])
    return later


def twelve_months_from(start: date) -> Period:
    """Return the twelve months that begin on `start`: 1 April to 31 March, 29 February to 28 February."""
    return Period(
        start, add_months(start, 12) - _ONE_DAY if start.day < 29 or start.month != 2 else add_months(start, 12)
    )


def twelve_months_to(end: date) -> Period:
    """Return the twelve months that end on `end`: to 29 February they begin on 1 March."""
    return Period(add_months(end + _ONE_DAY, -12), end)


def months_between(start: date, end: date) -> int:
    """Count the whole months of a period from `start` to `end`, both days within it; 0 when none is whole.

    1 April to 31 March of the next year is 12, as is 1 March to 28 (or 29) February.
    """
    if end < start:
        return 0
    after = end + _ONE_DAY
    months = (after.year - start.year) * 12 + after.month - start.month
    return months if add_months(start, months) <= after else months - 1


def is_twelve_months(start: date, end: date) -> bool:
    """Say whether a period from `start` to `end`, both days within it, is twelve months long."""
    return twelve_months_from(start).end == end or twelve_months_to(end).start == start
