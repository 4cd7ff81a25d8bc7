"""How the model was chosen: each way of making it, measured within one country at a time.

    .venv/bin/python -m benchmarks.model_choices ../shared/data

Five folds by statement within the United Kingdom alone and within Canada alone; the other country is not looked at.
"F1" is macro-F1 over the nine labels with the cutoffs that suit the left-out sentences best, "rank" the mean of the
shares of (statement, label) pairs with a marked sentence among the best one to ten, "within" the mean of both. The
rule: the highest "within"; of those less than CLOSE below it the simplest, which is what ships. What the model does
between the countries (`portal evaluate`) is for no choice.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from scoring.evidence.features import SHAPE_WIDTH, Vocabulary
from scoring.evidence.labelled import LABELS
from scoring.evidence.marked import MarkedStatement
from scoring.evidence.material import Material, gathered
from scoring.evidence.training import FOLDS, INVERSE_PENALTY, best_cutoff, read_material

CLOSE = 0.002
BEST = range(1, 11)
SHAPE = "shape"


@dataclass(frozen=True)
class Way:
    """One way of making the model: its penalty, the marks it learns from, and the families of features it lacks."""

    name: str
    inverse_penalty: float = INVERSE_PENALTY
    learns_from: Callable[[MarkedStatement], bool] = lambda _: True
    lacks: tuple[str, ...] = ()


WAYS = (
    Way("as it ships"),
    *(Way(f"penalty C = {penalty:g}", penalty) for penalty in (1, 2, 5, 8)),
    Way("no marks", learns_from=lambda _: False),
    Way("single marks alone", learns_from=lambda one: not one.whole),
    Way("whole statements alone", learns_from=lambda one: one.whole),
    Way("without the words before and after", lacks=("before", "after")),
    Way("without runs of characters", lacks=("characters",)),
    Way("without words", lacks=("words",)),
    Way("without shape and place", lacks=(SHAPE,)),
)


def margins(material: Material, way: Way, taught: np.ndarray) -> np.ndarray:
    """Log-odds of every row for each label, by a model of the taught rows made in this way."""
    vocabulary, features = material.counts.learned(taught)
    kept = features[:, _columns(vocabulary, way.lacks)]
    found = np.zeros((kept.shape[0], len(LABELS)))
    for column, label in enumerate(LABELS):
        told = material.column(label)[taught]
        asked = told >= 0
        model = LogisticRegression(C=way.inverse_penalty, solver="liblinear", random_state=0)
        model.fit(kept[taught[asked]], told[asked])
        found[:, column] = model.decision_function(sparse.csr_matrix(kept))
    return found


def _columns(vocabulary: Vocabulary, lacks: Sequence[str]) -> np.ndarray:
    kept = [np.full(len(block.columns), block.name not in lacks) for block in vocabulary.blocks]
    return np.flatnonzero(np.concatenate([*kept, np.full(SHAPE_WIDTH, SHAPE not in lacks)]))


def within(material: Material, way: Way, country: str) -> tuple[float, float]:
    """F1 and rank, five folds within a country."""
    own = [place for place, one in enumerate(material.statements) if one.jurisdiction == country]
    found = np.zeros((len(material.labels), len(LABELS)))
    for fold in range(FOLDS):
        taught = material.rows_of([place for order, place in enumerate(own) if order % FOLDS != fold])
        tested = material.rows_of([place for order, place in enumerate(own) if order % FOLDS == fold])
        found[tested] = margins(material, way, np.concatenate([taught, material.marked_rows]))[tested]
    rows = material.rows_of(own)
    truth = np.stack([material.column(label)[rows] == 1 for label in LABELS], axis=1)
    scores, owners = found[rows], material.counts.owners[rows]
    measures = [_f1(scores[:, column], truth[:, column]) for column in range(len(LABELS))]
    ranks = np.array(
        [
            _first(scores[owners == owner, column], truth[owners == owner, column])
            for owner in np.unique(owners)
            for column in range(len(LABELS))
            if truth[owners == owner, column].any()
        ]
    )
    return float(np.mean(measures)), float(np.mean([(ranks <= best).mean() for best in BEST]))


def _f1(scores: np.ndarray, truth: np.ndarray) -> float:
    likely = 1 / (1 + np.exp(-scores))
    called = likely >= best_cutoff(likely, truth)
    return float(2 * (called & truth).sum() / max(1, called.sum() + truth.sum()))


def _first(scores: np.ndarray, truth: np.ndarray) -> int:
    """The rank of the first marked sentence of a statement, from 1."""
    return int(np.flatnonzero(truth[np.argsort(-scores, kind="stable")])[0]) + 1


def main() -> None:
    """A table of all ways."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of outside data")
    statements, marked = read_material(parser.parse_args().data / "labelled" / "sentences_uk_ca.csv")
    print(
        "| way | UK: F1 | rank | within | Canada: F1 | rank | within | CPU s |\n|---|---|---|---|---|---|---|---|",
        flush=True,
    )
    for way in WAYS:
        began = time.process_time()
        material = gathered(statements, [one for one in marked if way.learns_from(one)])
        figures = [within(material, way, country) for country in ("UK", "CA")]
        told = " | ".join(f"{f1:.3f} | {rank:.3f} | {(f1 + rank) / 2:.4f}" for f1, rank in figures)
        print(f"| {way.name} | {told} | {time.process_time() - began:.0f} |", flush=True)


if __name__ == "__main__":
    main()
