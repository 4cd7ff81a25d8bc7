"""Names of organisations that begin like what is being typed."""

from collections.abc import Sequence

from tantivy import Occur, Query

from statements.register import analysis, cards
from statements.register.index import Index

MOST = 8
READ = 60
"""Statements looked at: an organisation has one for each year."""
SHORTEST = 2


def suggest(index: Index | None, text: str) -> list[str]:
    """The names of at most MOST organisations that hold the words, the last of them as a beginning; best first.

    Empty for less than SHORTEST letters, for signs that are no words, and while there is no index.
    """
    words = analysis.words(text)
    if index is None or sum(map(len, words)) < SHORTEST:
        return []
    *whole, last = words
    parts = [(Occur.Must, Query.term_query(index.schema, "lead_names", word)) for word in whole]
    begun = [_begins(index, each) for each in dict.fromkeys([last, *analysis.prefixes(text)])]
    query = Query.boolean_query([*parts, (Occur.Must, Query.boolean_query([(Occur.Should, each) for each in begun]))])
    found = index.searcher.search(query, limit=READ, weight_by_field="fresh")
    kept = [index.searcher.doc(address).get_first("card") for _, address in found.hits]
    names = dict.fromkeys(cards.from_bytes(each).organisation.name for each in kept if each)
    return sorted(names, key=lambda name: not _starts(name, words))[:MOST]


def _starts(name: str, typed: Sequence[str]) -> bool:
    """Whether a name begins as what was typed does; one found by another of its names comes after."""
    first = analysis.words(name)[: len(typed)]
    return first[:-1] == typed[:-1] and bool(first) and first[-1].startswith(typed[-1])


def _begins(index: Index, word: str) -> Query:
    return Query.regex_query(index.schema, "lead_names", f"{word}.*")
