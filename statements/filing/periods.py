"""Which period an organisation files about next, and since when it can."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from statements import clock
from statements.clock import Period
from statements.filing import queries
from statements.filing.models import Statement
from statements.organisations import obligations_service
from statements.organisations.models import ObligationState

OWED = frozenset({ObligationState.PRESUMED, ObligationState.CONFIRMED})
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class NextPeriod:
    """The period to file about next, whether it is over on the day asked, and the newest statement so far.

    `missed` is an earlier period that an officer confirmed as owed and nothing was begun for.
    """

    period: Period
    is_over: bool
    newest: Statement | None = None
    missed: Period | None = None

    @property
    def opens_on(self) -> date:
        """The day after the period: a statement about it can be started from then on."""
        return self.period.end + _ONE_DAY

    @property
    def to_offer(self) -> Period | None:
        """What can be started now: the next period where it is over, else the one that was missed."""
        return self.period if self.is_over else self.missed


def next_period(session: Session, *, organisation_id: uuid.UUID, profile: str, on: date) -> NextPeriod | None:
    """The next period of an organisation on a day; None where nothing is known of its periods."""
    statements = queries.statements_of(session, organisation_ids=[organisation_id])
    begun = [Period(each.period_start, each.period_end) for each in statements]
    open_ones = [
        (Period(each.period_start, each.period_end), ObligationState(each.state))
        for each in obligations_service.of_organisation(session, organisation_id=organisation_id)
        if each.profile == profile and each.filed_on is None
    ]
    owed = [period for period, state in open_ones if state in OWED]
    found = following(owed, begun, on=on)
    if found is None:
        return None
    confirmed = [period for period, state in open_ones if state is ObligationState.CONFIRMED]
    return NextPeriod(found, found.end <= on, statements[0] if statements else None, missed(confirmed, begun, on=on))


def following(owed: Sequence[Period], begun: Sequence[Period], *, on: date) -> Period | None:
    """The twelve months after the last begun period; where none was begun, the newest owed one that is over, else
    the first that will be."""
    if begun:
        return clock.twelve_months_from(max(each.end for each in begun) + _ONE_DAY)
    over = [each for each in owed if each.end <= on]
    if over:
        return max(over, key=lambda each: each.end)
    return min(owed, key=lambda each: each.end, default=None)


def missed(confirmed: Sequence[Period], begun: Sequence[Period], *, on: date) -> Period | None:
    """The newest of these periods that is over and that no begun one overlaps."""
    open_ones = [each for each in confirmed if each.end <= on and not any(each.overlaps(other) for other in begun)]
    return max(open_ones, key=lambda each: each.end, default=None)
