"""Who owes a statement, and how it stands on a day: pure rules over what is recorded."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from statements.organisations.models import ObligationState


class Standing(StrEnum):
    """How an obligation stands on a day. Late and missing are said only of a confirmed obligation."""

    FILED = "filed"
    FILED_LATE = "filed late"
    DUE = "due"
    MISSING = "missing"
    PRESUMED = "presumed"
    DECLARED_OUT = "declared out of scope"
    OUT_OF_SCOPE = "not in scope"
    EXEMPT = "exempt"
    LAPSED = "lapsed"


SETTLED = {
    ObligationState.PRESUMED: Standing.PRESUMED,
    ObligationState.DECLARED_OUT: Standing.DECLARED_OUT,
    ObligationState.OUT_OF_SCOPE: Standing.OUT_OF_SCOPE,
    ObligationState.EXEMPT: Standing.EXEMPT,
    ObligationState.LAPSED: Standing.LAPSED,
}

LATENESS = frozenset({Standing.FILED_LATE, Standing.MISSING})
"""What says that somebody was late: a conclusion, private until confirmed and answered."""


@dataclass(frozen=True)
class ObligationFacts:
    """What a standing rests on."""

    state: ObligationState
    due_on: date
    filed_on: date | None


def standing(facts: ObligationFacts, *, on: date) -> Standing:
    """How the obligation stands on a day.

    A statement received counts whatever the state; it is late only where the obligation is
    confirmed, for nobody can be late with what they may not owe. Nothing is missing before the day after the due date.
    """
    confirmed = facts.state is ObligationState.CONFIRMED
    if facts.filed_on is not None and facts.filed_on <= on:
        return Standing.FILED_LATE if confirmed and facts.filed_on > facts.due_on else Standing.FILED
    if not confirmed:
        return SETTLED[facts.state]
    return Standing.MISSING if on > facts.due_on else Standing.DUE


def public_standing(facts: ObligationFacts, *, lateness_public_from: datetime | None, at: datetime, on: date) -> str:
    """What anyone may be told on a day: lateness is shown as plain "filed", or not at all ("not stated"), until
    an officer confirmed the obligation and the organisation's time to answer is over."""
    found = standing(facts, on=on)
    told = lateness_public_from is not None and lateness_public_from <= at
    if found not in LATENESS or told:
        return found.value
    return Standing.FILED.value if found is Standing.FILED_LATE else "not stated"


def told_to_all(facts: ObligationFacts, *, lateness_public_from: datetime | None, at: datetime, on: date) -> str | None:
    """As `public_standing`; None for what nobody but the office is told: a presumption, or an organisation's own word
    that it owes nothing, which no officer has settled."""
    unsettled = facts.state in (ObligationState.PRESUMED, ObligationState.DECLARED_OUT)
    if unsettled and facts.filed_on is None:
        return None
    return public_standing(facts, lateness_public_from=lateness_public_from, at=at, on=on)
