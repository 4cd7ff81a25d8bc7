"""Dates as people write them: ISO, day first, with a month's name, or a spreadsheet's serial number."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from statements.ingest.cells import Value

# A spreadsheet counts days from here (1900 date system; right from 1 March 1900 on).
SERIAL_ORIGIN = date(1899, 12, 30)
SERIALS = range(20_000, 80_000)
CENTURY = 2000

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_NUMERIC = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})(?:[T ,]+\d{1,2}:\d{2}.*)?")
_DAY_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s\-/.,]*(?:of\s+)?([A-Za-z]{3,9})\.?[\s\-/.,]*(\d{4}|\d{2})")
_NAMED_DAY = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})")


@dataclass(frozen=True)
class DateStyle:
    """What the dates of one column show: whether any can only be day first, and any only month first."""

    day_first: bool = False
    month_first: bool = False


def style_of(values: Iterable[Value]) -> DateStyle:
    """How the numeric dates among these values are written."""
    day_first = month_first = False
    for value in values:
        match = _NUMERIC.fullmatch(value.strip()) if isinstance(value, str) else None
        if match:
            one, two = int(match.group(1)), int(match.group(2))
            day_first = day_first or one > 12 >= two
            month_first = month_first or two > 12 >= one
    return DateStyle(day_first, month_first)


@dataclass(frozen=True)
class ReadDate:
    """A date, or None with the fault; `ambiguous`: month and day could be the other way round."""

    value: date | None
    fault: str = ""
    mend: str = ""
    ambiguous: bool = False


def read_date(value: Value, style: DateStyle) -> ReadDate:
    """The date in a cell's value. A numeric one is day first, and a problem where its column also goes month first."""
    if isinstance(value, datetime):
        return ReadDate(value.date())
    if isinstance(value, date):
        return ReadDate(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_serial(value)
    text = " ".join(str(value).split())
    if text.isdecimal() and len(text) < 7 and int(text) in SERIALS:
        return _from_serial(int(text))
    return _from_text(text, style)


def _from_serial(value: float) -> ReadDate:
    if int(value) in SERIALS:
        return ReadDate(SERIAL_ORIGIN + timedelta(days=int(value)))
    return ReadDate(None, f"“{value}” is not a date.", "Write it as 31/03/2030 or 2030-03-31.")


def _from_text(text: str, style: DateStyle) -> ReadDate:
    if match := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
        return _checked(text, year, month, day)
    if match := _NUMERIC.fullmatch(text):
        return _numeric(text, int(match.group(1)), int(match.group(2)), _year(match.group(3)), style)
    if match := _DAY_NAMED.fullmatch(text):
        return _named(text, match.group(1), match.group(2), match.group(3))
    if match := _NAMED_DAY.fullmatch(text):
        return _named(text, match.group(2), match.group(1), match.group(3))
    return _not_a_date(text)


def _numeric(text: str, one: int, two: int, year: int, style: DateStyle) -> ReadDate:
    if two > 12 >= one:
        return ReadDate(None, f"“{text}” has the month first.", f"Write the day first: {two}/{one}/{year}.")
    ambiguous = one <= 12 and two <= 12 and one != two
    if ambiguous and style.month_first:
        found = _checked(text, year, two, one)
        if found.value:
            mend = f"Write it as {found.value.isoformat()} or {year:04}-{one:02}-{two:02}, whichever it is."
            return ReadDate(None, f"“{text}” may be day first or month first: its column has both.", mend)
    found = _checked(text, year, two, one)
    return ReadDate(found.value, found.fault, found.mend, ambiguous and found.value is not None)


def _named(text: str, day: str, month: str, year: str) -> ReadDate:
    name = month[:3].lower()
    if name not in _MONTHS:
        return _not_a_date(text)
    return _checked(text, _year(year), _MONTHS.index(name) + 1, int(day))


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else CENTURY + int(digits)


def _checked(text: str, year: int, month: int, day: int) -> ReadDate:
    try:
        return ReadDate(date(year, month, day))
    except ValueError:
        return ReadDate(None, f"“{text}” is a day that does not exist.", "Check the day and the month.")


def _not_a_date(text: str) -> ReadDate:
    return ReadDate(None, f"“{text[:60]}” is not a date.", "Write it as 31/03/2030 or 2030-03-31.")
