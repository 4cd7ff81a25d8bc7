"""Read the filing workbook: each row into the very answers that the web form gives, or a problem for each cell."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from statements.errors import Problem
from statements.filing import answers as forms
from statements.filing import questionnaire
from statements.filing.profiles import Profile
from statements.filing.questionnaire import Questionnaire
from statements.filing.rules import SIGNATORY, period_problems
from statements.ingest.cells import Sheet
from statements.ingest.directory import Named
from statements.ingest.headings import find_exact
from statements.ingest.statement_sheets import (
    COVERAGE,
    COVERED_NAME,
    COVERED_NZBN,
    END,
    FACTS,
    LEAD_END,
    LEAD_NAME,
    LEAD_NZBN,
    NAME,
    NZBN,
    START,
    TAKEN_FROM,
    statements_table,
)
from statements.ingest.tables import TypedRow, read_table

_NUMBER = re.compile(r"\d{1,9}")


@dataclass(frozen=True)
class StatementRow:
    """A row of the sheet "Statements": whose, which period, what it answers, and what is wrong with its cells.

    `answers` and `approval` hold what was filled in; an empty cell says nothing. `taken_from` are the statements that
    its marked answers come from, None where the file has no such column.
    """

    row: TypedRow
    organisation: Named
    start: date | None
    end: date | None
    answers: forms.Answers
    approval: dict[str, str]
    problems: tuple[Problem, ...]
    taken_from: frozenset[int] | None = None


@dataclass(frozen=True)
class CoverageRow:
    """A row of the sheet "Coverage": a statement, by its lead and its period's end, and one that it covers."""

    row: TypedRow
    lead: Named
    end: date | None
    covered: Named
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class FilingRows:
    """A filing workbook as read under a profile. `faults` are of its tables as a whole; `notes` stop nothing."""

    profile: Profile
    statements: tuple[StatementRow, ...]
    coverage: tuple[CoverageRow, ...]
    faults: tuple[Problem, ...]
    notes: tuple[Problem, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is no row to file."""
        return not self.statements


def read_filing(sheets: Sequence[Sheet], profile: Profile, *, today: date) -> FilingRows:
    """What a filled-in workbook says, or its sheet "Statements" as a delimited file. Never raises for what it holds."""
    known = questionnaire.load(profile)
    table = read_table(sheets, statements_table(known))
    rows = tuple(_statement(row, known, profile, today) for row in table.rows)
    coverage = read_table(sheets, COVERAGE) if find_exact(sheets, COVERAGE) else None
    covered = tuple(_coverage(row) for row in coverage.rows) if coverage else ()
    # A sheet of headings alone covers nobody, which is no fault.
    faults = table.faults + tuple(each for each in (coverage.faults if coverage else ()) if covered or each.field)
    notes = table.notes + (coverage.notes if coverage else ()) + tuple(_unasked(rows, known))
    return FilingRows(profile, rows, covered, faults, notes)


def _statement(row: TypedRow, known: Questionnaire, profile: Profile, today: date) -> StatementRow:
    values = {key: value for key, value in row.values.items() if value is not None}
    given = {key: value for key, value in values.items() if key not in (*FACTS, *SIGNATORY)}
    answers, wrong = forms.parse(known, given)
    start, end = values.get(START), values.get(END)
    if start and end:
        wrong = [*(_on(each, END) for each in period_problems(profile, start, end, today=today)), *wrong]
    return StatementRow(
        row,
        _named(row, NZBN, NAME),
        start,
        end,
        answers,
        {key: values[key] for key in SIGNATORY if key in values},
        (*row.problems, *(_at(row, each) for each in wrong)),
        numbers_in(values.get(TAKEN_FROM)) if row.cell(TAKEN_FROM) else None,
    )


def _coverage(row: TypedRow) -> CoverageRow:
    lead, covered = _named(row, LEAD_NZBN, LEAD_NAME), _named(row, COVERED_NZBN, COVERED_NAME)
    return CoverageRow(row, lead, row.values.get(LEAD_END), covered, row.problems)


def numbers_in(text: str | None) -> frozenset[int]:
    """The statements that the column of last year's answers names."""
    return frozenset(int(each) for each in _NUMBER.findall(text or "")[:20])


def _named(row: TypedRow, nzbn: str, name: str) -> Named:
    return Named(row.values.get(nzbn), row.values.get(name))


def _on(problem: Problem, field: str) -> Problem:
    return replace(problem, field=field)


def _at(row: TypedRow, problem: Problem) -> Problem:
    """The problem with the cell of its field, or the row's first cell where its column is not there."""
    return replace(problem, sheet=row.sheet, cell=row.cell(problem.field) or f"A{row.number}")


def _unasked(rows: Iterable[StatementRow], known: Questionnaire) -> Iterable[Problem]:
    """Answers that will not be filed, because what they depend on was answered otherwise: one note for a question."""
    found: dict[str, list[StatementRow]] = {}
    for row in rows:
        for question in known.questions:
            if question.key in row.answers and not forms.is_asked(question, row.answers):
                found.setdefault(question.key, []).append(row)
    for key, where in found.items():
        label = next(each.label for each in known.questions if each.key == key)
        more = f" and {len(where) - 1:,} more" if len(where) > 1 else ""
        fault = f"“{label}” is answered here{more}, and the answer that it follows from is not given."
        yield _at(where[0].row, Problem(fault, "It is kept in the draft and not filed.", key))
