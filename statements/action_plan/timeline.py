"""When a plan's stages were due and when agencies reported, laid out along a line of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from statements.action_plan.planned import Action, Plan, Timing
from statements.action_plan.progress import Due, Report, of_action, stages

WIDTH = 1000.0
"""The line of time is so many units long, whatever it spans."""


@dataclass(frozen=True)
class Mark:
    """Something at a place on the line: `kind` is a due date's standing, or the state that was reported."""

    at: float
    on: date
    kind: str
    label: str


@dataclass(frozen=True)
class Track:
    """One action with its due dates and reports in order of time."""

    action: Action
    due: tuple[Mark, ...]
    reported: tuple[Mark, ...]
    ongoing: bool


@dataclass(frozen=True)
class Timeline:
    """A line from `start` to `end`, its years, today's place on it, and a track for each action that has a mark."""

    start: date
    end: date
    years: tuple[Mark, ...]
    shown_on: Mark
    tracks: tuple[Track, ...]


def timeline(plan: Plan, found: Sequence[Report], *, on: date) -> Timeline | None:
    """The line of time of a plan as it stands on a day; None where nothing has a date."""
    days = [report.said.happened_on for report in found if report.said.happened_on <= on]
    days += [plan.due(stage.term) for action in plan.actions for stage in action.stages]
    days += [plan.released_on] if plan.released_on else []
    if not days:
        return None
    start, end = date(min(days).year, 1, 1), date(max([*days, on]).year, 12, 31)
    tracks = [_track(plan, action, found, on, (start, end)) for action in plan.actions]
    years = [date(year, 1, 1) for year in range(start.year, end.year + 1)]
    return Timeline(
        start,
        end,
        tuple(Mark(_at(each, (start, end)), each, "year", str(each.year)) for each in years),
        Mark(_at(on, (start, end)), on, "shown", ""),
        tuple(each for each in tracks if each.due or each.reported or each.ongoing),
    )


def _track(plan: Plan, action: Action, found: Sequence[Report], on: date, span: tuple[date, date]) -> Track:
    due = [
        Mark(_at(row.due_on, span), row.due_on, _kind(row.standing), row.stage.wording)
        for row in stages(plan, action, found, on=on)
    ]
    reported = [
        Mark(_at(each.said.happened_on, span), each.said.happened_on, each.said.state.value, each.agency.name)
        for each in of_action(found, action.number)
        if each.said.happened_on <= on
    ]
    in_order = tuple(sorted(reported, key=lambda mark: mark.on))
    return Track(action, tuple(due), in_order, action.timing is Timing.ONGOING)


def _kind(standing: Due) -> str:
    return {Due.DONE: "done", Due.LATE: "late", Due.NO_REPORT: "unreported", Due.LATER: "later"}[standing]


def _at(day: date, span: tuple[date, date]) -> float:
    return round((day - span[0]).days / max((span[1] - span[0]).days, 1) * WIDTH, 1)
