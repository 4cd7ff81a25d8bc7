"""What the register shows of some actions in one reporting year, for its annual report."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from statements.action_plan import readership
from statements.action_plan.figures import public_kinds
from statements.action_plan.planned import Action, Plan
from statements.clock import moments_of
from statements.register import tallies
from statements.suppliers.totals import totals
from statements.suppression import shown_count


@dataclass(frozen=True)
class Year:
    """A reporting year: its first and last day, and the zone in which its days begin."""

    first: date
    last: date
    zone: str


def of_year(session: Session, plan: Plan, year: Year) -> list[tuple[Action, str]]:
    """A line for each figure of each action that has any, in the plan's order."""
    return [
        (action, line)
        for action in plan.actions
        if action.live_figures in MADE
        for line in MADE[action.live_figures](session, year)
    ]


def _procurement(session: Session, year: Year) -> list[str]:
    found = totals(session, moments_of(year.first, year.last, year.zone))
    return [
        f"{shown_count(found.checkers)} organisations checked their suppliers here",
        f"{shown_count(found.suppliers)} suppliers stand on the lists they checked",
        f"{shown_count(found.found)} of these were found in this register",
        f"{shown_count(found.returns)} procurement returns filed by agencies",
    ]


def _tools(session: Session, year: Year) -> list[str]:
    return [f"{_read(session, year, readership.TOOLS)} times pages that explain and compare were read"]


def _awareness(session: Session, year: Year) -> list[str]:
    return [f"{_read(session, year, readership.AWARENESS)} times pages for everyone were read"]


def _reporting(session: Session, year: Year) -> list[str]:
    found = _published(session, year)
    by_public = sum(found.by_kind.get(code, 0) for code in public_kinds())
    return [
        f"{found.statements:,} statements were published",
        f"{by_public:,} of them by public bodies",
        f"{found.covered:,} organisations are covered by them",
    ]


def _guiding_principles(session: Session, year: Year) -> list[str]:
    told = "profiles of statements read against the Guiding Principles were confirmed and became public"
    return [f"{_published(session, year).released:,} {told}"]


def _published(session: Session, year: Year) -> tallies.Published:
    start, end = moments_of(year.first, year.last, year.zone)
    return tallies.published(session, start=start, end=end)


def _read(session: Session, year: Year, purpose: str) -> str:
    return f"{sum(readership.by_page(session, year.first, purpose=purpose, last=year.last).values()):,}"


MADE: dict[str, Callable[[Session, Year], list[str]]] = {
    "procurement": _procurement,
    "tools": _tools,
    "awareness": _awareness,
    "reporting": _reporting,
    "guiding_principles": _guiding_principles,
}
