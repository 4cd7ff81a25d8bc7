"""Make drafts of the right rows of a filing workbook."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from statements.errors import Invalid, Problem
from statements.filing import queries, service
from statements.filing.models import Statement
from statements.ingest.statement_check import Action, Planned, check_rows
from statements.ingest.statement_rows import FilingRows


@dataclass(frozen=True)
class Outcome:
    """What became of a workbook: drafts made, drafts changed, drafts that said the same already, and what is wrong."""

    made: tuple[Statement, ...]
    changed: tuple[Statement, ...]
    same: tuple[Statement, ...]
    problems: tuple[Problem, ...]


def draft_rows(session: Session, *, rows: FilingRows, by: uuid.UUID, at: datetime, only_right: bool) -> Outcome:
    """Make a draft of every right row, or change the draft that one's organisation has for that period.

    An empty cell leaves a draft's answer as it is; covered organisations are replaced where the workbook names any.
    Answers that the workbook marks as last year's stay marked until somebody looks at them.
    The same workbook again changes nothing. Raises Invalid, and keeps nothing, where no row is right, or where a
    cell is wrong and `only_right` does not say to keep the others; AlreadyFiled where another was quicker.
    """
    checked = check_rows(session, rows=rows, by=by, at=at)
    if checked.problems and not (only_right and checked.right):
        raise Invalid(list(checked.problems))
    if not checked.right:
        raise Invalid([Problem("There is no row to keep.", "Fill in a row for each statement.")])
    done: dict[Action, list[Statement]] = {action: [] for action in Action}
    for each in checked.right:
        done[each.action].append(_keep(session, each, rows.profile.key, by=by, at=at))
    return Outcome(tuple(done[Action.NEW]), tuple(done[Action.CHANGE]), tuple(done[Action.SAME]), checked.problems)


def _keep(session: Session, planned: Planned, profile: str, *, by: uuid.UUID, at: datetime) -> Statement:
    if planned.action is Action.SAME and planned.statement is not None:
        return planned.statement
    statement = planned.statement or service.start(
        session,
        organisation=planned.organisation,
        profile=profile,
        period_start=planned.start,
        period_end=planned.end,
        by=by,
        at=at,
    )
    draft = queries.draft_of(session, statement)
    marked = planned.carried.keys() & draft.carried.keys()
    service.save(
        session,
        draft=draft,
        by=by,
        at=at,
        answers={key: value for key, value in planned.row.answers.items() if key not in marked},
        approval=planned.row.approval,
        covers=planned.covers,
    )
    draft.carried = {**draft.carried, **planned.carried}
    return statement
