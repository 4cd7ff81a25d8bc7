"""Train the classifier on labelled sentences. The only module of scoring that needs scikit-learn.

Nothing about a statement is learned from itself: calibration and cutoffs rest on probabilities that five-fold
cross-validation by statement gave to statements left out of the fold's training.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from scoring.evidence.classifier import VOCABULARY, WEIGHTS, Classifier, Cutoffs, fingerprint, save
from scoring.evidence.features import fit, matrix
from scoring.evidence.labelled import LABELS, LabelledStatement, read_labelled

VERSION = "tfidf-1"
INVERSE_PENALTY = 10.0
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
    features: int
    bytes: int
    fingerprint: str
    cutoffs: dict[str, Cutoffs]

    def as_text(self) -> str:
        """The report as lines for a terminal."""
        lines = [
            f"model {self.version}: {self.statements} statements, {self.sentences} sentences, {self.features} features",
            f"{self.bytes} bytes, SHA-256 {self.fingerprint}",
            f"{'label':<15}{'found':>8}{'cued':>8}{'weak':>8}{'absent':>8}",
        ]
        for label, cutoffs in self.cutoffs.items():
            numbers = (cutoffs.found, cutoffs.cued, cutoffs.weak, cutoffs.absent)
            lines.append(f"{label:<15}" + "".join(f"{number:8.3f}" for number in numbers))
        return "\n".join(lines)


def train(labels_csv: Path, out: Path) -> TrainingReport:
    """Train on a CSV of labelled sentences and write the model into the folder `out`. Raises LabelledDataError."""
    statements = read_labelled(labels_csv)
    classifier = fit_classifier(statements)
    save(classifier, out)
    return TrainingReport(
        version=classifier.version,
        statements=len(statements),
        sentences=sum(len(statement.sentences) for statement in statements),
        features=classifier.vocabulary.width,
        bytes=sum((out / name).stat().st_size for name in (VOCABULARY, WEIGHTS)),
        fingerprint=fingerprint(out),
        cutoffs=classifier.cutoffs,
    )


def fit_classifier(statements: Sequence[LabelledStatement]) -> Classifier:
    """A classifier of these statements, its calibration and cutoffs chosen by cross-validation within them."""
    margins = left_out_margins(statements)
    gold = np.vstack([statement.labels for statement in statements])
    slopes, offsets = _calibration(margins, gold)
    plain = _fit(statements)
    calibrated = Classifier(**{**vars(plain), "slopes": slopes, "offsets": offsets})
    owners = np.repeat(np.arange(len(statements)), [len(statement.sentences) for statement in statements])
    cutoffs = _cutoffs(calibrated.calibrated(margins), gold, owners)
    return Classifier(**{**vars(calibrated), "cutoffs": cutoffs})


def left_out_margins(statements: Sequence[LabelledStatement]) -> np.ndarray:
    """Log-odds for every sentence, each from a model trained without its statement's fold."""
    folds = [order % FOLDS for order in range(len(statements))]
    rows: list[np.ndarray] = [np.empty(0)] * len(statements)
    for fold in range(FOLDS):
        inside = [statement for statement, own in zip(statements, folds, strict=True) if own != fold]
        model = _fit(inside)
        for order, statement in enumerate(statements):
            if folds[order] == fold:
                rows[order] = model.margins(matrix(model.vocabulary, [statement.masked]))
    return np.vstack(rows)


def _fit(statements: Sequence[LabelledStatement]) -> Classifier:
    vocabulary = fit([statement.masked for statement in statements])
    features = matrix(vocabulary, [statement.masked for statement in statements])
    gold = np.vstack([statement.labels for statement in statements])
    weights = np.zeros((features.shape[1], len(LABELS)))
    intercepts = np.full(len(LABELS), -50.0)
    for column in range(len(LABELS)):
        if gold[:, column].any():
            model = LogisticRegression(C=INVERSE_PENALTY, solver="liblinear", random_state=0)
            model.fit(features, gold[:, column])
            weights[:, column] = model.coef_[0]
            intercepts[column] = model.intercept_[0]
    ones = np.ones(len(LABELS))
    weights, intercepts = weights.round(DECIMALS), intercepts.round(DECIMALS)
    return Classifier(VERSION, LABELS, vocabulary, weights, intercepts, ones, ones * 0, {})


def _calibration(margins: np.ndarray, gold: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    slopes, offsets = np.ones(len(LABELS)), np.zeros(len(LABELS))
    for column in range(len(LABELS)):
        if gold[:, column].any():
            platt = LogisticRegression(C=1e6, solver="lbfgs").fit(margins[:, [column]], gold[:, column])
            slopes[column], offsets[column] = platt.coef_[0, 0], platt.intercept_[0]
    return slopes.round(DECIMALS), offsets.round(DECIMALS)


def _cutoffs(probabilities: np.ndarray, gold: np.ndarray, owners: np.ndarray) -> dict[str, Cutoffs]:
    chosen = {}
    for column, label in enumerate(LABELS):
        scores, truth = probabilities[:, column], gold[:, column].astype(bool)
        if not truth.any():
            continue
        found = best_cutoff(scores, truth)
        best = np.array([scores[owners == owner].max() for owner in np.unique(owners[truth])])
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
