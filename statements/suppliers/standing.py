"""What the register can say of a matched supplier: has filed, could owe, below the threshold, unknown.

Only what is public is said. That somebody is late, or has not filed what it owes, is a conclusion: it is said only
where `obligations.public_standing` says it to anyone.
"""

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from statements.errors import NotFound
from statements.filing.models import Coverage, Statement, StatementState, Version, VersionState
from statements.filing.profiles import Profile, profile
from statements.organisations import obligations
from statements.organisations.models import Identifier, Obligation, ObligationState, Organisation
from statements.reference.tables import revenue_bands
from statements.register.public import OrganisationRef
from statements.register.visible import is_public

AT_ONCE = 1_000
OUT = (ObligationState.DECLARED_OUT, ObligationState.OUT_OF_SCOPE, ObligationState.EXEMPT)
OWING = (ObligationState.PRESUMED, ObligationState.CONFIRMED)


class Filing(StrEnum):
    """How a supplier stands with the register."""

    FILED = "filed"
    COULD_OWE = "could-owe"
    BELOW = "below"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class LatestStatement:
    """The newest statement in force that covers an organisation; `lead` filed it, `law` is its profile's key."""

    number: int
    version_id: uuid.UUID
    law: str
    period_start: date
    period_end: date
    lead: OrganisationRef


@dataclass(frozen=True)
class Standing:
    """How an organisation stands, why, and its latest statement where it has one."""

    organisation: OrganisationRef
    filing: Filing
    reason: str
    latest: LatestStatement | None = None
    notes: tuple[str, ...] = ()
    nzbn: str = ""


def standings(
    session: Session, organisation_ids: Collection[uuid.UUID], *, law: Profile, at: datetime, on: date
) -> dict[uuid.UUID, Standing]:
    """How each organisation stands under `law` at a moment; `on` is the local day of it."""
    found: dict[uuid.UUID, Standing] = {}
    for ids in _in_parts(organisation_ids):
        owed, rows = (
            _obligations(session, ids, law.key),
            session.execute(_organisations().where(Organisation.id.in_(ids))),
        )
        organisations = {row.id: row for row in rows}
        above = {row.parent_id for row in organisations.values() if row.parent_id}
        latest, numbers = latest_statements(session, {*ids, *above}), _nzbns(session, ids)
        for key, row in organisations.items():
            stands = _standing(row, latest, owed.get(key), law, at, on)
            found[key] = replace(stands, nzbn=numbers.get(key, ""))
    return found


def latest_statements(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, LatestStatement]:
    """The newest statement in force that covers each organisation; of one period its own comes before a group's."""
    lead = aliased(Organisation)
    query = (
        select(
            Coverage.organisation_id,
            Statement.number,
            Version.id.label("version_id"),
            Statement.profile,
            Statement.period_start,
            Statement.period_end,
            lead.id.label("lead_id"),
            lead.slug,
            lead.name,
        )
        .join(Version, Version.id == Coverage.version_id)
        .join(Statement, Statement.id == Version.statement_id)
        .join(lead, lead.id == Statement.organisation_id)
        .where(is_public(), Version.state == VersionState.PUBLISHED, Statement.state != StatementState.WITHDRAWN)
        .where(Coverage.organisation_id.in_(list(ids)))
    )
    rows = session.execute(query).all()
    ordered = sorted(rows, key=lambda row: (row.period_end, row.lead_id == row.organisation_id, row.number))
    return {row.organisation_id: _latest(row) for row in ordered}


def _latest(row: Any) -> LatestStatement:
    whose = OrganisationRef(row.lead_id, row.slug, row.name)
    return LatestStatement(row.number, row.version_id, row.profile, row.period_start, row.period_end, whose)


def _in_parts(ids: Collection[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    ordered = list(ids)
    yield from (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))


def _organisations() -> Select[*tuple[Any, ...]]:
    parent = aliased(Organisation)
    query: Select[*tuple[Any, ...]] = select(
        Organisation.id,
        Organisation.slug,
        Organisation.name,
        Organisation.kind,
        Organisation.revenue_band,
        Organisation.parent_id,
        parent.name.label("parent_name"),
    )
    return query.outerjoin(parent, parent.id == Organisation.parent_id)


def _nzbns(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    query = select(Identifier.organisation_id, Identifier.value)
    rows = session.execute(query.where(Identifier.organisation_id.in_(ids), Identifier.scheme == "nzbn"))
    return {key: value for key, value in rows}


def _obligations(session: Session, ids: Collection[uuid.UUID], law: str) -> dict[uuid.UUID, Obligation]:
    """The obligation for the newest period of each organisation."""
    query = select(Obligation).where(Obligation.organisation_id.in_(ids), Obligation.profile == law)
    return {each.organisation_id: each for each in session.scalars(query.order_by(Obligation.period_end))}


def _standing(
    row: Any, latest: Mapping[uuid.UUID, LatestStatement], owed: Obligation | None, law: Profile, at: datetime, on: date
) -> Standing:
    ref, own = OrganisationRef(row.id, row.slug, row.name), latest.get(row.id)
    notes = _notes(owed, at, on)
    if own is not None:
        return Standing(ref, Filing.FILED, _filed(own, row.id, law), own, notes)
    found = _owing(ref, owed) or _by_size(ref, row, law)
    return replace(found, notes=(*notes, *_of_the_group(row, latest)))


def _filed(found: LatestStatement, organisation_id: uuid.UUID, law: Profile) -> str:
    own = found.lead.id == organisation_id
    whose = "It filed its own statement" if own else f"The statement of {found.lead.name} covers it,"
    said = f"{whose} for the period to {_day(found.period_end)}."
    return said if found.law == law.key else f"{said} It is published under the rules of: {_law_name(found.law)}."


def _law_name(key: str) -> str:
    try:
        return profile(key).short_name
    except NotFound:
        return key


def _owing(ref: OrganisationRef, owed: Obligation | None) -> Standing | None:
    state = ObligationState(owed.state) if owed else None
    if state in OUT:
        said = {
            ObligationState.DECLARED_OUT: "It has declared that it is out of scope.",
            ObligationState.EXEMPT: "It is exempt.",
        }
        return Standing(ref, Filing.BELOW, said.get(state, "It is not in scope."))
    if state in OWING:
        return Standing(ref, Filing.COULD_OWE, "It may be one of the organisations that owe a statement.")
    return None


def _by_size(ref: OrganisationRef, row: Any, law: Profile) -> Standing:
    band = revenue_bands().get(row.revenue_band or "")
    scope = law.scope
    kinds = {*scope.entity_kinds, *scope.public_agency_kinds}
    if kinds and row.kind not in kinds:
        return Standing(ref, Filing.BELOW, "It is not of a kind that the rules name.")
    if band is None or scope.currency != "NZD":
        return Standing(ref, Filing.UNKNOWN, "Nothing in the register says whether it owes a statement.")
    size = f"{band.label} of {scope.measure}"
    if band.below_nzd is not None and band.below_nzd <= scope.threshold:
        return Standing(ref, Filing.BELOW, f"Its size is below the threshold: {size}.")
    return Standing(ref, Filing.COULD_OWE, f"Its size could be over the threshold: {size}.")


def _notes(owed: Obligation | None, at: datetime, on: date) -> tuple[str, ...]:
    """What is publicly known of its newest period: nothing of lateness before that is public."""
    if owed is None:
        return ()
    facts = obligations.ObligationFacts(ObligationState(owed.state), owed.due_on, owed.filed_on)
    told = obligations.public_standing(facts, lateness_public_from=owed.lateness_public_from, at=at, on=on)
    if told == obligations.Standing.MISSING:
        return (f"The register publicly shows its statement for the period to {_day(owed.period_end)} as missing.",)
    return ()


def _of_the_group(row: Any, latest: Mapping[uuid.UUID, LatestStatement]) -> tuple[str, ...]:
    found = latest.get(row.parent_id) if row.parent_id else None
    if found is None:
        return ()
    day = _day(found.period_end)
    return (f"Its parent, {row.parent_name}, has a statement for the period to {day} that does not name it.",)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
