"""Who may do what for which organisation. An actor is a person's id, never a login row."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.errors import NotFound
from statements.people.models import Membership, MembershipState, Role


def has_role(session: Session, *, person_id: uuid.UUID, roles: Collection[Role]) -> bool:
    """Whether the person holds one of these roles anywhere."""
    query = select(Membership.id).where(
        Membership.person_id == person_id,
        Membership.state == MembershipState.APPROVED,
        Membership.role.in_(list(roles)),
    )
    return session.scalar(query.limit(1)) is not None


def acts_for(session: Session, *, person_id: uuid.UUID, organisation_id: uuid.UUID, roles: Collection[Role]) -> bool:
    """Whether the person holds one of these roles for this organisation."""
    query = select(Membership.id).where(
        Membership.person_id == person_id,
        Membership.organisation_id == organisation_id,
        Membership.state == MembershipState.APPROVED,
        Membership.role.in_(list(roles)),
    )
    return session.scalar(query.limit(1)) is not None


def require(
    session: Session,
    *,
    person_id: uuid.UUID,
    organisation_id: uuid.UUID,
    roles: Collection[Role] = (Role.FILER, Role.DIRECTOR),
    officers_too: bool = False,
) -> None:
    """Let the person through or say that there is nothing here.

    Raises NotFound, not NotAllowed: that another organisation has a draft is itself private.
    """
    if acts_for(session, person_id=person_id, organisation_id=organisation_id, roles=roles):
        return
    if officers_too and has_role(session, person_id=person_id, roles=(Role.OFFICER,)):
        return
    raise NotFound("There is nothing here that you may see.")


def require_role(session: Session, *, person_id: uuid.UUID, role: Role) -> None:
    """Let through a person who holds this role for the register itself. Raises NotFound."""
    if not has_role(session, person_id=person_id, roles=(role,)):
        raise NotFound("There is nothing here that you may see.")


def memberships(session: Session, *, person_id: uuid.UUID) -> Sequence[Membership]:
    """The person's memberships that were asked for or approved, oldest first."""
    query = select(Membership).where(
        Membership.person_id == person_id,
        Membership.state.in_([MembershipState.ASKED, MembershipState.APPROVED]),
    )
    return session.scalars(query.order_by(Membership.asked_at, Membership.id)).all()
