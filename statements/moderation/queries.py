"""What other rooms may know of moderation. `released` is the only way for a finding to become public."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, selectinload

from scoring import Finding, GateResult, Outcome, PillarPoints, from_json, load_rubric
from scoring.assessment import profile
from statements.filing.models import Statement, Version, VersionState
from statements.moderation.flags import declared_otherwise
from statements.moderation.models import AssessmentRecord, Decision, FindingRecord, FindingState, Notice, Review


@dataclass(frozen=True)
class ReadFinding:
    """A finding as it stands. `evidence` lists items as `assess.evidence_item` writes them; `level` None: not scored.

    `reason` is the officer's where the officer changed the finding, else the machine's with what the officer added.
    """

    criterion: str
    level: int | None
    reason: str
    why_not_higher: str
    evidence: tuple[dict[str, Any], ...]
    disclosed_gap: bool
    declared: bool | None
    changed_by_officer: bool

    @property
    def differs(self) -> bool:
        """Whether it says otherwise than what was ticked."""
        return declared_otherwise(self.declared, self.level)

    @property
    def ticked_alone(self) -> bool:
        """Whether it was ticked that it is there, and the machine, which may miss it, found no sentence of it."""
        return self.declared is True and self.level is None and not self.evidence


@dataclass(frozen=True)
class ReadGate:
    """A gate as it stands: met, not met, or None where it was not judged."""

    gate: str
    met: bool | None
    reason: str
    evidence: tuple[dict[str, Any], ...]
    changed_by_officer: bool


@dataclass(frozen=True)
class ReplyShown:
    """What the organisation said, and when."""

    text: str
    at: datetime


@dataclass(frozen=True)
class ReadProfile:
    """Everything that was confirmed about one version; `points` are those of the pillars, None where not scored."""

    version_id: uuid.UUID
    rubric: str
    model: str
    findings: tuple[ReadFinding, ...]
    gates: tuple[ReadGate, ...]
    points: tuple[PillarPoints, ...]
    note: str
    confirmed_at: datetime | None = None
    released_at: datetime | None = None
    replies: tuple[ReplyShown, ...] = ()


@dataclass(frozen=True)
class NoticeShown:
    """A notice to an organisation that may still be answered in its period, for its people's desk."""

    id: uuid.UUID
    organisation_id: uuid.UUID
    statement_number: int
    version: int
    sent_at: datetime
    answer_by: datetime
    replied: bool


@dataclass(frozen=True)
class ReturnWaiting:
    """A statement that was sent back and waits for its filer."""

    review_id: uuid.UUID
    organisation_id: uuid.UUID
    statement_number: int
    returned_at: datetime
    answered: bool


@dataclass(frozen=True)
class ReviewShown:
    """What an officer decided about a version, as its filer sees it."""

    id: uuid.UUID
    decision: Decision
    reason: str
    points: tuple[dict[str, str], ...]
    decided_at: datetime
    answer: str
    answered_at: datetime | None


def released(session: Session, *, version_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, ReadProfile]:
    """The confirmed profiles of these versions that the public may see, by version. Nothing else of them is public."""
    query = (
        select(Notice)
        .join(Notice.assessment)
        .where(Notice.released_at.is_not(None), Notice.recalled_at.is_(None))
        .where(AssessmentRecord.version_id.in_(list(version_ids)))
        .options(selectinload(Notice.assessment).selectinload(AssessmentRecord.findings), selectinload(Notice.replies))
        .order_by(Notice.released_at)
    )
    return {notice.assessment.version_id: profile_of(notice.assessment, notice) for notice in session.scalars(query)}


def released_notice(session: Session, *, version_id: uuid.UUID) -> Notice | None:
    """The notice by which this version's profile is public, the latest where it was read and released anew."""
    query = (
        select(Notice)
        .join(Notice.assessment)
        .where(Notice.released_at.is_not(None), Notice.recalled_at.is_(None))
        .where(AssessmentRecord.version_id == version_id)
    )
    return session.scalar(query.order_by(Notice.released_at.desc()).limit(1))


def profile_of(assessment: AssessmentRecord, notice: Notice | None = None) -> ReadProfile:
    """An assessment as officers have left it: for officers and, once there is a notice, its organisation."""
    read = from_json(assessment.body)
    rubric = load_rubric(assessment.rubric)
    rows = {row.criterion: row for row in assessment.findings}
    levelled = [
        Finding(each.criterion, Outcome.SCORED, rows[each.criterion].level, each.reason)
        for each in read.findings
        if each.criterion in rows
    ]
    return ReadProfile(
        version_id=assessment.version_id,
        rubric=assessment.rubric,
        model=assessment.model,
        findings=tuple(_finding(each, rows[each.criterion]) for each in read.findings if each.criterion in rows),
        gates=tuple(_gate(each, rows[each.gate]) for each in read.gates if each.gate in rows),
        points=profile(levelled, rubric),
        note=read.note,
        confirmed_at=notice.sent_at if notice else None,
        released_at=notice.released_at if notice else None,
        replies=tuple(ReplyShown(each.text, each.at) for each in notice.replies) if notice else (),
    )


def current_assessment(session: Session, version: Version) -> AssessmentRecord | None:
    """The assessment of a version that officers work on; None while it has not been read."""
    query = select(AssessmentRecord).where(AssessmentRecord.version_id == version.id, AssessmentRecord.current)
    return session.scalar(query.order_by(AssessmentRecord.made_at.desc()).limit(1))


def notices_open(session: Session, *, organisation_ids: Collection[uuid.UUID], at: datetime) -> list[NoticeShown]:
    """The notices that these organisations may still answer in their period, the soonest to end first."""
    query = (
        select(Notice, Version, Statement)
        .join(Notice.assessment)
        .join(Version, AssessmentRecord.version_id == Version.id)
        .join(Version.statement)
        .where(Notice.recalled_at.is_(None), Notice.released_at.is_(None), Notice.answer_by >= at)
        .where(Statement.organisation_id.in_(list(organisation_ids)))
        .order_by(Notice.answer_by, Notice.id)
        .options(selectinload(Notice.replies))
    )
    return [
        NoticeShown(
            id=notice.id,
            organisation_id=statement.organisation_id,
            statement_number=statement.number,
            version=version.number,
            sent_at=notice.sent_at,
            answer_by=notice.answer_by,
            replied=bool(notice.replies),
        )
        for notice, version, statement in session.execute(query)
    ]


def returns_waiting(session: Session, *, organisation_ids: Collection[uuid.UUID]) -> list[ReturnWaiting]:
    """The statements of these organisations whose newest version was sent back, the newest return first."""
    later = aliased(Version)
    superseded = select(later.id).where(later.statement_id == Version.statement_id, later.number > Version.number)
    query = (
        select(Review, Statement)
        .join(Review.version)
        .join(Version.statement)
        .where(Review.decision == Decision.RETURN, Version.state == VersionState.RETURNED, ~superseded.exists())
        .where(Statement.organisation_id.in_(list(organisation_ids)))
        .order_by(Review.decided_at.desc(), Review.id)
    )
    return [
        ReturnWaiting(review.id, statement.organisation_id, statement.number, review.decided_at, bool(review.answer))
        for review, statement in session.execute(query)
    ]


def reviews_of(session: Session, *, version: Version) -> list[ReviewShown]:
    """What officers decided about this version, oldest first, for its filer."""
    query = select(Review).where(Review.version_id == version.id).order_by(Review.decided_at, Review.id)
    return [_review(each) for each in session.scalars(query)]


def returns_open(session: Session, *, statement: Statement) -> list[ReviewShown]:
    """The returns of a statement whose newest version was sent back: what its filer has to mend, newest first."""
    newest = max(statement.versions, key=lambda each: each.number, default=None)
    if newest is None or newest.state != VersionState.RETURNED:
        return []
    shown = reviews_of(session, version=newest)
    return [each for each in reversed(shown) if each.decision == Decision.RETURN]


def _review(review: Review) -> ReviewShown:
    return ReviewShown(
        id=review.id,
        decision=Decision(review.decision),
        reason=review.reason,
        points=tuple(review.points),
        decided_at=review.decided_at,
        answer=review.answer,
        answered_at=review.answered_at,
    )


def _finding(read: Finding, row: FindingRecord) -> ReadFinding:
    changed = row.state == FindingState.CHANGED
    return ReadFinding(
        criterion=row.criterion,
        level=row.level,
        reason=_reason(row),
        why_not_higher="" if changed else read.why_not_higher,
        evidence=tuple(row.evidence),
        disclosed_gap=row.disclosed_gap and row.level == 0,
        declared=read.declared,
        changed_by_officer=changed,
    )


def _gate(read: GateResult, row: FindingRecord) -> ReadGate:
    met = None if row.level is None else bool(row.level)
    return ReadGate(read.gate, met, _reason(row), tuple(row.evidence), row.state == FindingState.CHANGED)


def _reason(row: FindingRecord) -> str:
    if row.state == FindingState.CHANGED:
        return row.reason
    return " ".join(part for part in (row.machine_reason, row.reason) if part)
