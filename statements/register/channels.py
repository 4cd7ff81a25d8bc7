"""Grievance channels: how a worker or anyone else reaches an organisation, as its newest statement answers."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from statements.register import answers, organisations, queries
from statements.register.index import Index
from statements.register.public import OrganisationRef, PublicStatement
from statements.register.search import SearchQuery, numbers

QUESTION = "grievance_channel"
ANSWERED = {f"answer_{QUESTION}": [answers.YES, answers.NO], "status": ["published"]}
SHOWN = ("grievance_phone", "grievance_web", "grievance_languages", "grievance_users")
READ = 200
"""Statements looked at: an organisation has one for each year."""


@dataclass(frozen=True)
class Told:
    """A statement by its number and the year its period ended."""

    statement: int
    year: int


@dataclass(frozen=True)
class Channel:
    """What an organisation tells of a channel: in which statement, and each answer about it as lines.

    Its newest statement that answers rules: `there_is` none where that says so, and then nothing of an older one is
    told but which statement named it last (`before`). `silent` is a newer statement that leaves the question open.
    Lines are empty where not told.
    """

    organisation: OrganisationRef
    covers: tuple[OrganisationRef, ...]
    told: Told
    there_is: bool
    before: Told | None
    silent: Told | None
    phone: tuple[str, ...]
    web: tuple[str, ...]
    languages: tuple[str, ...]
    users: tuple[str, ...]


def find(index: Index | None, session: Session, *, text: str, limit: int) -> list[Channel]:
    """What the organisations that the words find tell of a channel, each once. Raises Invalid."""
    found = numbers(index, session, SearchQuery(text=text, filters=ANSWERED, facets=(), limit=READ)).numbers
    hits = queries.statements_by_numbers(session, found)
    leads = list(dict.fromkeys(each.organisation.id for each in hits))[:limit]
    theirs = _newest_first(session, leads)
    return [_channel(theirs[each]) for each in leads]


def _newest_first(session: Session, leads: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, list[PublicStatement]]:
    """The statements in force of each organisation, whether or not the words found them; one that covers it is not
    its own."""
    ids = organisations.statement_ids(session, leads)
    read = queries.statements_by_ids(session, {each for of_one in ids.values() for each in of_one})
    by_id = {each.id: each for each in read if not each.withdrawn}
    return {
        lead: [by_id[each] for each in ids.get(lead, ()) if each in by_id and by_id[each].organisation.id == lead]
        for lead in leads
    }


def _channel(newest_first: Sequence[PublicStatement]) -> Channel:
    """What an organisation tells, one of whose statements answers at least."""
    answering = [each for each in newest_first if QUESTION in each.version.answers]
    ruling, *older = answering
    there_is = bool(ruling.version.answers[QUESTION])
    named = [each for each in older if each.version.answers[QUESTION]]
    newest = newest_first[0]
    lead = ruling.organisation.ref
    lines = _lines(ruling) if there_is else {}
    phone, web, languages, users = (lines.get(key, ()) for key in SHOWN)
    return Channel(
        organisation=lead,
        covers=tuple(each for each in ruling.version.covers if each.id != lead.id),
        told=_told(ruling),
        there_is=there_is,
        before=_told(named[0]) if named and not there_is else None,
        silent=_told(newest) if newest.period_end > ruling.period_end else None,
        phone=phone,
        web=web,
        languages=languages,
        users=users,
    )


def _told(statement: PublicStatement) -> Told:
    return Told(statement.number, statement.year)


def _lines(statement: PublicStatement) -> Mapping[str, tuple[str, ...]]:
    sections = answers.shown_sections(statement.law, statement.version.answers, public_agency=False)
    return {
        each.key: tuple(line for line in each.lines if line.strip()) for section in sections for each in section.answers
    }
