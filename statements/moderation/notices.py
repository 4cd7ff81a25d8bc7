"""Notice of what was confirmed, the organisation's reply, and release.

THE LAW OF THE HOUSE: nothing that the machine concluded is public before an officer confirmed it and the notice
period is over. Only `release_due` sets `Notice.released_at`, and only what has it may be shown.
"""

import uuid
from collections.abc import Container
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements import clock
from statements.errors import Conflict
from statements.filing import profiles
from statements.filing.holds import is_held
from statements.filing.models import Statement, StatementState, Version, VersionState
from statements.moderation import rules
from statements.moderation.models import AssessmentRecord, FindingState, Notice, Reply
from statements.moderation.trail import record, tell
from statements.people import interests, policy

LAST_MOMENT = time(23, 59, 59)
TAKEN_BY_NEWER = "A newer reading took its place."
"""Why the notice of an earlier reading ended: it is kept with it."""


def confirm_profile(
    session: Session,
    *,
    assessment: AssessmentRecord,
    by: uuid.UUID,
    at: datetime,
    working_days: int,
    holidays: Container[date],
) -> Notice:
    """Give the organisation notice of what was confirmed: it may answer until the end of the last working day.

    Raises Conflict while a finding is undecided, the version is not published, or notice is already given.
    """
    statement = assessment.version.statement
    interests.require_impartial(session, officer_id=by, organisation_id=statement.organisation_id)
    session.refresh(assessment, with_for_update=True)
    _check_can_confirm(session, assessment)
    zone = profiles.profile(assessment.version.statement.profile).time_zone
    last_day = clock.add_working_days(clock.local_date(at, zone), working_days, holidays)
    notice = notice_of(session, assessment) or Notice(assessment=assessment)
    notice.confirmed_by, notice.sent_at, notice.recalled_at, notice.recall_reason = by, at, None, ""
    notice.answer_by = datetime.combine(last_day, LAST_MOMENT, ZoneInfo(zone))
    session.add(notice)
    session.flush()
    record(session, "profile.confirmed", assessment.version, by, at, {"answer_by": last_day.isoformat()})
    path, answer_by = f"/notices/{notice.id}", last_day.isoformat()
    tell(session, "notice_given", assessment.version, path=path, at=at, answer_by=answer_by)
    return notice


def recall_notice(session: Session, *, notice: Notice, reason: str, by: uuid.UUID, at: datetime) -> Notice:
    """Take a notice back, so that findings can be changed and notice given anew; what was public is so no longer.

    Raises Invalid without a reason, Conflict where it was taken back already.
    """
    statement = notice.assessment.version.statement
    interests.require_impartial(session, officer_id=by, organisation_id=statement.organisation_id)
    rules.check_text(reason, "reason", "Say why the notice is taken back.")
    session.refresh(notice, with_for_update=True)
    if notice.recalled_at is not None:
        raise Conflict("This notice has been taken back already.")
    was_public = notice.released_at is not None
    before = {"answer_by": notice.answer_by.date().isoformat(), "released": was_public}
    notice.recalled_at, notice.recall_reason, notice.released_at = at, reason.strip(), None
    version, told = notice.assessment.version, {"released": False}
    record(session, "profile.recalled", version, by, at, told, before=before, reason=reason, public=was_public)
    return notice


def reply(session: Session, *, notice: Notice, text: str, by: uuid.UUID, at: datetime) -> Reply:
    """Keep the organisation's reply; it stands beside the findings, whether it comes in the notice period or later.

    Raises NotFound for anyone else, Invalid for an empty or too long text.
    """
    statement = notice.assessment.version.statement
    policy.require(session, person_id=by, organisation_id=statement.organisation_id)
    rules.check_text(text, "text", "Write your reply.")
    made = Reply(notice=notice, text=text.strip(), by=by, at=at)
    session.add(made)
    record(session, "reply.added", notice.assessment.version, by, at, {}, public=notice.released_at is not None)
    return made


def release_due(session: Session, *, at: datetime) -> int:
    """Make public every confirmed profile whose notice period is over; how many. What is withdrawn or held waits."""
    query = (
        select(Notice)
        .join(Notice.assessment)
        .join(AssessmentRecord.version)
        .join(Version.statement)
        .where(Notice.released_at.is_(None), Notice.recalled_at.is_(None), Notice.answer_by < at)
        .where(Statement.state == StatementState.PUBLISHED)
        .where(Version.state.in_([VersionState.PUBLISHED, VersionState.SUPERSEDED]), ~is_held())
        .order_by(Notice.answer_by, Notice.id)
        .with_for_update(of=Notice, skip_locked=True)
    )
    due = session.scalars(query).all()
    for notice in due:
        _take_the_place_of_earlier(session, notice, at)
        notice.released_at = at
        record(session, "profile.released", notice.assessment.version, None, at, _decided(notice), public=True)
    return len(due)


def _take_the_place_of_earlier(session: Session, notice: Notice, at: datetime) -> None:
    """A version has one public profile: what an earlier reading of it had made public ends with this release."""
    query = (
        select(Notice)
        .join(Notice.assessment)
        .where(AssessmentRecord.version_id == notice.assessment.version_id, Notice.id != notice.id)
        .where(Notice.released_at.is_not(None), Notice.recalled_at.is_(None))
    )
    for earlier in session.scalars(query):
        earlier.recalled_at, earlier.recall_reason = at, TAKEN_BY_NEWER


def _decided(notice: Notice) -> dict[str, Any]:
    """How many findings an officer confirmed as they were read, and which were decided otherwise."""
    states = {each.criterion: each.state for each in notice.assessment.findings}
    changed = sorted(criterion for criterion, state in states.items() if state == FindingState.CHANGED)
    return {"confirmed": len(states) - len(changed), "changed": changed}


def notice_of(session: Session, assessment: AssessmentRecord) -> Notice | None:
    """The notice given of this assessment, taken back or not."""
    return session.scalar(select(Notice).where(Notice.assessment_id == assessment.id))


def _check_can_confirm(session: Session, assessment: AssessmentRecord) -> None:
    undecided = [each.criterion for each in assessment.findings if each.state == FindingState.OPEN]
    if undecided:
        raise Conflict(f"Decide these findings first: {', '.join(undecided)}.")
    if assessment.version.state != VersionState.PUBLISHED:
        raise Conflict("Publish the version before you give notice of its profile.")
    notice = notice_of(session, assessment)
    if notice is not None and notice.recalled_at is None:
        raise Conflict("Notice has been given already.")
