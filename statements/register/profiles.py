"""Released profiles: what an officer confirmed and the notice period let through, and not a word before that."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from scoring.model import Rubric
from scoring.rubric import load as load_rubric
from statements.moderation import queries as moderation
from statements.moderation.models import AssessmentRecord, FindingRecord, FindingState, Notice
from statements.register.public import (
    PublicEvidence,
    PublicFinding,
    PublicGate,
    PublicPillar,
    PublicProfile,
    PublicReply,
    PublicStretch,
)

DECIDED = (FindingState.CONFIRMED, FindingState.CHANGED)
Levels = Mapping[str, int | None]

# Put together once, for that takes longer than to answer them.
_RELEASED: Select[*tuple[Any, ...]] = (
    select(AssessmentRecord.version_id, AssessmentRecord.id, AssessmentRecord.rubric, Notice.released_at)
    .join(Notice, Notice.assessment_id == AssessmentRecord.id)
    .where(Notice.released_at.is_not(None), Notice.recalled_at.is_(None))
    .where(AssessmentRecord.version_id.in_(bindparam("ids", expanding=True)))
    .order_by(Notice.released_at)
)
_DECIDED = (
    select(FindingRecord.assessment_id, FindingRecord.criterion, FindingRecord.level)
    .where(FindingRecord.assessment_id.in_(bindparam("ids", expanding=True)), FindingRecord.state.in_(DECIDED))
    .order_by(FindingRecord.criterion)
)


def released(
    session: Session, version_ids: Collection[uuid.UUID], *, with_findings: bool
) -> dict[uuid.UUID, PublicProfile]:
    """The released profile of each of these versions that has one, by the version's id.

    A finding that no officer decided is left out, and so are the points of its pillar. Reasons and evidence are read
    only `with_findings`: lists of statements need the points alone.
    """
    rows = {row.version_id: row for row in session.execute(_RELEASED, {"ids": list(version_ids)})}
    levels = _levels(session, [row.id for row in rows.values()])
    read = moderation.released(session, version_ids=list(rows)) if with_findings and rows else {}
    found = {}
    for version_id, row in rows.items():
        rubric = load_rubric(row.rubric)
        told = read.get(version_id)
        found[version_id] = PublicProfile(
            rubric=row.rubric,
            released_at=row.released_at,
            pillars=pillars(rubric, levels[row.id]),
            levels=_of_criteria(rubric, levels[row.id]),
            met=_of_gates(rubric, levels[row.id]),
            findings=_findings(told, rubric, levels[row.id]) if told else (),
            gates=_gates(told, rubric, levels[row.id]) if told else (),
            replies=tuple(PublicReply(each.text, each.at) for each in told.replies) if told else (),
            note=told.note if told else "",
        )
    return found


def pillars(rubric: Rubric, levels: Levels) -> tuple[PublicPillar, ...]:
    """Points of each pillar from the criteria's levels: their sum times the pillar's weight, 2 a criterion at most."""
    shown = []
    for pillar in rubric.pillars:
        of_pillar = [levels.get(each.id) for each in rubric.scored_criteria if each.pillar == pillar.slug]
        known = [level for level in of_pillar if level is not None]
        points = sum(known) * pillar.weight if len(known) == len(of_pillar) else None
        shown.append(PublicPillar(pillar.slug, pillar.name, points, 2 * len(of_pillar) * pillar.weight))
    return tuple(shown)


def _levels(session: Session, assessments: Collection[uuid.UUID]) -> Mapping[uuid.UUID, dict[str, int | None]]:
    """The level of every decided criterion and gate, by the assessment's id."""
    found: dict[uuid.UUID, dict[str, int | None]] = defaultdict(dict)
    for assessment_id, criterion, level in session.execute(_DECIDED, {"ids": list(assessments)}) if assessments else ():
        found[assessment_id][criterion] = level
    return found


def _of_criteria(rubric: Rubric, levels: Levels) -> dict[str, int | None]:
    known = {each.id for each in rubric.criteria}
    return {criterion: level for criterion, level in levels.items() if criterion in known}


def _of_gates(rubric: Rubric, levels: Levels) -> dict[str, bool | None]:
    decided = {each.id: levels[each.id] for each in rubric.gates if each.id in levels}
    return {gate: None if level is None else bool(level) for gate, level in decided.items()}


def _findings(read: moderation.ReadProfile, rubric: Rubric, levels: Levels) -> tuple[PublicFinding, ...]:
    criteria = {each.id: each for each in rubric.criteria}
    return tuple(
        PublicFinding(
            criterion=each.criterion,
            question=criteria[each.criterion].question,
            pillar=criteria[each.criterion].pillar,
            level=each.level,
            reason=each.reason,
            why_not_higher=each.why_not_higher,
            evidence=tuple(_evidence(item) for item in each.evidence),
            disclosed_gap=each.disclosed_gap,
            declared=each.declared,
            changed_by_officer=each.changed_by_officer,
        )
        for each in read.findings
        if each.criterion in levels and each.criterion in criteria
    )


def _gates(read: moderation.ReadProfile, rubric: Rubric, levels: Levels) -> tuple[PublicGate, ...]:
    asked = {each.id: each.question for each in rubric.gates}
    return tuple(
        PublicGate(
            gate=each.gate,
            question=asked[each.gate],
            met=each.met,
            reason=each.reason,
            evidence=tuple(_evidence(item) for item in each.evidence),
        )
        for each in read.gates
        if each.gate in levels and each.gate in asked
    )


def _evidence(item: Mapping[str, Any]) -> PublicEvidence:
    return PublicEvidence(
        sentence=item["sentence"],
        text=item["text"],
        page=item["page"],
        start=item["start"],
        end=item["end"],
        status=item["status"],
        marks=tuple(item.get("marks", ())),
        added_by_officer=bool(item.get("added_by_officer")),
        probability=None if item.get("added_by_officer") else item.get("probability"),
        weighed=tuple(item.get("weighed", ())),
        rest=tuple(PublicStretch(each["page"], each["start"], each["end"]) for each in item.get("rest", ())),
    )
