"""Measures of agreement and of calibration, with intervals by resampling statements."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BINS = 10
RESAMPLES = 1000
INTERVAL = (2.5, 97.5)

Range = tuple[float, float]


@dataclass(frozen=True)
class Agreement:
    """How well a yes or no agrees with people's: `positives` sentences that people marked.

    The ranges hold 95 of 100 figures when whole statements are drawn again with replacement.
    """

    name: str
    positives: int
    precision: float
    recall: float
    f1: float
    precision_range: Range = (0.0, 0.0)
    recall_range: Range = (0.0, 0.0)
    f1_range: Range = (0.0, 0.0)


def agreement(name: str, called: np.ndarray, truth: np.ndarray, owners: np.ndarray | None = None) -> Agreement:
    """Precision, recall and F1 of calls against the truth (boolean arrays of one length).

    Ranges where `owners` tells which statement each belongs to.
    """
    counts = np.array([[(called & truth).sum(), called.sum(), truth.sum()]], dtype=float)
    precision, recall, f1 = (float(value[0]) for value in _figures(counts))
    if owners is None:
        return Agreement(name, int(truth.sum()), precision, recall, f1)
    drawn = _figures(resampled(np.stack([called & truth, called, truth], axis=1), owners))
    return Agreement(name, int(truth.sum()), precision, recall, f1, *(_range(values) for values in drawn))


def _range(values: np.ndarray) -> Range:
    low, high = np.percentile(values, INTERVAL)
    return float(low), float(high)


def _figures(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    hits, called, truth = counts[:, 0], counts[:, 1], counts[:, 2]
    return hits / np.maximum(1, called), hits / np.maximum(1, truth), 2 * hits / np.maximum(1, called + truth)


def resampled(table: np.ndarray, owners: np.ndarray) -> np.ndarray:
    """The column sums of RESAMPLES draws of whole statements, always the same draws for as many statements."""
    _, places = np.unique(owners, return_inverse=True)
    sums = np.zeros((places.max() + 1, table.shape[1]))
    np.add.at(sums, places, table.astype(float))
    chances = np.full(len(sums), 1 / len(sums))
    return np.random.default_rng(0).multinomial(len(sums), chances, size=RESAMPLES) @ sums


def macro_range(called: np.ndarray, truth: np.ndarray, owners: np.ndarray) -> Range:
    """The range of the mean F1 of several labels (columns) over the same draws of statements."""
    drawn = [
        _figures(resampled(np.stack([called[:, c] & truth[:, c], called[:, c], truth[:, c]], axis=1), owners))[2]
        for c in range(truth.shape[1])
    ]
    return _range(np.mean(drawn, axis=0))


@dataclass(frozen=True)
class Bin:
    """The probabilities of one tenth: how many, their mean, and the share that people marked."""

    count: int
    said: float
    marked: float


def reliability(probabilities: np.ndarray, truth: np.ndarray) -> tuple[Bin, ...]:
    """The bins, of ten of equal width, that hold any probability."""
    scores, facts = probabilities.ravel(), truth.ravel().astype(float)
    places = np.minimum((scores * BINS).astype(int), BINS - 1)
    held = [places == each for each in range(BINS)]
    return tuple(Bin(int(own.sum()), float(scores[own].mean()), float(facts[own].mean())) for own in held if own.any())


def calibration_error(bins: Sequence[Bin]) -> float:
    """The mean gap between what was said and what people marked, weighted by how many are in each bin."""
    total = sum(each.count for each in bins)
    return sum(each.count * abs(each.said - each.marked) for each in bins) / max(1, total)


def top_hits(probabilities: np.ndarray, truth: np.ndarray, most: int = 3) -> tuple[int, int]:
    """Of one statement's labels that people marked somewhere: (those with a marked sentence in the top, all)."""
    hits = asked = 0
    for column in np.flatnonzero(truth.any(axis=0)):
        top = np.argsort(-probabilities[:, column], kind="stable")[:most]
        hits += bool(truth[top, column].any())
        asked += 1
    return hits, asked
