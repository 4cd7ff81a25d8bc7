"""The kinds of action inside "mitigation": two readings of the labelled sentences, as rows without any text.

What each sub-type means, and who read, stands in docs/labelling-guide.md.
"""

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

PASSES = Path(__file__).parent / "readings"
FIRST, SECOND = "first_pass.csv", "second_pass.csv"
OTHER = "other"
UNASKED = -1
SUB_TYPES = (
    "commitment",
    "governance",
    "supplier_expectations",
    "assessment",
    "affected_people",
    "action",
    "buying_practice",
    "training",
    "grievance",
)

# (statement, index of the sentence in it) -> the sub-types that one reading gave it
Reading = Mapping[tuple[str, int], frozenset[str]]


@dataclass(frozen=True)
class Kappa:
    """How far two readings agree on one sub-type beyond chance (Cohen 1960), by sentence and by statement.

    `sentences` and `statements` are Cohen's kappa; `first` and `second` count the sentences that each reading gave it.
    """

    name: str
    first: int
    second: int
    both: int
    sentences: float
    statements: float


def read_pass(path: Path) -> Reading:
    """One reading. Raises OSError where the file is missing, ValueError where it names an unknown sub-type."""
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["subtype"] not in (*SUB_TYPES, OTHER):
                raise ValueError(f"{path.name}: {row['subtype']} is no sub-type")
            found[row["statement_id"], int(row["sentence_idx"])].add(row["subtype"])
    return {key: frozenset(names) for key, names in found.items()}


def agreed() -> Reading:
    """The sub-types that both readings gave each sentence; an empty set where they share none."""
    first, second = _passes()
    return {key: first[key] & second[key] for key in first.keys() & second.keys()}


def taught(identifier: str, sentences: int) -> np.ndarray:
    """What the two readings teach of a statement: a table (sentences, SUB_TYPES) of 1 (both), 0 (neither), UNASKED.

    A statement that nobody read is all zeros, so that nothing is learned of a file without readings.
    """
    first, second = _passes()
    table = np.zeros((sentences, len(SUB_TYPES)), dtype=np.int8)
    for row in range(sentences):
        own, other = first.get((identifier, row), frozenset()), second.get((identifier, row), frozenset())
        for column, name in enumerate(SUB_TYPES):
            said = (name in own) + (name in other)
            table[row, column] = {0: 0, 1: UNASKED, 2: 1}[said]
    return table


@cache
def _passes() -> tuple[Reading, Reading]:
    return read_pass(PASSES / FIRST), read_pass(PASSES / SECOND)


def agreement() -> tuple[Kappa, ...]:
    """How far the two readings agree, sub-type by sub-type."""
    first, second = _passes()
    return tuple(_kappa(name, first, second) for name in (*SUB_TYPES, OTHER))


def _kappa(name: str, first: Reading, second: Reading) -> Kappa:
    keys = sorted(first.keys() & second.keys())
    own = {key for key in keys if name in first[key]}
    other = {key for key in keys if name in second[key]}
    statements = {statement for statement, _ in keys}
    return Kappa(
        name=name,
        first=len(own),
        second=len(other),
        both=len(own & other),
        sentences=cohens_kappa(len(keys), own, other),
        statements=cohens_kappa(len(statements), {key[0] for key in own}, {key[0] for key in other}),
    )


def cohens_kappa(total: int, first: set, second: set) -> float:
    """Cohen's kappa of two yes/no readings of `total` things, each given as the set of its yeses."""
    observed = 1 - len(first ^ second) / total
    yes = len(first) * len(second) / total**2
    no = (total - len(first)) * (total - len(second)) / total**2
    return 1.0 if yes + no == 1 else (observed - yes - no) / (1 - yes - no)
