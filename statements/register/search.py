"""Search the register: what is found, in what order, and how many there are of each value of each filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session
from tantivy import DocAddress, Order, Query

from statements.register import answers, entries, plain_search, queries, texts
from statements.register.facets import FACTS
from statements.register.index import Index
from statements.register.matching import filtered, matching, near_names
from statements.register.public import PublicStatement
from statements.register.query_language import Tree, parse, plain_words, sought
from statements.register.snippets import Parts, snippet

MOST_VALUES = 500
TIES_AT_ONCE = 50


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

    statement: PublicStatement
    snippet: Parts


@dataclass(frozen=True)
class SearchResult:
    """What was found. `near` tells that nothing matched as typed and names close to it are shown instead;
    `names_only` that the index is being built and only names were searched."""

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, dict[str, int]]
    near: bool = False
    names_only: bool = False


@dataclass(frozen=True)
class Found:
    """The numbers of the statements found, in order, with how many there are of each value."""

    total: int
    numbers: list[int]
    facets: dict[str, dict[str, int]]
    near: bool = False


def search(index: Index | None, session: Session, query: SearchQuery) -> SearchResult:
    """Search by the index, or by names and filters alone where there is none. Raises Invalid for a text too long."""
    tree = parse(query.text)
    found = numbers(index, session, query)
    statements = queries.statements_by_numbers(session, found.numbers, with_text=True)
    hits = tuple(Hit(each, _snippet(each, tree)) for each in statements)
    return SearchResult(found.total, hits, found.facets, found.near, names_only=index is None)


def numbers(index: Index | None, session: Session, query: SearchQuery) -> Found:
    """The numbers of what is found, in order: the same as `search`, without reading any statement. Raises Invalid."""
    tree = parse(query.text)
    if index is None:
        by_name = query.order is Sort.NAME
        total, found, facets = plain_search.find(session, tree, query.filters, query.facets, by_name=by_name)
        return Found(total, found[query.offset : query.offset + query.limit], facets)
    asked = matching(index.schema, tree, query.text, index.searcher.doc_freq)
    result = _numbers(index, asked, query)
    if result.total == 0 and plain_words(tree):
        near = _numbers(index, near_names(index.schema, query.text), query)
        return replace(near, near=True) if near.total else result
    return result


def _numbers(index: Index, asked: Query, query: SearchQuery) -> Found:
    narrowed = filtered(asked, index.schema, query.filters)
    total, found = _ordered(index, narrowed, query)
    return Found(total, found, _facets(index, asked, query))


def _ordered(index: Index, query: Query, asked: SearchQuery) -> tuple[int, list[int]]:
    if asked.order is Sort.RELEVANCE:
        return _by_relevance(index, query, asked.offset, asked.limit)
    column, direction = COLUMNS[asked.order]
    options = {"limit": max(asked.limit, 1), "offset": asked.offset, "order_by_field": column, "order": direction}
    result: Any = index.searcher.search(query, **options)  # type: ignore[arg-type]
    return result.count, _numbers_at(_newest(index, result.hits[: asked.limit]))


def _by_relevance(index: Index, query: Query, offset: int, limit: int) -> tuple[int, list[int]]:
    """Best first; those of one score newest first. A run of equals that the end would cut is read to its end."""
    wanted = offset + limit
    reach = wanted + 1
    while True:
        result: Any = index.searcher.search(query, limit=reach)
        hits = result.hits
        if len(hits) <= wanted or len(hits) == result.count or hits[wanted - 1][0] != hits[-1][0]:
            break
        reach = min(result.count, reach * 4 + TIES_AT_ONCE)
    newest = _newest(index, hits)
    order = sorted(range(len(hits)), key=lambda at: (-hits[at][0], -newest[at]))[offset:wanted]
    return result.count, _numbers_at([newest[at] for at in order])


def _newest(index: Index, hits: Sequence[tuple[float, DocAddress]]) -> list[int]:
    values: Any = index.searcher.fast_field_values("newest", [address for _, address in hits])
    return list(values)


def _numbers_at(newest: Sequence[int]) -> list[int]:
    return [each % entries.NUMBER_ROOM for each in newest]


def _facets(index: Index, asked: Query, query: SearchQuery) -> dict[str, dict[str, int]]:
    """How many there are of each value under all filters but the filter's own, so that a choice can be widened."""
    chosen = [name for name in query.facets if query.filters.get(name)]
    free = [name for name in query.facets if name not in chosen]
    counted = _count(index, filtered(asked, index.schema, query.filters), free) if free else {}
    for name in chosen:
        others = {key: values for key, values in query.filters.items() if key != name}
        counted |= _count(index, filtered(asked, index.schema, others), [name])
    return {name: counted[name] for name in query.facets}


def _count(index: Index, query: Query, names: Sequence[str]) -> dict[str, dict[str, int]]:
    wanted = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}
    result = index.searcher.aggregate(query, wanted)
    return {name: {each["key"]: each["doc_count"] for each in result[name]["buckets"]} for name in names}


def _snippet(statement: PublicStatement, tree: Tree | None) -> Parts:
    """Of a document its text, of a typed statement each answer apart; then the answers that were chosen, one by one."""
    written = [page.text for page in texts.pages(statement.version, statement.law)]
    said = ["\n".join(written)] if statement.version.documents else written
    return snippet([*said, *answers.words(statement.law, statement.version.answers).splitlines()], sought(tree))
