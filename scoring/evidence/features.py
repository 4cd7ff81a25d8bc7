"""What the classifier sees of a sentence: its own n-grams, its neighbours' words, and a little of its shape.

Grams are kept only where enough statements share them, so that no wording of a single organisation is stored.
"""

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from scoring.text import folded

MIN_STATEMENTS = 3
NEIGHBOUR_WEIGHT = 0.5
SHAPE_WEIGHT = 0.5
SHORT_WORDS, LONG_WORDS = 6, 40
EDGE_SENTENCES = 5
FIRST_PART, LAST_PART = 0.10, 0.85
REMEMBERED = 100_000

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER = re.compile(r"\d[\d,.]*")
_WORD = re.compile(r"[a-z][a-z']*")

WORDS, CHARACTERS, BEFORE, AFTER = "words", "characters", "before", "after"
FAMILIES = {WORDS: 1.0, CHARACTERS: 1.0, BEFORE: NEIGHBOUR_WEIGHT, AFTER: NEIGHBOUR_WEIGHT}
SHAPE_WIDTH = 6


@dataclass(frozen=True)
class Block:
    """One family of grams: `columns` gives each gram's place, `statements` how many training statements held it."""

    name: str
    columns: dict[str, int]
    statements: np.ndarray
    inverse_frequency: np.ndarray
    # The columns of units met before; only spares time.
    met: dict[str, list[int]] = field(default_factory=dict, compare=False, repr=False)

    def places(self, unit: str) -> list[int]:
        """The columns of the grams of a unit (a word, or a pair of words)."""
        found = self.met.get(unit)
        if found is None:
            if len(self.met) >= REMEMBERED:
                self.met.clear()
            columns = self.columns
            found = [columns[gram] for gram in grams(self.name, unit) if gram in columns]
            self.met[unit] = found
        return found


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


def grams(family: str, unit: str) -> Sequence[str]:
    """The grams of a unit: itself, or its runs of three to five characters, word ends marked by a space."""
    if family != CHARACTERS:
        return (unit,)
    padded = f" {unit} "
    return [padded[at : at + size] for size in (3, 4, 5) for at in range(len(padded) - size + 1)]


def units(sentences: Sequence[str]) -> Mapping[str, Sequence[Sequence[str]]]:
    """For each family the units of each masked sentence of a statement, in reading order."""
    words = [_WORD.findall(sentence) for sentence in sentences]
    return {
        WORDS: [[*own, *(f"{one} {other}" for one, other in itertools.pairwise(own))] for own in words],
        CHARACTERS: [sentence.split() for sentence in sentences],
        BEFORE: [[], *words[:-1]] if words else [],
        AFTER: [*words[1:], []] if words else [],
    }


def matrix(vocabulary: Vocabulary, statements: Iterable[Sequence[str]]) -> sparse.csr_matrix:
    """One row per masked sentence, statement after statement: TF-IDF of every family, then the shape."""
    rows = []
    for sentences in statements:
        held = units(sentences)
        parts = [weighed(_counts(block, held[block.name]), block) for block in vocabulary.blocks]
        rows.append(sparse.hstack([*parts, shape(sentences)], format="csr"))
    return sparse.vstack(rows, format="csr") if rows else sparse.csr_matrix((0, vocabulary.width))


def _counts(block: Block, units_of_sentences: Sequence[Sequence[str]]) -> sparse.csr_matrix:
    columns: list[int] = []
    ends = [0]
    places = block.places
    for own in units_of_sentences:
        for unit in own:
            columns += places(unit)
        ends.append(len(columns))
    shape_of = (len(units_of_sentences), len(block.columns))
    table = sparse.csr_matrix((np.ones(len(columns)), np.array(columns, dtype=np.int32), ends), shape=shape_of)
    table.sum_duplicates()
    return table


def weighed(counts: sparse.csr_matrix, block: Block) -> sparse.csr_matrix:
    """TF-IDF of a family's counts (sublinear), each row of the length of the family's weight."""
    table = counts.copy()
    table.data = (1 + np.log(table.data)) * block.inverse_frequency[table.indices]
    squares = np.add.reduceat(np.append(table.data**2, 0.0), table.indptr[:-1]) if table.shape[0] else np.zeros(0)
    squares[np.diff(table.indptr) == 0] = 1.0
    table.data *= np.repeat(FAMILIES[block.name] / np.sqrt(squares), np.diff(table.indptr))
    return table


def shape(sentences: Sequence[str]) -> sparse.csr_matrix:
    """Six numbers for each masked sentence of a statement: where it stands, how long it is, whether it has a number."""
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
