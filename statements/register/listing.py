"""Addresses of everything public, in parts, for search engines."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from statements.errors import NotFound
from statements.filing.models import Coverage, Statement, Version
from statements.organisations.models import Organisation
from statements.register.visible import is_public

AT_ONCE = 40_000
"""Addresses of one part: search engines read at most 50,000."""
NO_PART = "There is no such part of the site map."


def parts(session: Session) -> int:
    """How many parts there are: those of statements, one even of an empty register, then those of organisations."""
    return _of_statements(session) + _of_organisations(session)


def _of_statements(session: Session) -> int:
    most = session.scalar(select(func.max(Statement.number)).join(Version).where(is_public())) or 0
    return int(most) // AT_ONCE + 1


def _of_organisations(session: Session) -> int:
    count = session.scalar(select(func.count()).select_from(_covered().subquery())) or 0
    return -(-count // AT_ONCE)


def addresses(session: Session, *, part: int) -> list[tuple[str, str]]:
    """(path, day of the last change or nothing) of a part: public statements by number, or whom any of them covers.

    Raises NotFound for a part that there is not.
    """
    of_statements = _of_statements(session)
    if 1 <= part <= of_statements:
        first = (part - 1) * AT_ONCE
        return list(_statements(session, (Statement.number >= first) & (Statement.number < first + AT_ONCE)))
    if of_statements < part <= of_statements + _of_organisations(session):
        return list(_organisations(session, (part - of_statements - 1) * AT_ONCE))
    raise NotFound(NO_PART)


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


def _organisations(session: Session, first: int) -> Iterator[tuple[str, str]]:
    for slug in session.scalars(_covered().order_by(Organisation.slug).offset(first).limit(AT_ONCE)):
        yield f"/organisations/{slug}", ""


def _covered() -> Select[str]:
    """The addresses of the organisations that public statements cover."""
    return (
        select(Organisation.slug)
        .join(Coverage, Coverage.organisation_id == Organisation.id)
        .join(Version, Version.id == Coverage.version_id)
        .where(is_public())
        .distinct()
    )
