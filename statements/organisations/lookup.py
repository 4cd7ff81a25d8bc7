"""Look up many organisations at once: those that a spreadsheet names by number or by name."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from statements.organisations import names
from statements.organisations.models import Identifier, NameKind, Organisation, OrganisationName

Each = TypeVar("Each")

AT_ONCE = 500
"""How many values one query looks for."""


def by_numbers(session: Session, *, scheme: str, values: Collection[str]) -> dict[str, Organisation]:
    """The organisations with these numbers of a scheme, each in its one spelling; a number nobody has is left out."""
    found: dict[str, Organisation] = {}
    for some in _some(sorted(set(values))):
        query = select(Identifier.value, Organisation).join(Identifier.organisation)
        query = query.where(Identifier.scheme == scheme, Identifier.value.in_(some))
        found |= {value: each for value, each in session.execute(query.options(selectinload(Organisation.names)))}
    return found


def by_names(session: Session, *, texts: Collection[str]) -> dict[str, list[Organisation]]:
    """The organisations that bear or bore each of these names, by the name's lookup key; case and macrons do not count.

    A name that nobody bears is left out; two organisations may bear one.
    """
    found: dict[str, list[Organisation]] = {}
    for some in _some(sorted({names.lookup_key(each) for each in texts} - {""})):
        query = select(OrganisationName.folded, Organisation).join(OrganisationName.organisation)
        query = query.where(OrganisationName.folded.in_(some)).order_by(Organisation.sort_key, Organisation.id)
        for folded, each in session.execute(query):
            bearers = found.setdefault(folded, [])
            if each not in bearers:
                bearers.append(each)
    return found


def nzbns_of(session: Session, *, organisation_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The NZBN of each of these organisations that has one."""
    found: dict[uuid.UUID, str] = {}
    for some in _some(organisation_ids):
        query = select(Identifier.organisation_id, Identifier.value)
        query = query.where(Identifier.scheme == "nzbn", Identifier.organisation_id.in_(some))
        found |= {each: value for each, value in session.execute(query)}
    return found


def is_called(organisation: Organisation, text: str) -> bool:
    """Whether the organisation bears or bore this name; its legal ending may be left out, but not be another."""
    wanted = names.comparable(text)
    return any(
        known.key == wanted.key and names.same_kind_of_ending(known.form, wanted.form)
        for known in _comparable_names(organisation)
    )


def is_former(organisation: Organisation, text: str) -> bool:
    """Whether this is a name that the organisation bore before, or that came to it with another, and not today's."""
    wanted = names.comparable(text).key
    former = (each.name for each in organisation.names if each.kind == NameKind.FORMER)
    return names.comparable(organisation.name).key != wanted and wanted in {
        names.comparable(each).key for each in former
    }


def with_names(session: Session, organisations: Sequence[Organisation]) -> Sequence[Organisation]:
    """The same organisations with their names and numbers, read by a few queries for all of them."""
    whole = selectinload(Organisation.names), selectinload(Organisation.identifiers)
    for some in _some(each.id for each in organisations):
        session.scalars(select(Organisation).where(Organisation.id.in_(some)).options(*whole)).all()
    return organisations


def _comparable_names(organisation: Organisation) -> Iterator[names.ComparableName]:
    every: Sequence[str] = [organisation.name, *(each.name for each in organisation.names)]
    return (names.comparable(each) for each in every)


def _some(values: Iterable[Each]) -> Iterator[list[Each]]:
    """The values in lists of AT_ONCE."""
    rest = iter(values)
    while some := list(islice(rest, AT_ONCE)):
        yield some
