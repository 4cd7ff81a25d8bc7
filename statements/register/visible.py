"""What makes a version public, said once: it was published, is published, superseded or withdrawn, and is not held."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from statements.filing.holds import is_held
from statements.filing.models import Version, VersionState

PUBLIC_STATES = (VersionState.PUBLISHED, VersionState.SUPERSEDED, VersionState.WITHDRAWN)


def is_public() -> ColumnElement[bool]:
    """Whether a row of versions is public. Nothing that was returned, still waits or is held ever is."""
    return Version.published_at.is_not(None) & Version.state.in_(PUBLIC_STATES) & ~is_held()


def current_versions() -> Select[*tuple[Any, ...]]:
    """(statement_id, number) of the newest public version of each statement: the public statements."""
    query: Select[*tuple[Any, ...]] = select(Version.statement_id, func.max(Version.number).label("number"))
    return query.where(is_public()).group_by(Version.statement_id)
