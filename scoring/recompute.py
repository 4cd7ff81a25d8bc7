"""Everything that an assessment rests on in one export, and the same assessment made again from it.

An export holds the rubric's version, the reader's and the model's, the text with its hash, the other facts, what was
found with its evidence, and what an officer decided otherwise. Whoever has it can make the score again.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any, get_type_hints

from scoring.assessment import assess, model_name, profile
from scoring.evidence.classifier import Classifier
from scoring.export import ExportError, from_json, text_hash, to_json
from scoring.model import Assessment, Evidence, Facts, Finding, GateResult, Outcome, Page, Rubric
from scoring.rubric import RubricError
from scoring.rubric import load as load_rubric

MOST_TOLD = 3
BLOCK = "█"
"""What stands for each letter of a passage that was taken down."""
SAME_TO = 4
"""Decimals to which probabilities of two machines have to agree."""


@dataclass(frozen=True)
class Recomputed:
    """An assessment made again. `differences` are empty where the score is the same; `notes` only explain."""

    differences: tuple[str, ...]
    notes: tuple[str, ...]
    assessment: Assessment | None

    @property
    def same(self) -> bool:
        """Whether the same score came out."""
        return not self.differences


def export(facts: Facts, assessment: Assessment) -> dict[str, Any]:
    """The assessment with all that it rests on, as plain values."""
    return {**to_json(assessment), "facts": facts_to_json(facts)}


def facts_to_json(facts: Facts) -> dict[str, Any]:
    """Facts as plain values: days as YYYY-MM-DD, sets as sorted lists."""
    told = {**asdict(facts), "boilerplate": sorted(facts.boilerplate)}
    plain: dict[str, Any] = json.loads(json.dumps(told, default=date.isoformat))
    return plain


def facts_from_json(told: Mapping[str, Any]) -> Facts:
    """The facts that `facts_to_json` wrote. Raises ExportError."""
    kinds = get_type_hints(Facts)
    if strange := sorted(set(told) - set(kinds)):
        raise ExportError(f"these facts are not known to this reader: {', '.join(strange)}")
    try:
        return Facts(**{name: _fact(kinds[name], value) for name, value in told.items()})
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise ExportError(f"its facts cannot be read ({fault!r})") from fault


def _fact(kind: Any, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if kind == tuple[Page, ...]:
        return tuple(Page(**each) for each in value)
    if kind in (date, date | None):
        return date.fromisoformat(value)
    if kind in (tuple[str, ...], frozenset[str]):
        return (tuple if kind == tuple[str, ...] else frozenset)(value)
    return value


def recompute(told: Mapping[str, Any], model: Classifier | None = None) -> Recomputed:
    """Make the assessment of an export again and compare. Raises ExportError where it is no export to recompute.

    What an officer decided otherwise (`decisions`) is taken as decided; everything else has to come out the same.
    """
    then = from_json(dict(told))
    if "facts" not in told:
        raise ExportError("it holds no facts and no text, so nothing can be read again; export the assessment anew")
    facts = facts_from_json(told["facts"])
    decided = {name: entry for name, entry in told.get("decisions", {}).items() if entry["state"] == "changed"}
    try:
        rubric = load_rubric(then.rubric)
    except RubricError:
        return Recomputed((f"rubric: {then.rubric} is not known here, so nothing could be read again",), (), None)
    now = assess(facts, rubric, model)
    differences = (
        *_of_text(then, facts),
        *_of_sentences(then, now),
        *_of_findings(then, now, decided),
        *_of_gates(then, now, decided),
        *_of_profile(then, now, decided, rubric),
    )
    return Recomputed(tuple(differences), tuple(_notes(then, now, decided, model)), now)


def _of_text(then: Assessment, facts: Facts) -> Iterator[str]:
    found = text_hash(facts.pages)
    if found != then.text_hash:
        blocked = any(BLOCK in page.text for page in facts.pages)
        why = "a passage of it was taken down since it was read" if blocked else "another text"
        yield f"text: its hash is {found[:12]}…, the export says {then.text_hash[:12]}…: {why}"


def _of_sentences(then: Assessment, now: Assessment) -> Iterator[str]:
    if then.sentences == now.sentences:
        return
    first = next(
        (old.index for old, new in zip(then.sentences, now.sentences, strict=False) if old != new),
        min(len(then.sentences), len(now.sentences)),
    )
    yield f"sentences: {len(then.sentences)} then, {len(now.sentences)} now; the first that differs is number {first}"


def _of_findings(then: Assessment, now: Assessment, decided: Mapping[str, Any]) -> Iterator[str]:
    made = {each.criterion: each for each in now.findings}
    for old in then.findings:
        new = made.pop(old.criterion, None)
        if old.criterion in decided:
            continue
        yield from _of_one(old.criterion, old, new)
    for criterion in sorted(set(made) - set(decided)):
        yield f"{criterion}: found now, not in the export"


def _of_gates(then: Assessment, now: Assessment, decided: Mapping[str, Any]) -> Iterator[str]:
    made = {each.gate: each for each in now.gates}
    for old in then.gates:
        new = made.pop(old.gate, None)
        if old.gate not in decided:
            yield from _of_one(old.gate, old, new)
    for gate in sorted(set(made) - set(decided)):
        yield f"{gate}: judged now, not in the export"


def _of_one(name: str, old: Finding | GateResult, new: Finding | GateResult | None) -> Iterator[str]:
    """What differs between two readings of one criterion or gate, field by field."""
    if new is None:
        yield f"{name}: in the export, not found now"
        return
    for each in fields(old):
        before, after = getattr(old, each.name), getattr(new, each.name)
        if each.name == "evidence":
            yield from _of_evidence(name, before, after)
        elif before != after:
            yield f"{name}: {each.name.replace('_', ' ')} was {_told(before)}, is {_told(after)}"


def _of_evidence(name: str, old: tuple[Evidence, ...], new: tuple[Evidence, ...]) -> Iterator[str]:
    if [_place(each) for each in old] != [_place(each) for each in new]:
        yield f"{name}: evidence was {_places(old)}, is {_places(new)}"
        return
    for before, after in zip(old, new, strict=True):
        if abs(before.probability - after.probability) >= 10**-SAME_TO:
            place = before.sentence.index
            yield f"{name}: probability of sentence {place} was {before.probability}, is {after.probability}"
        if replace(before, probability=0.0) != replace(after, probability=0.0):
            yield f"{name}: status, marks or words of sentence {before.sentence.index} differ"


def _place(evidence: Evidence) -> tuple[int, int, int]:
    return evidence.sentence.page, evidence.sentence.start, evidence.sentence.end


def _places(found: tuple[Evidence, ...]) -> str:
    told = [f"sentence {each.sentence.index} on page {each.sentence.page}" for each in found[:MOST_TOLD]]
    more = f" and {len(found) - MOST_TOLD} more" if len(found) > MOST_TOLD else ""
    return ", ".join(told) + more or "none"


def _told(value: Any) -> str:
    if value is None:
        return "not given"
    return f"“{value}”" if isinstance(value, str) else str(value)


def _of_profile(then: Assessment, now: Assessment, decided: Mapping[str, Any], rubric: Rubric) -> Iterator[str]:
    new = {each.pillar: each for each in decided_profile(now, decided, rubric)}
    for old in then.profile:
        made = new.get(old.pillar)
        if made != old:
            points = "not given" if made is None else f"{_told(made.points)} of {made.maximum}"
            yield f"pillar {old.pillar}: {_told(old.points)} of {old.maximum} points then, {points} now"


def decided_profile(assessment: Assessment, decided: Mapping[str, Any], rubric: Rubric) -> tuple[Any, ...]:
    """The points of each pillar with the levels that an officer set in place of the machine's."""
    known = {each.criterion: each for each in assessment.findings}
    changed = {
        name: Finding(name, Outcome.SCORED, entry["level"], "")
        for name, entry in decided.items()
        if name in {each.id for each in rubric.criteria}
    }
    return profile(tuple({**known, **changed}.values()), rubric)


def _notes(then: Assessment, now: Assessment, decided: Mapping[str, Any], model: Classifier | None) -> Iterator[str]:
    if then.model != model_name(model):
        yield f"model: read by {then.model} then, by {model_name(model)} here"
    if decided:
        yield f"decided by an officer, not compared: {', '.join(sorted(decided))}"
    if now.note:
        yield now.note
