"""Groups: who belongs to whom. A group is its head and everything below it; without a parent one is a head."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from statements.errors import Conflict
from statements.events import service as events
from statements.organisations.models import Organisation


def set_parent(
    session: Session, *, organisation: Organisation, parent: Organisation | None, by: uuid.UUID | None, at: datetime
) -> None:
    """Put the organisation under another, or under none. Raises Conflict where it would stand above itself."""
    if parent is not None and organisation.id in {each.id for each in chain(session, parent)}:
        raise Conflict(f"{parent.name} already belongs to {organisation.name}.")
    before = organisation.parent_id
    if before == (parent.id if parent else None):
        return
    organisation.parent = parent
    session.flush()
    events.record(
        session,
        kind="organisation.regrouped",
        subject=organisation,
        by=by,
        at=at,
        organisation_id=organisation.id,
        before={"parent_id": str(before) if before else None},
        after={"parent_id": str(parent.id) if parent else None},
        public=True,
    )


def chain(session: Session, organisation: Organisation) -> list[Organisation]:
    """The organisation, its parent, its parent's parent ... up to the head of its group."""
    found = [organisation]
    while (parent_id := found[-1].parent_id) is not None:
        parent = session.get(Organisation, parent_id)
        if parent is None or parent in found:
            break
        found.append(parent)
    return found


def head(session: Session, organisation: Organisation) -> Organisation:
    """The head of the group that the organisation belongs to; itself when it belongs to none."""
    return chain(session, organisation)[-1]


def children(session: Session, organisation: Organisation) -> Sequence[Organisation]:
    """Those directly below it, by name."""
    query = select(Organisation).where(Organisation.parent_id == organisation.id)
    return session.scalars(query.order_by(Organisation.sort_key, Organisation.id)).all()


def below(session: Session, organisation: Organisation) -> list[Organisation]:
    """Everything below it at any depth, by name; one query for each level.

    Who was merged into another is not told, and what belongs to it belongs to the other.
    """
    found: dict[uuid.UUID, Organisation] = {}
    level = [organisation.id]
    while level:
        joined = or_(Organisation.parent_id.in_(level), Organisation.merged_into_id.in_(level))
        rows = session.scalars(select(Organisation).where(joined)).all()
        new = {each.id: each for each in rows if each.id not in found and each.id != organisation.id}
        found.update(new)
        level = list(new)
    standing = [each for each in found.values() if each.merged_into_id is None]
    return sorted(standing, key=lambda each: (each.sort_key, str(each.id)))
