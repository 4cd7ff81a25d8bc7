"""“This was not us”: said from the mail about a filing, it holds the publication at once and reaches the registrar."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from statements.errors import Conflict, Invalid, NotFound, Problem
from statements.filing import rules
from statements.filing.drafts import record
from statements.filing.models import FilingHold, Receipt, Statement, Version
from statements.people import messages, policy
from statements.people import queries as people
from statements.people.models import Membership, MembershipState, Person, Role

RECEIVED = "statement_received"
"""The message that tells somebody of a filing; its values hold the receipt's and the person's id."""


HELD, HOLD_ENDED = "statement.held", "statement.hold_ended"
"""Kinds of event: public, without what was said, where the version had been published."""


def is_held() -> ColumnElement[bool]:
    """Whether a row of versions is held just now."""
    return select(FilingHold.id).where(FilingHold.version_id == Version.id, FilingHold.ended_at.is_(None)).exists()


def tell_received(session: Session, *, receipt: Receipt, statement: Statement, at: datetime) -> int:
    """Tell everyone who files or signs for the organisation that something was filed in its name; to how many."""
    session.flush()
    members = _members(session, statement.organisation_id)
    for person_id in members:
        values = {"receipt_id": str(receipt.id), "person_id": str(person_id)}
        messages.tell(session, person_id=person_id, template=RECEIVED, values=values, at=at)
    return len(members)


def load_filing(session: Session, *, receipt_id: uuid.UUID, person_id: uuid.UUID) -> tuple[Receipt, Person]:
    """What a mail told of, and whom: its link is theirs alone and needs no sign-in. Raises NotFound."""
    receipt, person = session.get(Receipt, receipt_id), session.get(Person, person_id)
    if receipt is None or person is None:
        raise NotFound("There is nothing here.")
    return receipt, person


def hold(session: Session, *, receipt: Receipt, note: str, by: uuid.UUID, at: datetime) -> FilingHold:
    """Hold a version that its organisation says it did not file; its people and all officers are told.

    Said again while it is held, it is the same hold. What was public of it is hidden at once: the public sees the
    version before it, or that the statement is held. Raises Invalid where the note is too long.
    """
    if len(note.strip()) > rules.LONGEST_REASON:
        raise Invalid([Problem(f"The note is longer than {rules.LONGEST_REASON:,} characters.", "Shorten it.", "note")])
    version, statement = receipt.version, receipt.version.statement
    session.refresh(statement, with_for_update=True)
    held = open_hold(session, version)
    if held is not None:
        return held
    held = FilingHold(version_id=version.id, person_id=by, note=note.strip(), raised_at=at)
    session.add(held)
    after, was_public = {"version": version.number}, version.published_at is not None
    record(session, HELD, statement, by=by, at=at, after=after, reason=held.note, public=was_public)
    _tell_held(session, held, statement, version, at)
    return held


def _tell_held(session: Session, held: FilingHold, statement: Statement, version: Version, at: datetime) -> None:
    person = people.load_person(session, held.person_id).name
    values: dict[str, str | int] = {"organisation": statement.organisation.name, "number": statement.number}
    values |= {"person": person, "note": held.note}
    own = {**values, "path": f"/filing/{statement.number}"}
    messages.tell_members(
        session, organisation_id=statement.organisation_id, template="statement_held", values=own, at=at
    )
    for officer_id in _officers(session):
        given = {**values, "path": f"/review/{version.id}"}
        messages.tell(session, person_id=officer_id, template="statement_held_officer", values=given, at=at)


def open_hold(session: Session, version: Version) -> FilingHold | None:
    """What holds the publication of a version, if anything does."""
    query = select(FilingHold).where(FilingHold.version_id == version.id, FilingHold.ended_at.is_(None))
    return session.scalar(query)


def holds_open(session: Session, *, officer_id: uuid.UUID) -> Sequence[FilingHold]:
    """Everything that is held, for an officer, oldest first. Raises NotFound for anyone else."""
    policy.require_role(session, person_id=officer_id, role=Role.OFFICER)
    query = select(FilingHold).where(FilingHold.ended_at.is_(None))
    return session.scalars(query.order_by(FilingHold.raised_at)).all()


def end(session: Session, *, held: FilingHold, reason: str, by: uuid.UUID, at: datetime) -> FilingHold:
    """An officer has asked and knows: the hold ends, with a reason. Raises NotFound, Conflict, Invalid."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    session.refresh(held, with_for_update=True)
    if held.ended_at is not None:
        raise Conflict("This hold has been ended already.")
    said = reason.strip()
    if not said or len(said) > rules.LONGEST_REASON:
        fault = f"Say why, in at most {rules.LONGEST_REASON:,} characters."
        raise Invalid([Problem(fault, "Whom did you ask, and what did they say?", "reason")])
    held.ended_at, held.ended_by, held.end_reason = at, by, said
    statement = held.version.statement
    was_public = held.version.published_at is not None
    told = {"before": {"held": True}, "after": {"version": held.version.number, "held": False}}
    record(session, HOLD_ENDED, statement, by=by, at=at, **told, reason=said, public=was_public)
    values: dict[str, str | int] = {"organisation": statement.organisation.name, "number": statement.number}
    values |= {"reason": said, "path": f"/filing/{statement.number}"}
    messages.tell_members(
        session, organisation_id=statement.organisation_id, template="statement_hold_ended", values=values, at=at
    )
    return held


def _members(session: Session, organisation_id: uuid.UUID) -> list[uuid.UUID]:
    return _holders(session, organisation_id, (Role.FILER, Role.DIRECTOR))


def _officers(session: Session) -> list[uuid.UUID]:
    return _holders(session, None, (Role.OFFICER,))


def _holders(session: Session, organisation_id: uuid.UUID | None, roles: Collection[Role]) -> list[uuid.UUID]:
    query = select(Membership.person_id).where(
        Membership.organisation_id == organisation_id,
        Membership.state == MembershipState.APPROVED,
        Membership.role.in_(list(roles)),
    )
    return sorted(set(session.scalars(query)))
