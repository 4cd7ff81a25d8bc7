"""Read a statement against the UN Guiding Principles and say why: text and answers in, assessment out."""

from scoring.model import (
    Assessment,
    Criterion,
    Evidence,
    Facet,
    Facts,
    Finding,
    Gate,
    GateResult,
    Outcome,
    Page,
    Pillar,
    PillarPoints,
    Rubric,
    Sentence,
    Status,
)
from scoring.rubric import RubricError, rubric_in_force, versions
from scoring.rubric import load as load_rubric

__all__ = [
    "Assessment",
    "Criterion",
    "Evidence",
    "Facet",
    "Facts",
    "Finding",
    "Gate",
    "GateResult",
    "Outcome",
    "Page",
    "Pillar",
    "PillarPoints",
    "Rubric",
    "RubricError",
    "Sentence",
    "Status",
    "load_rubric",
    "rubric_in_force",
    "versions",
]
