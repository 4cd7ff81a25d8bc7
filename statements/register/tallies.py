"""What single figures of the register count, as lists: each agrees with the figure that leads to it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from statements.filing.models import Coverage, Statement, StatementState, Version
from statements.moderation.models import AssessmentRecord, Notice
from statements.organisations.models import Organisation
from statements.register.public import OrganisationRef
from statements.register.visible import current_versions


@dataclass(frozen=True)
class Covered:
    """An organisation that statements in force cover: how many they are, and the number of the newest."""

    organisation: OrganisationRef
    statements: int
    newest: int


def by_kind(session: Session) -> dict[str, int]:
    """How many statements are listed by the kind of their lead organisation, withdrawn ones included as in the list."""
    current = current_versions().subquery()
    query = (
        select(Organisation.kind, func.count())
        .join(Statement, Statement.organisation_id == Organisation.id)
        .join(current, current.c.statement_id == Statement.id)
        .group_by(Organisation.kind)
    )
    return {kind: count for kind, count in session.execute(query)}


def covered(session: Session, *, limit: int | None = None, offset: int = 0) -> list[Covered]:
    """The organisations that statements in force cover, each once, by name: those that `queries.counts` counts."""
    current = current_versions().subquery()
    query = (
        select(
            Organisation.id,
            Organisation.slug,
            Organisation.name,
            func.count(Statement.id.distinct()),
            func.max(Statement.number),
        )
        .join(Coverage, Coverage.organisation_id == Organisation.id)
        .join(Version, Version.id == Coverage.version_id)
        .join(current, (current.c.statement_id == Version.statement_id) & (current.c.number == Version.number))
        .join(Statement, Statement.id == Version.statement_id)
        .where(Statement.state != StatementState.WITHDRAWN)
        .group_by(Organisation.id, Organisation.slug, Organisation.name, Organisation.sort_key)
        .order_by(Organisation.sort_key, Organisation.slug)
        .limit(limit)
        .offset(offset)
    )
    return [
        Covered(OrganisationRef(key, slug, name), count, newest)
        for key, slug, name, count, newest in session.execute(query)
    ]


@dataclass(frozen=True)
class Published:
    """What was first published in a span of time: statements, those by kind of lead organisation, whom they cover.

    `released` counts the confirmed profiles that became public in it.
    """

    statements: int
    by_kind: dict[str, int]
    covered: int
    released: int


def published(session: Session, *, start: datetime, end: datetime) -> Published:
    """What became public from a moment until before another; what was withdrawn or recalled since is left out."""
    current = current_versions().subquery()
    fresh = (
        select(Statement.id, Statement.organisation_id, Version.id.label("version_id"))
        .join(current, current.c.statement_id == Statement.id)
        .join(Version, (Version.statement_id == Statement.id) & (Version.number == current.c.number))
        .where(Statement.state != StatementState.WITHDRAWN)
        .where(Statement.published_at >= start, Statement.published_at < end)
        .subquery()
    )
    kinds = select(Organisation.kind, func.count()).join(fresh, fresh.c.organisation_id == Organisation.id)
    by_kind = {kind: count for kind, count in session.execute(kinds.group_by(Organisation.kind))}
    covered = select(func.count(Coverage.organisation_id.distinct()))
    covered = covered.join(fresh, fresh.c.version_id == Coverage.version_id)
    released = select(func.count(AssessmentRecord.version_id.distinct())).join(
        Notice, Notice.assessment_id == AssessmentRecord.id
    )
    released = released.where(Notice.released_at >= start, Notice.released_at < end, Notice.recalled_at.is_(None))
    count = session.scalar(covered), session.scalar(released)
    return Published(sum(by_kind.values()), by_kind, count[0] or 0, count[1] or 0)
