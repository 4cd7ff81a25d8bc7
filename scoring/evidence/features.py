"""What the classifier sees of a sentence: its own n-grams, its neighbours' words, and a little of its shape.

Grams are kept only where enough statements share them, so that no wording of a single organisation is stored.
"""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from scoring.text import folded

MIN_STATEMENTS = 3
NEIGHBOUR_WEIGHT = 0.5
SHAPE_WEIGHT = 0.5
SHORT_WORDS, LONG_WORDS = 6, 40
EDGE_SENTENCES = 5
FIRST_PART, LAST_PART = 0.10, 0.85

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER = re.compile(r"\d[\d,.]*")
_WORD = re.compile(r"[a-z][a-z']*")

Grams = Callable[[str], list[str]]


@dataclass(frozen=True)
class Block:
    """One family of grams: `columns` gives each gram's place, `statements` how many training statements held it."""

    name: str
    columns: dict[str, int]
    statements: np.ndarray
    inverse_frequency: np.ndarray


@dataclass(frozen=True)
class Vocabulary:
    """All families of grams that a model knows, in the order of its weights."""

    blocks: tuple[Block, ...]

    @property
    def width(self) -> int:
        """How many numbers describe one sentence."""
        return sum(len(block.columns) for block in self.blocks) + SHAPE_WIDTH


def masked(text: str) -> str:
    """The folded text with years and numbers replaced by tokens, so that only their presence is learned."""
    return _NUMBER.sub(" nn ", _YEAR.sub(" yyyy ", folded(text)))


def word_grams(text: str) -> list[str]:
    """Words and pairs of words of a masked text."""
    words = _WORD.findall(text)
    return words + [f"{first} {second}" for first, second in itertools.pairwise(words)]


def words_only(text: str) -> list[str]:
    """Words of a masked text."""
    return _WORD.findall(text)


def character_grams(text: str) -> list[str]:
    """Runs of three to five characters within the words of a masked text, word ends marked by a space."""
    grams: list[str] = []
    for word in text.split():
        padded = f" {word} "
        for size in (3, 4, 5):
            grams += [padded[start : start + size] for start in range(len(padded) - size + 1)]
    return grams


def _own(texts: Sequence[str]) -> Sequence[str]:
    return texts


def _before(texts: Sequence[str]) -> Sequence[str]:
    return ["", *texts[:-1]] if texts else []


def _after(texts: Sequence[str]) -> Sequence[str]:
    return [*texts[1:], ""] if texts else []


FAMILIES: tuple[tuple[str, Grams, Callable[[Sequence[str]], Sequence[str]], float], ...] = (
    ("words", word_grams, _own, 1.0),
    ("characters", character_grams, _own, 1.0),
    ("before", words_only, _before, NEIGHBOUR_WEIGHT),
    ("after", words_only, _after, NEIGHBOUR_WEIGHT),
)
SHAPE_WIDTH = 6


def fit(statements: Sequence[Sequence[str]]) -> Vocabulary:
    """The vocabulary of statements (each a sequence of masked sentences): grams that MIN_STATEMENTS or more share."""
    return Vocabulary(tuple(_fit_block(name, grams, side, statements) for name, grams, side, _ in FAMILIES))


def _fit_block(
    name: str, grams: Grams, side: Callable[[Sequence[str]], Sequence[str]], statements: Sequence[Sequence[str]]
) -> Block:
    in_statements: Counter[str] = Counter()
    in_sentences: Counter[str] = Counter()
    for sentences in statements:
        seen: set[str] = set()
        for sentence in side(sentences):
            distinct = set(grams(sentence))
            in_sentences.update(distinct)
            seen |= distinct
        in_statements.update(seen)
    kept = sorted(gram for gram, count in in_statements.items() if count >= MIN_STATEMENTS)
    total = sum(len(sentences) for sentences in statements)
    frequency = np.array([in_sentences[gram] for gram in kept], dtype=float)
    return Block(
        name=name,
        columns={gram: column for column, gram in enumerate(kept)},
        statements=np.array([in_statements[gram] for gram in kept], dtype=np.int32),
        inverse_frequency=np.log((1 + total) / (1 + frequency)) + 1,
    )


def matrix(vocabulary: Vocabulary, statements: Iterable[Sequence[str]]) -> sparse.csr_matrix:
    """One row per masked sentence, statement after statement: TF-IDF of every family, then the shape."""
    rows = []
    for sentences in statements:
        parts = []
        for block, (_, grams, side, weight) in zip(vocabulary.blocks, FAMILIES, strict=True):
            parts.append(_weighted(block, [grams(sentence) for sentence in side(sentences)], weight))
        rows.append(sparse.hstack([*parts, _shape(sentences)], format="csr"))
    return sparse.vstack(rows, format="csr") if rows else sparse.csr_matrix((0, vocabulary.width))


def _weighted(block: Block, grams_of_sentences: list[list[str]], weight: float) -> sparse.csr_matrix:
    columns: list[int] = []
    counts: list[int] = []
    ends = [0]
    place = block.columns
    for grams in grams_of_sentences:
        found = Counter(place[gram] for gram in grams if gram in place)
        columns += found.keys()
        counts += found.values()
        ends.append(len(columns))
    values = (1 + np.log(np.array(counts, dtype=float))) * block.inverse_frequency[np.array(columns, dtype=int)]
    table = sparse.csr_matrix((values, columns, ends), shape=(len(grams_of_sentences), len(place)))
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    return sparse.csr_matrix(sparse.diags(weight / lengths) @ table)


def _shape(sentences: Sequence[str]) -> sparse.csr_matrix:
    total = len(sentences)
    table = np.zeros((total, SHAPE_WIDTH))
    for index, sentence in enumerate(sentences):
        words = len(sentence.split())
        table[index] = (
            total - index <= EDGE_SENTENCES,
            index / total < FIRST_PART,
            index / total > LAST_PART,
            words < SHORT_WORDS,
            words > LONG_WORDS,
            " nn " in f" {sentence} " or "yyyy" in sentence,
        )
    return sparse.csr_matrix(table * SHAPE_WEIGHT)
