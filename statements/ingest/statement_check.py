"""Hold the rows of a filing workbook against the register: whose they are, what stands already, what would change."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import chain
from typing import Any

from sqlalchemy.orm import Session

from statements.errors import Problem
from statements.filing import queries
from statements.filing.answers import Answers
from statements.filing.models import Draft, Statement
from statements.filing.profiles import Profile
from statements.filing.versions import already
from statements.ingest.directory import Directory, Named, Unclear
from statements.ingest.statement_carried import earlier_answers, looked_at, still_carried
from statements.ingest.statement_rows import CoverageRow, FilingRows, StatementRow
from statements.ingest.statement_sheets import (
    COVERED_NAME,
    COVERED_NZBN,
    END,
    LEAD_END,
    LEAD_NAME,
    LEAD_NZBN,
    NAME,
    NZBN,
    STATEMENTS,
    TAKEN_FROM,
)
from statements.ingest.tables import TypedRow
from statements.organisations import groups, lookup
from statements.organisations.models import Organisation

PeriodKey = tuple[uuid.UUID, date, date]


class Action(StrEnum):
    """What keeping a row would do."""

    NEW = "new"
    CHANGE = "change"
    SAME = "same"


@dataclass(frozen=True)
class Planned:
    """A right row, and what keeping it would do.

    `carried` are the answers that stay marked as last year's, with the statement that each came from;
    `statement` is the draft's that it changes, or None for a new one; `covers` are the organisations to put in
    (None: leave them); `changed` names the answers that would differ.
    """

    row: StatementRow
    organisation: Organisation
    start: date
    end: date
    statement: Statement | None
    covers: frozenset[uuid.UUID] | None
    action: Action
    changed: tuple[str, ...] = ()
    carried: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """What a workbook would do: right rows, and a problem for every wrong cell, in the order of the workbook."""

    right: tuple[Planned, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    wrong_rows: int
    wrong_coverage: int


@dataclass
class _Row:
    """A row on its way: what it names, what stands already, what is wrong."""

    given: StatementRow
    organisation: Organisation | None = None
    mine: bool = False
    statement: Statement | None = None
    covers: dict[uuid.UUID, int] = field(default_factory=dict)
    earlier: dict[int, Answers] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def key(self) -> PeriodKey | None:
        """Whose and for which period, where all of it is known."""
        if self.organisation is None or self.given.start is None or self.given.end is None:
            return None
        return self.organisation.id, self.given.start, self.given.end


def check_rows(session: Session, *, rows: FilingRows, by: uuid.UUID, at: datetime) -> Checked:
    """Look every row up for the person who files it. Reads only; nothing is raised for what the rows hold."""
    mine = queries.organisations_of(session, person_id=by)
    group = lookup.with_names(session, [each for one in mine for each in groups.below(session, one)])
    directory = Directory(session, _wanted(rows), mine, group)
    found = [_look_up(each, directory, {one.id for one in mine}) for each in rows.statements]
    _mark_twice(found)
    _find_standing(session, found, rows.profile)
    told: list[Problem] = []
    wrong_coverage = [problems for each in rows.coverage if (problems := _cover(each, directory, found, told))]
    return Checked(
        right=tuple(_plan(each, whole=not wrong_coverage) for each in found if not each.problems),
        problems=(*rows.faults, *chain.from_iterable(each.problems for each in found), *chain(*wrong_coverage)),
        notes=(*rows.notes, *told),
        wrong_rows=sum(bool(each.problems) for each in found),
        wrong_coverage=len(wrong_coverage),
    )


def _wanted(rows: FilingRows) -> Iterator[Named]:
    yield from (each.organisation for each in rows.statements)
    for each in rows.coverage:
        yield from (each.lead, each.covered)


def _look_up(given: StatementRow, directory: Directory, mine: set[uuid.UUID]) -> _Row:
    row = _Row(given, problems=list(given.problems))
    found = _find(directory, given.organisation, given.row, (NZBN, NAME), row.problems)
    if found is None:
        return row
    row.organisation, row.mine = found, found.id in mine
    if not row.mine:
        mend = "Ask on your desk to act for it; or name it on the sheet “Coverage” and take this row out."
        key = NZBN if given.organisation.nzbn else NAME
        row.problems.append(_problem(given.row, key, f"You do not file for {found.name}.", mend))
    return row


def _find(
    directory: Directory, named: Named, row: TypedRow, keys: tuple[str, str], problems: list[Problem]
) -> Organisation | None:
    """The organisation that is named; what is wrong joins `problems`, unless its number was found wrong already."""
    if not named.nzbn and any(each.field == keys[0] for each in row.problems):
        problems[:] = [_with_number(each, directory.number_of(named.name), keys[0]) for each in problems]
        return None
    found = directory.find(named)
    if isinstance(found, Unclear):
        problems.append(_problem(row, keys[found.by_name], found.message, found.mend))
        return None
    return found


def _with_number(problem: Problem, number: str, key: str) -> Problem:
    """The problem of a wrong NZBN with the number that the register has for the name beside it, where it has one."""
    if not number or problem.field != key:
        return problem
    return replace(problem, mend=f"By the name beside it, it is {number}: format the cell as text and enter that.")


def _problem(row: TypedRow, key: str, message: str, mend: str) -> Problem:
    return Problem(message, mend, key, row.sheet, row.cell(key) or f"A{row.number}")


def _mark_twice(found: list[_Row]) -> None:
    """No row is guessed to be the right one of several for one organisation and period."""
    same: dict[PeriodKey, list[_Row]] = defaultdict(list)
    for each in found:
        if each.key:
            same[each.key].append(each)
    for rows in same.values():
        for each in rows if len(rows) > 1 else ():
            others = ", ".join(str(other.given.row.number) for other in rows[:5] if other is not each)
            fault = f"The same organisation and period stand in row {others} too."
            each.problems.append(_problem(each.given.row, END, fault, "Keep one of them."))


def _find_standing(session: Session, found: list[_Row], profile: Profile) -> None:
    """What one's organisations filed or began for these periods; what is filed cannot be drafted again."""
    ids = {each.organisation.id for each in found if each.organisation and each.mine}
    own = [each for each in queries.statements_of(session, organisation_ids=ids) if each.profile == profile.key]
    standing = {(each.organisation_id, each.period_start, each.period_end): each for each in own}
    for row in found:
        if row.organisation and row.given.taken_from:
            row.earlier = earlier_answers(session, row.given, whose=row.organisation.id, own=own, profile=profile)
        statement = standing.get(row.key) if row.key else None
        if statement is None:
            continue
        row.statement = statement
        if statement.draft is None or not queries.is_editable(session, statement.draft):
            mend = "Take this row out. A published statement is corrected on its own page."
            row.problems.append(_problem(row.given.row, END, already(statement), mend))


def _cover(given: CoverageRow, directory: Directory, found: list[_Row], told: list[Problem]) -> list[Problem]:
    """Add the covered organisation to its statement; what is wrong where that cannot be done.

    What is right and worth knowing all the same joins `told`.
    """
    problems = list(given.problems)
    lead = _find(directory, given.lead, given.row, (LEAD_NZBN, LEAD_NAME), problems)
    covered = _find(directory, given.covered, given.row, (COVERED_NZBN, COVERED_NAME), problems)
    if problems or lead is None or covered is None:
        return problems
    rows = [each for each in found if each.organisation is lead and given.end in (None, each.given.end)]
    if len(rows) == 1:
        told += _told(given, covered, rows[0])
        rows[0].covers.setdefault(covered.id, given.row.number)
        return []
    if rows and given.end is None:
        fault, mend, key = f"{lead.name} has several statements.", "Say which: give its period's end.", LEAD_END
    elif rows:
        fault, mend, key = f"{lead.name} has this period twice.", f"Mend the sheet “{STATEMENTS}” first.", LEAD_END
    else:
        key = LEAD_NZBN if given.lead.nzbn else LEAD_NAME
        end = f" for the period that ends on {given.end.isoformat()}" if given.end else ""
        fault = f"The sheet “{STATEMENTS}” has no statement of {lead.name}{end}."
        mend = "Add its row there, or correct this one."
        if any(each.organisation is covered for each in found):
            mend = f"Are the two swapped? {covered.name} has a statement there: it is the lead, and this is covered."
    return [_problem(given.row, key, fault, mend)]


def _told(given: CoverageRow, covered: Organisation, row: _Row) -> Iterator[Problem]:
    """That a covered organisation is the lead itself, stands there already, or has another name today."""
    first, name = row.covers.get(covered.id), given.covered.name
    if covered is row.organisation:
        yield _problem(
            given.row, COVERED_NAME, f"{covered.name} is the lead itself.", "Its statement covers it anyway."
        )
    elif first is not None:
        fault = f"{covered.name} stands in row {first} already, by this or an earlier name or number."
        yield _problem(given.row, COVERED_NAME, fault, "It is covered once.")
    if name and lookup.is_former(covered, name):
        fault = f"“{name[:80]}” is {covered.name} today: it was renamed, or became one with it."
        yield _problem(given.row, COVERED_NAME, fault, "It is covered, and found under both names.")


def _plan(row: _Row, *, whole: bool) -> Planned:
    """What keeping the row would do. Covered organisations are replaced, or only added to while some row is wrong."""
    given, organisation = row.given, row.organisation
    assert organisation is not None and given.start is not None and given.end is not None
    covers = frozenset(row.covers.keys() - {organisation.id}) if row.covers else None
    draft = row.statement.draft if row.statement else None
    carried = still_carried(given, draft, row.earlier)
    if draft is None:
        return Planned(given, organisation, given.start, given.end, None, covers, Action.NEW, carried=carried)
    if covers is not None and not whole:
        covers |= {uuid.UUID(each) for each in draft.covers}
    changed = tuple(_differing(given, draft, covers))
    changed += (TAKEN_FROM,) if looked_at(given, draft, carried) else ()
    action = Action.CHANGE if changed else Action.SAME
    return Planned(given, organisation, given.start, given.end, row.statement, covers, action, changed, carried)


def _differing(given: StatementRow, draft: Draft, covers: Iterable[uuid.UUID] | None) -> Iterator[str]:
    kept: dict[str, Any] = {**draft.answers, **draft.approval}
    yield from (key for key, value in {**given.answers, **given.approval}.items() if kept.get(key) != value)
    if covers is not None and {str(each) for each in covers} != set(draft.covers):
        yield "covers"
