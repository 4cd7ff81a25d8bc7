"""How values look on pages: dates, numbers, file sizes, codes of reference tables."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask

from statements.organisations.lateness import title_of


def set_up(app: Flask, time_zone: str) -> None:
    """Register the filters that templates use."""
    zone = ZoneInfo(time_zone)
    app.add_template_filter(lambda value: show_date(value, zone), "date")
    app.add_template_filter(lambda value: show_moment(value, zone), "moment")
    app.add_template_filter(show_size, "size")
    app.add_template_filter(show_number, "number")
    app.add_template_filter(title_of, "why_late")


def show_date(value: date | datetime | None, zone: ZoneInfo) -> str:
    """ "3 March 2026"; a moment is shown as the day it falls on in the zone; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(zone).date()
    return f"{value.day} {value:%B %Y}"


def show_moment(value: datetime | None, zone: ZoneInfo) -> str:
    """ "3 March 2026, 4:05 pm" in the zone; nothing for None."""
    if value is None:
        return ""
    local = value.astimezone(zone)
    hour = local.hour % 12 or 12
    return f"{show_date(value, zone)}, {hour}:{local:%M} {'am' if local.hour < 12 else 'pm'}"


def show_size(count: int) -> str:
    """A number of bytes as "812 bytes", "45 kB" or "1.2 MB"."""
    if count < 1000:
        return f"{count} bytes"
    if count < 1_000_000:
        return f"{count / 1000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB"


def show_number(value: float | None) -> str:
    """A number with thousands apart ("12,345"); a dash for None."""
    return "–" if value is None else f"{value:,}"
