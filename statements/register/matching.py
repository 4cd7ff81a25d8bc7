"""Turn what was asked for into a query of the index: names before title before text, names found despite slips."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Protocol

from tantivy import Occur, Query, Schema

from statements.register import analysis
from statements.register.query_language import All, Either, Not, Term, Tree, plain_words, sought

FIELDS = {"lead_names": 12.0, "other_names": 6.0, "title": 3.0, "answers": 1.0, "body": 1.0}
"""Where words are looked for, and how much a find there weighs."""
NAME_FIELDS = ("lead_names", "other_names")
BODY, TITLE, TITLE_PAIRS, PAIRS = "body", "title", "title_pairs", "pairs"
LONG_FIELDS = ("answers", BODY)
"""The fields whose pairs of common words stand in PAIRS; TITLE_PAIRS holds every pair of a title."""
GATHERED = 16
WHOLE_NAME, NAME_BEGINS, NUMBER = 60.0, 15.0, 80.0
SLIPPED_NAME = 3.0
SHORTEST_KEY, SHORTEST_SLIP, TWO_SLIPS = 4, 4, 8
RARE_IN_TEXT = 2

Filters = Mapping[str, Sequence[str]]


class Under(Protocol):
    """What was asked for, under filters; `counting` where the order does not matter, which is found faster."""

    def __call__(self, filters: Filters, *, counting: bool = False) -> Query: ...


Frequency = Callable[[str, str], int]
"""In how many statements a word stands in a field."""


def matching(schema: Schema, tree: Tree | None, text: str, frequency: Frequency) -> Under:
    """The statements that the words ask for, under filters; all of them where there is no word.

    A word that no name holds, and hardly any text, may be a slip of a name: names close to it count too.
    """
    if tree is None:
        return lambda filters, **_: filtered(Query.all_query(), schema, filters)
    slips = {word for word in _words(tree) if may_be_slip(word, frequency)}
    keys = _keys(schema, tree, text)

    def under(filters: Filters, *, counting: bool = False) -> Query:
        asked = _Reading(schema, slips, _chosen(schema, filters), counting=counting).query(tree)
        return filtered(Query.boolean_query([(Occur.Should, each) for each in (asked, *keys)]), schema, filters)

    return under


def near_names(schema: Schema, text: str) -> Under:
    """The statements of organisations whose name, closed up, begins nearly like this text."""
    key = analysis.name_key(text)
    if len(key) < SHORTEST_KEY:
        return lambda filters, **_: Query.empty_query()
    near = Query.fuzzy_term_query(schema, "keys", key, distance=slips_allowed(key), prefix=True)
    return lambda filters, **_: filtered(near, schema, filters)


def filtered(query: Query, schema: Schema, filters: Filters) -> Query:
    """The query narrowed by filters: any of the values of each; filters never change the order of results."""
    return _all([query, *_chosen(schema, filters)])


def _chosen(schema: Schema, filters: Filters) -> list[Query]:
    return [Query.const_score_query(_any(schema, name, values), 0.0) for name, values in filters.items() if values]


def _any(schema: Schema, name: str, values: Sequence[str]) -> Query:
    """Any of the values; a few are run through side by side, many are gathered first."""
    if len(values) > GATHERED:
        return Query.term_set_query(schema, name, list(values))
    each = [Query.term_query(schema, name, value, index_option="basic") for value in values]
    return Query.boolean_query([(Occur.Should, one) for one in each])


def may_be_slip(word: str, frequency: Frequency) -> bool:
    """Whether a word is long enough to hold a slip, stands in no name and in hardly any text."""
    if len(word) < SHORTEST_SLIP or word.isdigit():
        return False
    named = any(frequency(field, word) for field in NAME_FIELDS)
    return not named and all(frequency(field, word) <= RARE_IN_TEXT for field in ("title", "answers", "body"))


def _words(tree: Tree) -> set[str]:
    alone = [term for term in sought(tree) if len(term.words) == 1 and not term.prefix]
    return set(chain.from_iterable(term.words for term in alone))


class _Reading:
    """Turns a tree into a query, for the order of what is found or only to count it.

    What is chosen by filters is asked of phrases at once, not only of the whole: the index would read them through for
    statements that a filter leaves out. To count, titles are not looked at: whatever stands in one stands in the text.
    """

    def __init__(self, schema: Schema, slips: set[str], chosen: Sequence[Query], *, counting: bool) -> None:
        self.schema, self.slips, self.chosen, self.counting = schema, slips, chosen, counting

    def query(self, tree: Tree) -> Query:
        """The statements that a tree asks for."""
        match tree:
            case Term():
                return self._term(tree)
            case Not():
                return self._all_of([tree])
            case All():
                return self._all_of(tree.parts)
            case Either():
                return Query.boolean_query([(Occur.Should, self.query(part)) for part in tree.parts])

    def _all_of(self, parts: Sequence[Tree]) -> Query:
        """Each of the parts; where every one is to be left out, all statements but those."""
        wanted = [(Occur.Must, self.query(part)) for part in parts if not isinstance(part, Not)]
        unwanted = [(Occur.MustNot, self.query(part.part)) for part in parts if isinstance(part, Not)]
        return Query.boolean_query((wanted or [(Occur.Must, Query.all_query())]) + unwanted)

    def _term(self, term: Term) -> Query:
        fields = [field for field in FIELDS if field != TITLE or not self.counting]
        parts = [self._weighed(self._in(field, term), FIELDS[field]) for field in fields]
        word = term.words[0]
        if len(term.words) == 1 and word in self.slips:
            allowed = slips_allowed(word)
            near = [Query.fuzzy_term_query(self.schema, field, word, distance=allowed) for field in NAME_FIELDS]
            parts += [self._weighed(each, SLIPPED_NAME) for each in near]
        if word.isdigit() and len(word) >= analysis.SHORTEST_NUMBER:
            parts.append(self._weighed(Query.term_query(self.schema, "identifiers", word), NUMBER))
        return Query.boolean_query([(Occur.Should, part) for part in parts])

    def _weighed(self, query: Query, weight: float) -> Query:
        return query if self.counting or weight == 1.0 else Query.boost_query(query, weight)

    def _in(self, field: str, term: Term) -> Query:
        """A term in a field: a phrase by its pairs of words where the index holds them, for it finds those at once."""
        if len(term.words) == 1:
            return self._word(field, term)
        if field == TITLE and not term.prefix:
            return self._by_pairs(TITLE_PAIRS, term)
        if field not in LONG_FIELDS:
            return self._phrase(field, term)
        if _is_common_phrase(term):
            return self._by_pairs(PAIRS, term) if field == BODY else Query.empty_query()
        held = [Query.term_query(self.schema, PAIRS, pair) for pair in analysis.common_pairs(_whole(term))]
        pairs = [Query.const_score_query(each, 0.0) for each in held] if field == BODY else []
        return _all([self._phrase(field, term), *pairs, *self.chosen])

    def _word(self, field: str, term: Term) -> Query:
        word = term.words[0]
        if term.prefix:
            return Query.regex_query(self.schema, field, f"{word}.*")
        return Query.term_query(self.schema, field, word)

    def _phrase(self, field: str, term: Term) -> Query:
        if term.prefix:
            return Query.phrase_prefix_query(self.schema, field, list(term.words))
        return Query.phrase_query(self.schema, field, list(term.words))

    def _by_pairs(self, field: str, term: Term) -> Query:
        first, *rest = analysis.pairs(term.words)
        if not rest:
            return Query.term_query(self.schema, field, first)
        return _all([Query.phrase_query(self.schema, field, [first, *rest]), *self.chosen])


def _all(queries: Sequence[Query]) -> Query:
    first, *rest = queries
    return Query.boolean_query([(Occur.Must, each) for each in queries]) if rest else first


def _whole(term: Term) -> Sequence[str]:
    return term.words[:-1] if term.prefix else term.words


def _is_common_phrase(term: Term) -> bool:
    """Whether a phrase has common words only: words that very many statements hold, many times over."""
    return len(term.words) > 1 and not term.prefix and analysis.common_words().issuperset(term.words)


def _keys(schema: Schema, tree: Tree, text: str) -> list[Query]:
    """The whole text as one name written together or apart, or as a number in a register."""
    if not plain_words(tree):
        return []
    key, number = analysis.name_key(text), analysis.number(text)
    found = [(Query.term_query(schema, "identifiers", number), NUMBER)]
    if len(key) >= SHORTEST_KEY:
        found.append((Query.term_query(schema, "keys", key), WHOLE_NAME))
        found.append((Query.regex_query(schema, "keys", f"{key}.*"), NAME_BEGINS))
    return [Query.boost_query(query, weight) for query, weight in found]


def slips_allowed(word: str) -> int:
    """How many letters of a word may be wrong: two in a long one."""
    return 2 if len(word) >= TWO_SLIPS else 1
