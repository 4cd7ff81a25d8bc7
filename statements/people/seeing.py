"""An officer sees the portal as a filer sees it: to read only, for half an hour, with a reason that is kept."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.errors import Invalid, NotFound, Problem
from statements.events import service as events
from statements.limits import REQUEST_TEXT
from statements.organisations.models import Organisation
from statements.people import policy
from statements.people.models import Membership, MembershipState, Person, Role

LASTS = timedelta(minutes=30)
ROLES = (Role.FILER, Role.DIRECTOR)


def people_to_see_as(session: Session, *, organisation_id: uuid.UUID) -> Sequence[Person]:
    """Who files or signs for the organisation and for no other, by name: who acts for others has their matters too."""
    elsewhere = select(Membership.person_id).where(
        Membership.organisation_id != organisation_id, Membership.state == MembershipState.APPROVED
    )
    query = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.organisation_id == organisation_id, Membership.state == MembershipState.APPROVED)
        .where(Membership.role.in_(ROLES), Person.id.not_in(elsewhere))
        .distinct()
    )
    return sorted(session.scalars(query), key=lambda person: (person.name, person.id))


def begin(
    session: Session, *, organisation: Organisation, person_id: uuid.UUID, reason: str, by: uuid.UUID, at: datetime
) -> datetime:
    """Begin to see as this person of the organisation, and until when. Raises Invalid without a reason, NotFound."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    if person_id not in {each.id for each in people_to_see_as(session, organisation_id=organisation.id)}:
        raise NotFound("Nobody like that files for this organisation alone.")
    if not reason.strip():
        raise Invalid([Problem("Say why you need to see it.", field="reason")])
    if len(reason) > REQUEST_TEXT.value:
        raise Invalid([Problem(f"This is longer than {REQUEST_TEXT.readable}. Shorten it.", field="reason")])
    until = at + LASTS
    events.record(
        session,
        kind="office.began_to_see_as",
        subject=organisation,
        organisation_id=organisation.id,
        by=by,
        at=at,
        after={"person": str(person_id), "until": until.isoformat()},
        reason=reason.strip(),
    )
    return until


def end(session: Session, *, organisation: Organisation, person_id: uuid.UUID, by: uuid.UUID, at: datetime) -> None:
    """Stop seeing as this person."""
    events.record(
        session,
        kind="office.stopped_seeing_as",
        subject=organisation,
        organisation_id=organisation.id,
        by=by,
        at=at,
        before={"person": str(person_id)},
    )
