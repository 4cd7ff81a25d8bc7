"""Add organisations, rename them, tell their numbers and names; find one by what people type."""

import unicodedata
import uuid
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from statements.errors import Conflict, Invalid, NotFound, Problem
from statements.events import service as events
from statements.limits import ORGANISATION_NAME
from statements.organisations import names
from statements.organisations.identifiers import SCHEMES, parse_identifier, possible_identifiers
from statements.organisations.models import FormerAddress, Identifier, NameKind, Organisation, OrganisationName
from statements.reference import tables

LONGEST_NAME = ORGANISATION_NAME.value
DETAILS = ("kind", "industry", "region", "revenue_band", "country", "public_body")
"""What `describe` may change; names, numbers and the group have functions of their own."""


def add(
    session: Session,
    *,
    name: str,
    kind: str,
    at: datetime,
    by: uuid.UUID | None,
    identifiers: Iterable[tuple[str, str]] = (),
    industry: str | None = None,
    region: str | None = None,
    revenue_band: str | None = None,
    country: str = "NZ",
    parent_id: uuid.UUID | None = None,
    public_body: bool = False,
    demonstration: bool = False,
    other_names: Iterable[tuple[str, NameKind]] = (),
) -> Organisation:
    """A new organisation with its names and its (scheme, value) numbers, each in any spelling.

    Raises Invalid where a code or a number is not right, Conflict where a number is another organisation's.
    """
    name = checked_name(name)
    details: dict[str, Any] = {"kind": kind, "industry": industry, "region": region}
    details |= {"revenue_band": revenue_band, "country": country}
    _check_details(details)
    details |= {"public_body": public_body, "demonstration": demonstration, "parent_id": parent_id}
    organisation = Organisation(
        slug=free_slug(session, names.slug(name)), name=name, sort_key=_sort_key(name), created_at=at, **details
    )
    session.add(organisation)
    _put_name(organisation, name, NameKind.LEGAL)
    for other, kind_of_name in other_names:
        _put_name(organisation, checked_name(other), kind_of_name)
    for scheme, value in identifiers:
        _put_identifier(session, organisation, scheme, value)
    numbers = [[each.scheme, each.value] for each in organisation.identifiers]
    after = {"name": name, "kind": kind, "slug": organisation.slug, "identifiers": numbers}
    _record(session, "organisation.added", organisation, by, at, after=after)
    return organisation


def rename(
    session: Session,
    *,
    organisation: Organisation,
    name: str,
    by: uuid.UUID | None,
    at: datetime,
    on: date | None = None,
) -> None:
    """Give the organisation a new legal name from a day on (today's UTC date if none is named), at the same address;
    the old name is kept as a former one. Raises Invalid."""
    old = organisation.name
    give_name(session, organisation=organisation, name=name, on=on or at.date())
    if organisation.name != old:
        told = {"before": {"name": old}, "after": {"name": organisation.name}}
        _record(session, "organisation.renamed", organisation, by, at, **told)


def give_name(session: Session, *, organisation: Organisation, name: str, on: date) -> None:
    """The part of `rename` without its event, which whoever calls it writes. Raises Invalid."""
    name = checked_name(name)
    if name == organisation.name:
        return
    for each in [row for row in organisation.names if row.kind == NameKind.LEGAL]:
        _end_name(session, organisation, each, on)
    organisation.name, organisation.sort_key = name, _sort_key(name)
    _put_name(organisation, name, NameKind.LEGAL).since = on


def add_name(
    session: Session,
    *,
    organisation: Organisation,
    name: str,
    by: uuid.UUID | None,
    at: datetime,
    kind: NameKind = NameKind.TRADING,
) -> OrganisationName:
    """A trading or former name; one that is already known is given back as it is. Raises Invalid."""
    name = checked_name(name)
    for each in organisation.names:
        if each.name == name and each.kind == kind:
            return each
    row = _put_name(organisation, name, kind)
    _record(session, "organisation.name_added", organisation, by, at, after={"name": name, "kind": kind})
    return row


def add_identifier(
    session: Session, *, organisation: Organisation, scheme: str, value: str, by: uuid.UUID | None, at: datetime
) -> Identifier:
    """A number of the organisation in a scheme; one it already has is given back. Raises Invalid, Conflict."""
    wanted = parse_identifier(scheme, value, scheme)
    for each in organisation.identifiers:
        if (each.scheme, each.value) == (wanted.scheme, wanted.value):
            return each
    row = _put_identifier(session, organisation, scheme, value)
    after = {"scheme": row.scheme, "value": row.value}
    _record(session, "organisation.identifier_added", organisation, by, at, after=after)
    return row


def describe(
    session: Session, *, organisation: Organisation, by: uuid.UUID | None, at: datetime, **details: str | bool | None
) -> None:
    """Change some of DETAILS; what stays equal is no change. Raises Invalid where a code is not known."""
    unknown = set(details) - set(DETAILS)
    if unknown:
        raise ValueError(f"not a detail of an organisation: {', '.join(sorted(unknown))}")
    _check_details(details)
    before = {name: getattr(organisation, name) for name in details}
    after = {name: value for name, value in details.items() if before[name] != value}
    if not after:
        return
    for name, value in after.items():
        setattr(organisation, name, value)
    old = {name: before[name] for name in after}
    _record(session, "organisation.described", organisation, by, at, before=old, after=after)


def load(session: Session, organisation_id: uuid.UUID) -> Organisation:
    """The organisation with this id. Raises NotFound."""
    found = session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound("There is no such organisation.")
    return found


def by_slug(session: Session, slug: str) -> Organisation | None:
    """The organisation at this address."""
    return session.scalar(select(Organisation).where(Organisation.slug == slug))


def by_identifier(session: Session, scheme: str, value: str) -> Organisation | None:
    """The organisation with this number in this scheme, in any spacing. Raises Invalid where it cannot be one."""
    wanted = parse_identifier(scheme, value, scheme)
    query = select(Organisation).join(Organisation.identifiers)
    return session.scalar(query.where(Identifier.scheme == wanted.scheme, Identifier.value == wanted.value))


def find(session: Session, text: str, limit: int = 20) -> list[Organisation]:
    """Organisations that a number in any spacing, or words or parts of words of any of their names, stand for.

    Present, trading and former names count; case, macrons, doubled vowels and punctuation do not. The best come
    first: a number, then the very name, then names that begin so, then the others by name.
    """
    numbers = [(each.scheme, each.value) for each in possible_identifiers(text)]
    same_number = [(Identifier.scheme == scheme) & (Identifier.value == value) for scheme, value in numbers]
    if same_number:
        query = select(Organisation).join(Organisation.identifiers).where(or_(*same_number))
        if found := session.scalars(query.order_by(Organisation.sort_key).limit(limit)).unique().all():
            return list(found)
    key = names.lookup_key(text)
    return list(_named(session, key, limit) or _named(session, names.comparable(text).loose, limit))


def _named(session: Session, key: str, limit: int) -> Sequence[Organisation]:
    words = key.split()
    if not words:
        return []
    folded = OrganisationName.folded
    rank = case((folded == key, 0), (folded.startswith(key, autoescape=True), 1), else_=2)
    hits = select(OrganisationName.organisation_id.label("id"), func.min(rank).label("rank"))
    hits = hits.where(*(folded.contains(word, autoescape=True) for word in words))
    best = hits.group_by(OrganisationName.organisation_id).subquery()
    query = select(Organisation).join(best, best.c.id == Organisation.id)
    return session.scalars(query.order_by(best.c.rank, Organisation.sort_key, Organisation.id).limit(limit)).all()


def checked_name(text: str) -> str:
    """A name in its one spelling: composed letters, single spaces. Raises Invalid where it is empty or too long."""
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if not name:
        raise Invalid([Problem("An organisation needs a name.", "Give its legal name.", "name")])
    if len(name) > LONGEST_NAME:
        fault = f"The name is {len(name)} characters long; we keep {LONGEST_NAME}."
        raise Invalid([Problem(fault, "Give its legal name alone.", "name")])
    return name


def _sort_key(name: str) -> str:
    return names.sort_key(name)[0][:LONGEST_NAME]


def _check_details(details: Mapping[str, object]) -> None:
    known: dict[str, Container[object]] = {
        "kind": tables.organisation_kinds(),
        "industry": tables.industries(),
        "region": tables.regions(),
        "revenue_band": tables.revenue_bands(),
        "country": tables.countries(),
    }
    problems = [
        Problem(f"“{value}” is not a {name.replace('_', ' ')} we know.", "Choose one of the list.", name)
        for name, value in details.items()
        if name in known
        and value not in known[name]
        and not (value is None and name in ("industry", "region", "revenue_band"))
    ]
    if problems:
        raise Invalid(problems)


def free_slug(session: Session, wanted: str) -> str:
    """The wanted address, or the next that nobody has or had: acme, acme-2."""
    taken: set[str] = set()
    for column in (Organisation.slug, FormerAddress.slug):
        taken.update(session.scalars(select(column).where(column.startswith(wanted, autoescape=True))))
    number = 1
    while (found := wanted if number == 1 else f"{wanted}-{number}") in taken:
        number += 1
    return found


def put_name(organisation: Organisation, name: str, kind: NameKind) -> None:
    """Let an organisation bear a name too; whoever calls writes the event."""
    _put_name(organisation, name, kind)


def _put_name(organisation: Organisation, name: str, kind: str) -> OrganisationName:
    for each in organisation.names:
        if each.name == name and each.kind == kind:
            return each
    row = OrganisationName(name=name, folded=names.lookup_key(name)[:LONGEST_NAME], kind=kind)
    organisation.names.append(row)
    return row


def _end_name(session: Session, organisation: Organisation, row: OrganisationName, day: date) -> None:
    """A name that was borne before becomes one former name again, never two."""
    earlier = next(
        (each for each in organisation.names if each.kind == NameKind.FORMER and each.name == row.name), None
    )
    if earlier is None:
        row.kind, row.until = NameKind.FORMER, day
        return
    earlier.until = day
    organisation.names.remove(row)
    session.delete(row)


def _put_identifier(session: Session, organisation: Organisation, scheme: str, value: str) -> Identifier:
    wanted = parse_identifier(scheme, value, scheme)
    with session.no_autoflush:
        holder = by_identifier(session, wanted.scheme, wanted.value)
    if holder is not None and holder is not organisation:
        raise Conflict(f"{SCHEMES[scheme].name} {wanted.value} belongs to {holder.name}.", field=scheme)
    row = Identifier(scheme=wanted.scheme, value=wanted.value)
    organisation.identifiers.append(row)
    return row


def _record(
    session: Session,
    kind: str,
    organisation: Organisation,
    by: uuid.UUID | None,
    at: datetime,
    *,
    after: Mapping[str, object],
    before: Mapping[str, object] | None = None,
) -> None:
    session.flush()
    events.record(
        session,
        kind=kind,
        subject=organisation,
        by=by,
        at=at,
        organisation_id=organisation.id,
        before=dict(before or {}),
        after=dict(after),
        public=True,
    )
