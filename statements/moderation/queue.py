"""The officer's queue: what waits for a decision, hard cases first, each with the reasons why it is one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from statements.filing.models import Statement, StatementState, Version, VersionState
from statements.moderation.flags import WEIGHTS, Flag
from statements.moderation.models import (
    AssessmentFlag,
    AssessmentRecord,
    CaseAssignment,
    FindingRecord,
    FindingState,
    Notice,
    Reply,
)
from statements.organisations.models import Organisation, OrganisationName
from statements.people import interests
from statements.people.models import Person
from statements.reference.folding import fold


class Stage(StrEnum):
    """Where a version stands in the officer's work."""

    TO_PUBLISH = "to-publish"
    TO_CONFIRM = "to-confirm"
    NOTICE = "notice"
    RETURNED = "returned"
    RELEASED = "released"


@dataclass(frozen=True)
class QueueFilter:
    """What to show: a stage, a reason, a part of the organisation's name, whose cases; a page of so many rows.

    `officer` names whose cases are wanted, `unassigned` those that nobody has; neither: everybody's.
    """

    stage: Stage = Stage.TO_PUBLISH
    flag: Flag | None = None
    text: str = ""
    officer: UUID | None = None
    unassigned: bool = False
    page: int = 1
    size: int = 25


@dataclass(frozen=True)
class QueueRow:
    """One version that waits. `flags` counts each reason; `undecided` is None while it has not been read."""

    version_id: UUID
    version: int
    statement_number: int
    organisation: str
    period_end: date
    submitted_at: datetime
    source: str
    flags: dict[Flag, int] = field(default_factory=dict)
    undecided: int | None = None
    answer_by: datetime | None = None
    replies: int = 0
    officer: str = ""


@dataclass(frozen=True)
class QueuePage:
    """One page of the queue with the size of every stage under the same filters."""

    rows: tuple[QueueRow, ...]
    total: int
    by_stage: dict[Stage, int]


def read_queue(session: Session, wanted: QueueFilter) -> QueuePage:
    """The versions of a stage that pass the filters: hard cases first, then whoever has waited longest."""
    by_stage = {stage: _count(session, _filtered(select(func.count()), wanted, stage)) for stage in Stage}
    query = (
        _filtered(
            select(
                Version, Statement, Organisation.name, AssessmentRecord.id, Notice.answer_by, _replies(), Person.name
            ),
            wanted,
            wanted.stage,
        )
        .order_by(*_order(wanted.stage))
        .limit(wanted.size)
        .offset((max(wanted.page, 1) - 1) * wanted.size)
    )
    found = session.execute(query).all()
    assessed = [row[3] for row in found if row[3] is not None]
    flags, undecided = _flags(session, assessed), _undecided(session, assessed)
    rows = tuple(
        QueueRow(
            version_id=version.id,
            version=version.number,
            statement_number=statement.number,
            organisation=name,
            period_end=statement.period_end,
            submitted_at=version.submitted_at,
            source=statement.source,
            flags=flags.get(assessment_id, {}),
            undecided=undecided.get(assessment_id, 0) if assessment_id else None,
            answer_by=answer_by,
            replies=replies,
            officer=officer or "",
        )
        for version, statement, name, assessment_id, answer_by, replies, officer in found
    )
    return QueuePage(rows=rows, total=by_stage[wanted.stage], by_stage=by_stage)


def next_in_queue(session: Session, *, after: UUID, officer_id: UUID) -> UUID | None:
    """The version to take after this one: the hardest of the officer's own, else of those that nobody has.

    What waits to be published comes before what waits to be confirmed.
    """
    return _first(session, QueueFilter(officer=officer_id), officer_id, after) or _first(
        session, QueueFilter(unassigned=True), officer_id, after
    )


def next_free(session: Session, *, officer_id: UUID) -> UUID | None:
    """The hardest version that nobody has and that this officer may decide."""
    return _first(session, QueueFilter(unassigned=True), officer_id, None)


def _first(session: Session, wanted: QueueFilter, officer_id: UUID, after: UUID | None) -> UUID | None:
    barred = interests.barred_organisations(session, officer_id=officer_id)
    for stage in (Stage.TO_PUBLISH, Stage.TO_CONFIRM):
        query = _filtered(select(Version.id), wanted, stage).where(Statement.organisation_id.not_in(barred))
        if after is not None:
            query = query.where(Version.id != after)
        found = session.scalar(query.order_by(*_order(stage)).limit(1))
        if found is not None:
            return found
    return None


def _order(stage: Stage) -> tuple[Any, ...]:
    """Hard cases first; in the notice period whoever's time ends first, for nothing is decided there."""
    if stage is Stage.NOTICE:
        return (Notice.answer_by, Version.id)
    return (_weight().desc(), Version.submitted_at, Version.id)


def _filtered(query: Any, wanted: QueueFilter, stage: Stage) -> Select[Any]:
    current = and_(AssessmentRecord.version_id == Version.id, AssessmentRecord.current)
    query = (
        query.select_from(Version)
        .join(Statement, Version.statement_id == Statement.id)
        .join(Organisation, Statement.organisation_id == Organisation.id)
        .outerjoin(AssessmentRecord, current)
        .outerjoin(Notice, Notice.assessment_id == AssessmentRecord.id)
        .outerjoin(CaseAssignment, CaseAssignment.statement_id == Statement.id)
        .outerjoin(Person, Person.id == CaseAssignment.officer_id)
        .where(_in_stage(stage))
    )
    if wanted.officer is not None:
        query = query.where(CaseAssignment.officer_id == wanted.officer)
    elif wanted.unassigned:
        query = query.where(CaseAssignment.id.is_(None))
    if wanted.flag is not None:
        flagged = select(AssessmentFlag.assessment_id).where(AssessmentFlag.flag == wanted.flag)
        query = query.where(AssessmentRecord.id.in_(flagged))
    if wanted.text.strip():
        folded, typed = (f"%{_escaped(text)}%" for text in (fold(wanted.text.strip()), wanted.text.strip()))
        named = select(OrganisationName.organisation_id).where(OrganisationName.folded.like(folded, escape="\\"))
        query = query.where(or_(Organisation.id.in_(named), Organisation.name.ilike(typed, escape="\\")))
    return query


def _in_stage(stage: Stage) -> ColumnElement[bool]:
    public = and_(Version.state == VersionState.PUBLISHED, Statement.state == StatementState.PUBLISHED)
    noticed = and_(Notice.id.is_not(None), Notice.recalled_at.is_(None))
    match stage:
        case Stage.TO_PUBLISH:
            return and_(Version.state == VersionState.SUBMITTED, _is_newest())
        case Stage.TO_CONFIRM:
            return and_(public, or_(Notice.id.is_(None), Notice.recalled_at.is_not(None)))
        case Stage.NOTICE:
            return and_(public, noticed, Notice.released_at.is_(None))
        case Stage.RETURNED:
            return and_(Version.state == VersionState.RETURNED, _is_newest())
        case Stage.RELEASED:
            return and_(public, noticed, Notice.released_at.is_not(None))


def _is_newest() -> ColumnElement[bool]:
    later = aliased(Version)
    return ~select(later.id).where(later.statement_id == Version.statement_id, later.number > Version.number).exists()


def _weight() -> ColumnElement[int]:
    weights = case({flag.value: weight for flag, weight in WEIGHTS.items()}, value=AssessmentFlag.flag, else_=0)
    total = select(func.coalesce(func.sum(weights), 0)).where(AssessmentFlag.assessment_id == AssessmentRecord.id)
    return total.correlate(AssessmentRecord).scalar_subquery()


def _replies() -> ColumnElement[int]:
    """How often the organisation replied to its notice."""
    return select(func.count(Reply.id)).where(Reply.notice_id == Notice.id).correlate(Notice).scalar_subquery()


def _count(session: Session, query: Select[Any]) -> int:
    return session.scalar(query) or 0


def _flags(session: Session, assessments: Sequence[UUID]) -> dict[UUID, dict[Flag, int]]:
    found: dict[UUID, dict[Flag, int]] = {}
    for row in session.scalars(select(AssessmentFlag).where(AssessmentFlag.assessment_id.in_(assessments))):
        found.setdefault(row.assessment_id, {})[Flag(row.flag)] = row.count
    return {key: dict(sorted(flags.items(), key=lambda pair: -WEIGHTS[pair[0]])) for key, flags in found.items()}


def _undecided(session: Session, assessments: Sequence[UUID]) -> dict[UUID, int]:
    query = (
        select(FindingRecord.assessment_id, func.count())
        .where(FindingRecord.assessment_id.in_(assessments), FindingRecord.state == FindingState.OPEN)
        .group_by(FindingRecord.assessment_id)
    )
    return {key: count for key, count in session.execute(query)}


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
