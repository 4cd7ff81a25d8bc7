"""What is asked of a register's search: kinds of question by how many statements hold the words."""

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from benchmarks.register_world import World
from statements.reference import tables
from statements.register import facets
from statements.register.index import Index
from statements.register.search import SearchQuery

WORD = re.compile(r"[a-z]{3,}")
SHORT = re.compile(r"[a-z]{2,}")
ENOUGH = 40
SAMPLE = 20_000
RARE, MEDIUM, COMMON, EVERY = (0.0002, 0.002), (0.02, 0.08), (0.3, 0.7), (0.98, 1.01)
LITTLE = frozenset(
    ("the", "of", "and", "to", "in", "a", "our", "we", "for", "with", "that", "is", "on", "are", "as", "by", "this")
    + ("or", "an", "be", "from", "at", "all", "have")
)


class Words:
    """Words and phrases of the real sentences, by the share of this index's statements that hold them."""

    def __init__(self, world: World, index: Index) -> None:
        self.chance = random.Random(7)
        sampled = [each.lower() for each in self.chance.sample(world.sentences, SAMPLE)]
        counted = Counter(word for each in sampled for word in WORD.findall(each))
        total = index.searcher.num_docs
        self.share = {word: index.searcher.doc_freq("body", word) / total for word in counted}
        pairs = [pair for each in sampled for pair in pairwise(SHORT.findall(each))]
        self.rare, self.medium = self.within(RARE), self.within(MEDIUM)
        self.common, self.every = self.within(COMMON), self.within(EVERY)
        self.phrases = [" ".join(pair) for pair in pairs if all(self.share.get(word, 0) > MEDIUM[0] for word in pair)]
        often = Counter(pair for pair in pairs if LITTLE.issuperset(pair))
        self.little = [" ".join(pair) for pair, _ in often.most_common(ENOUGH)]

    def within(self, bounds: tuple[float, float]) -> list[str]:
        """The words whose share lies between two bounds, in an order of chance."""
        lowest, highest = bounds
        found = sorted(word for word, share in self.share.items() if lowest <= share < highest)
        self.chance.shuffle(found)
        return found


Kinds = dict[str, list[tuple[str, dict[str, list[str]]]]]
"""For each kind its questions: the text and the filters."""


def questions(words: Words, count: int) -> Kinds:
    """So many questions of each kind, each kind once without filters and once with two."""
    chance = words.chance
    makers: dict[str, Callable[[], str]] = {
        "rare word": lambda: chance.choice(words.rare),
        "medium word": lambda: chance.choice(words.medium),
        "common word": lambda: chance.choice(words.common),
        "word of every document": lambda: chance.choice(words.every),
        "two words": lambda: " ".join((chance.choice(words.common), chance.choice(words.medium))),
        "phrase": lambda: f'"{chance.choice(words.phrases)}"',
        "phrase of little words": lambda: f'"{chance.choice(words.little)}"',
        "no text": lambda: "",
    }
    regions = list(tables.regions())
    kinds: Kinds = {}
    for kind, make in makers.items():
        kinds[kind] = [(make(), {}) for _ in range(count)]
        kinds[f"{kind}, two filters"] = [
            (make(), {"year": ["2025", "2026"], "region": chance.sample(regions, 3)}) for _ in range(count)
        ]
    return kinds


def for_us(text: str, filters: dict[str, list[str]], counted: Sequence[str] = facets.FACTS) -> SearchQuery:
    """The question as our search takes it."""
    return SearchQuery(text=text, filters=filters, facets=counted)


def for_the_peer(text: str, filters: dict[str, list[str]]) -> str:
    """The question as Datasette's table page takes it: the same filters, the same five counts, twenty rows."""
    asked: list[tuple[str, Any]] = [("_size", 20)]
    if text:
        asked += [("_search", text), ("_searchmode", "raw")]
    asked += [(f"{name}__in", ",".join(values)) for name, values in filters.items()]
    asked += [("_facet", name) for name in facets.FACTS]
    asked += [("_col", name) for name in ("organisation", "year", "sector", "region", "size", "kind")]
    return urlencode(asked)
