"""What officers decide about a version. The face of moderation: other rooms and the portal call what stands here.

Nothing here makes a conclusion of the machine public: see `notices`.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from statements.errors import Conflict
from statements.filing import holds
from statements.filing.models import Statement, Version, VersionState
from statements.moderation import rules, states
from statements.moderation.assess import record_assessment
from statements.moderation.findings import confirm_rest, decide_finding
from statements.moderation.models import Decision, Review
from statements.moderation.notices import confirm_profile, notice_of, recall_notice, release_due, reply
from statements.moderation.trail import record, tell
from statements.organisations import obligations_service
from statements.people import interests, policy

__all__ = [
    "answer_return",
    "confirm_profile",
    "confirm_rest",
    "decide_finding",
    "notice_of",
    "publish",
    "recall_notice",
    "record_assessment",
    "release_due",
    "reply",
    "return_to_filer",
    "withdraw",
]


def publish(session: Session, *, version: Version, reason: str, by: uuid.UUID, at: datetime) -> Review:
    """Publish a submitted version: its document and answers become public, nothing that the machine concluded does.

    Raises Conflict where it was decided meanwhile, a newer version was submitted, or it is held, Invalid where the
    note is too long.
    """
    if holds.open_hold(session, version) is not None:
        raise Conflict("It is held: its organisation says that it did not file it. Ask, then end the hold.")
    rules.check_note(reason, "reason")
    review = _decide_version(session, version, Decision.PUBLISH, reason, [], by, at)
    if states.newest_version(version.statement) is not version:
        raise Conflict("The organisation has submitted a newer version. Review that one.")
    before = _states(version)
    states.move(version, VersionState.PUBLISHED)
    version.published_at = at
    version.statement.published_at = version.statement.published_at or at
    after = _states(version)
    record(session, "statement.published", version, by, at, after, before=before, reason=reason, public=True)
    tell(session, "statement_published", version, path=f"/statements/{version.statement.number}", at=at)
    return review


def return_to_filer(
    session: Session, *, version: Version, reason: str, points: Sequence[Mapping[str, Any]], by: uuid.UUID, at: datetime
) -> Review:
    """Send a submitted version back with a reason and, for some criteria, points (as `Review` keeps them).

    Raises Invalid without a reason, for a point that is too long or about no criterion, Conflict where it was decided
    meanwhile.
    """
    rules.check_text(reason, "reason", "Say why you return this statement.")
    for each in points:
        rules.check_criterion(str(each["criterion"]), "reason")
        rules.check_note(str(each["text"]), "reason")
    kept = [{**each, "text": str(each["text"]).strip()} for each in points if str(each["text"]).strip()]
    review = _decide_version(session, version, Decision.RETURN, reason, kept, by, at)
    before = _states(version)
    states.move(version, VersionState.RETURNED)
    after = {**_states(version), "points": len(kept)}
    record(session, "statement.returned", version, by, at, after, before=before, reason=reason)
    tell(session, "statement_returned", version, path=f"/returns/{review.id}", at=at, reason=review.reason)
    return review


def answer_return(session: Session, *, review: Review, text: str, by: uuid.UUID, at: datetime) -> Review:
    """Keep what the filer says to a return; the officer reads it beside the next version. Raises Invalid, Conflict."""
    policy.require(session, person_id=by, organisation_id=review.version.statement.organisation_id)
    rules.check_text(text, "text", "Write your answer.")
    session.refresh(review, with_for_update=True)
    if review.decision != Decision.RETURN or review.answer:
        raise Conflict("This has been answered already.")
    review.answer, review.answered_by, review.answered_at = text.strip(), by, at
    record(session, "return.answered", review.version, by, at, {})
    return review


def withdraw(session: Session, *, statement: Statement, reason: str, by: uuid.UUID, at: datetime) -> Statement:
    """Withdraw a published statement as an officer: it stays listed with the reason, an open correction ends with it.

    Raises Invalid without a reason, Conflict where it is not published.
    """
    interests.require_impartial(session, officer_id=by, organisation_id=statement.organisation_id)
    rules.check_text(reason, "reason", "Say why the statement is withdrawn; the reason is public.")
    session.refresh(statement, with_for_update=True)
    version = states.published_version(statement)
    if version is None:
        raise Conflict("Only a published statement can be withdrawn.")
    before = _states(version)
    for each in statement.versions:
        if each.state in (VersionState.SUBMITTED, VersionState.PUBLISHED):
            states.move(each, VersionState.WITHDRAWN)
    statement.withdrawn_reason = reason.strip()
    obligations_service.unmark_filed(session, statement_id=statement.id)
    if statement.draft is not None:
        statement.draft.correction_reason = ""
    after = _states(version)
    record(session, "statement.withdrawn", version, by, at, after, before=before, reason=reason, public=True)
    return statement


def _states(version: Version) -> dict[str, str]:
    """How a version and its statement stand, as events tell it."""
    return {"state": str(version.state), "statement": str(version.statement.state)}


def _decide_version(
    session: Session,
    version: Version,
    decision: Decision,
    reason: str,
    points: list[dict[str, Any]],
    by: uuid.UUID,
    at: datetime,
) -> Review:
    interests.require_impartial(session, officer_id=by, organisation_id=version.statement.organisation_id)
    session.refresh(version.statement, with_for_update=True)
    session.refresh(version, with_for_update=True)
    if version.state != VersionState.SUBMITTED:
        raise Conflict(f"This version is {version.state} already: another officer may have decided meanwhile.")
    review = Review(
        version=version, officer_id=by, decision=decision, reason=reason.strip(), points=points, decided_at=at
    )
    session.add(review)
    return review
