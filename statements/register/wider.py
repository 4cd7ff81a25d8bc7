"""Ways out of a search that found nothing: what a reader could ask instead, with how much each would find."""

from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy.orm import Session

from statements.register.index import Index
from statements.register.query_language import parse, sought
from statements.register.search import SearchQuery, numbers


class Change(StrEnum):
    """What is different in the wider search."""

    NO_FILTERS = "no filters"
    ANY_WORD = "any word"


@dataclass(frozen=True)
class Wider:
    """A search that finds something where the one asked found nothing."""

    change: Change
    query: SearchQuery
    total: int


def wider(index: Index | None, session: Session, query: SearchQuery) -> list[Wider]:
    """The wider searches that would find something."""
    tried = []
    if any(query.filters.values()):
        tried.append((Change.NO_FILTERS, replace(query, filters={}, offset=0)))
    words = list(dict.fromkeys(word for term in sought(parse(query.text)) for word in term.words))
    if len(words) > 1:
        tried.append((Change.ANY_WORD, replace(query, text=" OR ".join(words), filters={}, offset=0)))
    counted = [
        (change, each, numbers(index, session, replace(each, limit=1, facets=())).total) for change, each in tried
    ]
    return [Wider(change, each, total) for change, each, total in counted if total]
