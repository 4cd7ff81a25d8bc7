"""Statements published elsewhere: finding one again by its address, and covering more organisations."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.filing import rules
from statements.filing.content import Content
from statements.filing.drafts import record
from statements.filing.models import Statement, Version, VersionState
from statements.filing.versions import add_version

MORE_COVERED = "The source lists more organisations under this statement."


def by_address(session: Session, *, profile: str, source_url: str) -> Statement | None:
    """The statement that was brought in from this address."""
    query = select(Statement).where(
        Statement.profile == profile, Statement.source == rules.ELSEWHERE, Statement.source_url == source_url
    )
    return session.scalars(query.order_by(Statement.number)).first()


def covered_ids(session: Session, statement: Statement) -> frozenset[uuid.UUID]:
    """The organisations that the statement's current version covers, its lead among them."""
    return frozenset(each.organisation_id for each in _current(session, statement).coverage)


def cover_more(
    session: Session, *, statement: Statement, organisation_ids: Iterable[uuid.UUID], importer: str, at: datetime
) -> Version:
    """A new version with the same content that covers more organisations; what was published stays as it was."""
    current = _current(session, statement)
    covered = covered_ids(session, statement) | frozenset(organisation_ids)
    content = Content(
        answers=current.answers,
        approval=current.approval,
        covers=tuple(sorted(str(each) for each in covered - {statement.organisation_id})),
        documents=tuple(each.sha256 for each in current.documents),
        correction_reason=MORE_COVERED,
        follows=current.number,
    )
    signature = {"imported_by": importer}
    version = add_version(
        session, statement, content, documents=list(current.documents), signature=signature, by=None, at=at
    )
    current.state = VersionState.SUPERSEDED
    version.state, version.published_at = VersionState.PUBLISHED, at
    statement.current_version_id = version.id
    after = {"version": version.number, "importer": importer}
    record(session, "statement.corrected", statement, by=None, at=at, after=after, reason=MORE_COVERED, public=True)
    return version


def _current(session: Session, statement: Statement) -> Version:
    return session.get_one(Version, statement.current_version_id)
