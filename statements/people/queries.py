"""Who acts for whom, and which requests wait."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from statements.db import PageOf, page_of
from statements.errors import NotFound
from statements.people.models import Membership, MembershipState, Person, Role


def load_person(session: Session, person_id: uuid.UUID) -> Person:
    """The person with this id. Raises NotFound."""
    found = session.get(Person, person_id)
    if found is None:
        raise NotFound("There is no such person.")
    return found


def names_of(session: Session, *, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of these people, by id; an id that nobody has is left out."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(list(ids))))
    return {person_id: name for person_id, name in rows}


def by_email(session: Session, email: str) -> Person | None:
    """The person with this email address, in any case."""
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


def load_membership(session: Session, membership_id: uuid.UUID) -> Membership:
    """The membership or request with this id. Raises NotFound."""
    found = session.get(Membership, membership_id)
    if found is None:
        raise NotFound("There is no such request.")
    return found


def memberships_of(session: Session, *, person_id: uuid.UUID) -> Sequence[Membership]:
    """Everything a person asked for or holds, whatever became of it, newest first."""
    query = select(Membership).where(Membership.person_id == person_id)
    query = query.options(joinedload(Membership.organisation))
    return session.scalars(query.order_by(Membership.asked_at.desc(), Membership.id)).all()


def members(session: Session, *, organisation_id: uuid.UUID) -> Sequence[Membership]:
    """Those who act for the organisation, in order of their names."""
    query = (
        select(Membership)
        .join(Membership.person)
        .where(Membership.organisation_id == organisation_id, Membership.state == MembershipState.APPROVED)
        .options(joinedload(Membership.person))
    )
    return session.scalars(query.order_by(Person.name, Membership.role)).all()


def roles_of(session: Session, *, person_id: uuid.UUID) -> frozenset[Role]:
    """Every role that the person holds anywhere."""
    query = select(Membership.role).where(
        Membership.person_id == person_id, Membership.state == MembershipState.APPROVED
    )
    return frozenset(Role(each) for each in session.scalars(query.distinct()))


def organisations_of(session: Session, *, person_id: uuid.UUID, roles: Collection[Role]) -> list[uuid.UUID]:
    """The ids of the organisations that the person acts for in one of these roles."""
    query = select(Membership.organisation_id).where(
        Membership.person_id == person_id,
        Membership.state == MembershipState.APPROVED,
        Membership.role.in_(list(roles)),
        Membership.organisation_id.is_not(None),
    )
    return [each for each in session.scalars(query.distinct()) if each is not None]


def waiting_requests(session: Session, *, page: int = 1) -> PageOf[Membership]:
    """A page of the requests that no officer has decided, oldest first."""
    query = select(Membership).where(Membership.state == MembershipState.ASKED)
    whose = joinedload(Membership.person), joinedload(Membership.organisation)
    return page_of(session, query.order_by(Membership.asked_at, Membership.id), page, *whose)


def count_waiting_requests(session: Session) -> int:
    """How many requests no officer has decided."""
    query = select(func.count()).select_from(Membership).where(Membership.state == MembershipState.ASKED)
    return session.scalar(query) or 0


def appointed(session: Session) -> Sequence[Membership]:
    """Officers and operators, by role and name."""
    query = select(Membership).join(Membership.person).options(joinedload(Membership.person))
    query = query.where(
        Membership.state == MembershipState.APPROVED, Membership.role.in_([Role.OFFICER, Role.OPERATOR])
    )
    return session.scalars(query.order_by(Membership.role, Person.name)).all()
