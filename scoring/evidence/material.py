"""All that training learns from, counted once: labelled statements, and marked sentences of others."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.evidence.counting import Counts, Passage, counted
from scoring.evidence.labelled import LABELS, LabelledStatement
from scoring.evidence.marked import UNASKED, MarkedStatement
from scoring.evidence.sub_types import SUB_TYPES, taught

# The columns of what is taught, all of which the classifier learns.
LEARNED = (*LABELS, *SUB_TYPES)


@dataclass(frozen=True)
class Material:
    """Rows of `counts`: those of the labelled statements first, in order, then the marked sentences of others.

    `labels` is a table (rows, LEARNED) of 1, 0, or a negative number where nobody looked. Every row weighs the same.
    """

    statements: tuple[LabelledStatement, ...]
    counts: Counts
    labels: np.ndarray

    def column(self, label: str) -> np.ndarray:
        """What is taught of one label, for every row."""
        return self.labels[:, LEARNED.index(label)]

    @property
    def marked_rows(self) -> np.ndarray:
        """The rows of marked sentences."""
        return np.flatnonzero(self.counts.owners >= len(self.statements))

    def rows_of(self, chosen: Sequence[int]) -> np.ndarray:
        """The rows of these statements, statement after statement in the order of all."""
        return np.flatnonzero(np.isin(self.counts.owners, list(chosen)))


def gathered(statements: Sequence[LabelledStatement], marked: Sequence[MarkedStatement] = ()) -> Material:
    """Count the grams of labelled statements and of marked sentences."""
    passages = [Passage(statement.masked, range(len(statement.masked))) for statement in statements]
    passages += [Passage(statement.masked, statement.rows) for statement in marked]
    labels = [np.hstack([one.labels, taught(one.identifier, len(one.sentences))]) for one in statements]
    labels += [np.hstack([one.labels, np.full((len(one.rows), len(SUB_TYPES)), UNASKED)]) for one in marked]
    return Material(tuple(statements), counted(passages), np.vstack(labels))
