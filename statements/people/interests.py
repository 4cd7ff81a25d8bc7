"""Conflicts of interest: an officer who has one declares it, and cannot decide what concerns that organisation.

An interest in the head of a group reaches everything below it. Acting for an organisation is an interest by itself.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from statements.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from statements.events import service as events
from statements.organisations import groups
from statements.organisations import service as organisations
from statements.organisations.models import Organisation
from statements.people import policy
from statements.people.models import Interest, Membership, MembershipState, Role

LONGEST_REASON = 2000


def declare(session: Session, *, organisation: Organisation, reason: str, by: uuid.UUID, at: datetime) -> Interest:
    """Keep an officer's own word of an interest in an organisation. Raises Invalid; Conflict if it is kept."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    text = _checked(reason, "Say in a sentence what the interest is.")
    if any(each.organisation_id == organisation.id for each in declared(session, officer_id=by)):
        raise Conflict(f"You have declared an interest in {organisation.name} already.", field="organisation")
    interest = Interest(officer_id=by, organisation_id=organisation.id, reason=text, declared_at=at)
    session.add(interest)
    _record(session, "interest.declared", interest, text, by, at)
    return interest


def end(session: Session, *, interest: Interest, reason: str, by: uuid.UUID, at: datetime) -> Interest:
    """End an interest with a reason. Another officer does it, never the one who declared it.

    Raises NotAllowed for that one, Invalid without a reason, Conflict where it had ended.
    """
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    if by == interest.officer_id:
        raise NotAllowed("You declared this interest: another officer ends it.")
    text = _checked(reason, "Say why the interest no longer stands.")
    session.refresh(interest, with_for_update=True)
    if interest.ended_at is not None:
        raise Conflict("This interest had ended already.")
    interest.ended_at, interest.ended_by, interest.end_reason = at, by, text
    _record(session, "interest.ended", interest, text, by, at)
    return interest


def load(session: Session, interest_id: uuid.UUID) -> Interest:
    """The interest with this id. Raises NotFound."""
    found = session.get(Interest, interest_id)
    if found is None:
        raise NotFound("There is no such interest.")
    return found


def declared(session: Session, *, officer_id: uuid.UUID | None = None) -> Sequence[Interest]:
    """The interests that stand, of one officer or of all, the newest first."""
    query = select(Interest).where(Interest.ended_at.is_(None))
    query = query.options(joinedload(Interest.officer), joinedload(Interest.organisation))
    if officer_id is not None:
        query = query.where(Interest.officer_id == officer_id)
    return session.scalars(query.order_by(Interest.declared_at.desc(), Interest.id)).all()


def why_barred(session: Session, *, officer_id: uuid.UUID, organisation_id: uuid.UUID) -> str:
    """Why this officer may not decide about this organisation; empty where they may."""
    above = [each.id for each in groups.chain(session, organisations.load(session, organisation_id))]
    query = select(Interest).where(
        Interest.officer_id == officer_id, Interest.ended_at.is_(None), Interest.organisation_id.in_(above)
    )
    if session.scalar(query.limit(1)) is not None:
        return "You declared an interest in this organisation or its group: another officer decides."
    if session.scalar(_acting(officer_id).where(Membership.organisation_id.in_(above)).limit(1)) is not None:
        return "You act for this organisation or its group: another officer decides."
    return ""


def barred_organisations(session: Session, *, officer_id: uuid.UUID) -> set[uuid.UUID]:
    """The ids of every organisation about which this officer may not decide."""
    heads = {each.organisation_id: each.organisation for each in declared(session, officer_id=officer_id)}
    for organisation_id in session.scalars(_acting(officer_id)):
        if organisation_id is not None:
            heads[organisation_id] = organisations.load(session, organisation_id)
    return set(heads) | {each.id for head in heads.values() for each in groups.below(session, head)}


def require_impartial(session: Session, *, officer_id: uuid.UUID, organisation_id: uuid.UUID) -> None:
    """Let an officer through who has no interest here. Raises NotFound for anyone else, NotAllowed with the reason."""
    policy.require_role(session, person_id=officer_id, role=Role.OFFICER)
    why = why_barred(session, officer_id=officer_id, organisation_id=organisation_id)
    if why:
        raise NotAllowed(why)


def _acting(person_id: uuid.UUID) -> Select[uuid.UUID | None]:
    return select(Membership.organisation_id).where(
        Membership.person_id == person_id,
        Membership.state == MembershipState.APPROVED,
        Membership.organisation_id.is_not(None),
    )


def _checked(text: str, when_empty: str) -> str:
    if not text.strip():
        raise Invalid([Problem(when_empty, field="reason")])
    if len(text) > LONGEST_REASON:
        raise Invalid([Problem(f"This is longer than {LONGEST_REASON} characters. Shorten it.", field="reason")])
    return text.strip()


def _record(session: Session, kind: str, interest: Interest, reason: str, by: uuid.UUID, at: datetime) -> None:
    session.flush()
    events.record(
        session,
        kind=kind,
        subject=interest,
        by=by,
        at=at,
        organisation_id=interest.organisation_id,
        after={"officer_id": str(interest.officer_id)},
        reason=reason,
    )
