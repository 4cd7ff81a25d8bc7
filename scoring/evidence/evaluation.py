"""Measure the evidence finder on statements it did not see: between countries, and five-fold by statement.

Nothing is chosen on the statements that a figure is reported for: vocabulary, weights, calibration and cutoffs all
come from the training side of each split. The sentences that a machine reader marked are on every training side; their
statements are none of the labelled ones.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scoring import rubric
from scoring.by_statement import (
    CriterionReading,
    GateReading,
    as_lines,
    criteria_by_statement,
    gate_lines,
    gates_by_statement,
)
from scoring.evidence.classifier import Classifier, shipped
from scoring.evidence.features import matrix
from scoring.evidence.labelled import LABELS, STATUS_COLUMNS, LabelledStatement, read_labelled
from scoring.evidence.material import LEARNED, Material, gathered
from scoring.evidence.measures import (
    Agreement,
    Bin,
    Range,
    agreement,
    calibration_error,
    macro_range,
    reliability,
    top_hits,
)
from scoring.evidence.reliability import plot
from scoring.evidence.sub_types import taught
from scoring.evidence.training import FOLDS, fit_classifier, read_material
from scoring.model import Status
from scoring.status import statuses

FOUND, OPEN, ABSENT = "found", "open", "absent"


@dataclass(frozen=True)
class Absence:
    """What the reader would say of whole statements for one label.

    Of the statements `holding` evidence, `wrongly_absent` were called "not found" and `abstained_on` left open; of
    those `without`, `rightly_absent` were called "not found" and `wrongly_found` found.
    """

    name: str
    holding: int
    wrongly_absent: int
    abstained_on: int
    without: int
    rightly_absent: int
    wrongly_found: int


@dataclass(frozen=True)
class Split:
    """The figures of one way of dividing the statements.

    `top_hit` is the share of (statement, label) pairs that people marked with a marked sentence among the best three.
    `sub_types` are measured by statement, against what both readings say.
    """

    name: str
    statements: int
    agreements: tuple[Agreement, ...]
    macro_f1_range: Range
    absences: tuple[Absence, ...]
    bins: tuple[Bin, ...]
    top_hit: float
    sub_types: tuple[Absence, ...]

    @property
    def macro_f1(self) -> float:
        """The mean F1 of the labels."""
        return sum(agreement.f1 for agreement in self.agreements) / len(self.agreements)

    @property
    def calibration_error(self) -> float:
        """The mean gap in ten bins over all labels."""
        return calibration_error(self.bins)


@dataclass(frozen=True)
class EvaluationReport:
    """All that was measured on one file of labelled sentences; `pace` in sentences a second of one core."""

    splits: tuple[Split, ...]
    criteria: tuple[CriterionReading, ...]
    gates: tuple[GateReading, ...]
    statuses: tuple[Agreement, ...]
    marks: int
    pace: float

    def as_text(self) -> str:
        """The figures as lines for a terminal."""
        lines = []
        if self.marks:
            lines.append(f"{self.marks} sentences marked by a machine reader help to train on every side")
        lines += [line for split in self.splits for line in _split_lines(split)]
        lines += as_lines(self.criteria) if self.criteria else []
        lines += gate_lines(self.gates) if self.gates else []
        lines.append("status by rules, on sentences that carry a label or that status")
        lines += [_agreement_line(agreement) for agreement in self.statuses]
        lines.append(f"{self.pace:.0f} sentences a second")
        return "\n".join(lines)

    def reliability_plot(self) -> str:
        """An SVG of what was said against what people marked, a line for each split."""
        return plot({split.name: split.bins for split in self.splits})


def evaluate(labels_csv: Path) -> EvaluationReport:
    """Measure on a CSV of labelled sentences. Takes minutes. Raises LabelledDataError."""
    statements, marked = read_material(labels_csv)
    material = gathered(statements, marked)
    countries = sorted({statement.jurisdiction for statement in statements})
    splits = [_between(material, test) for test in countries if len(countries) > 1]
    folds, newest = _folds(material), rubric.load(rubric.versions()[-1])
    return EvaluationReport(
        splits=(*splits, _measured("five-fold by statement", folds)),
        criteria=criteria_by_statement(folds, newest),
        gates=gates_by_statement(folds, newest),
        statuses=_status_agreements(statements),
        marks=sum(len(statement.rows) for statement in marked),
        pace=_pace(folds[0][0], statements),
    )


def evaluate_shipped(labels_csv: Path) -> EvaluationReport:
    """Measure the shipped model on a CSV of labelled sentences that it never saw. Raises LabelledDataError."""
    statements, model = read_labelled(labels_csv), shipped()
    split = _measured(f"shipped model {model.version}", [(model, statements)])
    return EvaluationReport((split,), (), (), _status_agreements(statements), 0, _pace(model, statements))


def _between(material: Material, test: str) -> Split:
    jurisdictions = [statement.jurisdiction for statement in material.statements]
    tested = [place for place, own in enumerate(jurisdictions) if own == test]
    others = [place for place, own in enumerate(jurisdictions) if own != test]
    trained_on = ", ".join(sorted({jurisdictions[place] for place in others}))
    pairs = [(fit_classifier(material, others), [material.statements[place] for place in tested])]
    return _measured(f"trained on {trained_on}, tested on {test}", pairs)


def _folds(material: Material) -> list[tuple[Classifier, list[LabelledStatement]]]:
    places = range(len(material.statements))
    pairs = []
    for fold in range(FOLDS):
        model = fit_classifier(material, [place for place in places if place % FOLDS != fold])
        pairs.append((model, [material.statements[place] for place in places if place % FOLDS == fold]))
    return pairs


def _measured(name: str, pairs: Sequence[tuple[Classifier, Sequence[LabelledStatement]]]) -> Split:
    scores, calls, gold, read = [], [], [], []
    for model, tested in pairs:
        found = np.array([model.cutoffs[label].found for label in LABELS])
        for statement in tested:
            probabilities = model.calibrated(model.margins(matrix(model.vocabulary, [statement.masked])))
            shared = probabilities[:, : len(LABELS)]
            scores.append(shared)
            calls.append(shared >= found)
            gold.append(statement.labels.astype(bool))
            read.append((_verdicts(model, probabilities), _holding(statement)))
    called, truth = np.vstack(calls), np.vstack(gold)
    owners = np.repeat(np.arange(len(gold)), [len(labels) for labels in gold])
    hits = np.array([top_hits(own, labels) for own, labels in zip(scores, gold, strict=True)]).sum(axis=0)
    absences = _absences([verdicts for verdicts, _ in read], [holding for _, holding in read])
    return Split(
        name=name,
        statements=len(gold),
        agreements=tuple(agreement(label, called[:, c], truth[:, c], owners) for c, label in enumerate(LABELS)),
        macro_f1_range=macro_range(called, truth, owners),
        absences=absences[: len(LABELS)],
        bins=reliability(np.vstack(scores), truth),
        top_hit=float(hits[0] / max(1, hits[1])),
        sub_types=absences[len(LABELS) :],
    )


def _verdicts(model: Classifier, probabilities: np.ndarray) -> list[str]:
    """What the reader would say of a statement for each label of LEARNED; open where a label was not learned."""
    verdicts = []
    for column, label in enumerate(LEARNED):
        best = probabilities[:, column].max(initial=0.0)
        cutoffs = model.cutoffs.get(label)
        if cutoffs is None:
            verdicts.append(OPEN)
        else:
            verdicts.append(FOUND if best >= cutoffs.found else OPEN if best >= cutoffs.absent else ABSENT)
    return verdicts


def _holding(statement: LabelledStatement) -> np.ndarray:
    """Whether a statement holds evidence for each label of LEARNED."""
    sub_types = taught(statement.identifier, len(statement.sentences)) == 1
    return np.concatenate([statement.labels.astype(bool).any(axis=0), sub_types.any(axis=0)])


def _absences(verdicts: Sequence[list[str]], holding: Sequence[np.ndarray]) -> tuple[Absence, ...]:
    said, held = np.array(verdicts), np.array(holding)
    return tuple(_absence(label, said[:, column], held[:, column]) for column, label in enumerate(LEARNED))


def _absence(label: str, verdicts: np.ndarray, holding: np.ndarray) -> Absence:
    return Absence(
        name=label,
        holding=int(holding.sum()),
        wrongly_absent=int((verdicts[holding] == ABSENT).sum()),
        abstained_on=int((verdicts[holding] == OPEN).sum()),
        without=int((~holding).sum()),
        rightly_absent=int((verdicts[~holding] == ABSENT).sum()),
        wrongly_found=int((verdicts[~holding] == FOUND).sum()),
    )


def _status_agreements(statements: Sequence[LabelledStatement]) -> tuple[Agreement, ...]:
    found = []
    for column, name in enumerate(STATUS_COLUMNS):
        for jurisdiction in sorted({statement.jurisdiction for statement in statements}):
            chosen = [statement for statement in statements if statement.jurisdiction == jurisdiction]
            truth = np.concatenate([statement.statuses[:, column] for statement in chosen]).astype(bool)
            labelled = np.concatenate([statement.labels.any(axis=1) for statement in chosen])
            said = [status is Status(name) for statement in chosen for status in statuses(statement.sentences)]
            owners = np.repeat(np.arange(len(chosen)), [len(statement.sentences) for statement in chosen])
            within = labelled | truth
            calls = np.array(said)[within]
            found.append(agreement(f"{name} {jurisdiction}", calls, truth[within], owners[within]))
    return tuple(found)


def _pace(model: Classifier, statements: Sequence[LabelledStatement]) -> float:
    start = time.process_time()
    for statement in statements:
        model.probabilities(statement.sentences)
    return sum(len(statement.sentences) for statement in statements) / max(1e-9, time.process_time() - start)


def _agreement_line(one: Agreement) -> str:
    figures = ((one.precision, one.precision_range), (one.recall, one.recall_range), (one.f1, one.f1_range))
    told = "".join(f"{value:8.3f} ({low:.2f}–{high:.2f})" for value, (low, high) in figures)
    return f"  {one.name:<15}{one.positives:6d}{told}"


def _split_lines(split: Split) -> list[str]:
    lines = [f"{split.name}: {split.statements} statements"]
    heading = "".join(f"{name:>8} (95 %)     " for name in ("prec", "recall", "F1"))
    lines.append(f"  {'label':<15}{'marked':>6}{heading}  statements: wrongly absent, left open")
    for one, absence in zip(split.agreements, split.absences, strict=True):
        wrong = f"{absence.wrongly_absent} and {absence.abstained_on} of {absence.holding} that hold some"
        right = f"{absence.rightly_absent} of {absence.without} without rightly absent"
        lines.append(f"{_agreement_line(one)}  {wrong}; {right}")
    low, high = split.macro_f1_range
    lines.append(
        f"  macro-F1 {split.macro_f1:.3f} ({low:.3f}–{high:.3f}), calibration error {split.calibration_error:.3f}"
    )
    lines.append(f"  a marked sentence among the best three: {split.top_hit:.3f}")
    return lines + [_sub_type_line(one) for one in split.sub_types if one.holding]


def _sub_type_line(one: Absence) -> str:
    found = one.holding - one.wrongly_absent - one.abstained_on
    return (
        f"  {one.name:<22} statements that hold it: {found} found, {one.abstained_on} left open, "
        f"{one.wrongly_absent} wrongly absent of {one.holding}; without: {one.wrongly_found} wrongly found, "
        f"{one.rightly_absent} rightly absent of {one.without}"
    )
