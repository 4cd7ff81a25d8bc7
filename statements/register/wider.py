"""Ways out of a search that found little: what a reader could ask instead, with how much each would find."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy.orm import Session

from statements.register.index import Index
from statements.register.query_language import parse, sought
from statements.register.respelling import respelt
from statements.register.search import SearchQuery, numbers

MOST_DROPPED = 5


class Change(StrEnum):
    """What is different in the wider search; ONE_FILTER_LESS names which in `dropped`."""

    SPELLING = "spelling"
    ONE_FILTER_LESS = "one filter less"
    NO_FILTERS = "no filters"
    ANY_WORD = "any word"


@dataclass(frozen=True)
class Wider:
    """A search that finds something where the one asked found little; `dropped` is the name of a filter."""

    change: Change
    query: SearchQuery
    total: int
    dropped: str = ""


def wider(index: Index | None, session: Session, query: SearchQuery, *, total: int) -> list[Wider]:
    """The wider searches that would find something: where nothing was found all of them, else another spelling."""
    text = respelt(index, session, query.text)
    tried = [Wider(Change.SPELLING, replace(query, text=text, offset=0), 0)] if text else []
    if total == 0:
        tried += _widened(query, text)
    counted = [numbers(index, session, replace(each.query, limit=1, offset=0, facets=())).total for each in tried]
    return [replace(each, total=total) for each, total in zip(tried, counted, strict=True) if total]


def _widened(query: SearchQuery, text: str) -> Iterator[Wider]:
    """Fewer filters, then any of the words; without filters in another spelling where there is one."""
    chosen = [name for name, values in query.filters.items() if values]
    for name in chosen[:MOST_DROPPED] if len(chosen) > 1 else ():
        left = {key: values for key, values in query.filters.items() if key != name}
        yield Wider(Change.ONE_FILTER_LESS, replace(query, filters=left, offset=0), 0, name)
    if chosen:
        yield Wider(Change.NO_FILTERS, replace(query, text=text or query.text, filters={}, offset=0), 0)
    words = list(dict.fromkeys(word for term in sought(parse(query.text)) for word in term.words))
    if len(words) > 1:
        yield Wider(Change.ANY_WORD, replace(query, text=" OR ".join(words), filters={}, offset=0), 0)
