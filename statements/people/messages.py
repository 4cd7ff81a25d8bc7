"""Messages to people: rows of the outbox, in the transaction of the change that they tell of. The worker sends them."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.jobs import service as jobs
from statements.jobs.models import Job
from statements.people import outbox
from statements.people.models import Membership, MembershipState, OutboxMessage, Role

JOB_KIND = outbox.JOB_KIND


def tell(
    session: Session, *, person_id: uuid.UUID, template: str, values: Mapping[str, str | int], at: datetime
) -> Job:
    """Ask for a mail to one person: a template of the portal's mail folder, filled with these values.

    The address is looked up when the mail is sent. `values` may hold `path`: the page that the mail links to.
    """
    return _write(session, OutboxMessage(person_id=person_id, template=template, values=dict(values)), at)


def tell_reader(
    session: Session, *, reader_id: uuid.UUID, template: str, values: Mapping[str, str | int], at: datetime
) -> Job:
    """Ask for a mail to a reader who is no person of the register: `reader_id` leads to what holds the address."""
    return _write(session, OutboxMessage(reader_id=reader_id, template=template, values=dict(values)), at)


def tell_members(
    session: Session,
    *,
    organisation_id: uuid.UUID,
    template: str,
    values: Mapping[str, str | int],
    at: datetime,
    roles: Collection[Role] = (Role.FILER, Role.DIRECTOR),
    but: Collection[uuid.UUID] = (),
) -> int:
    """The same mail to everyone who acts for the organisation in one of these roles, once each; to how many."""
    query = select(Membership.person_id).where(
        Membership.organisation_id == organisation_id,
        Membership.state == MembershipState.APPROVED,
        Membership.role.in_(list(roles)),
    )
    people = sorted(set(session.scalars(query)) - set(but))
    for person_id in people:
        tell(session, person_id=person_id, template=template, values=values, at=at)
    return len(people)


def _write(session: Session, message: OutboxMessage, at: datetime) -> Job:
    message.asked_at, message.next_try_at = at, at + outbox.FIRST_WAIT
    session.add(message)
    session.flush()
    return jobs.ask(session, kind=JOB_KIND, arguments=outbox.arguments_of(message), by=None, at=at)
