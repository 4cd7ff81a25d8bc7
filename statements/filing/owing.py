"""Write down what is owed under a law; a statement that came before counts, whichever way the obligation came."""

import uuid
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements import clock
from statements.errors import Invalid, Problem
from statements.filing import profiles
from statements.filing.answers import spoken
from statements.filing.models import Coverage, Statement, Version, VersionState
from statements.filing.profiles import Profile
from statements.organisations import obligations_service
from statements.organisations.models import Obligation, ObligationState, Organisation
from statements.people import interests, policy

OWN_WORD = "own declaration"
"""The source of an obligation that its organisation declared itself to be out of."""
RECEIVED = (VersionState.SUBMITTED, VersionState.PUBLISHED, VersionState.SUPERSEDED)


FURTHEST = timedelta(days=366)
"""How far ahead a period may end that something is owed for, or declared not to be."""


def end_problem(law: Profile, period_end: date, *, today: date) -> Problem | None:
    """What is wrong with the last day of a period for which a statement may be owed."""
    if period_end < law.in_force_from:
        mend = f"Under this law statements are owed for periods that end on or after {spoken(law.in_force_from)}."
        return Problem(f"The period ends on {spoken(period_end)}.", mend, "period_end")
    if period_end > today + FURTHEST:
        return Problem("The period ends more than a year from now.", "Check the year.", "period_end")
    return None


def presume(
    session: Session,
    *,
    organisation: Organisation,
    law: Profile,
    period_end: date,
    source: str,
    by: uuid.UUID | None,
    at: datetime,
) -> Obligation:
    """Write down that a statement about the twelve months to `period_end` is presumably owed, unless it is already.

    Raises Invalid for a period before the law, or more than a year ahead.
    """
    wrong = end_problem(law, period_end, today=clock.local_date(at, law.time_zone))
    if wrong is not None:
        raise Invalid([wrong])
    obligation = obligations_service.presume(
        session,
        organisation=organisation,
        profile=law.key,
        period_start=clock.twelve_months_to(period_end).start,
        period_end=period_end,
        due_on=clock.months_after_period(period_end, law.due.months_after_period_end),
        source=source,
        by=by,
        at=at,
    )
    note_earlier_filing(session, obligation=obligation)
    return obligation


def declare_out(
    session: Session,
    *,
    organisation: Organisation,
    law: Profile,
    period_end: date,
    reason: str,
    by: uuid.UUID,
    at: datetime,
) -> Obligation:
    """Keep an organisation's own word that it owes nothing for a period; an officer accepts it or not.

    Raises NotFound for who does not act for it, Conflict where a statement was received that covers it or it is
    settled, Invalid where no reason is given or it is too long.
    """
    policy.require(session, person_id=by, organisation_id=organisation.id)
    obligation = presume(
        session, organisation=organisation, law=law, period_end=period_end, source=OWN_WORD, by=by, at=at
    )
    return obligations_service.declare_out(session, obligation=obligation, reason=reason, by=by, at=at)


def decide(
    session: Session,
    *,
    obligation: Obligation,
    to: ObligationState,
    reason: str,
    answered_by: datetime,
    by: uuid.UUID,
    at: datetime,
) -> Obligation:
    """An officer moves an obligation on, with a reason; of a confirmed one lateness may be told after `answered_by`.

    Raises NotFound for who is no officer, NotAllowed for one with an interest, Conflict and Invalid as
    `obligations_service.move` does.
    """
    interests.require_impartial(session, officer_id=by, organisation_id=obligation.organisation_id)
    told = answered_by if to is ObligationState.CONFIRMED else None
    return obligations_service.move(
        session, obligation=obligation, to=to, reason=reason, by=by, at=at, lateness_public_from=told
    )


def note_earlier_filing(session: Session, *, obligation: Obligation) -> bool:
    """Mark the obligation as filed where a received statement covers its organisation and period; whether one does."""
    query = (
        select(Statement, Version.submitted_at)
        .join(Version, Version.statement_id == Statement.id)
        .join(Coverage, Coverage.version_id == Version.id)
        .where(
            Coverage.organisation_id == obligation.organisation_id,
            Statement.profile == obligation.profile,
            Statement.period_end == obligation.period_end,
            Version.state.in_(RECEIVED),
        )
        .order_by(Version.submitted_at)
    )
    found = session.execute(query).first()
    if found is None:
        return False
    statement, submitted_at = found
    zone = profiles.profile(statement.profile).time_zone
    obligations_service.mark_filed(
        session,
        organisation_ids=[obligation.organisation_id],
        profile=obligation.profile,
        period_end=obligation.period_end,
        statement_id=statement.id,
        filed_on=clock.local_date(submitted_at, zone),
    )
    return True
