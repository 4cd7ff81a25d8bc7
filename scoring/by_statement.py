"""Measure the whole reader by statement: what it says of a criterion or a gate where there is evidence and where none.

The truth is that of the labels where a criterion has its own; elsewhere that of the sub-types that both readings have.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scoring import gates, levels
from scoring.candidates import gather, sub_type
from scoring.evidence.classifier import Classifier
from scoring.evidence.labelled import LABELS, LabelledStatement
from scoring.evidence.sub_types import SUB_TYPES, taught
from scoring.model import Criterion, Facts, Finding, Page, Rubric, Sentence
from scoring.reading import Line
from scoring.status import statuses
from scoring.text import folded, table

FOUND, OPEN, NOT_FOUND, ZERO = "found", "left open", "not found", "denied or planned"
SAID = (FOUND, OPEN, NOT_FOUND, ZERO)
OF_A_GATE = {True: "met", None: OPEN, False: "not met"}
# Criteria that ask what a label of the experts asks. Others share a label and have no truth here.
SAME_QUESTION = {
    "C04": ("structure", "operations"),
    "C05": ("supply_chains",),
    "C06": ("risk",),
    "C13": ("effectiveness",),
    "C17": ("remediation",),
}


@dataclass(frozen=True)
class CriterionReading:
    """How often the reader said each of SAID: of statements `holding` evidence for a criterion, of those `without`."""

    criterion: str
    holding: dict[str, int]
    without: dict[str, int]

    @property
    def wrongly_not_found(self) -> float:
        """The share of statements with evidence of which the reader says "not found", the harmful error."""
        return self.holding[NOT_FOUND] / max(1, sum(self.holding.values()))

    @property
    def coverage(self) -> float:
        """The share of all statements that the reader does not leave to a person."""
        every = Counter(self.holding) + Counter(self.without)
        return 1 - every[OPEN] / max(1, sum(every.values()))


def criteria_by_statement(
    pairs: Sequence[tuple[Classifier, Sequence[LabelledStatement]]], rubric: Rubric
) -> tuple[CriterionReading, ...]:
    """Read statements with classifiers that did not see them; criteria without a truth are left out."""
    known = [(criterion, _truth(criterion)) for criterion in rubric.scored_criteria]
    abstaining = table("reader").get(rubric.version, ())
    counts = {criterion.id: (Counter[str](), Counter[str]()) for criterion, truth in known if truth}
    for model, tested in pairs:
        for statement in tested:
            lines, held = _lines(statement, model), _held(statement)
            for criterion, truth in known:
                if truth:
                    finding = levels.decide(
                        criterion, gather(criterion, lines, model), lines, criterion.id not in abstaining
                    )
                    counts[criterion.id][0 if held & truth else 1][_said(finding)] += 1
    return tuple(
        CriterionReading(name, {said: holding[said] for said in SAID}, {said: without[said] for said in SAID})
        for name, (holding, without) in counts.items()
    )


@dataclass(frozen=True)
class GateReading:
    """How often a gate was met, left open or not met: of statements `holding` a sentence that people marked for it, of
    those `without`."""

    gate: str
    holding: dict[str, int]
    without: dict[str, int]


def gates_by_statement(
    pairs: Sequence[tuple[Classifier, Sequence[LabelledStatement]]], rubric: Rubric
) -> tuple[GateReading, ...]:
    """Judge the gates that a label speaks to, with classifiers that did not see the statements."""
    known = [gate for gate in rubric.gates if gate.slug in gates.LABELS]
    counts = {gate.slug: (Counter[str](), Counter[str]()) for gate in known}
    for model, tested in pairs:
        for statement in tested:
            lines, held = _lines(statement, model), _held(statement)
            facts = Facts((Page(1, "\n".join(statement.sentences)),), "", date.min, date.max)
            for gate in known:
                met = gates.judge(gate, facts, lines, model).met
                counts[gate.slug][0 if held & {*gates.LABELS[gate.slug]} else 1][OF_A_GATE[met]] += 1
    return tuple(GateReading(name, dict(holding), dict(without)) for name, (holding, without) in counts.items())


def _truth(criterion: Criterion) -> frozenset[str]:
    """The labels any of which, on any sentence, mean that a statement speaks to a criterion; none where nobody did."""
    return frozenset({sub_type(criterion)} - {""}) or frozenset(SAME_QUESTION.get(criterion.id, ()))


def _held(statement: LabelledStatement) -> frozenset[str]:
    labels = {label for column, label in enumerate(LABELS) if statement.labels[:, column].any()}
    read = taught(statement.identifier, len(statement.sentences)) == 1
    return frozenset(labels | {name for column, name in enumerate(SUB_TYPES) if read[:, column].any()})


def _lines(statement: LabelledStatement, model: Classifier) -> tuple[Line, ...]:
    texts = statement.sentences
    read = zip(texts, statuses(texts), model.probabilities(texts), strict=True)
    return tuple(
        Line(
            sentence=Sentence(index=index, text=text, page=1, start=0, end=len(text)),
            plain=folded(text),
            status=status,
            copied=False,
            probabilities=dict(zip(model.labels, map(float, row), strict=True)),
        )
        for index, (text, status, row) in enumerate(read)
    )


def _said(finding: Finding) -> str:
    if finding.level is None:
        return OPEN
    if finding.level:
        return FOUND
    return ZERO if finding.evidence else NOT_FOUND


def gate_lines(readings: Sequence[GateReading]) -> list[str]:
    """The gates as lines for a terminal."""
    lines = ["gates by statement, five-fold: met, left open, not met"]
    for one in readings:
        holding, without = (
            " ".join(f"{of.get(said, 0):4d}" for said in OF_A_GATE.values()) for of in (one.holding, one.without)
        )
        lines.append(f"  {one.gate:<10} marked:{holding}   unmarked:{without}")
    return lines


def as_lines(readings: Sequence[CriterionReading]) -> list[str]:
    """The readings as lines for a terminal."""
    lines = ["criteria by statement, five-fold: found, left open, not found, denied or planned"]
    for one in readings:
        holding, without = (" ".join(f"{counts[said]:4d}" for said in SAID) for counts in (one.holding, one.without))
        lines.append(
            f"  {one.criterion}  holding {sum(one.holding.values()):3d}:{holding}   without"
            f" {sum(one.without.values()):3d}:{without}   wrong not found {one.wrongly_not_found:.1%},"
            f" coverage {one.coverage:.0%}"
        )
    return lines
