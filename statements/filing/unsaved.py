"""What is being typed and is not saved yet: kept beside the draft every few seconds, so that none of it is lost.

It is no part of the draft: nobody signs it, nothing is published from it, and it makes no event. It goes when its
writer saves the section or throws it away, or with the draft.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from statements.errors import Conflict, TooLarge
from statements.events import service as events
from statements.filing import queries
from statements.filing.models import Draft, UnsavedSection
from statements.filing.questionnaire import Section
from statements.limits import UNSAVED_CHARACTERS
from statements.people import policy
from statements.people.models import Person

STILL_WRITING = timedelta(minutes=3)
"""Whoever typed within this time is told of as writing."""

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Writer:
    """Somebody with something unsaved in a section."""

    section: str
    name: str
    kept_at: datetime
    person_id: uuid.UUID | None = None


def keep(
    session: Session, *, draft: Draft, section: Section, typed: Typed, seen: str, by: uuid.UUID, at: datetime
) -> UnsavedSection:
    """Keep what stands in the fields of a section now, in place of what was kept before.

    Raises NotFound for whoever does not act for the organisation, Conflict where the draft is closed, TooLarge.
    """
    policy.require(session, person_id=by, organisation_id=draft.statement.organisation_id)
    if not queries.is_editable(session, draft):
        raise Conflict("This statement is not open for changes: it was submitted.")
    size = sum(len(name) + sum(len(each) for each in values) for name, values in typed.items())
    if size > UNSAVED_CHARACTERS.value:
        raise TooLarge(f"This is more than {UNSAVED_CHARACTERS.readable} for one section.")
    session.refresh(draft, with_for_update=True)
    kept = find(session, draft=draft, section=section, by=by)
    if kept is None:
        kept = UnsavedSection(draft_id=draft.id, section=section.key, person_id=by)
        session.add(kept)
    kept.typed = {name: list(values) for name, values in typed.items()}
    kept.seen, kept.kept_at = seen[:16], at
    session.flush()
    return kept


def find(session: Session, *, draft: Draft, section: Section, by: uuid.UUID) -> UnsavedSection | None:
    """What this person typed in a section and did not save."""
    query = select(UnsavedSection).where(
        UnsavedSection.draft_id == draft.id, UnsavedSection.section == section.key, UnsavedSection.person_id == by
    )
    return session.scalar(query)


def forget(session: Session, *, draft: Draft, section: Section, by: uuid.UUID) -> None:
    """Throw away what this person typed in a section and did not save."""
    session.execute(
        delete(UnsavedSection).where(
            UnsavedSection.draft_id == draft.id, UnsavedSection.section == section.key, UnsavedSection.person_id == by
        )
    )


def sections_of(session: Session, *, draft: Draft, by: uuid.UUID) -> set[str]:
    """The keys of the sections in which this person has something unsaved."""
    query = select(UnsavedSection.section).where(UnsavedSection.draft_id == draft.id, UnsavedSection.person_id == by)
    return set(session.scalars(query))


def writers(session: Session, *, draft: Draft, but: uuid.UUID, at: datetime) -> list[Writer]:
    """The others who type in this draft just now, newest first."""
    query = select(UnsavedSection.section, Person.name, UnsavedSection.kept_at)
    query = query.join(Person, Person.id == UnsavedSection.person_id).where(
        UnsavedSection.draft_id == draft.id, Person.id != but, UnsavedSection.kept_at > at - STILL_WRITING
    )
    return [Writer(*row) for row in session.execute(query.order_by(UnsavedSection.kept_at.desc(), Person.name))]


def savers(session: Session, *, draft: Draft, sections: Sequence[Section]) -> dict[str, Writer]:
    """Who saved each section last, by the section's key; a section that nobody saved is absent."""
    names = {each.id: each.name for each in queries.people_of(session, draft.statement)}
    found: dict[str, Writer] = {}
    for event in events.history(session, subject=draft.statement):
        if event.kind != "statement.saved" or event.actor not in names:
            continue
        changed = set(event.after.get("changed", ()))
        for section in sections:
            keys = {question.key for question in section.questions} | {section.key}
            if changed & keys:
                found[section.key] = Writer(section.key, names[event.actor], event.at, event.actor)
    return found
