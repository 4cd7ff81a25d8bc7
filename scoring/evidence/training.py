"""Train the classifier on labelled sentences. Of scoring, only training and its measurement need scikit-learn.

Nothing about a statement is learned from itself: calibration and cutoffs rest on probabilities that five-fold
cross-validation by statement gave to statements left out of the fold's training.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from scoring.evidence.classifier import VOCABULARY, WEIGHTS, Classifier, Cutoffs, fingerprint, save
from scoring.evidence.labelled import LabelledStatement, read_labelled
from scoring.evidence.marked import MarkedStatement, read_marked
from scoring.evidence.material import LEARNED, Material, gathered

VERSION = "tfidf-6"
INVERSE_PENALTY = 3.0
FOLDS = 5
DECIMALS = 4
# A sentence that also holds a criterion's own words may be less likely: recall counts twice as much there.
CUED_BETA = 2.0
# A sentence below `weak` may still be evidence in at most this share of the evidence that people marked.
WEAK_MISS = 0.02
# A statement below `absent` may still hold evidence in at most this share of the statements that hold some.
ABSENT_MISS = 0.02


@dataclass(frozen=True)
class TrainingReport:
    """What was trained on and what came out; `fingerprint` is the SHA-256 of the two files written."""

    version: str
    statements: int
    sentences: int
    marks: int
    features: int
    bytes: int
    fingerprint: str
    cutoffs: dict[str, Cutoffs]

    def as_text(self) -> str:
        """The report as lines for a terminal."""
        lines = [
            f"model {self.version}: {self.statements} statements, {self.sentences} sentences, {self.features} features",
            f"{self.marks} sentences of unlabelled statements marked by a machine reader"
            + ("" if self.marks else " (their texts are not beside the labels: this is not the shipped model)"),
            f"{self.bytes} bytes, SHA-256 {self.fingerprint}",
            f"{'label':<15}{'found':>8}{'cued':>8}{'weak':>8}{'absent':>8}",
        ]
        for label, cutoffs in self.cutoffs.items():
            numbers = (cutoffs.found, cutoffs.cued, cutoffs.weak, cutoffs.absent)
            lines.append(f"{label:<15}" + "".join(f"{number:8.3f}" for number in numbers))
        return "\n".join(lines)


def read_material(labels_csv: Path) -> tuple[tuple[LabelledStatement, ...], tuple[MarkedStatement, ...]]:
    """The labelled statements, and the marked ones where their texts lie in the shared data folder that holds the CSV.

    Raises LabelledDataError.
    """
    return read_labelled(labels_csv), read_marked(labels_csv.resolve().parent.parent)


def train(labels_csv: Path, out: Path) -> TrainingReport:
    """Train on a CSV of labelled sentences and write the model into the folder `out`. Raises LabelledDataError."""
    statements, marked = read_material(labels_csv)
    classifier = fit_classifier(gathered(statements, marked), range(len(statements)))
    save(classifier, out)
    return TrainingReport(
        version=classifier.version,
        statements=len(statements),
        sentences=sum(len(statement.sentences) for statement in statements),
        marks=sum(len(statement.rows) for statement in marked),
        features=classifier.vocabulary.width,
        bytes=sum((out / name).stat().st_size for name in (VOCABULARY, WEIGHTS)),
        fingerprint=fingerprint(out),
        cutoffs=classifier.cutoffs,
    )


def fit_classifier(material: Material, chosen: Sequence[int]) -> Classifier:
    """A classifier of the chosen statements, its calibration and cutoffs chosen by cross-validation within them."""
    rows = material.rows_of(chosen)
    margins = left_out_margins(material, chosen)[rows]
    gold = np.stack([material.column(label)[rows] for label in LEARNED], axis=1)
    slopes, offsets = _calibration(margins, gold)
    plain, _ = _fit(material, chosen)
    calibrated = Classifier(**{**vars(plain), "slopes": slopes, "offsets": offsets})
    cutoffs = _cutoffs(calibrated.calibrated(margins), gold, material.counts.owners[rows])
    return Classifier(**{**vars(calibrated), "cutoffs": cutoffs})


def left_out_margins(material: Material, chosen: Sequence[int]) -> np.ndarray:
    """Log-odds for every row of the chosen statements, each from a model trained without its statement's fold."""
    margins = np.zeros((len(material.labels), len(LEARNED)))
    for fold in range(FOLDS):
        inside = [one for order, one in enumerate(chosen) if order % FOLDS != fold]
        rows = material.rows_of([one for order, one in enumerate(chosen) if order % FOLDS == fold])
        model, features = _fit(material, inside)
        margins[rows] = model.margins(features[rows])
    return margins


def _fit(material: Material, chosen: Sequence[int]) -> tuple[Classifier, sparse.csr_matrix]:
    """A model that is not calibrated yet, and the features of every row by its vocabulary."""
    rows = np.concatenate([material.rows_of(chosen), material.marked_rows])
    vocabulary, features = material.counts.learned(rows)
    weights = np.zeros((features.shape[1], len(LEARNED)))
    intercepts = np.full(len(LEARNED), -50.0)
    for column, label in enumerate(LEARNED):
        taught = material.column(label)[rows]
        asked = taught >= 0
        gold = taught[asked]
        if gold.any():
            model = LogisticRegression(C=INVERSE_PENALTY, solver="liblinear", random_state=0)
            model.fit(features[rows[asked]], gold)
            weights[:, column] = model.coef_[0]
            intercepts[column] = model.intercept_[0]
    ones = np.ones(len(LEARNED))
    weights, intercepts = weights.round(DECIMALS), intercepts.round(DECIMALS)
    return Classifier(VERSION, LEARNED, vocabulary, weights, intercepts, ones, ones * 0, {}), features


def _calibration(margins: np.ndarray, gold: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    slopes, offsets = np.ones(len(LEARNED)), np.zeros(len(LEARNED))
    for column in range(len(LEARNED)):
        asked = gold[:, column] >= 0
        truth = gold[asked, column]
        if truth.any():
            platt = LogisticRegression(C=1e6, solver="lbfgs").fit(margins[asked][:, [column]], truth)
            slopes[column], offsets[column] = platt.coef_[0, 0], platt.intercept_[0]
    return slopes.round(DECIMALS), offsets.round(DECIMALS)


def _cutoffs(probabilities: np.ndarray, gold: np.ndarray, owners: np.ndarray) -> dict[str, Cutoffs]:
    chosen = {}
    for column, label in enumerate(LEARNED):
        asked = gold[:, column] >= 0
        scores, truth, own = probabilities[asked, column], gold[asked, column].astype(bool), owners[asked]
        if not truth.any():
            continue
        found = best_cutoff(scores, truth)
        best = np.array([scores[own == owner].max() for owner in np.unique(own[truth])])
        cued = best_cutoff(scores, truth, beta=CUED_BETA)
        weak = min(cued, _below(scores[truth], WEAK_MISS))
        chosen[label] = Cutoffs(found, min(found, cued), weak, min(found, _below(best, ABSENT_MISS)))
    return chosen


def best_cutoff(scores: np.ndarray, truth: np.ndarray, beta: float = 1.0) -> float:
    """The score from which the F-measure of `truth` is highest; recall weighs `beta` times as much as precision."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(truth[order])
    measure = (1 + beta**2) * hits / (np.arange(1, len(scores) + 1) + beta**2 * truth.sum())
    return float(np.floor(scores[order][measure.argmax()] * 10**DECIMALS) / 10**DECIMALS)


def _below(scores: np.ndarray, share: float) -> float:
    """The highest cutoff that leaves at most this share of the scores under it."""
    ordered = np.sort(scores)
    return float(np.floor(ordered[int(share * len(ordered))] * 10**DECIMALS) / 10**DECIMALS)
