"""Record what organisations owe: presumed from a list, confirmed by an officer, declared out of scope, filed."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.errors import Conflict, Invalid, NotFound, Problem
from statements.events import service as events
from statements.limits import REQUEST_TEXT
from statements.organisations.models import Obligation, ObligationState, Organisation

MOVES: dict[ObligationState, frozenset[ObligationState]] = {
    ObligationState.PRESUMED: frozenset(ObligationState) - {ObligationState.PRESUMED},
    ObligationState.CONFIRMED: frozenset(
        {ObligationState.DECLARED_OUT, ObligationState.OUT_OF_SCOPE, ObligationState.EXEMPT, ObligationState.LAPSED}
    ),
    ObligationState.DECLARED_OUT: frozenset(
        {ObligationState.CONFIRMED, ObligationState.OUT_OF_SCOPE, ObligationState.EXEMPT}
    ),
    ObligationState.OUT_OF_SCOPE: frozenset({ObligationState.CONFIRMED, ObligationState.PRESUMED}),
    ObligationState.EXEMPT: frozenset({ObligationState.CONFIRMED, ObligationState.LAPSED}),
    ObligationState.LAPSED: frozenset({ObligationState.CONFIRMED}),
}


def presume(
    session: Session,
    *,
    organisation: Organisation,
    profile: str,
    period_start: date,
    period_end: date,
    due_on: date,
    source: str,
    by: uuid.UUID | None,
    at: datetime,
) -> Obligation:
    """Write down that the organisation presumably owes a statement; the same period twice is one obligation."""
    found = find(session, organisation_id=organisation.id, profile=profile, period_end=period_end)
    if found is not None:
        return found
    obligation = Obligation(
        organisation_id=organisation.id,
        profile=profile,
        period_start=period_start,
        period_end=period_end,
        due_on=due_on,
        state=ObligationState.PRESUMED,
        source=source,
    )
    session.add(obligation)
    after = {"state": obligation.state, "period_end": period_end.isoformat(), "source": source}
    events.record(
        session,
        kind="obligation.presumed",
        subject=obligation,
        by=by,
        at=at,
        organisation_id=organisation.id,
        after=after,
    )
    return obligation


def move(
    session: Session,
    *,
    obligation: Obligation,
    to: ObligationState,
    reason: str,
    by: uuid.UUID,
    at: datetime,
    lateness_public_from: datetime | None = None,
) -> Obligation:
    """Move an obligation to another state with a reason.

    Confirming it sets the moment from which lateness may be shown (None: never). Raises Conflict
    where that move is not one of MOVES, Invalid where no reason is given or it is too long.
    """
    before = ObligationState(obligation.state)
    if to not in MOVES[before]:
        raise Conflict(f"An obligation that is {before.value} cannot become {to.value}.")
    _check_reason(reason)
    obligation.state, obligation.reason = to, reason.strip()
    confirmed = to is ObligationState.CONFIRMED
    obligation.lateness_public_from = lateness_public_from if confirmed else None
    events.record(
        session,
        kind=f"obligation.{to.name.lower()}",
        subject=obligation,
        by=by,
        at=at,
        organisation_id=obligation.organisation_id,
        before={"state": before.value},
        after={"state": to.value},
        reason=reason,
    )
    return obligation


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid([Problem("Give a reason.", "Say in a sentence what this rests on.", field="reason")])
    if len(reason) > REQUEST_TEXT.value:
        fault = f"The reason is longer than {REQUEST_TEXT.value:,} characters."
        raise Invalid([Problem(fault, "Shorten it.", field="reason")])


def declare_out(session: Session, *, obligation: Obligation, reason: str, by: uuid.UUID, at: datetime) -> Obligation:
    """Keep an organisation's own word that it owes nothing for the period; an officer accepts it or not.

    Raises Conflict where a statement is filed for it or it is settled, Invalid where no reason is given.
    """
    if obligation.filed_on is not None:
        raise Conflict("A statement is filed for this period. Withdraw it first.")
    return move(session, obligation=obligation, to=ObligationState.DECLARED_OUT, reason=reason, by=by, at=at)


def mark_filed(
    session: Session,
    *,
    organisation_ids: Iterable[uuid.UUID],
    profile: str,
    period_end: date,
    statement_id: uuid.UUID,
    filed_on: date,
) -> int:
    """Mark the period's obligations of every organisation that a statement covers as filed; how many there were.

    The first filing counts: a correction later does not make a statement late. The event is the
    filing's own, written by whoever calls.
    """
    query = select(Obligation).where(
        Obligation.organisation_id.in_(list(organisation_ids)),
        Obligation.profile == profile,
        Obligation.period_end == period_end,
    )
    found = session.scalars(query).all()
    for obligation in found:
        if obligation.filed_on is None:
            obligation.filed_on, obligation.statement_id = filed_on, statement_id
    return len(found)


def unmark_filed(session: Session, *, statement_id: uuid.UUID) -> None:
    """Forget a filing that was withdrawn: what it answered is owed again."""
    for obligation in session.scalars(select(Obligation).where(Obligation.statement_id == statement_id)):
        obligation.filed_on, obligation.statement_id = None, None


def find(session: Session, *, organisation_id: uuid.UUID, profile: str, period_end: date) -> Obligation | None:
    """The obligation of an organisation for a period, if one is recorded."""
    query = select(Obligation).where(
        Obligation.organisation_id == organisation_id,
        Obligation.profile == profile,
        Obligation.period_end == period_end,
    )
    return session.scalars(query).one_or_none()


def load(session: Session, obligation_id: uuid.UUID) -> Obligation:
    """The obligation with this id. Raises NotFound."""
    found = session.get(Obligation, obligation_id)
    if found is None:
        raise NotFound("There is no such obligation.")
    return found


def of_organisation(session: Session, *, organisation_id: uuid.UUID) -> Sequence[Obligation]:
    """Everything an organisation owes or owed, newest period first."""
    query = select(Obligation).where(Obligation.organisation_id == organisation_id)
    return session.scalars(query.order_by(Obligation.period_end.desc())).all()
