"""How alike two names are, word by word: rare words weigh much, words that many names share weigh little."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from statements.organisations.names import common_words

_DIGITS = re.compile(r"[0-9]+")
_COMMON_WEIGHT = 0.25
_ALIKE_ENOUGH = 0.75
_JOINED_ENOUGH = 0.88
_SHORTEST_ABBREVIATION = 3
_ABBREVIATED = 0.76
_SHORTEST_JOINED = 6
_SHORTEST_GARBLED = 8
_LEFTOVERS_ALIKE = 0.55
_WHOLE_ALIKE = 0.75
_GARBLED = 0.72


class WordWeights:
    """The weight of each word, from 0 to 1: rare in the register is heavy, frequent or commonplace is light."""

    def __init__(self, names: Iterable[Sequence[str]]) -> None:
        """Count in how many of `names` (each its words) every word stands."""
        counts: Counter[str] = Counter()
        total = 0
        for words in names:
            counts.update(set(words))
            total += 1
        highest = math.log1p(total) or 1.0
        self._weights = {word: math.log1p(total / count) / highest for word, count in counts.items()}
        for word in common_words():
            self._weights[word] = min(self._weights.get(word, 1.0), 1.0) * _COMMON_WEIGHT

    def of(self, word: str) -> float:
        """Return the weight of a word; one that the register never uses weighs 1."""
        return self._weights.get(word, 1.0)


@dataclass(frozen=True)
class Likeness:
    """The likeness of two names from 0 to 1, and what it rests on.

    `close` are pairs of words that differ by letters; `only_here` and `only_there` stand in one name alone.
    """

    score: float
    close: tuple[tuple[str, str], ...]
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]


def word_likeness(one: str, other: str) -> float:
    """Return how alike two words are, from 0 to 1: by letters, or one an abbreviation that begins the other."""
    if one == other:
        return 1.0
    shorter, longer = sorted((one, other), key=len)
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return 0.0
    if len(shorter) >= _SHORTEST_ABBREVIATION and longer.startswith(shorter):
        return _ABBREVIATED
    if len(longer) < _SHORTEST_ABBREVIATION + 1:
        return 0.0
    return float(OSA.normalized_similarity(one, other, score_cutoff=_ALIKE_ENOUGH))


def likeness(here: Sequence[str], there: Sequence[str], weights: WordWeights) -> Likeness:
    """Compare two names given as words in one spelling; the order of words does not matter."""
    shared = set(here) & set(there)
    left = [word for word in here if word not in shared]
    right = [word for word in there if word not in shared]
    pairs = _pairs(left, right, weights)
    matched = 2 * sum(weights.of(word) for word in shared)
    matched += sum(alike * (_weight(one, weights) + _weight(other, weights)) for alike, one, other in pairs)
    total = sum(map(weights.of, {*here})) + sum(map(weights.of, {*there}))
    score = min(1.0, matched / total) if total else 0.0
    garbled = _as_one_string(here, there, left, right) if score < _GARBLED else 0.0
    if garbled > score:
        score, pairs = garbled, [(garbled, " ".join(left), " ".join(right))]
    paired_here = {word for _, one, _ in pairs for word in one.split()}
    paired_there = {word for _, _, other in pairs for word in other.split()}
    return Likeness(
        score,
        tuple((one, other) for _, one, other in pairs),
        tuple(word for word in left if word not in paired_here),
        tuple(word for word in right if word not in paired_there),
    )


def _as_one_string(here: Sequence[str], there: Sequence[str], left: list[str], right: list[str]) -> float:
    """Return a modest likeness for names garbled throughout, as by a scan, and 0 where whole words are other words.

    Commonplace words are left out of the comparison, and what the two do not share must itself be somewhat alike:
    otherwise every two names that end in the same long word would be close.
    """
    one, other = ("".join(word for word in words if word not in common_words()) for words in (here, there))
    if min(len(one), len(other)) < _SHORTEST_GARBLED or not left or not right:
        return 0.0
    if OSA.normalized_similarity("".join(left), "".join(right)) < _LEFTOVERS_ALIKE:
        return 0.0
    whole = float(OSA.normalized_similarity(one, other))
    return _GARBLED if whole >= _WHOLE_ALIKE else 0.0


def _weight(words: str, weights: WordWeights) -> float:
    return sum(map(weights.of, words.split()))


def _pairs(left: list[str], right: list[str], weights: WordWeights) -> list[tuple[float, str, str]]:
    """Pair what is left of two names: all of it where the words were only divided otherwise, else word by word."""
    if left and right and len(left) != len(right):
        one, other = "".join(left), "".join(right)
        alike = float(OSA.normalized_similarity(one, other)) if len(one) >= _SHORTEST_JOINED else float(one == other)
        if alike >= _JOINED_ENOUGH:
            return [(alike, " ".join(left), " ".join(right))]
    found: list[tuple[float, str, str]] = []
    free = list(right)
    for word in sorted(left, key=weights.of, reverse=True):
        alike, twin = max(((word_likeness(word, other), other) for other in free), default=(0.0, ""))
        if alike >= _ALIKE_ENOUGH:
            found.append((alike, word, twin))
            free.remove(twin)
    return found
