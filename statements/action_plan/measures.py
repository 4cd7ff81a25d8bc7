"""Measures: values over time with unit and source, as agencies report them and policy staff approve them."""

import math
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from statements import clock
from statements.action_plan import plans, responsible
from statements.action_plan.models import MeasureValue
from statements.errors import Conflict, Invalid, NotFound, Problem
from statements.events import service as events
from statements.limits import SHORT_TEXT
from statements.organisations.models import Organisation
from statements.people import policy
from statements.people.models import Role
from statements.suppression import SMALLEST_SHOWN, shown_count

WIDTH, HEIGHT = 1000.0, 200.0
"""The room of a chart, in units of its own."""


@dataclass(frozen=True)
class Measured:
    """One value: of what, in which unit, on which day, from which source; `counts_people` has small counts hidden."""

    measure: str
    unit: str
    value: float
    measured_on: date
    source: str
    counts_people: bool = False


@dataclass(frozen=True)
class Point:
    """A value as it is shown; `value` is None where it is a count of people that is too small to show."""

    on: date
    value: float | None
    shown: str
    source: str
    x: float
    y: float


@dataclass(frozen=True)
class Series:
    """One measure of one agency on one action over time, oldest first; `top` is the chart's upper end."""

    action: str
    measure: str
    unit: str
    agency: str
    points: tuple[Point, ...]
    top: float

    @property
    def top_shown(self) -> str:
        """The chart's upper end as a number of a page."""
        return _number(self.top)


def add_value(
    session: Session,
    *,
    plan: str,
    action: str,
    organisation_id: uuid.UUID,
    said: Measured,
    by: uuid.UUID,
    at: datetime,
) -> MeasureValue:
    """Keep a contributor's value for their agency; it is public once approved.

    Raises NotFound, NotAllowed for an archived plan or another agency's action, Invalid with every problem.
    """
    policy.require(session, person_id=by, organisation_id=organisation_id, roles=(Role.CONTRIBUTOR,))
    responsible.require_own(session, plan=plan, action=action, organisation_id=organisation_id)
    problems = check(said, today=clock.local_date(at, plans.plan(plan).time_zone))
    if problems:
        raise Invalid(problems)
    value = MeasureValue(
        plan=plan,
        action=action,
        organisation_id=organisation_id,
        measure=said.measure.strip(),
        unit=said.unit.strip(),
        measured_on=said.measured_on,
        value=said.value,
        counts_people=said.counts_people,
        source=said.source.strip(),
        written_by=by,
        written_at=at,
    )
    session.add(value)
    after = {"plan": plan, "action": action, "measure": value.measure, "value": value.value, "unit": value.unit}
    events.record(
        session, kind="measure.written", subject=value, by=by, at=at, organisation_id=organisation_id, after=after
    )
    return value


def approve_value(session: Session, *, value: MeasureValue, by: uuid.UUID, at: datetime) -> MeasureValue:
    """Make a value public. Raises Conflict where it already is, NotFound for anyone but policy staff."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    if value.approved_at is not None:
        raise Conflict("This value is already public.")
    value.approved_by, value.approved_at = by, at
    after = {"action": value.action, "measure": value.measure}
    events.record(
        session,
        kind="measure.approved",
        subject=value,
        by=by,
        at=at,
        organisation_id=value.organisation_id,
        after=after,
        public=True,
    )
    return value


def check(said: Measured, *, today: date) -> list[Problem]:
    """What is wrong with a value."""
    needed = (("measure", "Say what is measured."), ("unit", "Say in which unit."), ("source", "Say where it is from."))
    problems = [Problem(message, field=name) for name, message in needed if not getattr(said, name).strip()]
    for name, _message in needed:
        if len(getattr(said, name)) > SHORT_TEXT.value:
            problems.append(Problem("This is too long.", f"Keep it under {SHORT_TEXT.value} characters.", field=name))
    if not math.isfinite(said.value):
        problems.append(Problem("This is not a number.", field="value"))
    if said.counts_people and (said.value < 0 or said.value != int(said.value)):
        problems.append(Problem("A count of people is a whole number.", "Give it without a fraction.", field="value"))
    if said.measured_on > today:
        problems.append(Problem("The day is in the future.", field="measured_on"))
    return problems


def waiting_values(session: Session) -> Sequence[tuple[MeasureValue, str]]:
    """Values that wait for approval with their agency's name, oldest first."""
    rows = session.execute(_values().where(MeasureValue.approved_at.is_(None)).order_by(MeasureValue.written_at))
    return [(value, name) for value, name in rows.all()]


def load_value(session: Session, value_id: uuid.UUID) -> MeasureValue:
    """The value with this id. Raises NotFound."""
    found = session.get(MeasureValue, value_id)
    if found is None:
        raise NotFound("There is no such value.")
    return found


def series(session: Session, *, plan: str, action: str = "") -> list[Series]:
    """The public measures of a plan, or of one of its actions, each as it went over time.

    A value that was given again for the same day replaces the older one.
    """
    query = _values().where(MeasureValue.plan == plan, MeasureValue.approved_at.is_not(None))
    if action:
        query = query.where(MeasureValue.action == action)
    grouped: dict[tuple[str, str, str, str], dict[date, MeasureValue]] = {}
    rows = session.execute(query.order_by(MeasureValue.measured_on, MeasureValue.written_at)).all()
    for value, agency in rows:
        key = (value.action, value.measure, value.unit, agency)
        grouped.setdefault(key, {})[value.measured_on] = value
    return [_series(key, list(values.values())) for key, values in grouped.items()]


def _values() -> Select[MeasureValue, str]:
    return select(MeasureValue, Organisation.name).join(Organisation, Organisation.id == MeasureValue.organisation_id)


def _series(key: tuple[str, str, str, str], values: list[MeasureValue]) -> Series:
    action, measure, unit, agency = key
    shown = [each.value for each in values if not _hidden(each)]
    top, low = max([*shown, 0.0]) or 1.0, min([*shown, 0.0])
    first, last = values[0].measured_on, values[-1].measured_on
    points = []
    for each in values:
        x = (each.measured_on - first).days / max((last - first).days, 1) * WIDTH
        y = HEIGHT - (each.value - low) / (top - low) * HEIGHT
        hidden = _hidden(each)
        text = shown_count(int(each.value)) if each.counts_people else _number(each.value)
        points.append(
            Point(each.measured_on, None if hidden else each.value, text, each.source, x, 0.0 if hidden else y)
        )
    return Series(action, measure, unit, agency, tuple(points), top)


def _number(value: float) -> str:
    return f"{value:,.10g}"


def _hidden(value: MeasureValue) -> bool:
    return value.counts_people and value.value < SMALLEST_SHOWN
