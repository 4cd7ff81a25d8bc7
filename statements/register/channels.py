"""Grievance channels: how a worker or anyone else reaches an organisation, as its newest statement answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from statements.register import answers, queries
from statements.register.index import Index
from statements.register.public import OrganisationRef, PublicStatement
from statements.register.search import SearchQuery, numbers

HAS_CHANNEL = {"answer_grievance_channel": ["yes"], "status": ["published"]}
SHOWN = ("grievance_phone", "grievance_web", "grievance_languages", "grievance_users")
READ = 200
"""Statements looked at: an organisation has one for each year."""


@dataclass(frozen=True)
class Channel:
    """A channel: whose, from which statement, and each answer about it as lines; lines are empty where not told."""

    organisation: OrganisationRef
    covers: tuple[OrganisationRef, ...]
    statement: int
    year: int
    phone: tuple[str, ...]
    web: tuple[str, ...]
    languages: tuple[str, ...]
    users: tuple[str, ...]


def find(index: Index | None, session: Session, *, text: str, limit: int) -> list[Channel]:
    """The channels of organisations that the words find, each once, by its newest statement. Raises Invalid."""
    found = numbers(index, session, SearchQuery(text=text, filters=HAS_CHANNEL, facets=(), limit=READ)).numbers
    statements = queries.statements_by_numbers(session, found)
    newest: dict[str, PublicStatement] = {}
    for each in statements:
        known = newest.get(each.organisation.slug)
        if known is None or each.period_end > known.period_end:
            newest[each.organisation.slug] = each
    return [_channel(each) for each in list(newest.values())[:limit]]


def _channel(statement: PublicStatement) -> Channel:
    sections = answers.shown_sections(statement.law, statement.version.answers, public_agency=False)
    told = {each.key: each.lines for section in sections for each in section.answers}
    phone, web, languages, users = (_lines(told.get(key, ())) for key in SHOWN)
    lead = statement.organisation.ref
    return Channel(
        organisation=lead,
        covers=tuple(each for each in statement.version.covers if each.id != lead.id),
        statement=statement.number,
        year=statement.year,
        phone=phone,
        web=web,
        languages=languages,
        users=users,
    )


def _lines(told: Sequence[str]) -> tuple[str, ...]:
    return tuple(line for line in told if line.strip())
