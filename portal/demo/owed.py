"""What the officers of the demonstration world know of who owes a statement: presumed, confirmed, exempt, declared."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portal.demo.loading import Loading, first_day
from portal.demo.timeline import Act
from statements import clock
from statements.db import Session
from statements.filing import lateness, owing
from statements.organisations import obligations_service
from statements.organisations.models import Obligation, ObligationState
from statements.reference.tables import non_working_days

CONFIRMED_AFTER = 14
"""Days after which the officer confirms what is presumed; of those who let the due date pass, so long after it."""
CONFIRMED = "Revenue in the last annual report is above the threshold."
CONFIRMED_LATE = "Revenue in the last annual report is above the threshold; no statement had come by the due date."


def plan(loading: Loading) -> None:
    """Plan the officer's list, the confirmations, and what the list is wrong about."""
    owed = loading.world.obligations
    exceptions = {(each["organisation"], each["period_end"]): each for each in owed["exceptions"]}
    for key in [*owed["confirmed"], *owed["presumed"]]:
        for end in _period_ends(loading, key):
            if (key, end) not in exceptions:
                confirmed = key in owed["confirmed"] and end.year >= owed["confirmed_from"]
                _plan_one(loading, key, end, confirmed=confirmed)
    for said in owed["lateness"]:
        loading.plan(loading.at(said["said"], "11:10"), _explaining(loading, said))
    for (key, end), exception in exceptions.items():
        decided = loading.at(exception["decided"], "15:00")
        if exception["state"] == ObligationState.DECLARED_OUT:
            loading.plan(decided, _declaring(loading, exception))
            continue
        loading.plan(_presumed_at(loading, end), _presuming(loading, key, end))
        loading.plan(decided, _excepting(loading, exception))


def _period_ends(loading: Loading, key: str) -> list[date]:
    owed = loading.world.obligations
    month, day = map(int, loading.world.organisation(key)["balance_date"].split("-"))
    ends = [date(year, month, day) for year in range(owed["first_year"], owed["last_year"] + 1)]
    return [end for end in ends if end <= loading.world.settings["as_at"]]


def _plan_one(loading: Loading, key: str, end: date, *, confirmed: bool) -> None:
    presumed_at = _presumed_at(loading, end)
    loading.plan(presumed_at, _presuming(loading, key, end))
    if not confirmed:
        return
    passed = _due_on(loading, end) + timedelta(days=CONFIRMED_AFTER)
    if _filed_on(loading, key, end, by=_due_on(loading, end)) is None and passed <= loading.today:
        loading.plan(loading.at(passed, "15:20"), _confirming(loading, key, end, late=True))
    else:
        early = presumed_at + timedelta(days=CONFIRMED_AFTER)
        loading.plan(early, _confirming(loading, key, end, late=False))


def _presumed_at(loading: Loading, end: date) -> datetime:
    return loading.at(max(loading.world.obligations["imported"], end + timedelta(days=1)), "08:40")


def _due_on(loading: Loading, end: date) -> date:
    return clock.months_after_period(end, loading.profile.due.months_after_period_end)


def _filed_on(loading: Loading, key: str, end: date, *, by: date) -> date | None:
    """The day on which a statement for this period arrived, if it did by then."""
    for entry in loading.world.statements:
        covers = entry["period_end"] == end and key in loading.world.covered(entry)
        if covers and entry["state"] != "draft" and first_day(entry, loading) <= by:
            return first_day(entry, loading)
    return None


def _presuming(loading: Loading, key: str, end: date) -> Act:
    def presume(session: Session, at: datetime) -> None:
        owed, organisation = loading.world.obligations, loading.organisation(session, key)
        owing.presume(
            session,
            organisation=organisation,
            law=loading.profile,
            period_end=end,
            source=owed["source"],
            by=loading.people[owed["imported_by"]],
            at=at,
        )

    return presume


def _confirming(loading: Loading, key: str, end: date, *, late: bool) -> Act:
    """Lateness may be told only where it was the officer's reason, and after the organisation's time to answer."""

    def confirm(session: Session, at: datetime) -> None:
        obligations_service.move(
            session,
            obligation=_obligation(loading, session, key, end),
            to=ObligationState.CONFIRMED,
            reason=CONFIRMED_LATE if late else CONFIRMED,
            by=loading.people[loading.world.obligations["imported_by"]],
            at=at,
            lateness_public_from=_answered_by(loading, at) if late else None,
        )

    return confirm


def _answered_by(loading: Loading, at: datetime) -> datetime:
    zone = loading.profile.time_zone
    today, days = clock.local_date(at, zone), loading.settings.notice_working_days
    last = clock.add_working_days(today, days, non_working_days())
    return datetime.combine(last, time(23, 59, 59), ZoneInfo(zone))


def _excepting(loading: Loading, exception: dict[str, Any]) -> Act:
    def move(session: Session, at: datetime) -> None:
        obligations_service.move(
            session,
            obligation=_obligation(loading, session, exception["organisation"], exception["period_end"]),
            to=ObligationState(exception["state"]),
            reason=exception["reason"],
            by=loading.people[exception["decided_by"]],
            at=at,
        )

    return move


def _declaring(loading: Loading, exception: dict[str, Any]) -> Act:
    """The organisation's own word that it owes nothing; an officer has still to accept it."""
    end = exception["period_end"]

    def declare(session: Session, at: datetime) -> None:
        owing.declare_out(
            session,
            organisation=loading.organisation(session, exception["organisation"]),
            law=loading.profile,
            period_end=end,
            reason=exception["reason"],
            by=loading.people[exception["decided_by"]],
            at=at,
        )

    return declare


def _explaining(loading: Loading, said: dict[str, Any]) -> Act:
    """Why a statement is late, as an officer or its organisation wrote down."""

    def explain(session: Session, at: datetime) -> None:
        lateness.explain(
            session,
            obligation=_obligation(loading, session, said["organisation"], said["period_end"]),
            code=said["code"],
            words=said["words"],
            as_office=said["said_by"].startswith("officer-"),
            on=said["said"],
            by=loading.people[said["said_by"]],
            at=at,
        )

    return explain


def _obligation(loading: Loading, session: Session, key: str, end: date) -> Obligation:
    found = obligations_service.find(
        session, organisation_id=loading.organisations[key], profile=loading.profile.key, period_end=end
    )
    if found is None:
        raise LookupError(f"{key} has no obligation for the period to {end}")
    return found
