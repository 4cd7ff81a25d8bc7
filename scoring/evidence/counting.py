"""Count every gram of all training sentences once, so that each way of dividing them is quick to learn from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from scoring.evidence.features import FAMILIES, MIN_STATEMENTS, Block, Vocabulary, grams, shape, units, weighed


@dataclass(frozen=True)
class Passage:
    """A statement's masked sentences, of which those at `rows` are learned from (the others are their neighbours)."""

    sentences: Sequence[str]
    rows: Sequence[int]


@dataclass(frozen=True)
class Counts:
    """How often each gram stands in each row: by family its grams, sorted, and a table (rows, grams).

    `owners` gives for each row the number of its passage.
    """

    grams: dict[str, list[str]]
    tables: dict[str, sparse.csr_matrix]
    shapes: sparse.csr_matrix
    owners: np.ndarray

    def learned(self, rows: np.ndarray) -> tuple[Vocabulary, sparse.csr_matrix]:
        """The grams that MIN_STATEMENTS or more passages among these rows hold, with their weights.

        Beside it what `features.matrix` gives with that vocabulary, for every row.
        """
        blocks, parts = [], []
        for name in FAMILIES:
            block, kept = self._block(name, rows)
            blocks.append(block)
            parts.append(weighed(self.tables[name][:, kept], block))
        return Vocabulary(tuple(blocks)), sparse.hstack([*parts, self.shapes], format="csr")

    def _block(self, name: str, rows: np.ndarray) -> tuple[Block, np.ndarray]:
        held = _presence(self.tables[name][rows])
        statements = _passages_holding(held, self.owners[rows])
        kept = np.flatnonzero(statements >= MIN_STATEMENTS)
        frequency = np.asarray(held.sum(axis=0)).ravel()[kept]
        names = self.grams[name]
        block = Block(
            name=name,
            columns={names[place]: column for column, place in enumerate(kept)},
            statements=statements[kept].astype(np.int32),
            inverse_frequency=np.log((1 + len(rows)) / (1 + frequency)) + 1,
        )
        return block, kept


def _presence(table: sparse.csr_matrix) -> sparse.csr_matrix:
    return sparse.csr_matrix((np.ones(table.nnz), table.indices, table.indptr), shape=table.shape)


def _passages_holding(held: sparse.csr_matrix, owners: np.ndarray) -> np.ndarray:
    """For each gram, in how many passages it stands."""
    passages, places = np.unique(owners, return_inverse=True)
    of_passage = sparse.csr_matrix(
        (np.ones(len(owners)), (places, np.arange(len(owners)))), (len(passages), len(owners))
    )
    return np.asarray((of_passage @ held > 0).sum(axis=0)).ravel()


def counted(passages: Sequence[Passage]) -> Counts:
    """Count the grams of the rows of all passages."""
    held: dict[str, list[Sequence[str]]] = {name: [] for name in FAMILIES}
    shapes = []
    for passage in passages:
        own = units(passage.sentences)
        for name in FAMILIES:
            held[name] += [own[name][row] for row in passage.rows]
        shapes.append(shape(passage.sentences)[list(passage.rows)])
    owners = np.repeat(np.arange(len(passages)), [len(passage.rows) for passage in passages])
    names, tables = {}, {}
    for name in FAMILIES:
        names[name], tables[name] = _table(name, held[name], owners)
    return Counts(names, tables, sparse.vstack(shapes, format="csr"), owners)


def _table(
    family: str, units_of_rows: Sequence[Sequence[str]], owners: np.ndarray
) -> tuple[list[str], sparse.csr_matrix]:
    """The grams that enough passages hold, sorted, and how often each stands in each row."""
    places: dict[str, int] = {}
    of_unit: dict[str, list[int]] = {}
    columns: list[int] = []
    ends = [0]
    for own in units_of_rows:
        for unit in own:
            if unit not in of_unit:
                of_unit[unit] = [places.setdefault(gram, len(places)) for gram in grams(family, unit)]
            columns += of_unit[unit]
        ends.append(len(columns))
    table = sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(units_of_rows), len(places)))
    table.sum_duplicates()
    shared = _passages_holding(_presence(table), owners) >= MIN_STATEMENTS
    ordered = sorted(gram for gram, place in places.items() if shared[place])
    return ordered, table[:, [places[gram] for gram in ordered]].sorted_indices()
