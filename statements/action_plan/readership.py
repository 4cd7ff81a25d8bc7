"""How often pages are read: a count for each page and day. Nothing about readers is asked, kept or needed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from statements.action_plan.models import PageReading

TOOLS, AWARENESS = "tools", "awareness"
DAYS = 365
"""Figures tell the readings of so many days."""


@dataclass(frozen=True)
class CountedPage:
    """A page, or pages alike, whose readings are counted: what it is called and what it is for."""

    name: str
    purpose: str
    path: str


PAGES = {
    "scoring": CountedPage("How statements are read", TOOLS, "/scoring"),
    "figures": CountedPage("Figures of the register", TOOLS, "/reports"),
    "help-business": CountedPage("Help for businesses", TOOLS, "/help/business"),
    "home": CountedPage("Home", AWARENESS, "/"),
    "search": CountedPage("Search of the register", AWARENESS, "/statements"),
    "statement": CountedPage("A statement, whichever", AWARENESS, "/statements"),
    "organisation": CountedPage("An organisation, whichever", AWARENESS, "/statements"),
    "plan": CountedPage("The Plan of Action", AWARENESS, "/plan"),
    "help": CountedPage("Where to get help", AWARENESS, "/help"),
}
"""Pages by key. One statement or organisation is never told from another."""


def add(session: Session, counts: Mapping[tuple[str, date], int]) -> None:
    """Add readings, by page and day, to those that are kept; pages that are not counted are left out."""
    for (page, day), count in sorted(counts.items()):
        if page not in PAGES:
            continue
        row = session.get(PageReading, (page, day), with_for_update=True)
        if row is None:
            session.add(PageReading(page=page, day=day, count=count))
        else:
            row.count += count
    session.flush()


def by_day(session: Session) -> list[tuple[str, date, int]]:
    """Every count: page, day, readings; the newest day first."""
    query = select(PageReading.page, PageReading.day, PageReading.count)
    rows = session.execute(query.order_by(PageReading.day.desc(), PageReading.page))
    return [(page, day, count) for page, day, count in rows]


def by_page(session: Session, first: date, *, purpose: str, last: date = date.max) -> dict[str, int]:
    """How often each page of a purpose was read from a day to another, both included."""
    pages = [key for key, page in PAGES.items() if page.purpose == purpose]
    query = select(PageReading.page, func.sum(PageReading.count)).group_by(PageReading.page)
    rows = session.execute(query.where(PageReading.page.in_(pages), PageReading.day >= first, PageReading.day <= last))
    return dict.fromkeys(pages, 0) | {page: int(count) for page, count in rows}
