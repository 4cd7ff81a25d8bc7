"""The beginning of the demonstration world: its organisations, its people, what they may do and how they sign in."""

from datetime import datetime, timedelta
from typing import Any

from portal.accounts.identity import Identity, person_for
from portal.demo.loading import Loading
from statements.db import Session
from statements.organisations import service as organisations
from statements.organisations.models import NameKind
from statements.people import service
from statements.people.models import Role

ASKED_LATELY = 2
"""Days for which a request that nobody has decided has waited."""


def plan(loading: Loading) -> None:
    """Plan the first days of the register, the change of names, and the requests that still wait."""
    loading.plan(loading.at(loading.founded, "09:00"), lambda session, at: _add_all(loading, session, at))
    loading.plan(loading.at(loading.founded, "10:00"), lambda session, at: _invite_all(loading, session, at))
    for entry in loading.world.organisations:
        for name in _former(entry):
            day = name["until"] + timedelta(days=1)
            loading.plan(loading.at(day, "09:00"), _renaming(loading, entry))
    for entry in loading.world.people:
        for role in [each for each in entry["roles"] if each.get("state") == "asked"]:
            loading.plan(loading.at(ASKED_LATELY, "10:40"), _asking(loading, entry, role))


def _add_all(loading: Loading, session: Session, at: datetime) -> None:
    for entry in loading.world.organisations:
        former = _former(entry)
        others = [each for each in entry.get("names", []) if each not in former]
        parent = entry.get("parent")
        added = organisations.add(
            session,
            name=former[0]["name"] if former else entry["name"],
            kind=entry["kind"],
            at=at,
            by=None,
            identifiers=[("nzbn", entry["nzbn"])] if "nzbn" in entry else [],
            industry=entry["industry"],
            region=entry["region"],
            revenue_band=entry["revenue_band"],
            country=entry.get("country", "NZ"),
            parent_id=loading.organisations[parent] if parent else None,
            public_body=entry.get("public_body", False),
            demonstration=True,
            other_names=[(each["name"], NameKind(each["kind"])) for each in others],
        )
        loading.organisations[entry["key"]] = added.id
    loading.tell(f"{len(loading.organisations)} organisations")


def _former(entry: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in entry.get("names", []) if each["kind"] == NameKind.FORMER]


def _renaming(loading: Loading, entry: dict[str, Any]) -> Any:
    def rename(session: Session, at: datetime) -> None:
        organisation = loading.organisation(session, entry["key"])
        day = _former(entry)[0]["until"] + timedelta(days=1)
        organisations.rename(session, organisation=organisation, name=entry["name"], by=None, at=at, on=day)

    return rename


def _invite_all(loading: Loading, session: Session, at: datetime) -> None:
    """Officers and operators are appointed; everyone else asks to act and the first officer decides."""
    for entry in loading.world.people:
        person, login, _new = person_for(session, Identity(entry["email"], entry["name"]), at=at)
        loading.people[entry["key"]], login.password = person.id, loading.password_hash
        for role in entry["roles"]:
            if role["role"] in service.REGISTER_ROLES:
                service.appoint(session, person=person, role=Role(role["role"]), by=None, at=at)
    decided_by = next(loading.people[each["key"]] for each in loading.world.people if _is_officer(each))
    for entry in loading.world.people:
        for role in [each for each in entry["roles"] if "organisation" in each and each.get("state") != "asked"]:
            membership = _ask(loading, session, entry, role, at)
            service.decide(session, membership=membership, approve=True, reason="", by=decided_by, at=at)
    loading.tell(f"{len(loading.people)} people")


def _is_officer(entry: dict[str, Any]) -> bool:
    return any(role["role"] == Role.OFFICER for role in entry["roles"])


def _asking(loading: Loading, entry: dict[str, Any], role: dict[str, Any]) -> Any:
    def ask(session: Session, at: datetime) -> None:
        _ask(loading, session, entry, role, at)

    return ask


def _ask(loading: Loading, session: Session, entry: dict[str, Any], role: dict[str, Any], at: datetime) -> Any:
    return service.ask_to_act(
        session,
        person_id=loading.people[entry["key"]],
        organisation_id=loading.organisations[role["organisation"]],
        role=Role(role["role"]),
        note=role.get("note", ""),
        at=at,
    )
