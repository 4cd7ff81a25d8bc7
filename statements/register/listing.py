"""Addresses of everything public, in parts, for search engines."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from statements.errors import NotFound
from statements.filing.models import Coverage, Statement, Version
from statements.organisations.models import Organisation
from statements.register.visible import is_public

AT_ONCE = 20_000
"""Statements of one part: with their organisations they stay below the 50,000 addresses that a part may hold."""
NO_PART = "There is no such part of the site map."


def parts(session: Session) -> int:
    """How many parts there are; one even of an empty register."""
    most = session.scalar(select(func.max(Statement.number)).join(Version).where(is_public())) or 0
    return int(most) // AT_ONCE + 1


def addresses(session: Session, *, part: int) -> list[tuple[str, str]]:
    """(path, day of the last change or nothing) of the public statements of a part and of whom they cover, by number.

    Raises NotFound for a part that there is not.
    """
    if not 1 <= part <= parts(session):
        raise NotFound(NO_PART)
    first = (part - 1) * AT_ONCE
    within = (Statement.number >= first) & (Statement.number < first + AT_ONCE)
    return [*_statements(session, within), *_organisations(session, within)]


def _statements(session: Session, within: Any) -> Iterator[tuple[str, str]]:
    query: Select[*tuple[Any, ...]] = (
        select(Statement.number, func.max(Version.published_at).label("at"))
        .join(Version, Version.statement_id == Statement.id)
        .where(is_public(), within)
        .group_by(Statement.number)
        .order_by(Statement.number)
    )
    for row in session.execute(query):
        yield f"/statements/{row.number}", row.at.date().isoformat()


def _organisations(session: Session, within: Any) -> Iterator[tuple[str, str]]:
    query = (
        select(Organisation.slug)
        .join(Coverage, Coverage.organisation_id == Organisation.id)
        .join(Version, Version.id == Coverage.version_id)
        .join(Statement, Statement.id == Version.statement_id)
        .where(is_public(), within)
        .distinct()
        .order_by(Organisation.slug)
        .limit(AT_ONCE)
    )
    for slug in session.scalars(query):
        yield f"/organisations/{slug}", ""
