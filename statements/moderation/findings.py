"""An officer confirms or changes what was found, one finding at a time or all that are left."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from statements.db import changed
from statements.errors import Conflict
from statements.moderation import rules
from statements.moderation.evidence import NO_CHANGE, Change, after_changes, differences, is_as_found
from statements.moderation.models import AssessmentRecord, FindingRecord, FindingState
from statements.moderation.notices import notice_of
from statements.moderation.trail import record
from statements.people import interests


def decide_finding(
    session: Session,
    *,
    finding: FindingRecord,
    level: int | None,
    reason: str,
    by: uuid.UUID,
    at: datetime,
    seen: int | None = None,
    evidence: Change = NO_CHANGE,
) -> FindingRecord:
    """Confirm a finding or change its level and evidence; a change needs its reason.

    `level` is 0, 1, 2 or None for "not scored" (of a gate: 1 met, 0 not met, None not judged); `seen` is the revision
    that the officer looked at; `evidence` says which sentences are struck and added. Raises Conflict where another
    officer decided meanwhile or notice was given; Invalid; NotFound.
    """
    statement = finding.assessment.version.statement
    interests.require_impartial(session, officer_id=by, organisation_id=statement.organisation_id)
    session.refresh(finding, with_for_update=True)
    _check_undisturbed(session, finding, seen)
    kept = after_changes(finding, evidence)
    is_change = level != finding.machine_level or not is_as_found(finding, kept)
    rules.check_decision(finding, level=level, reason=reason, is_change=is_change, has_evidence=bool(kept))
    before = {"level": finding.level, "state": str(finding.state), "reason": finding.reason}
    moved = differences(finding.evidence, kept)
    finding.level, finding.reason, finding.evidence = level, reason.strip(), kept
    finding.state = FindingState.CHANGED if is_change else FindingState.CONFIRMED
    finding.decided_by, finding.decided_at = by, at
    after = changed(before, {"level": level, "state": str(finding.state), "reason": finding.reason})
    told = {"criterion": finding.criterion, **after, **moved}
    record(session, "finding.decided", finding.assessment.version, by, at, told, before=changed(after, before))
    return finding


def confirm_rest(
    session: Session, *, assessment: AssessmentRecord, seen: Mapping[str, int], by: uuid.UUID, at: datetime
) -> int:
    """Confirm as they stand the open findings named in `seen` (criterion → revision looked at); how many there were.

    Raises Conflict, keeping none, where one of them is no longer what the officer looked at.
    """
    wanted = [each for each in assessment.findings if each.criterion in seen and each.state == FindingState.OPEN]
    for finding in wanted:
        decide_finding(
            session,
            finding=finding,
            level=finding.machine_level,
            reason="",
            by=by,
            at=at,
            seen=seen[finding.criterion],
        )
    return len(wanted)


def _check_undisturbed(session: Session, finding: FindingRecord, seen: int | None) -> None:
    if seen is not None and seen != finding.revision:
        raise Conflict(
            f"Another officer has decided {finding.criterion} since you opened this page; it now stands at "
            f"{'not scored' if finding.level is None else finding.level}. Nothing of yours was saved: reload and look."
        )
    notice = notice_of(session, finding.assessment)
    if notice is not None and notice.recalled_at is None:
        raise Conflict(
            "The organisation has been given notice of this: take the notice back before changing a finding."
        )
