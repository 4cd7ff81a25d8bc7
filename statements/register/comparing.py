"""Organisations side by side: which, and what each one's newest statement tells."""

import uuid
from collections.abc import Sequence

from sqlalchemy.orm import Session

from statements.errors import Invalid, Problem
from statements.register import organisations, queries
from statements.register.cards import CardOrganisation
from statements.register.index import Index
from statements.register.public import PublicOrganisation, PublicStatement
from statements.register.search import SearchQuery, search

MOST = 5
OFFERED = 10
READ = 60
"""Statements looked at for names to offer: an organisation has one for each year."""


def within_bounds(slugs: Sequence[str]) -> Sequence[str]:
    """The organisations asked for. Raises Invalid for more than MOST."""
    if len(slugs) > MOST:
        fault = f"{len(slugs)} organisations are chosen; at most {MOST} stand side by side."
        raise Invalid([Problem(fault, "Remove some of them.", "organisation")])
    return slugs


def offered(index: Index | None, session: Session, text: str) -> list[CardOrganisation]:
    """Organisations that the words find, to choose from; none without words. Raises Invalid for a text too long."""
    if not text:
        return []
    hits = search(index, session, SearchQuery(text=text, facets=(), limit=READ)).hits
    return list(dict.fromkeys(hit.statement.organisation for hit in hits))[:OFFERED]


def newest(session: Session, shown: Sequence[PublicOrganisation]) -> dict[uuid.UUID, PublicStatement]:
    """By the organisation's id its newest statement that was not withdrawn, its own before one that covers it."""
    found = {}
    for each in shown:
        read = queries.statements_by_ids(session, organisations.every_statement(session, each.id))
        standing = [statement for statement in read if not statement.withdrawn]
        standing.sort(key=lambda statement: (statement.organisation.id != each.id, -statement.period_end.toordinal()))
        if standing:
            found[each.id] = standing[0]
    return found
