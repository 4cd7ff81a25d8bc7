"""The rows of a statement and of its versions: numbered, and never changed but for their state."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from statements import clock
from statements.errors import AlreadyFiled
from statements.events import service as events
from statements.filing import profiles, queries, rules
from statements.filing.content import Content
from statements.filing.models import (
    Coverage,
    Document,
    Statement,
    StatementState,
    Version,
    VersionDocument,
    VersionState,
)
from statements.jobs import service as jobs
from statements.organisations import obligations_service
from statements.organisations.models import Organisation

ASSESS = "assess"
"""The kind of job that reads a version; its arguments hold the version's id."""


def open_statement(
    session: Session,
    organisation: Organisation,
    profile: str,
    start: date,
    end: date,
    *,
    by: uuid.UUID | None,
    at: datetime,
) -> Statement:
    """The row of a statement with the next number. Raises AlreadyFiled where the period has one."""
    events.take_turn(session)
    found = queries.same_period(session, organisation_id=organisation.id, profile=profile, start=start, end=end)
    if found is not None:
        raise AlreadyFiled(already(found), field="period_end")
    number = (session.scalar(select(func.max(Statement.number))) or 0) + 1
    statement = Statement(
        number=number,
        organisation=organisation,
        profile=profile,
        period_start=start,
        period_end=end,
        state=StatementState.DRAFT,
        started_by=by,
        started_at=at,
    )
    session.add(statement)
    session.flush()
    return statement


def already(statement: Statement) -> str:
    """Why no second statement can be started beside this one."""
    period = f"{rules.spoken(statement.period_start)} to {rules.spoken(statement.period_end)}"
    what = "has been started" if statement.state == StatementState.DRAFT else "is already filed"
    return f"A statement of {statement.organisation.name} for {period} {what}: it is number {statement.number}."


def add_version(
    session: Session,
    statement: Statement,
    content: Content,
    *,
    documents: Sequence[Document],
    signature: dict[str, str],
    by: uuid.UUID | None,
    at: datetime,
) -> Version:
    """The next version with what it holds and whom it covers; the job that reads it is asked for."""
    latest = queries.latest_version(session, statement)
    version = Version(
        statement_id=statement.id,
        number=latest.number + 1 if latest else 1,
        state=VersionState.SUBMITTED,
        answers=content.answers,
        approval=content.approval,
        signature=signature,
        correction_reason=content.correction_reason,
        fingerprint=content.fingerprint,
        submitted_at=at,
        submitted_by=by,
    )
    session.add(version)
    session.flush()
    for position, document in enumerate(documents):
        session.add(VersionDocument(version_id=version.id, document_id=document.id, position=position))
    covered = [statement.organisation_id, *map(uuid.UUID, content.covers)]
    session.add_all(Coverage(version_id=version.id, organisation_id=each) for each in covered)
    session.flush()
    jobs.ask(session, kind=ASSESS, arguments={"version_id": str(version.id)}, by=by, at=at)
    _tell_obligations(session, statement, covered, at)
    return version


def _tell_obligations(session: Session, statement: Statement, covered: Iterable[uuid.UUID], at: datetime) -> None:
    obligations_service.mark_filed(
        session,
        organisation_ids=list(covered),
        profile=statement.profile,
        period_end=statement.period_end,
        statement_id=statement.id,
        filed_on=clock.local_date(at, profiles.profile(statement.profile).time_zone),
    )
