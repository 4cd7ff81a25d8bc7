"""Search the register: what is found, in what order, and how many there are of each value of each filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session
from tantivy import DocAddress, Order, Query

from statements.errors import NotYet
from statements.register import cards, entries, plain_search, queries, texts
from statements.register.cards import Card
from statements.register.counting import counts
from statements.register.facets import FACTS
from statements.register.index import Index
from statements.register.matching import Under, matching, near_names
from statements.register.name_order import FAR_DOWN, numbers_by_name
from statements.register.query_language import Tree, parse, plain_words, sought
from statements.register.snippets import Parts, beginning, best_stretch, snippet

TIES_AT_ONCE = 50
BEING_BUILT = "The search index is being built. Try again in a few minutes."


class Sort(StrEnum):
    """The orders of results: NEWEST by the end of the period, PUBLISHED by the day of publication.

    There is none by score, and there will be none.
    """

    RELEVANCE = "relevance"
    NEWEST = "newest"
    PUBLISHED = "published"
    NAME = "name"


COLUMNS = {
    Sort.NEWEST: ("newest", Order.Desc),
    Sort.PUBLISHED: ("recent", Order.Desc),
    Sort.NAME: ("by_name", Order.Asc),
}
"""The column of the index that holds each order, and its direction."""


@dataclass(frozen=True)
class SearchQuery:
    """What is searched for: text, filters (any of the values of each), order, which stretch, which counts."""

    text: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    limit: int = 20
    offset: int = 0
    facets: Sequence[str] = FACTS

    @property
    def order(self) -> Sort:
        """The order in force: without text nothing is more relevant than another, so the newest come first."""
        return Sort.NEWEST if self.sort is Sort.RELEVANCE and not self.text.strip() else self.sort


@dataclass(frozen=True)
class Hit:
    """A statement that was found and the words around what was found in it."""

    statement: Card
    snippet: Parts


@dataclass(frozen=True)
class SearchResult:
    """What was found. `near` tells that nothing matched as typed and names close to it are shown instead;
    `names_only` that the index is being built and only names were searched, of the newest `through` statements where
    the register is too large to look them all through."""

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, dict[str, int]]
    near: bool = False
    names_only: bool = False
    through: int = 0


@dataclass(frozen=True)
class Found:
    """The numbers of the statements found, in order, with how many there are of each value.

    `addresses` tells where in the index they stand; it is empty where there is no index.
    """

    total: int
    numbers: list[int]
    facets: dict[str, dict[str, int]]
    near: bool = False
    addresses: tuple[DocAddress, ...] = ()
    through: int = 0


def search(index: Index | None, session: Session, query: SearchQuery, *, may_stop: bool = False) -> SearchResult:
    """Search by the index, or by names and filters alone where there is none.

    Raises Invalid for a text too long, and NotYet where there is no index and the register is too large to be looked
    through without; whoever `may_stop` is given what the newest statements hold instead, and must say so.
    """
    tree = parse(query.text)
    found = _find(index, session, query) if may_stop else _whole(index, session, query)
    if index is None:
        shown = [cards.of(each) for each in queries.statements_by_numbers(session, found.numbers, with_text=True)]
    else:
        shown = [_card(index, each) for each in found.addresses]
    hits = tuple(Hit(card, parts) for card, parts in zip(shown, _snippets(session, shown, tree), strict=True))
    names_only = index is None
    return SearchResult(found.total, hits, found.facets, found.near, names_only, found.through)


def numbers(index: Index | None, session: Session, query: SearchQuery) -> Found:
    """The numbers of what is found, in order: the same as `search`, without reading any statement.

    Raises Invalid, and NotYet.
    """
    return _whole(index, session, query)


def _whole(index: Index | None, session: Session, query: SearchQuery) -> Found:
    """What is found in the whole register. Raises Invalid, and NotYet before looking where it is plainly too large."""
    if index is None and plain_search.is_too_large(session):
        raise NotYet(BEING_BUILT)
    found = _find(index, session, query)
    if found.through:
        raise NotYet(BEING_BUILT)
    return found


def _find(index: Index | None, session: Session, query: SearchQuery) -> Found:
    tree = parse(query.text)
    if index is None:
        by_name = query.order is Sort.NAME
        looked = plain_search.find(session, tree, query.filters, query.facets, by_name=by_name)
        wanted = looked.numbers[query.offset : query.offset + query.limit]
        return Found(looked.total, wanted, looked.counts, through=looked.through)
    if query.sort is Sort.RELEVANCE and not sought(tree):
        query = replace(query, sort=Sort.NEWEST)
    asked = matching(index.schema, tree, query.text, index.searcher.doc_freq)
    result = _numbers(index, session, asked, query)
    if result.total == 0 and plain_words(tree):
        near = _numbers(index, session, near_names(index.schema, query.text), query)
        return replace(near, near=True) if near.total else result
    return result


def counted(index: Index | None, session: Session, query: SearchQuery, names: Sequence[str]) -> Found:
    """How many statements the search finds, and the counts of these filters alone. Raises Invalid, and NotYet."""
    return numbers(index, session, replace(query, facets=tuple(names), limit=1, offset=0))


def _numbers(index: Index, session: Session, asked: Under, query: SearchQuery) -> Found:
    if query.order is Sort.NAME and query.offset > FAR_DOWN:
        total, addresses = _far_down(index, asked(query.filters, counting=True), query, numbers_by_name(index, session))
    else:
        total, addresses = _ordered(index, asked(query.filters), query)
    found = [each % entries.NUMBER_ROOM for each in _newest(index, addresses)]
    return Found(total, found, counts(index, asked, query.filters, query.facets), addresses=tuple(addresses))


def _ordered(index: Index, query: Query, asked: SearchQuery) -> tuple[int, list[DocAddress]]:
    if asked.limit == 0:
        result: Any = index.searcher.search(query, limit=1)
        return result.count, []
    if asked.order is Sort.RELEVANCE:
        return _by_relevance(index, query, asked.offset, asked.limit)
    column, direction = COLUMNS[asked.order]
    options = {"limit": asked.limit, "offset": asked.offset, "order_by_field": column, "order": direction}
    result = index.searcher.search(query, **options)  # type: ignore[arg-type]
    return result.count, [address for _, address in result.hits]


def _far_down(index: Index, query: Query, asked: SearchQuery, order: Sequence[int]) -> tuple[int, list[DocAddress]]:
    """What stands far down in the order of these numbers."""
    result: Any = index.searcher.search(query, limit=max(1, index.searcher.num_docs), order_by_field="newest")
    addresses = [address for _, address in result.hits]
    found = {newest % entries.NUMBER_ROOM: at for at, newest in enumerate(_newest(index, addresses))}
    places = islice((found[each] for each in order if each in found), asked.offset, asked.offset + asked.limit)
    return result.count, [addresses[at] for at in places]


def _by_relevance(index: Index, query: Query, offset: int, limit: int) -> tuple[int, list[DocAddress]]:
    """Best first; those of one score newest first. A run of equals that the end would cut is read to its end."""
    wanted = offset + limit
    reach = wanted + 1
    while True:
        result: Any = index.searcher.search(query, limit=reach, weight_by_field="fresh")
        hits = result.hits
        if len(hits) <= wanted or len(hits) == result.count or hits[wanted - 1][0] != hits[-1][0]:
            break
        reach = min(result.count, reach * 4 + TIES_AT_ONCE)
    scores, addresses = [score for score, _ in hits], [address for _, address in hits]
    newest = _newest(index, addresses)
    order = sorted(range(len(hits)), key=lambda at: (-scores[at], -newest[at]))[offset:wanted]
    return result.count, [addresses[at] for at in order]


def _card(index: Index, address: DocAddress) -> Card:
    kept: Any = index.searcher.doc(address).get_first("card")
    return cards.from_bytes(kept)


def _newest(index: Index, addresses: Sequence[DocAddress]) -> list[int]:
    values: Any = index.searcher.fast_field_values("newest", list(addresses))
    return list(values)


def _snippets(session: Session, shown: Sequence[Card], tree: Tree | None) -> list[Parts]:
    """The words around what was found: in the text of the documents, else in one answer apart from the others.

    Where no word was sought it is the beginning of the text, which the cards hold.
    """
    terms = list(dict.fromkeys(sought(tree)))
    if not terms:
        return [beginning(card.lead) for card in shown]
    written = texts.of_versions(session, [card.version.id for card in shown if card.version.documents])
    found = [best_stretch(written.get(card.version.id, ""), terms) for card in shown]
    short = [card for card, stretch in zip(shown, found, strict=True) if not stretch.complete]
    answered = texts.of_answers(session, {card.version.id: card.law for card in short})
    others = [[*answered[card.version.id], card.lead] if card.version.id in answered else [] for card in shown]
    return [snippet(stretch, more, terms) for stretch, more in zip(found, others, strict=True)]
