"""How many statements there are of each value of each filter, under all the other filters."""

from collections import Counter
from collections.abc import Mapping, Sequence

from tantivy import Query

from statements.register.entries import SET_OF, SIGN
from statements.register.facets import by_name
from statements.register.index import Index
from statements.register.matching import Under

MOST_VALUES = 5_000
"""More than any filter has values, and any set-column has sets that occur."""

Counts = dict[str, dict[str, int]]


def counts(index: Index, asked: Under, filters: Mapping[str, Sequence[str]], wanted: Sequence[str]) -> Counts:
    """The counts of each wanted filter under all filters but its own, so that a choice can be widened."""
    chosen = [name for name in wanted if filters.get(name)]
    free = [name for name in wanted if name not in chosen]
    counted = _count(index, asked(filters, counting=True), free) if free else {}
    for name in chosen:
        others = {key: values for key, values in filters.items() if key != name}
        counted |= _count(index, asked(others, counting=True), [name])
    return {name: counted[name] for name in wanted}


def _count(index: Index, query: Query, names: Sequence[str]) -> Counts:
    columns = {name: SET_OF + name if by_name()[name].in_sets else name for name in names}
    wanted = {name: {"terms": {"field": column, "size": MOST_VALUES}} for name, column in columns.items()}
    result = index.searcher.aggregate(query, wanted)
    return {name: _told(result[name]["buckets"], in_sets=columns[name] != name) for name in names}


def _told(buckets: Sequence[Mapping[str, object]], *, in_sets: bool) -> dict[str, int]:
    found: Counter[str] = Counter()
    for bucket in buckets:
        key, count = str(bucket["key"]), int(str(bucket["doc_count"]))
        for value in key.split(SIGN) if in_sets else (key,):
            found[value] += count
    return dict(found)
