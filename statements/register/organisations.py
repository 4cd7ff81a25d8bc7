"""The public side of organisations: those that a published statement is of or covers, and their statements."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from statements.errors import NotFound
from statements.filing.models import Coverage, Statement, Version
from statements.organisations.addresses import merged_into
from statements.organisations.models import Identifier, NameKind, Organisation, OrganisationName
from statements.register.public import OrganisationRef, PublicName, PublicOrganisation
from statements.register.visible import is_public

NO_ORGANISATION = "There is no organisation at this address with a statement in the register."
COLUMNS = (
    "id",
    "slug",
    "name",
    "sort_key",
    "kind",
    "industry",
    "region",
    "revenue_band",
    "country",
    "public_body",
    "demonstration",
)
"""The columns of an organisation that are public."""

# Put together once, for that takes longer than to answer them.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_ABOVE = aliased(Organisation)
_PUBLIC: Select[*tuple[Any, ...]] = (
    select(
        *(getattr(Organisation, column) for column in COLUMNS),
        _ABOVE.id.label("parent_id"),
        _ABOVE.slug.label("parent_slug"),
        _ABOVE.name.label("parent_name"),
    )
    .outerjoin(_ABOVE, _ABOVE.id == Organisation.parent_id)
    .where(Organisation.id.in_(_IDS))
)
_AT = select(Organisation.id).where(Organisation.slug == bindparam("slug"))
_OTHER_NAMES = (
    select(
        OrganisationName.organisation_id,
        OrganisationName.name,
        OrganisationName.kind,
        OrganisationName.since,
        OrganisationName.until,
    )
    .where(OrganisationName.organisation_id.in_(_IDS), OrganisationName.kind != NameKind.LEGAL)
    .order_by(OrganisationName.kind, OrganisationName.name)
)
_NUMBERS = (
    select(Identifier.organisation_id, Identifier.scheme, Identifier.value)
    .where(Identifier.organisation_id.in_(_IDS))
    .order_by(Identifier.scheme, Identifier.value)
)
_LED = (
    select(Statement.organisation_id.label("organisation_id"), Statement.id.label("statement_id"))
    .join(Version, Version.statement_id == Statement.id)
    .where(is_public(), Statement.organisation_id.in_(_IDS))
)
_COVERED = (
    select(Coverage.organisation_id.label("organisation_id"), Version.statement_id.label("statement_id"))
    .join(Version, Version.id == Coverage.version_id)
    .where(is_public(), Coverage.organisation_id.in_(_IDS))
)
_EITHER = _LED.union(_COVERED).subquery()
_THEIRS = (
    select(_EITHER.c.organisation_id, Statement.id)
    .join(Statement, Statement.id == _EITHER.c.statement_id)
    .order_by(Statement.period_end.desc(), Statement.number.desc())
)


@dataclass(frozen=True)
class Names:
    """Every name and every number by which an organisation is found; the present name comes first."""

    names: tuple[str, ...]
    identifiers: tuple[str, ...]


def all_names(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Names]:
    """The names and numbers of organisations by id."""
    present = session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))).all()
    others, identifiers = _names(session, ids), _identifiers(session, ids)
    return {
        key: Names(
            names=(name, *(each.name for each in others[key])),
            identifiers=tuple(value for _, value in identifiers[key]),
        )
        for key, name in present
    }


def by_ids(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, PublicOrganisation]:
    """Organisations by id, with names, numbers and group. The caller says whose statements are public."""
    names, identifiers = _names(session, ids), _identifiers(session, ids)
    found = {}
    for row in session.execute(_PUBLIC, {"ids": list(ids)}):
        above = OrganisationRef(row.parent_id, row.parent_slug, row.parent_name) if row.parent_id else None
        found[row.id] = PublicOrganisation(
            **{column: getattr(row, column) for column in COLUMNS},
            other_names=tuple(names[row.id]),
            identifiers=tuple(identifiers[row.id]),
            parent=above,
        )
    return found


def organisation(session: Session, slug: str) -> PublicOrganisation:
    """The organisation at this address, if a published statement is of it or covers it. Raises NotFound."""
    return with_statements(session, slug)[0]


def with_statements(session: Session, slug: str) -> tuple[PublicOrganisation, set[uuid.UUID], list[uuid.UUID]]:
    """The organisation at this address, the ids of those that are one with it since they were merged, its own among
    them, and the ids of the public statements that are of, or cover, any of them. Raises NotFound where none is."""
    is_text = slug.isprintable()
    organisation_id = session.scalar(_AT, {"slug": slug}) if is_text else None
    if organisation_id is None:
        raise NotFound(NO_ORGANISATION)
    one = {organisation_id, *merged_into(session, organisation_id)}
    statements = statements_of_all(session, one)
    if not statements:
        raise NotFound(NO_ORGANISATION)
    return by_ids(session, [organisation_id])[organisation_id], one, statements


def statement_ids(session: Session, organisation_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Ids of the public statements that are of, or in any published version cover, each organisation; newest first."""
    found: dict[uuid.UUID, list[uuid.UUID]] = {}
    ids = list(organisation_ids)
    for organisation_id, statement_id in session.execute(_THEIRS, {"ids": ids}) if ids else ():
        found.setdefault(organisation_id, []).append(statement_id)
    return found


def statements_of_all(session: Session, organisation_ids: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """Ids of the public statements that are of, or cover, any of these organisations that became one."""
    found = statement_ids(session, organisation_ids)
    return list(dict.fromkeys(each for ids in found.values() for each in ids))


def every_statement(session: Session, organisation_id: uuid.UUID) -> list[uuid.UUID]:
    """Ids of the public statements that are of, or cover, an organisation or one that was merged into it."""
    return statements_of_all(session, {organisation_id, *merged_into(session, organisation_id)})


def group(session: Session, shown: PublicOrganisation) -> tuple[OrganisationRef, ...]:
    """Organisations directly below it that are themselves public, by name."""
    query = select(Organisation.id, Organisation.slug, Organisation.name).where(Organisation.parent_id == shown.id)
    rows = session.execute(query.order_by(Organisation.sort_key, Organisation.slug))
    children = [OrganisationRef(row.id, row.slug, row.name) for row in rows]
    public = statement_ids(session, [each.id for each in children]) if children else {}
    return tuple(each for each in children if each.id in public)


def _names(session: Session, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[PublicName]]:
    found = defaultdict(list)
    for organisation_id, name, kind, since, until in session.execute(_OTHER_NAMES, {"ids": list(ids)}):
        found[organisation_id].append(PublicName(name, kind, since, until))
    return found


def _identifiers(session: Session, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[tuple[str, str]]]:
    found = defaultdict(list)
    for organisation_id, scheme, value in session.execute(_NUMBERS, {"ids": list(ids)}):
        found[organisation_id].append((scheme, value))
    return found


def touching(session: Session, organisation_id: uuid.UUID) -> set[uuid.UUID]:
    """Ids of the public statements whose entry in the index names this organisation: of it, covering it, or in
    a group right below it."""
    children = select(Organisation.id).where(
        or_(Organisation.id == organisation_id, Organisation.parent_id == organisation_id)
    )
    found = statement_ids(session, session.scalars(children).all())
    return {each for ids in found.values() for each in ids}
