"""What makes a version public, said once: it was published, and is published, superseded or withdrawn."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from statements.filing.models import Version, VersionState

PUBLIC_STATES = (VersionState.PUBLISHED, VersionState.SUPERSEDED, VersionState.WITHDRAWN)


def is_public() -> ColumnElement[bool]:
    """Whether a row of versions is public. Nothing that was returned, or still waits, ever is."""
    return Version.published_at.is_not(None) & Version.state.in_(PUBLIC_STATES)


def current_versions() -> Select[*tuple[Any, ...]]:
    """(statement_id, number) of the newest public version of each statement: the public statements."""
    query: Select[*tuple[Any, ...]] = select(Version.statement_id, func.max(Version.number).label("number"))
    return query.where(is_public()).group_by(Version.statement_id)
