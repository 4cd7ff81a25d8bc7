"""Read and check rubric files, and choose the one in force for a period.

A rubric file is TOML (see scoring/rubrics). Once a published score uses a file it is never edited: a change is a
new file with a new version.
"""

import hashlib
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from scoring.model import Criterion, Facet, Gate, Pillar, Rubric

RUBRICS = Path(__file__).parent / "rubrics"
MARK_KINDS = frozenset({"number", "date", "place", "standard", "group"})
LABELS = frozenset(
    {
        "structure",
        "operations",
        "supply_chains",
        "risk",
        "mitigation",
        "remediation",
        "effectiveness",
        "consultation",
    }
)
JUDGES = frozenset({"machine", "officer"})
FACET_KEYS = frozenset({"name", "cues", "marks", "or_cues", "at_least", "planned_counts"})
CRITERION_KEYS = frozenset(
    {
        "id",
        "slug",
        "pillar",
        "question",
        "guidance",
        "level_one",
        "level_two",
        "principles",
        "labels",
        "cues",
        "clauses",
        "absence_counts",
        "planned_cap",
        "public_bodies_only",
        "judged_by",
        "facets",
        "facets_needed",
        "denial_cues",
        "absence_with",
        "excludes",
    }
)


class RubricError(ValueError):
    """A rubric file is faulty or missing. The message names the file, the place and the fault."""


def read(path: Path) -> Rubric:
    """Read and check one rubric file. Raises RubricError that says what is wrong and where."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise RubricError(f"{path.name}: cannot be read ({fault.strerror})") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise RubricError(f"{path.name}: is not TOML ({fault})") from fault
    try:
        rubric = _rubric(raw)
        _check(rubric)
    except RubricError as fault:
        raise RubricError(f"{path.name}: {fault}") from None
    return rubric


@cache
def versions() -> tuple[str, ...]:
    """The versions that are shipped, in the order in which they came into force."""
    return tuple(rubric.version for rubric in _shipped())


@cache
def load(version: str) -> Rubric:
    """The shipped rubric of this version ("ungp-1"). Raises RubricError when there is none."""
    for rubric in _shipped():
        if rubric.version == version:
            return rubric
    raise RubricError(f"no rubric has the version {version!r}; there are: {', '.join(versions())}")


def rubric_in_force(period_end: date) -> Rubric:
    """The newest rubric in force for a period that ends on this day. Raises RubricError when none is."""
    chosen = [rubric for rubric in _shipped() if rubric.in_force_from <= period_end]
    if not chosen:
        raise RubricError(f"no rubric is in force for a period that ends on {period_end.isoformat()}")
    return chosen[-1]


def fingerprints() -> dict[str, str]:
    """SHA-256 of each shipped rubric file by its version, to prove that a used file was never edited."""
    return {
        read(path).version: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(RUBRICS.glob("*.toml"))
    }


@cache
def _shipped() -> tuple[Rubric, ...]:
    rubrics = [read(path) for path in sorted(RUBRICS.glob("*.toml"))]
    return tuple(sorted(rubrics, key=lambda rubric: (rubric.in_force_from, rubric.version)))


def _rubric(raw: dict[str, Any]) -> Rubric:
    in_force_from = raw.get("in_force_from")
    if not isinstance(in_force_from, date):
        raise RubricError("in_force_from must be a date such as 2026-01-01")
    return Rubric(
        version=_text(raw, "version", "the rubric"),
        title=_text(raw, "title", "the rubric"),
        in_force_from=in_force_from,
        pillars=tuple(_pillar(entry) for entry in _tables(raw, "pillars")),
        gates=tuple(_gate(entry) for entry in _tables(raw, "gates")),
        criteria=tuple(_criterion(entry) for entry in _tables(raw, "criteria")),
        laws=dict(raw.get("laws", {})),
    )


def _pillar(entry: dict[str, Any]) -> Pillar:
    where = f"pillar {entry.get('slug', '?')}"
    weight = _number(entry, "weight", where, default=1)
    return Pillar(slug=_text(entry, "slug", where), name=_text(entry, "name", where), weight=weight)


def _gate(entry: dict[str, Any]) -> Gate:
    where = f"gate {entry.get('id', '?')}"
    id_, slug, question, guidance = (_text(entry, key, where) for key in ("id", "slug", "question", "guidance"))
    return Gate(id=id_, slug=slug, question=question, guidance=guidance, clauses=_clauses(entry, where))


def _criterion(entry: dict[str, Any]) -> Criterion:
    where = f"criterion {entry.get('id', '?')}"
    _no_strangers(entry, CRITERION_KEYS, where)
    facets = tuple(_facet(facet, where) for facet in entry.get("facets", []))
    return Criterion(
        id=_text(entry, "id", where),
        slug=_text(entry, "slug", where),
        pillar=_text(entry, "pillar", where),
        question=_text(entry, "question", where),
        guidance=_text(entry, "guidance", where),
        level_one=_text(entry, "level_one", where),
        level_two=_text(entry, "level_two", where),
        principles=_texts(entry, "principles", where),
        labels=_texts(entry, "labels", where),
        cues=_texts(entry, "cues", where),
        clauses=_clauses(entry, where),
        absence_counts=_flag(entry, "absence_counts", where),
        public_bodies_only=_flag(entry, "public_bodies_only", where),
        planned_cap=_number(entry, "planned_cap", where, default=1),
        judged_by=entry.get("judged_by", "machine"),
        denial_cues=_texts(entry, "denial_cues", where),
        absence_with=_texts(entry, "absence_with", where),
        excludes=_texts(entry, "excludes", where),
        facets=facets,
        facets_needed=_number(entry, "facets_needed", where, default=len(facets)),
    )


def _facet(entry: dict[str, Any], where: str) -> Facet:
    where = f"{where}, facet {entry.get('name', '?')}"
    _no_strangers(entry, FACET_KEYS, where)
    marks = _texts(entry, "marks", where)
    if unknown := set(marks) - MARK_KINDS:
        raise RubricError(f"{where}: unknown kind of mark {sorted(unknown)}; there are {sorted(MARK_KINDS)}")
    return Facet(
        name=_text(entry, "name", where),
        cues=_texts(entry, "cues", where),
        marks=marks,
        or_cues=_texts(entry, "or_cues", where),
        at_least=_number(entry, "at_least", where, default=1),
        planned_counts=_flag(entry, "planned_counts", where),
    )


def _clauses(entry: dict[str, Any], where: str) -> dict[str, tuple[str, ...]]:
    clauses = entry.get("clauses", {})
    if not isinstance(clauses, dict):
        raise RubricError(f"{where}: clauses must map a law to a list of clauses")
    return {law: _texts(clauses, law, f"{where}, clauses") for law in clauses}


def _tables(raw: dict[str, Any], key: str) -> list[dict[str, Any]]:
    tables = raw.get(key)
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        raise RubricError(f"there must be at least one [[{key}]]")
    return tables


def _text(entry: dict[str, Any], key: str, where: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise RubricError(f"{where}: {key} must be a text that is not empty")
    return value


def _texts(entry: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise RubricError(f"{where}: {key} must be a list of texts, none empty")
    return tuple(value)


def _flag(entry: dict[str, Any], key: str, where: str) -> bool:
    value = entry.get(key, False)
    if not isinstance(value, bool):
        raise RubricError(f"{where}: {key} must be true or false")
    return value


def _number(entry: dict[str, Any], key: str, where: str, default: int) -> int:
    value = entry.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise RubricError(f"{where}: {key} must be a whole number, 0 or more")
    return value


def _no_strangers(entry: dict[str, Any], known: frozenset[str], where: str) -> None:
    if strangers := set(entry) - known:
        raise RubricError(f"{where}: unknown key {sorted(strangers)[0]!r}")


def _check(rubric: Rubric) -> None:
    _check_unique([pillar.slug for pillar in rubric.pillars], "pillar")
    _check_unique([gate.id for gate in rubric.gates], "gate")
    _check_unique([criterion.id for criterion in rubric.criteria], "criterion")
    _check_unique([criterion.slug for criterion in rubric.criteria], "criterion slug")
    pillars = {pillar.slug for pillar in rubric.pillars}
    for criterion in rubric.criteria:
        _check_criterion(criterion, pillars, set(rubric.laws))
    if idle := pillars - {criterion.pillar for criterion in rubric.scored_criteria}:
        raise RubricError(f"pillar {sorted(idle)[0]} has no criterion")


def _check_unique(names: list[str], what: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise RubricError(f"{what} {name} stands twice")


def _check_criterion(criterion: Criterion, pillars: set[str], laws: set[str]) -> None:
    where = f"criterion {criterion.id}"
    if criterion.pillar not in pillars and not criterion.public_bodies_only:
        raise RubricError(f"{where}: there is no pillar {criterion.pillar!r}")
    if unknown := set(criterion.labels) - LABELS:
        raise RubricError(f"{where}: unknown label {sorted(unknown)}; there are {sorted(LABELS)}")
    if unknown := set(criterion.clauses) - laws:
        raise RubricError(f"{where}: clauses of {sorted(unknown)[0]!r}, which [laws] does not name")
    if criterion.judged_by not in JUDGES:
        raise RubricError(f"{where}: judged_by must be one of {sorted(JUDGES)}")
    _check_levels(criterion, where)


def _check_levels(criterion: Criterion, where: str) -> None:
    if criterion.judged_by == "machine" and not criterion.labels:
        raise RubricError(f"{where}: a criterion that the machine reads needs a label")
    if criterion.planned_cap > 2:
        raise RubricError(f"{where}: planned_cap must be 0, 1 or 2")
    if criterion.facets_needed > len(criterion.facets):
        raise RubricError(f"{where}: facets_needed is {criterion.facets_needed} of {len(criterion.facets)} facets")
