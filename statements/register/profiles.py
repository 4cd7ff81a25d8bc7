"""Released profiles: what an officer confirmed and the notice period let through, and not a word before that."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from scoring.model import Criterion, Gate, Rubric
from scoring.rubric import load as load_rubric
from statements.moderation.models import AssessmentRecord, FindingRecord, FindingState, Notice, Reply
from statements.register.public import (
    PublicEvidence,
    PublicFinding,
    PublicGate,
    PublicPillar,
    PublicProfile,
    PublicReply,
)

DECIDED = (FindingState.CONFIRMED, FindingState.CHANGED)


def released(session: Session, version_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, PublicProfile]:
    """The released profile of each of these versions that has one, by the version's id.

    A profile is released when its notice says so; of several the one released last stands. A finding that no
    officer decided is left out, and so are the points of its pillar.
    """
    query: Select[*tuple[Any, ...]] = (
        select(Notice.id, Notice.released_at, AssessmentRecord.id, AssessmentRecord.version_id, AssessmentRecord.rubric)
        .join(AssessmentRecord, Notice.assessment_id == AssessmentRecord.id)
        .where(Notice.released_at.is_not(None), AssessmentRecord.version_id.in_(list(version_ids)))
        .order_by(Notice.released_at)
    )
    notices = session.execute(query).all()
    assessments = [row[2] for row in notices]
    findings, declared = _findings(session, assessments), _declared(session, assessments)
    replies = _replies(session, [row[0] for row in notices])
    found = {}
    for notice_id, released_at, assessment_id, version_id, rubric_version in notices:
        rubric = load_rubric(rubric_version)
        rows = {row.criterion: row for row in findings[assessment_id]}
        kept = tuple(
            _finding(rows[each.id], each, declared[assessment_id]) for each in rubric.criteria if each.id in rows
        )
        found[version_id] = PublicProfile(
            rubric=rubric_version,
            released_at=released_at,
            pillars=pillars(rubric, {each.criterion: each.level for each in kept}),
            findings=kept,
            replies=tuple(replies[notice_id]),
            gates=tuple(_gate(rows[each.id], each) for each in rubric.gates if each.id in rows),
        )
    return found


def pillars(rubric: Rubric, levels: Mapping[str, int | None]) -> tuple[PublicPillar, ...]:
    """Points of each pillar from the criteria's levels: their sum times the pillar's weight, 2 a criterion at most."""
    shown = []
    for pillar in rubric.pillars:
        of_pillar = [levels.get(each.id) for each in rubric.scored_criteria if each.pillar == pillar.slug]
        known = [level for level in of_pillar if level is not None]
        points = sum(known) * pillar.weight if len(known) == len(of_pillar) else None
        shown.append(PublicPillar(pillar.slug, pillar.name, points, 2 * len(of_pillar) * pillar.weight))
    return tuple(shown)


def _findings(session: Session, assessments: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, list[FindingRecord]]:
    query = select(FindingRecord).where(FindingRecord.assessment_id.in_(assessments), FindingRecord.state.in_(DECIDED))
    by_assessment = defaultdict(list)
    for row in session.scalars(query.order_by(FindingRecord.criterion)):
        by_assessment[row.assessment_id].append(row)
    return by_assessment


def _declared(session: Session, assessments: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, dict[str, bool | None]]:
    """What the filer ticked for each criterion, as the assessment carried it."""
    query = select(AssessmentRecord.id, AssessmentRecord.body).where(AssessmentRecord.id.in_(assessments))
    return {
        key: {each.get("criterion", ""): each.get("declared") for each in body.get("findings", ())}
        for key, body in session.execute(query)
    }


def _replies(session: Session, notices: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, list[PublicReply]]:
    query = select(Reply.notice_id, Reply.text, Reply.at).where(Reply.notice_id.in_(notices))
    by_notice = defaultdict(list)
    for notice_id, text, at in session.execute(query.order_by(Reply.at, Reply.id)):
        by_notice[notice_id].append(PublicReply(text=text, at=at))
    return by_notice


def _gate(row: FindingRecord, gate: Gate) -> PublicGate:
    met = None if row.level is None else bool(row.level)
    evidence = tuple(_evidence(each) for each in row.evidence)
    return PublicGate(gate.id, gate.question, met, _reason(row), evidence)


def _finding(row: FindingRecord, criterion: Criterion, declared: Mapping[str, bool | None]) -> PublicFinding:
    shown = () if row.state == FindingState.CHANGED and not row.level else tuple(row.evidence)
    return PublicFinding(
        criterion=row.criterion,
        question=criterion.question,
        pillar=criterion.pillar,
        level=row.level,
        outcome="scored" if row.level is not None else row.machine_outcome,
        reason=_reason(row),
        evidence=tuple(_evidence(each) for each in shown if isinstance(each, dict)),
        disclosed_gap=row.disclosed_gap,
        declared=declared.get(row.criterion),
    )


def _reason(row: FindingRecord) -> str:
    """The machine's reason stands only where an officer confirmed it; a changed finding has the officer's alone."""
    if row.state == FindingState.CHANGED:
        return row.reason
    return "\n".join(text for text in (row.machine_reason, row.reason) if text)


def _evidence(entry: Mapping[str, Any]) -> PublicEvidence:
    sentence = entry["sentence"] if isinstance(entry.get("sentence"), dict) else entry
    return PublicEvidence(
        text=sentence.get("text", ""),
        page=sentence.get("page"),
        start=sentence.get("start"),
        end=sentence.get("end"),
        status=entry.get("status", ""),
        sentence=sentence.get("index", sentence.get("sentence")),
    )
