"""Rows that tests need, made with as little said as possible."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from statements.organisations.models import Organisation
from statements.people.models import Membership, MembershipState, Person, Role


def make_organisation(session: Session, *, name: str, at: datetime, **values: Any) -> Organisation:
    """An organisation with this name; everything else may be left out."""
    given = {"slug": f"{uuid.uuid4().hex[:8]}", "sort_key": name.lower(), "kind": "company", **values}
    organisation = Organisation(name=name, created_at=at, **given)
    session.add(organisation)
    session.flush()
    return organisation


def make_person(session: Session, *, name: str, at: datetime) -> Person:
    """A person with an address made of the name."""
    person = Person(name=name, email=f"{name.lower().replace(' ', '.')}@example.nz", created_at=at)
    session.add(person)
    session.flush()
    return person


def make_member(session: Session, *, name: str, organisation: Organisation | None, role: Role, at: datetime) -> Person:
    """A person who already acts in this role for the organisation (None: for the register itself)."""
    person = make_person(session, name=name, at=at)
    organisation_id = organisation.id if organisation else None
    session.add(
        Membership(
            person_id=person.id, organisation_id=organisation_id, role=role, state=MembershipState.APPROVED, asked_at=at
        )
    )
    session.flush()
    return person
