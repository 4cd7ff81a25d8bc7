"""Turn what was asked for into a query of the index: names before title before text, names found despite slips."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain

from tantivy import Occur, Query, Schema

from statements.register import analysis
from statements.register.query_language import All, Either, Not, Term, Tree, plain_words, sought

FIELDS = {"lead_names": 12.0, "other_names": 6.0, "title": 3.0, "answers": 1.0, "body": 1.0}
"""Where words are looked for, and how much a find there weighs."""
NAME_FIELDS = ("lead_names", "other_names")
SHORT_FIELDS = (*NAME_FIELDS, "title")
PAIRS, PAIRS_WEIGH = "pairs", 1.0
WHOLE_NAME, NAME_BEGINS, NUMBER = 60.0, 15.0, 80.0
SLIPPED_NAME = 3.0
SHORTEST_KEY, SHORTEST_SLIP, TWO_SLIPS = 4, 4, 8
RARE_IN_TEXT = 2

Frequency = Callable[[str, str], int]
"""In how many statements a word stands in a field."""


def matching(schema: Schema, tree: Tree | None, text: str, frequency: Frequency) -> Query:
    """The statements that the words ask for; all of them where there is no word.

    A word that no name holds, and hardly any text, may be a slip of a name: names close to it count too.
    """
    if tree is None:
        return Query.all_query()
    slips = {word for word in _words(tree) if may_be_slip(word, frequency)}
    asked = _build(schema, tree, slips)
    keys = _keys(schema, tree, text)
    return Query.boolean_query([(Occur.Should, each) for each in (asked, *keys)])


def near_names(schema: Schema, text: str) -> Query:
    """The statements of organisations whose name, closed up, begins nearly like this text."""
    key = analysis.name_key(text)
    if len(key) < SHORTEST_KEY:
        return Query.empty_query()
    return Query.fuzzy_term_query(schema, "keys", key, distance=_slips_allowed(key), prefix=True)


def filtered(query: Query, schema: Schema, filters: Mapping[str, Sequence[str]]) -> Query:
    """The query narrowed by filters: any of the values of each; filters never change the order of results."""
    parts = [(Occur.Must, query)]
    for name, values in filters.items():
        if values:
            wanted = Query.term_set_query(schema, name, list(values))
            parts.append((Occur.Must, Query.const_score_query(wanted, 0.0)))
    return query if len(parts) == 1 else Query.boolean_query(parts)


def may_be_slip(word: str, frequency: Frequency) -> bool:
    """Whether a word is long enough to hold a slip, stands in no name and in hardly any text."""
    if len(word) < SHORTEST_SLIP or word.isdigit():
        return False
    named = any(frequency(field, word) for field in NAME_FIELDS)
    return not named and all(frequency(field, word) <= RARE_IN_TEXT for field in ("title", "answers", "body"))


def _words(tree: Tree) -> set[str]:
    alone = [term for term in sought(tree) if len(term.words) == 1 and not term.prefix]
    return set(chain.from_iterable(term.words for term in alone))


def _build(schema: Schema, tree: Tree, slips: set[str]) -> Query:
    match tree:
        case Term():
            return _term(schema, tree, slips)
        case Not():
            return _all_of(schema, [tree], slips)
        case All():
            return _all_of(schema, tree.parts, slips)
        case Either():
            return Query.boolean_query([(Occur.Should, _build(schema, part, slips)) for part in tree.parts])


def _all_of(schema: Schema, parts: Sequence[Tree], slips: set[str]) -> Query:
    """Each of the parts; where every one is to be left out, all statements but those."""
    wanted = [(Occur.Must, _build(schema, part, slips)) for part in parts if not isinstance(part, Not)]
    unwanted = [(Occur.MustNot, _build(schema, part.part, slips)) for part in parts if isinstance(part, Not)]
    return Query.boolean_query((wanted or [(Occur.Must, Query.all_query())]) + unwanted)


def _term(schema: Schema, term: Term, slips: set[str]) -> Query:
    if _is_common_phrase(term):
        return _common_phrase(schema, term)
    parts = [Query.boost_query(_in_field(schema, field, term), weight) for field, weight in FIELDS.items()]
    word = term.words[0]
    if len(term.words) == 1 and word in slips:
        allowed = _slips_allowed(word)
        near = [Query.fuzzy_term_query(schema, field, word, distance=allowed) for field in NAME_FIELDS]
        parts += [Query.boost_query(each, SLIPPED_NAME) for each in near]
    return Query.boolean_query([(Occur.Should, part) for part in parts])


def _is_common_phrase(term: Term) -> bool:
    """Whether a phrase has common words only: words that nearly every statement holds, many times over."""
    return len(term.words) > 1 and not term.prefix and analysis.common_words().issuperset(term.words)


def _common_phrase(schema: Schema, term: Term) -> Query:
    """A phrase of common words: in texts by its pairs of words, which are far rarer than the words."""
    first, *rest = analysis.pairs(term.words)
    paired = Query.phrase_query(schema, PAIRS, [first, *rest]) if rest else Query.term_query(schema, PAIRS, first)
    weights = [(_in_field(schema, field, term), FIELDS[field]) for field in SHORT_FIELDS] + [(paired, PAIRS_WEIGH)]
    return Query.boolean_query([(Occur.Should, Query.boost_query(query, weight)) for query, weight in weights])


def _in_field(schema: Schema, field: str, term: Term) -> Query:
    *before, last = term.words
    if not term.prefix:
        return Query.phrase_query(schema, field, [*before, last]) if before else Query.term_query(schema, field, last)
    if before:
        return Query.phrase_prefix_query(schema, field, [*before, last])
    return Query.regex_query(schema, field, f"{last}.*")


def _keys(schema: Schema, tree: Tree, text: str) -> list[Query]:
    """The whole text as one name written together or apart, or as a number in a register."""
    if not plain_words(tree):
        return []
    key, number = analysis.name_key(text), analysis.compact(text)
    found = [(Query.term_query(schema, "identifiers", number), NUMBER)]
    if len(key) >= SHORTEST_KEY:
        found.append((Query.term_query(schema, "keys", key), WHOLE_NAME))
        found.append((Query.regex_query(schema, "keys", f"{key}.*"), NAME_BEGINS))
    return [Query.boost_query(query, weight) for query, weight in found]


def _slips_allowed(word: str) -> int:
    return 2 if len(word) >= TWO_SLIPS else 1
