"""How far each action is: what agencies reported, and what is late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from statements.action_plan import archive, queries
from statements.action_plan.agencies import AgencyRef
from statements.action_plan.archive import Archive
from statements.action_plan.models import ProgressState
from statements.action_plan.planned import Action, Plan, Stage
from statements.action_plan.queries import PublicNote
from statements.action_plan.service import NoteText


@dataclass(frozen=True)
class Quote:
    """Where a quoted report stands, why we read it as a report on this action, and when the portal entered it."""

    document: Archive
    paragraphs: str
    reason: str
    entered_at: datetime


@dataclass(frozen=True)
class Report:
    """What one agency said in public about an action (empty: the plan as a whole)."""

    plan: str
    action: str
    agency: AgencyRef
    said: NoteText
    quote: Quote | None = None
    note: PublicNote | None = None


class Due(StrEnum):
    """How a stage stands on a day."""

    DONE = "done"
    LATE = "late"
    NO_REPORT = "due, no report"
    LATER = "not yet due"


@dataclass(frozen=True)
class StageStanding:
    """A stage of an action on a day: when it was due, how it stands, and the report that says so."""

    action: Action
    stage: Stage
    due_on: date
    standing: Due
    report: Report | None


def reports(session: Session, plan: Plan) -> list[Report]:
    """Every public report on a plan, newest first: those of agencies here and those entered from documents alike."""
    return [_noted(plan.key, note) for note in queries.public_notes(session, plan=plan.key)]


def of_action(found: Iterable[Report], number: str) -> list[Report]:
    """The reports on one action, in the order given."""
    return [each for each in found if each.action == number]


def state_of(action: Action, found: Sequence[Report]) -> ProgressState | None:
    """How far an action is by the newest report of each agency on each stage; None where nobody reported.

    Delayed if any says so; done only if every agency that reported says so and no stage is left without a report.
    """
    latest = _latest(of_action(found, action.number))
    states = {report.said.state for report in latest}
    if not states or ProgressState.DELAYED in states:
        return ProgressState.DELAYED if states else None
    if states == {ProgressState.DONE}:
        stages = {report.said.stage for report in latest}
        left = {stage.term for stage in action.stages} - stages if "" not in stages else set()
        return ProgressState.UNDER_WAY if left else ProgressState.DONE
    return ProgressState.NOT_STARTED if states == {ProgressState.NOT_STARTED} else ProgressState.UNDER_WAY


def stages(plan: Plan, action: Action, found: Iterable[Report], *, on: date) -> list[StageStanding]:
    """Each stage of an action as it stands on a day by the reports made until then."""
    known = [each for each in of_action(found, action.number) if each.said.happened_on <= on]
    return [_standing(plan, action, stage, known, on) for stage in action.stages]


def overdue(plan: Plan, found: Sequence[Report], *, on: date) -> list[StageStanding]:
    """Every stage whose due date has passed on a day and that no report calls done, the earliest due first.

    LATE where a report says that it is not done; NO_REPORT where no report says anything.
    """
    rows = [row for action in plan.actions for row in stages(plan, action, found, on=on)]
    return sorted((row for row in rows if row.standing in (Due.LATE, Due.NO_REPORT)), key=lambda row: row.due_on)


def delayed(plan: Plan, found: Sequence[Report]) -> list[tuple[Action, Report]]:
    """The newest reports that call an action delayed, by the plan's order: what is late where no date is stated."""
    return [
        (action, report)
        for action in plan.actions
        for report in _latest(of_action(found, action.number))
        if report.said.state is ProgressState.DELAYED
    ]


def last_day(found: Sequence[Report], today: date, *, archived: bool) -> date:
    """The day as of which a plan is shown: today, or the day of the last report on a plan that is an archive."""
    return max((each.said.happened_on for each in found), default=today) if archived else today


def _standing(plan: Plan, action: Action, stage: Stage, known: Sequence[Report], on: date) -> StageStanding:
    due_on = plan.due(stage.term)
    about = [each for each in known if each.said.stage in ("", stage.term) and _of(stage, each)]
    latest = _latest(about)
    if latest and all(each.said.state is ProgressState.DONE for each in latest):
        return StageStanding(action, stage, due_on, Due.DONE, latest[0])
    if on <= due_on:
        return StageStanding(action, stage, due_on, Due.LATER, latest[0] if latest else None)
    if not latest:
        return StageStanding(action, stage, due_on, Due.NO_REPORT, None)
    worst = next((each for each in latest if each.said.state is ProgressState.DELAYED), latest[0])
    return StageStanding(action, stage, due_on, Due.LATE, worst)


def _of(stage: Stage, report: Report) -> bool:
    return not stage.agencies or report.agency.key in stage.agencies


def _latest(found: Iterable[Report]) -> list[Report]:
    """The newest report of each agency on each stage, of reports that come newest first."""
    seen: dict[tuple[str, str], Report] = {}
    for each in found:
        seen.setdefault((each.agency.key, each.said.stage), each)
    return list(seen.values())


def _noted(plan: str, note: PublicNote) -> Report:
    quote = None
    if note.document:
        quote = Quote(archive.document(note.document), note.paragraphs, note.reading, note.approved_at)
    return Report(plan, note.action, note.agency, note.said, quote, note)
