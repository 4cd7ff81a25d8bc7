"""Beside each piece of evidence, the words that weighed most in its probability."""

from collections.abc import Sequence
from dataclasses import replace

from scoring.evidence.classifier import Classifier
from scoring.evidence.weighing import weighed
from scoring.gates import LABELS
from scoring.model import Evidence, Finding, GateResult, Rubric
from scoring.reading import Line

Asked = dict[tuple[str, str], tuple[str, ...]]


def with_words(
    findings: Sequence[Finding], results: Sequence[GateResult], rubric: Rubric, lines: Sequence[Line], model: Classifier
) -> tuple[tuple[Finding, ...], tuple[GateResult, ...]]:
    """The findings and gates, their evidence with the words that the model weighed most for them."""
    by_slug = {gate.id: LABELS.get(gate.slug, ()) for gate in rubric.gates}
    labels = {criterion.id: criterion.labels for criterion in rubric.criteria} | by_slug
    pairs: Asked = {}
    for key, evidence in [
        *((finding.criterion, each) for finding in findings for each in finding.evidence),
        *((result.gate, each) for result in results for each in result.evidence),
    ]:
        pairs[_asked(evidence, labels[key], lines)] = ()
    found = dict(zip(pairs, weighed(model, list(pairs)), strict=True))

    def told(key: str, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        return tuple(replace(each, weighed=found[_asked(each, labels[key], lines)]) for each in evidence)

    return (
        tuple(replace(each, evidence=told(each.criterion, each.evidence)) for each in findings),
        tuple(replace(each, evidence=told(each.gate, each.evidence)) for each in results),
    )


def _asked(evidence: Evidence, labels: Sequence[str], lines: Sequence[Line]) -> tuple[str, str]:
    """The sentence, and the label that speaks most for it; no label where a rule alone reads the question."""
    probabilities = lines[evidence.sentence.index].probabilities
    known = [label for label in labels if label in probabilities]
    return evidence.sentence.text, max(known, key=probabilities.__getitem__, default="")
