"""Measure the evidence finder on statements it did not see: between countries, and five-fold by statement.

Nothing is chosen on the statements that a figure is reported for: vocabulary, weights, calibration and cutoffs all
come from the training side of each split.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scoring.evidence.classifier import Classifier
from scoring.evidence.features import matrix
from scoring.evidence.labelled import LABELS, STATUS_COLUMNS, LabelledStatement, read_labelled
from scoring.evidence.training import FOLDS, fit_classifier
from scoring.model import Status
from scoring.status import statuses

BINS = 10


@dataclass(frozen=True)
class Agreement:
    """How well a yes or no agrees with people's: `positives` sentences that people marked."""

    name: str
    positives: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Absence:
    """What the reader would say of whole statements for one label.

    Of the statements `holding` evidence, `wrongly_absent` were called "not found" and `abstained_on` left open; of
    those `without`, `rightly_absent` were called "not found".
    """

    name: str
    holding: int
    wrongly_absent: int
    abstained_on: int
    without: int
    rightly_absent: int


@dataclass(frozen=True)
class Split:
    """The figures of one way of dividing the statements; `calibration_error` is the mean gap in ten bins."""

    name: str
    statements: int
    agreements: tuple[Agreement, ...]
    absences: tuple[Absence, ...]
    calibration_error: float

    @property
    def macro_f1(self) -> float:
        """The mean F1 of the labels."""
        return sum(agreement.f1 for agreement in self.agreements) / len(self.agreements)


@dataclass(frozen=True)
class EvaluationReport:
    """All that was measured on one file of labelled sentences."""

    splits: tuple[Split, ...]
    statuses: tuple[Agreement, ...]

    def as_text(self) -> str:
        """The figures as lines for a terminal."""
        lines = [line for split in self.splits for line in _split_lines(split)]
        lines.append("status by rules, on sentences that carry a label or that status")
        lines += [_agreement_line(agreement) for agreement in self.statuses]
        return "\n".join(lines)


def evaluate(labels_csv: Path) -> EvaluationReport:
    """Measure on a CSV of labelled sentences. Takes minutes. Raises LabelledDataError."""
    statements = read_labelled(labels_csv)
    splits = [_between(statements, test) for test in sorted({statement.jurisdiction for statement in statements})]
    return EvaluationReport((*splits, _folded(statements)), _status_agreements(statements))


def _between(statements: Sequence[LabelledStatement], test: str) -> Split:
    tested = [statement for statement in statements if statement.jurisdiction == test]
    others = [statement for statement in statements if statement.jurisdiction != test]
    trained_on = ", ".join(sorted({statement.jurisdiction for statement in others}))
    return _measured(f"trained on {trained_on}, tested on {test}", [(fit_classifier(others), tested)])


def _folded(statements: Sequence[LabelledStatement]) -> Split:
    pairs = []
    for fold in range(FOLDS):
        tested = [statement for order, statement in enumerate(statements) if order % FOLDS == fold]
        others = [statement for order, statement in enumerate(statements) if order % FOLDS != fold]
        pairs.append((fit_classifier(others), tested))
    return _measured("five-fold by statement", pairs)


def _measured(name: str, pairs: Sequence[tuple[Classifier, Sequence[LabelledStatement]]]) -> Split:
    scores, calls, gold, absences = [], [], [], []
    for model, tested in pairs:
        found = np.array([model.cutoffs[label].found for label in LABELS])
        for statement in tested:
            probabilities = model.calibrated(model.margins(matrix(model.vocabulary, [statement.masked])))
            scores.append(probabilities)
            calls.append(probabilities >= found)
            gold.append(statement.labels.astype(bool))
            absences.append(_verdicts(model, probabilities))
    called, truth = np.vstack(calls), np.vstack(gold)
    holding = np.array([labels.any(axis=0) for labels in gold])
    verdicts = np.array(absences)
    return Split(
        name=name,
        statements=len(gold),
        agreements=tuple(agreement(label, called[:, c], truth[:, c]) for c, label in enumerate(LABELS)),
        absences=tuple(_absence(label, verdicts[:, c], holding[:, c]) for c, label in enumerate(LABELS)),
        calibration_error=_calibration_error(np.vstack(scores), truth),
    )


FOUND, OPEN, ABSENT = "found", "open", "absent"


def _verdicts(model: Classifier, probabilities: np.ndarray) -> list[str]:
    verdicts = []
    for column, label in enumerate(LABELS):
        best = probabilities[:, column].max(initial=0.0)
        cutoffs = model.cutoffs[label]
        verdicts.append(FOUND if best >= cutoffs.found else OPEN if best >= cutoffs.absent else ABSENT)
    return verdicts


def _absence(label: str, verdicts: np.ndarray, holding: np.ndarray) -> Absence:
    return Absence(
        name=label,
        holding=int(holding.sum()),
        wrongly_absent=int((verdicts[holding] == ABSENT).sum()),
        abstained_on=int((verdicts[holding] == OPEN).sum()),
        without=int((~holding).sum()),
        rightly_absent=int((verdicts[~holding] == ABSENT).sum()),
    )


def agreement(name: str, called: np.ndarray, truth: np.ndarray) -> Agreement:
    """Precision, recall and F1 of calls against the truth (boolean arrays of one length)."""
    hits = int((called & truth).sum())
    precision, recall = hits / max(1, int(called.sum())), hits / max(1, int(truth.sum()))
    f1 = 2 * hits / max(1, int(called.sum()) + int(truth.sum()))
    return Agreement(name, int(truth.sum()), precision, recall, f1)


def _calibration_error(probabilities: np.ndarray, truth: np.ndarray) -> float:
    scores, facts = probabilities.ravel(), truth.ravel()
    bins = np.minimum((scores * BINS).astype(int), BINS - 1)
    gaps = [abs(scores[bins == each].sum() - facts[bins == each].sum()) for each in range(BINS)]
    return float(sum(gaps) / len(scores))


def _status_agreements(statements: Sequence[LabelledStatement]) -> tuple[Agreement, ...]:
    found = []
    for column, name in enumerate(STATUS_COLUMNS):
        for jurisdiction in sorted({statement.jurisdiction for statement in statements}):
            chosen = [statement for statement in statements if statement.jurisdiction == jurisdiction]
            truth = np.concatenate([statement.statuses[:, column] for statement in chosen]).astype(bool)
            labelled = np.concatenate([statement.labels.any(axis=1) for statement in chosen])
            said = [status is Status(name) for statement in chosen for status in statuses(statement.sentences)]
            within = labelled | truth
            found.append(agreement(f"{name} {jurisdiction}", np.array(said)[within], truth[within]))
    return tuple(found)


def _agreement_line(one: Agreement) -> str:
    return f"  {one.name:<15}{one.positives:6d}{one.precision:8.3f}{one.recall:8.3f}{one.f1:8.3f}"


def _split_lines(split: Split) -> list[str]:
    lines = [f"{split.name}: {split.statements} statements"]
    lines.append(
        f"  {'label':<15}{'marked':>6}{'prec':>8}{'recall':>8}{'F1':>8}  statements: wrongly absent, left open"
    )
    for one, absence in zip(split.agreements, split.absences, strict=True):
        wrong = f"{absence.wrongly_absent} and {absence.abstained_on} of {absence.holding} that hold some"
        right = f"{absence.rightly_absent} of {absence.without} without rightly absent"
        lines.append(f"{_agreement_line(one)}  {wrong}; {right}")
    lines.append(f"  macro-F1 {split.macro_f1:.3f}, mean calibration gap {split.calibration_error:.3f}")
    return lines
