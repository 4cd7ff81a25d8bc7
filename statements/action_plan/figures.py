"""Progress that the register itself can show: live figures for some actions, each with what it counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from statements.action_plan import readership
from statements.reference.tables import organisation_kinds
from statements.register import facets, queries, tallies
from statements.suppliers.totals import totals
from statements.suppression import shown_count

DAYS = readership.DAYS
DEFINED, COVERED = "/plan/figures", "/plan/figures/covered"
PUBLIC_SECTOR = "public"


@dataclass(frozen=True)
class LiveFigure:
    """A figure as shown, what it says, how it is counted, and the address that opens what it counts."""

    key: str
    shown: str
    label: str
    counts: str
    link: str

    @property
    def private(self) -> bool:
        """Whether it counts what is not public, so that it opens its definition and no list."""
        return self.link.startswith(f"{DEFINED}#")


def live_figures(session: Session, name: str, *, on: date) -> list[LiveFigure]:
    """The figures of this name as on a day; none for a name without any."""
    return MADE[name](session, on) if name in MADE else []


def public_kinds() -> list[str]:
    """The kinds of organisation that are public bodies."""
    return [code for code, kind in organisation_kinds().items() if kind.sector == PUBLIC_SECTOR]


def _procurement(session: Session, _on: date) -> list[LiveFigure]:
    found = totals(session)
    here = (
        "Only this total is public and opens no list: a supplier list and a procurement return are their agency's own. "
        "A number below 6 is not shown."
    )
    return [
        _total("checkers", found.checkers, "organisations checked their suppliers here", here),
        _total("suppliers", found.suppliers, "suppliers stand on the lists they checked", here),
        _total("found", found.found, "of these were found in this register", here),
        _total("returns", found.returns, "procurement returns filed by agencies", here),
    ]


def _tools(session: Session, on: date) -> list[LiveFigure]:
    return [_read(session, on, readership.TOOLS, "times pages that explain and compare were read in a year")]


def _awareness(session: Session, on: date) -> list[LiveFigure]:
    return [_read(session, on, readership.AWARENESS, "times pages for everyone were read in a year")]


def _reporting(session: Session, _on: date) -> list[LiveFigure]:
    counts, kinds = queries.counts(session), tallies.by_kind(session)
    public = public_kinds()
    by_public = sum(kinds.get(code, 0) for code in public)
    address = "/statements?" + urlencode([("kind", code) for code in public])
    listed = "Every statement that the register lists, withdrawn ones included."
    bodies = "Statements whose lead organisation is a department, a Crown entity, a council or another public body."
    covered = "Organisations that statements in force cover, each once."
    return [
        LiveFigure("statements", f"{counts.statements:,}", "statements in the register", listed, "/statements"),
        LiveFigure("by-public-bodies", f"{by_public:,}", "of them by public bodies", bodies, address),
        LiveFigure("covered", f"{counts.covered:,}", "organisations they cover", covered, COVERED),
    ]


def _guiding_principles(session: Session, _on: date) -> list[LiveFigure]:
    told = "Statements in force whose findings an officer confirmed and whose notice period has ended."
    address = "/statements?" + urlencode({"status": facets.PUBLISHED, "profile": facets.RELEASED})
    label = "statements read against the Guiding Principles and confirmed"
    return [LiveFigure("confirmed", f"{queries.counts(session).released:,}", label, told, address)]


def _total(key: str, count: int, label: str, told: str) -> LiveFigure:
    return LiveFigure(key, shown_count(count), label, told, f"{DEFINED}#{key}")


def _read(session: Session, on: date, purpose: str, label: str) -> LiveFigure:
    count = sum(readership.by_page(session, on - timedelta(days=DAYS), purpose=purpose).values())
    told = (
        "Page views of the last 365 days, by people and by machines: nobody is tracked, so they cannot be told apart."
    )
    return LiveFigure(f"read-{purpose}", f"{count:,}", label, told, f"/plan/readership#{purpose}")


MADE: dict[str, Callable[[Session, date], list[LiveFigure]]] = {
    "procurement": _procurement,
    "tools": _tools,
    "awareness": _awareness,
    "reporting": _reporting,
    "guiding_principles": _guiding_principles,
}
