"""What follows a statement, or an organisation that becomes another: what is owed, people and names."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.events import service as events
from statements.events.models import Event
from statements.filing import owing
from statements.filing.models import Statement
from statements.organisations import obligations_service
from statements.organisations import service as organisations
from statements.organisations.models import NameKind, Obligation, ObligationState, Organisation
from statements.people.models import Membership

REMATCHED, OWED_AGAIN = "statement.rematched", "obligation.owed_again"
LAPSED = ObligationState.LAPSED


def answered_by(session: Session, statement: Statement) -> Obligation | None:
    """The obligation of the organisation that leads a statement which is answered by it: owed again once it moves."""
    query = select(Obligation).where(
        Obligation.organisation_id == statement.organisation_id, Obligation.statement_id == statement.id
    )
    return session.scalars(query).first()


def history_of(session: Session, organisation: Organisation) -> Sequence[Event]:
    """What happened to an organisation, which statements came to it, what it owes again: the newest first."""
    itself = (Event.subject_kind == Organisation.__tablename__) & (Event.subject_id == organisation.id)
    beside = Event.kind.in_((REMATCHED, OWED_AGAIN)) & (Event.organisation_id == organisation.id)
    return session.scalars(select(Event).where(itself | beside).order_by(Event.number.desc())).all()


def leave_unanswered(session: Session, statement: Statement, before: uuid.UUID) -> Obligation | None:
    """What the one it left owes again, for the statement answered it and no other covers it; None where nothing."""
    left = _for_the_period(session, statement, before)
    if left is None or left.statement_id != statement.id:
        return None
    left.filed_on, left.statement_id = None, None
    return None if owing.note_earlier_filing(session, obligation=left) else left


def answer(session: Session, statement: Statement) -> None:
    """What the organisation that leads the statement now owes for the period is answered by it."""
    owed = _for_the_period(session, statement, statement.organisation_id)
    if owed is not None and owed.filed_on is None:
        owing.note_earlier_filing(session, obligation=owed)


def _for_the_period(session: Session, statement: Statement, organisation_id: uuid.UUID) -> Obligation | None:
    return obligations_service.find(
        session, organisation_id=organisation_id, profile=statement.profile, period_end=statement.period_end
    )


def record_owed_again(
    session: Session, owed: Obligation, statement: Statement, reason: str, by: uuid.UUID, at: datetime
) -> None:
    """Write down that an organisation owes again what a statement answered that was another's."""
    events.record(
        session,
        kind=OWED_AGAIN,
        subject=owed,
        by=by,
        at=at,
        organisation_id=owed.organisation_id,
        before={"statement": statement.number},
        after={"period_end": owed.period_end.isoformat(), "due_on": owed.due_on.isoformat()},
        reason=reason.strip(),
    )


def move_obligations(
    session: Session, organisation: Organisation, into: Organisation, reason: str, by: uuid.UUID, at: datetime
) -> None:
    """Give what one owed to the other it became; what both owed for a period counts as filed if either had filed.

    Of two that nobody filed for, that of the one that is no more lapses.
    """
    owed = {(each.profile, each.period_end): each for each in _obligations(session, into)}
    for each in _obligations(session, organisation):
        other = owed.get((each.profile, each.period_end))
        if other is None:
            each.organisation_id = into.id
        elif other.filed_on is None and each.filed_on is not None:
            other.filed_on, other.statement_id = each.filed_on, each.statement_id
        if (
            other is not None
            and each.filed_on is None
            and LAPSED in obligations_service.MOVES[ObligationState(each.state)]
        ):
            obligations_service.move(session, obligation=each, to=LAPSED, reason=reason, by=by, at=at)


def move_people(session: Session, organisation: Organisation, into: Organisation) -> None:
    """Let those who act for the one act for the other."""
    query = select(Membership)
    held = {(each.person_id, each.role) for each in session.scalars(query.where(Membership.organisation_id == into.id))}
    for each in session.scalars(query.where(Membership.organisation_id == organisation.id)).all():
        if (each.person_id, each.role) not in held:
            each.organisation_id = into.id


def move_names(session: Session, organisation: Organisation, into: Organisation) -> None:
    """Let the other bear the names of the one, its numbers too, and stand above those below it."""
    known = {each.name for each in into.names}
    for each in list(organisation.names):
        if each.name not in known:
            kind = NameKind.FORMER if each.kind == NameKind.LEGAL else NameKind(each.kind)
            organisations.put_name(into, each.name, kind)
    for number in list(organisation.identifiers):
        number.organisation_id = into.id
    for child in session.scalars(select(Organisation).where(Organisation.parent_id == organisation.id)):
        child.parent_id = into.id
    session.flush()
    session.refresh(into)
    session.refresh(organisation)


def _obligations(session: Session, organisation: Organisation) -> Sequence[Obligation]:
    return session.scalars(select(Obligation).where(Obligation.organisation_id == organisation.id)).all()
