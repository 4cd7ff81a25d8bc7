"""Read a statement against the UN Guiding Principles and say why: text and answers in, assessment out."""

from scoring.assessment import assess, model_name
from scoring.boilerplate import normalised
from scoring.export import ExportError, from_json, text_hash, to_json
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
from scoring.recompute import Recomputed, export, facts_from_json, facts_to_json, recompute
from scoring.rubric import RubricError, rubric_in_force, versions
from scoring.rubric import load as load_rubric
from scoring.sentences import split_sentences

__all__ = [
    "Assessment",
    "Criterion",
    "Evidence",
    "ExportError",
    "Facet",
    "Facts",
    "Finding",
    "Gate",
    "GateResult",
    "Outcome",
    "Page",
    "Pillar",
    "PillarPoints",
    "Recomputed",
    "Rubric",
    "RubricError",
    "Sentence",
    "Status",
    "assess",
    "export",
    "facts_from_json",
    "facts_to_json",
    "from_json",
    "load_rubric",
    "model_name",
    "normalised",
    "recompute",
    "rubric_in_force",
    "split_sentences",
    "text_hash",
    "to_json",
    "versions",
]
