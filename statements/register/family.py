"""The group that an organisation belongs to: everyone above it, and those below it at any depth that are public."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from statements.organisations.models import Organisation
from statements.register.organisations import statement_ids
from statements.register.public import OrganisationRef, PublicOrganisation

MOST = 400
"""Organisations of a group that one page shows."""


@dataclass(frozen=True)
class Member:
    """One below: `depth` 1 stands right below the organisation itself; `filed` is how many statements name it."""

    ref: OrganisationRef
    depth: int
    filed: int


@dataclass(frozen=True)
class Above:
    """One above; `public` tells whether it has a page of its own here."""

    ref: OrganisationRef
    public: bool


@dataclass(frozen=True)
class Family:
    """The head of the group first; those below in the order of the tree; `more` were not shown."""

    above: tuple[Above, ...]
    below: tuple[Member, ...]
    more: int


def family(session: Session, shown: PublicOrganisation) -> Family:
    """The group around an organisation. One that has no public statement stands nowhere below, those under it do."""
    above = _above(session, shown)
    public_above = statement_ids(session, [each.id for each in above])
    children = _below(session, shown.id)
    refs = {ref.id: ref for some in children.values() for ref in some}
    filed = {key: len(found) for key, found in statement_ids(session, list(refs)).items()}
    below = _ordered(children, shown.id, filed)
    return Family(tuple(Above(each, each.id in public_above) for each in above), tuple(below[:MOST]), len(below[MOST:]))


def _above(session: Session, shown: PublicOrganisation) -> list[OrganisationRef]:
    found: list[OrganisationRef] = []
    parent_id = shown.parent.id if shown.parent else None
    while parent_id is not None and parent_id != shown.id and parent_id not in {each.id for each in found}:
        row = session.execute(_columns().where(Organisation.id == parent_id)).one()
        found.insert(0, OrganisationRef(row.id, row.slug, row.name))
        parent_id = row.parent_id
    return found


def _below(session: Session, head: uuid.UUID) -> dict[uuid.UUID, list[OrganisationRef]]:
    """Who stands right below whom, by the id of the one above; one query for each level."""
    found: dict[uuid.UUID, list[OrganisationRef]] = {}
    seen, level = {head}, [head]
    while level:
        query = _columns().where(Organisation.parent_id.in_(level), Organisation.merged_into_id.is_(None))
        rows = [
            row
            for row in session.execute(query.order_by(Organisation.sort_key, Organisation.slug))
            if row.id not in seen
        ]
        for row in rows:
            found.setdefault(row.parent_id, []).append(OrganisationRef(row.id, row.slug, row.name))
        level = [row.id for row in rows]
        seen.update(level)
    return found


def _ordered(
    children: dict[uuid.UUID, list[OrganisationRef]], head: uuid.UUID, filed: dict[uuid.UUID, int]
) -> list[Member]:
    """The tree from top to bottom; who is not public is stepped over, at the depth of whoever stands above."""
    told: list[Member] = []
    waiting = [(ref, 1) for ref in reversed(children.get(head, []))]
    while waiting:
        ref, depth = waiting.pop()
        public = ref.id in filed
        if public:
            told.append(Member(ref, depth, filed[ref.id]))
        waiting += [(each, depth + 1 if public else depth) for each in reversed(children.get(ref.id, []))]
    return told


def _columns() -> Select[*tuple[Any, ...]]:
    return select(Organisation.id, Organisation.slug, Organisation.name, Organisation.parent_id)
