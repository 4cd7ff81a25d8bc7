"""What each act must write down, as docs/acts.md says, and a look at the events that one request wrote."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import event

from statements.events.models import Event

PAGE = Path(__file__).resolve().parents[1] / "docs" / "acts.md"
NONE = "none: "

_written: ContextVar[list[Event] | None] = ContextVar("written", default=None)


@dataclass(frozen=True)
class Act:
    """The kinds that come together, in every way that the act may go; whether of each several, or nothing."""

    ways: tuple[frozenset[str], ...]
    each: bool
    or_nothing: bool


@event.listens_for(Event, "after_insert")
def _note(_mapper: Any, _connection: Any, written: Event) -> None:
    found = _written.get()
    if found is not None:
        found.append(written)


@contextmanager
def written_events() -> Iterator[list[Event]]:
    """The events that are written while the block runs, by the thread that runs it."""
    found: list[Event] = []
    token = _written.set(found)
    try:
        yield found
    finally:
        _written.reset(token)


@cache
def acts() -> Mapping[str, Act]:
    """What each address that changes something writes down."""
    return {address.strip("`"): _act(said, often) for address, said, often in _rows("Address")}


@cache
def kinds() -> Mapping[str, Mapping[str, str]]:
    """Of each kind of event whether it tells who, before, after and why: "always", "may" or nothing."""
    return {
        kind: dict(zip(("actor", "before", "after", "reason"), told, strict=True)) for kind, *told in _rows("Event")
    }


def check_act(address: str, found: Sequence[Event]) -> None:
    """Fail where an act at this address wrote down other than it must."""
    assert address in acts(), f"{address}: not in docs/acts.md"
    act, count = acts()[address], Counter(each.kind for each in found)
    if not (act.or_nothing and not count):
        assert frozenset(count) in act.ways, f"{address}: {dict(count)}"
    assert act.each or all(number == 1 for number in count.values()), f"{address}: {dict(count)}"
    for each in found:
        assert each.kind in kinds(), f"{each.kind}: not in docs/acts.md"
        told = {name: getattr(each, name) for name, when in kinds()[each.kind].items() if when == "always"}
        empty = [name for name, value in told.items() if not value]
        assert not empty, f"{address}: {each.kind} tells no {empty}"


def _act(said: str, often: str) -> Act:
    ways = () if said.startswith(NONE) else tuple(frozenset(way.split(" and ")) for way in said.split(" or "))
    return Act(ways or (frozenset(),), "each" in often, "or nothing" in often)


def _rows(heading: str) -> Iterator[list[str]]:
    """The cells of the rows of the table whose first column has this heading."""
    inside = False
    for line in PAGE.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        inside = line.startswith("|") and (inside or cells[0] == heading)
        if inside and cells[0] != heading and not cells[0].startswith("---"):
            yield cells
