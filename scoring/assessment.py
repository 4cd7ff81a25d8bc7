"""Read a statement against a rubric: a finding with its reason for each criterion, the gates, and the pillars.

It grades what a statement discloses, never what the organisation does.
"""

from collections.abc import Sequence
from dataclasses import replace

from scoring import gates, levels, reader
from scoring.candidates import gather
from scoring.evidence.classifier import Classifier, shipped
from scoring.export import text_hash
from scoring.model import Assessment, Criterion, Facts, Finding, Outcome, PillarPoints, Rubric
from scoring.readable import note_on_language, why_not_readable
from scoring.reading import Line, read
from scoring.sentences import split_sentences
from scoring.text import table
from scoring.why import with_words

LEFT_TO_OFFICERS = "An officer judges this; no labelled data exists from which a machine could learn it."
POINTS = 2


def assess(facts: Facts, rubric: Rubric, model: Classifier | None = None) -> Assessment:
    """Read a statement's text against a rubric. Never raises on any text.

    What the filer ticked is carried beside each finding and never used as evidence. Additions for public bodies
    come as findings only for a public body. `model` is the shipped classifier unless another is given.
    """
    model = model or shipped()
    criteria = [criterion for criterion in rubric.criteria if facts.public_body or not criterion.public_bodies_only]
    unreadable = why_not_readable(facts.pages)
    if unreadable:
        findings = tuple(levels.not_read(criterion, unreadable, Outcome.NOT_SCORED) for criterion in criteria)
        results = tuple(gates.unread(gate, facts, unreadable) for gate in rubric.gates)
        sentences, note = split_sentences(facts.pages), unreadable
    else:
        lines = read(facts, model)
        abstaining = frozenset(table("reader").get(rubric.version, ()))
        findings = tuple(_finding(criterion, lines, model, abstaining) for criterion in criteria)
        results = tuple(gates.judge(gate, facts, lines, model) for gate in rubric.gates)
        findings, results = with_words(findings, results, rubric, lines, model)
        sentences, note = tuple(line.sentence for line in lines), _note(lines)
    findings = tuple(replace(finding, declared=facts.declared.get(finding.criterion)) for finding in findings)
    return Assessment(
        rubric=rubric.version,
        model=model_name(model),
        text_hash=text_hash(facts.pages),
        findings=findings,
        gates=results,
        profile=profile(findings, rubric),
        sentences=sentences,
        note=note,
    )


def _note(lines: Sequence[Line]) -> str:
    other = {line.sentence.index: line.language for line in lines if line.language}
    return note_on_language([line.sentence for line in lines], other)


def model_name(model: Classifier | None = None) -> str:
    """What an assessment says of who read: the model's version and the mark of the code and word lists around it."""
    return f"{(model or shipped()).version}.{reader.fingerprint()}"


def _finding(criterion: Criterion, lines: Sequence[Line], model: Classifier, abstaining: frozenset[str]) -> Finding:
    if criterion.judged_by == "officer":
        return levels.not_read(criterion, LEFT_TO_OFFICERS)
    silence_is_read = criterion.id not in abstaining
    return levels.decide(criterion, gather(criterion, lines, model), lines, silence_is_read)


def profile(findings: Sequence[Finding], rubric: Rubric) -> tuple[PillarPoints, ...]:
    """Points of each pillar from its criteria's levels; None where a criterion of the pillar has no level."""
    by_criterion = {finding.criterion: finding.level for finding in findings}
    points = []
    for pillar in rubric.pillars:
        own = [criterion for criterion in rubric.scored_criteria if criterion.pillar == pillar.slug]
        reached = [by_criterion.get(criterion.id) for criterion in own]
        maximum = POINTS * pillar.weight * len(own)
        known = [level for level in reached if level is not None]
        total = pillar.weight * sum(known) if len(known) == len(own) else None
        points.append(PillarPoints(pillar.slug, total, maximum))
    return tuple(points)
