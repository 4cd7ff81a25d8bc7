"""Write an assessment out as JSON and read it back without loss."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from scoring.model import (
    Assessment,
    Evidence,
    Finding,
    GateResult,
    Outcome,
    Page,
    PillarPoints,
    Sentence,
    Status,
    Stretch,
)

FORMAT = 1


class ExportError(ValueError):
    """A document is not an assessment that `to_json` wrote. The message says what is wrong."""


def text_hash(pages: Sequence[Page]) -> str:
    """SHA-256 of the pages' numbers and text: the same text gives the same hash."""
    told = json.dumps([[page.number, page.text] for page in pages], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(told.encode("ascii")).hexdigest()


def to_json(assessment: Assessment) -> dict[str, Any]:
    """The assessment as plain dictionaries, lists, texts and numbers. Evidence names its sentence by index."""
    told = asdict(assessment)
    for result in [*told["findings"], *told["gates"]]:
        for evidence in result["evidence"]:
            evidence["sentence"] = evidence["sentence"]["index"]
    return {"format": FORMAT, **json.loads(json.dumps(told))}


def profile_to_json(profile: Sequence[PillarPoints]) -> list[dict[str, Any]]:
    """The points of the pillars as an export holds them."""
    return [asdict(each) for each in profile]


def from_json(told: dict[str, Any]) -> Assessment:
    """The assessment that `to_json` wrote. Raises ExportError."""
    try:
        if told["format"] != FORMAT:
            raise ExportError(f"format {told['format']!r} is not known; this reader knows {FORMAT}")
        sentences = tuple(_sentence(entry) for entry in told["sentences"])
        return Assessment(
            rubric=told["rubric"],
            model=told["model"],
            text_hash=told["text_hash"],
            findings=tuple(_finding(entry, sentences) for entry in told["findings"]),
            gates=tuple(_gate(entry, sentences) for entry in told["gates"]),
            profile=tuple(PillarPoints(**entry) for entry in told["profile"]),
            sentences=sentences,
            note=told["note"],
        )
    except ExportError:
        raise
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as fault:
        raise ExportError(f"this is not an exported assessment ({fault!r})") from fault


def _sentence(entry: dict[str, Any]) -> Sentence:
    """A sentence; those of an older export go on nowhere."""
    return Sentence(**{**entry, "rest": tuple(Stretch(**each) for each in entry.get("rest", ()))})


def _finding(entry: dict[str, Any], sentences: Sequence[Sentence]) -> Finding:
    evidence = _evidence(entry["evidence"], sentences)
    return Finding(**{**entry, "outcome": Outcome(entry["outcome"]), "evidence": evidence})


def _gate(entry: dict[str, Any], sentences: Sequence[Sentence]) -> GateResult:
    return GateResult(**{**entry, "evidence": _evidence(entry["evidence"], sentences)})


def _evidence(entries: Sequence[dict[str, Any]], sentences: Sequence[Sentence]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            sentence=sentences[entry["sentence"]],
            probability=entry["probability"],
            status=Status(entry["status"]),
            marks=tuple(entry["marks"]),
            words=tuple(entry["words"]),
            weighed=tuple(entry.get("weighed", ())),
        )
        for entry in entries
    )
