"""An assessment to take away, complete enough to be made again: for officers, and for everyone once released.

THE LAW OF THE HOUSE holds here too: the public gets what an officer confirmed, never what the machine had found where
the officer decided otherwise.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoring import facts_from_json, facts_to_json, from_json, load_rubric, text_hash
from scoring.export import profile_to_json
from scoring.recompute import decided_profile
from statements.errors import NotFound
from statements.filing import holds
from statements.filing.models import StatementState, Version
from statements.moderation import queries
from statements.moderation.assess import pages_of
from statements.moderation.models import AssessmentRecord, FindingRecord, FindingState, Notice

NOTHING_RELEASED = "This version has no released profile to take away."
DAYS_JUDGED_BY = "period-and-time"
"""The gate that rests on the days on which a statement was due and lodged."""


def for_officers(session: Session, *, version: Version) -> dict[str, Any]:
    """The current assessment of a version as it stands, decided or not. Raises NotFound while it was not read."""
    record = queries.current_assessment(session, version)
    if record is None:
        raise NotFound("This version has not been read yet.")
    return _export(session, record, public=False)


def for_all(session: Session, *, version_id: uuid.UUID) -> dict[str, Any]:
    """The released assessment of a version, with what an officer confirmed and nothing else. Raises NotFound."""
    released = queries.released_notice(session, version_id=version_id)
    if released is None or holds.open_hold(session, released.assessment.version) is not None:
        raise NotFound(NOTHING_RELEASED)
    if released.assessment.version.statement.state == StatementState.WITHDRAWN:
        raise NotFound(NOTHING_RELEASED)
    return _export(session, released.assessment, public=True)


def _export(session: Session, record: AssessmentRecord, *, public: bool) -> dict[str, Any]:
    version, rows = record.version, {row.criterion: row for row in record.findings}
    changed = {name: _decision(row) for name, row in rows.items() if row.state == FindingState.CHANGED}
    shown = set(rows) - set(changed) if public else set(rows)
    if public:
        shown -= {name for name, row in rows.items() if row.state == FindingState.OPEN}
    notice = session.scalar(select(Notice).where(Notice.assessment_id == record.id))
    body = record.body
    return {
        **{key: value for key, value in body.items() if key != "facts"},
        "statement": version.statement.number,
        "version": version.number,
        "organisation": version.statement.organisation.name,
        "findings": [each for each in body["findings"] if each["criterion"] in shown],
        "gates": [each for each in body["gates"] if each["gate"] in shown],
        "profile": profile_to_json(decided_profile(from_json(body), changed, load_rubric(record.rubric))),
        "decisions": changed,
        "confirmed_at": notice.sent_at.isoformat() if notice and not notice.recalled_at else None,
        "released_at": notice.released_at.isoformat() if notice and notice.released_at else None,
        **_facts(version, body, without_days=public and _days_corrected(record, changed)),
    }


def _decision(row: FindingRecord) -> dict[str, Any]:
    return {"state": str(row.state), "level": row.level, "reason": row.reason, "evidence": list(row.evidence)}


def _days_corrected(record: AssessmentRecord, changed: Mapping[str, Any]) -> bool:
    """Whether an officer set aside what the machine concluded from the days, so that these stay private."""
    gates = load_rubric(record.rubric).gates
    return any(gate.id in changed for gate in gates if gate.slug == DAYS_JUDGED_BY)


def _facts(version: Version, body: Mapping[str, Any], *, without_days: bool) -> dict[str, Any]:
    """What the reading rested on, as it was kept with it; the text is the version's own, which never changes.

    Where a passage was taken down since, the text is not the one that was read, and nothing else may hold its words.
    Nothing stands in for facts that an older reading did not keep: what it rested on is not known now.
    """
    if "facts" not in body:
        return {}
    pages = [{"number": each.number, "text": each.text} for each in pages_of(version)]
    told = {**body["facts"], "pages": pages}
    if without_days:
        told |= {"lodged_on": None, "due_on": None}
    if text_hash([each.page for each in pages_of(version)]) != body["text_hash"]:
        told |= {"boilerplate": []}
    return {"facts": facts_to_json(facts_from_json(told))}
