"""Double reading: a share of statements is read by a second officer who is not shown what the first decided."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from statements.errors import Conflict, NotAllowed, NotFound
from statements.filing.models import Statement, Version
from statements.moderation import rules
from statements.moderation.models import AssessmentRecord, BlindLevel, BlindReading, FindingRecord
from statements.moderation.trail import record
from statements.people import interests, policy
from statements.people.models import Role


def sample(session: Session, *, assessment: AssessmentRecord, percent: int, at: datetime) -> BlindReading | None:
    """Choose the assessment for a second reading where its version falls into the share; None where it does not.

    Whether it does depends on the version's id alone: nobody can arrange it, and doing it again changes nothing.
    """
    if not falls_into(assessment.version_id, percent=percent) or not assessment.body.get("sentences"):
        return None
    kept = session.scalar(select(BlindReading).where(BlindReading.assessment_id == assessment.id))
    if kept is not None:
        return kept
    reading = BlindReading(assessment=assessment, picked_at=at)
    session.add(reading)
    session.flush()
    return reading


def falls_into(version_id: uuid.UUID, *, percent: int) -> bool:
    """Whether a version falls into a share of so many of a hundred."""
    return int(hashlib.sha256(version_id.bytes).hexdigest(), 16) % 100 < percent


def load(session: Session, reading_id: uuid.UUID, *, by: uuid.UUID) -> BlindReading:
    """A reading, for an officer who may do it. Raises NotFound, NotAllowed where the officer knows the first."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    reading = session.get(BlindReading, reading_id)
    if reading is None:
        raise NotFound("There is no such reading.")
    if reading.officer_id not in (None, by):
        raise NotAllowed("Another officer reads this.")
    _check_blind(session, reading, by)
    return reading


def waiting_for(session: Session, *, officer_id: uuid.UUID, limit: int = 50) -> Sequence[BlindReading]:
    """The readings that this officer has begun or may begin, oldest first."""
    barred = interests.barred_organisations(session, officer_id=officer_id)
    known = select(FindingRecord.assessment_id).where(FindingRecord.decided_by == officer_id)
    query = (
        select(BlindReading)
        .join(BlindReading.assessment)
        .join(Version, Version.id == AssessmentRecord.version_id)
        .join(Statement, Statement.id == Version.statement_id)
        .where(BlindReading.finished_at.is_(None))
        .where(or_(BlindReading.officer_id.is_(None), BlindReading.officer_id == officer_id))
        .where(BlindReading.assessment_id.not_in(known), Statement.organisation_id.not_in(barred))
        .order_by(BlindReading.picked_at, BlindReading.id)
        .limit(limit)
    )
    return session.scalars(query).all()


def begun(session: Session, *, version_id: uuid.UUID, officer_id: uuid.UUID) -> BlindReading | None:
    """The reading of this version that the officer has begun and not finished: until then the case stays closed."""
    query = (
        select(BlindReading)
        .join(BlindReading.assessment)
        .where(AssessmentRecord.version_id == version_id, BlindReading.officer_id == officer_id)
        .where(BlindReading.finished_at.is_(None))
    )
    return session.scalar(query.limit(1))


def save(
    session: Session, *, reading: BlindReading, levels: Mapping[str, int | None], by: uuid.UUID, at: datetime
) -> BlindReading:
    """Keep the levels given so far; the reading is finished when every criterion and gate has one.

    Raises Invalid for a level that a criterion cannot have, Conflict where it is finished or another officer's,
    NotAllowed where the officer decided part of the first reading.
    """
    interests.require_impartial(
        session, officer_id=by, organisation_id=reading.assessment.version.statement.organisation_id
    )
    session.refresh(reading, with_for_update=True)
    if reading.finished_at is not None or reading.officer_id not in (None, by):
        raise Conflict("This reading is finished, or another officer's.")
    _check_blind(session, reading, by)
    rows = {each.criterion: each for each in reading.assessment.findings}
    given = {each.criterion: each for each in reading.levels}
    for criterion, level in levels.items():
        if criterion in rows:
            rules.check_level(rows[criterion], level)
            kept = given.get(criterion) or BlindLevel(criterion=criterion)
            kept.level, kept.at = level, at
            if criterion not in given:
                reading.levels.append(kept)
            given[criterion] = kept
    if reading.officer_id is None:
        reading.officer_id, reading.taken_at = by, at
    finished = set(given) == set(rows)
    reading.finished_at = at if finished else None
    # How many, never which levels: the history must not tell the first reader what the second found.
    kind = "double_reading.finished" if finished else "double_reading.kept"
    record(session, kind, reading.assessment.version, by, at, {"findings": len(given)})
    session.flush()
    return reading


def _check_blind(session: Session, reading: BlindReading, by: uuid.UUID) -> None:
    query = select(FindingRecord.id).where(
        FindingRecord.assessment_id == reading.assessment_id, FindingRecord.decided_by == by
    )
    if session.scalar(query.limit(1)) is not None:
        raise NotAllowed("You decided part of the first reading: another officer reads this.")
