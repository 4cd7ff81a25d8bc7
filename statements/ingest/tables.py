"""From sheets to typed rows, each wrong cell a problem that names sheet, cell, fault and mend."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from statements import limits
from statements.errors import Problem
from statements.ingest.cells import Cell, Row, Sheet, column_letters
from statements.ingest.dates import style_of
from statements.ingest.headings import Layout, find_exact, words
from statements.ingest.specs import Kind, TableSpec
from statements.ingest.values import ColumnContext, parse
from statements.organisations.nzbn import LENGTH as NZBN_DIGITS

LAST_ROWS, ENOUGH_TO_TELL = 5, 3
_LETTERS = re.compile(r"[^\W\d_]{3}")
_TOTAL = re.compile(r"(grand |sub[- ]?)?totals?\s*:?(\s*\(.{0,20}\))?", re.I)


@dataclass(frozen=True)
class TypedRow:
    """One row of a table: `number` as the spreadsheet counts, `values` by column key (None where blank or wrong)."""

    sheet: str
    number: int
    values: dict[str, Any]
    problems: tuple[Problem, ...] = ()
    places: dict[str, str] = field(default_factory=dict)

    def cell(self, key: str) -> str:
        """Where a column's value stands ("B7"), for rules that are checked later; "" if nowhere."""
        return self.places.get(key, "")


@dataclass(frozen=True)
class TableResult:
    """What a table holds. `problems` has every fault, of rows and of the table itself (`faults`); `notes` are to be
    read but stop nothing. `layout` is None when no such table was found.
    """

    rows: tuple[TypedRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    layout: Layout | None = None
    faults: tuple[Problem, ...] = ()

    @property
    def good(self) -> tuple[TypedRow, ...]:
        """The rows without a problem."""
        return tuple(row for row in self.rows if not row.problems)

    @property
    def bad(self) -> tuple[TypedRow, ...]:
        """The rows with one or more problems."""
        return tuple(row for row in self.rows if row.problems)


def read_table(sheets: Sequence[Sheet], spec: TableSpec, layout: Layout | None = None) -> TableResult:
    """The typed rows of a table. Without `layout` (see headings.find_layout) the spec's own headings are looked for.

    The headings may stand below a title, in any order, case and spacing. Blank rows are passed over, so are
    totals at the end. Never raises: whatever is wrong becomes a problem, and the other rows are kept.
    """
    layout = layout or find_exact(sheets, spec)
    sheet = next((sheet for sheet in sheets if layout and sheet.name == layout.sheet), None)
    if layout is None or sheet is None:
        nothing = (_no_table(sheets, spec),)
        return TableResult((), nothing, faults=nothing)
    return _Reading(sheet, spec, layout).result()


def _no_table(sheets: Sequence[Sheet], spec: TableSpec) -> Problem:
    headings = ", ".join(column.heading for column in spec.columns if column.required) or spec.columns[0].heading
    seen = ", ".join(f"“{sheet.name}”" for sheet in sheets[:5]) or "no sheet"
    return Problem(
        f"No row of headings was found (looked in {seen}, the first {limits.HEADING_ROWS.readable}).",
        f"Use the template, or put these headings above the columns: {headings}.",
        sheet=sheets[0].name if sheets else "",
    )


class _Reading:
    """One table being read: what its columns tell as a whole, then row by row."""

    def __init__(self, sheet: Sheet, spec: TableSpec, layout: Layout) -> None:
        self.sheet, self.spec, self.layout = sheet, spec, layout
        self.columns = [(column, layout.columns[column.key]) for column in spec.columns if column.key in layout.columns]
        self.body = [row for row in sheet.rows if row.number > layout.heading_row and self._holds_something(row)]
        self.contexts = {
            column.key: ColumnContext(style_of(row.values[index] for row in self.body if index < len(row)))
            for column, index in self.columns
            if column.kind == Kind.DATE
        }
        self.notes: list[Problem] = list(sheet.problems)
        self.ambiguous: dict[str, list[tuple[str, str]]] = {}

    def result(self) -> TableResult:
        """All of it."""
        faults = [*self._headings_missing(), *self._headings_twice(), *self._swapped()]
        self.notes += [*self._unknown_headings(), *self._beyond_the_headings()]
        self._leave_out_totals()
        self._keep_to_the_limit(faults)
        rows = [] if any(problem.field for problem in faults) else [self._row(row) for row in self.body]
        if not rows and not faults:
            mend = "Fill in a row below the headings."
            faults.append(self._problem("There is no row below the headings.", mend))
        self.notes += self._ambiguous_dates()
        problems = [*faults, *(problem for row in rows for problem in row.problems)]
        shown = tuple(_bounded(problems, self.sheet.name))
        return TableResult(tuple(rows), shown, tuple(self.notes), self.layout, tuple(faults))

    def _holds_something(self, row: Row) -> bool:
        return any(row.text(index).strip() for _, index in self.columns)

    def _problem(self, message: str, mend: str, cell: str = "", key: str = "") -> Problem:
        return Problem(message, mend, key, self.sheet.name, cell)

    def _heading_cell(self, index: int) -> str:
        return f"{column_letters(index)}{self.layout.heading_row}" if self.layout.heading_row else ""

    def _headings_missing(self) -> Iterator[Problem]:
        for column in self.spec.columns:
            if column.required and column.key not in self.layout.columns:
                message = f"The column “{column.heading}” is missing."
                yield self._problem(message, f"Add a column with the heading “{column.heading}”.", key=column.key)

    def _headings_twice(self) -> Iterator[Problem]:
        headings = self.layout.headings
        for column, index in self.columns:
            if index >= len(headings) or words(headings[index]) not in {words(name) for name in column.headings}:
                continue
            for other, heading in enumerate(headings):
                if other != index and heading and words(heading) == words(headings[index]):
                    message = f"The heading “{heading}” stands twice; the first ({self._heading_cell(index)}) was read."
                    yield self._problem(message, "Remove or rename the second.", self._heading_cell(other))

    def _swapped(self) -> Iterator[Problem]:
        """A column of NZBNs that holds names where one of names holds NZBNs: the headings stand the wrong way round."""
        numbered = [each for each in self.columns if each[0].kind == Kind.NZBN and self._mostly(each[1], _is_wordy)]
        named = [each for each in self.columns if each[0].kind == Kind.TEXT and self._mostly(each[1], _is_numeric)]
        for (numbers, index), (texts, other) in zip(numbered, named, strict=False):
            fault = f"The columns “{numbers.heading}” and “{texts.heading}” look swapped: the numbers stand in column "
            fault += f"{column_letters(other)}, the names in column {column_letters(index)}."
            yield self._problem(fault, "Swap the two headings, nothing else.", self._heading_cell(index), numbers.key)

    def _mostly(self, index: int, test: Callable[[str], bool]) -> bool:
        """Whether most of a column's cells, and enough of them, are of this kind."""
        texts = [text for row in self.body if (text := row.text(index).strip())]
        return sum(test(text) for text in texts) > max(ENOUGH_TO_TELL - 1, len(texts) / 2)

    def _unknown_headings(self) -> Iterator[Problem]:
        known = {words(self.layout.headings[index]) for _, index in self.columns if index < len(self.layout.headings)}
        used = {index for _, index in self.columns}
        for index, heading in enumerate(self.layout.headings):
            if heading and index not in used and words(heading) not in known:
                message = f"The column “{heading[:60]}” is not part of this table and was left out."
                yield self._problem(
                    message, "Nothing to do, unless its heading is misspelt.", self._heading_cell(index)
                )

    def _beyond_the_headings(self) -> Iterator[Problem]:
        if not self.layout.heading_row:
            return
        used = {index for _, index in self.columns}
        for row in self.body:
            for index, value in enumerate(row.values):
                blank = index >= len(self.layout.headings) or not self.layout.headings[index]
                if value is not None and blank and index not in used:
                    message = "This cell has a value but no heading above it, so it was left out."
                    yield self._problem(message, "Check that the row is not shifted.", row[index].reference)
                    return

    def _leave_out_totals(self) -> None:
        for row in self.body[-LAST_ROWS:]:
            filled = [cell for cell in row if cell.text.strip()]
            if filled and _TOTAL.fullmatch(filled[0].text.strip()) and self._sums_up(filled):
                self.body.remove(row)
                message = f"Row {row.number} is a total and was left out."
                self.notes.append(self._problem(message, "", filled[0].reference))

    def _sums_up(self, filled: Sequence[Cell]) -> bool:
        """Whether a row that begins with "Total" holds little else, or numbers only."""
        numbers = all(isinstance(cell.value, (int, float)) for cell in filled[1:])
        return numbers or len(filled) <= 0.6 * max(2, self._usual_fill())

    def _usual_fill(self) -> int:
        fills = sorted(sum(value is not None for value in row.values) for row in self.body)
        return fills[len(fills) // 2]

    def _keep_to_the_limit(self, faults: list[Problem]) -> None:
        if len(self.body) > self.spec.most_rows:
            message = f"There are {len(self.body):,} rows; up to {self.spec.most_rows:,} are read."
            cell = f"A{self.body[self.spec.most_rows].number}"
            faults.append(self._problem(message, "Split the file, and upload the rest by itself.", cell))
            del self.body[self.spec.most_rows :]

    def _row(self, row: Row) -> TypedRow:
        values: dict[str, Any] = {}
        problems, places = [], {}
        for column, index in self.columns:
            value = row.values[index] if index < len(row) else None
            parsed = parse(column, value, self.contexts.get(column.key, _NO_CONTEXT))
            values[column.key] = parsed.value
            places[column.key] = f"{column_letters(index)}{row.number}"
            if parsed.fault:
                problems.append(self._problem(*parsed.fault, places[column.key], column.key))
            if parsed.note:
                self.ambiguous.setdefault(column.key, []).append((places[column.key], parsed.note))
        return TypedRow(self.sheet.name, row.number, values, tuple(problems), places)

    def _ambiguous_dates(self) -> Iterator[Problem]:
        for key, found in self.ambiguous.items():
            cell, note = found[0]
            more = f" So were {len(found) - 1:,} more in this column." if len(found) > 1 else ""
            mend = "If the month comes first, write the dates as 2030-03-31."
            yield self._problem(note + more, mend, cell, key)


def _is_wordy(text: str) -> bool:
    return bool(_LETTERS.search(text))


def _is_numeric(text: str) -> bool:
    return len(re.sub(r"\D", "", text)) == NZBN_DIGITS and not _is_wordy(text)


_NO_CONTEXT = ColumnContext()


def _bounded(problems: list[Problem], sheet: str) -> list[Problem]:
    most = limits.PROBLEMS_SHOWN.value
    if len(problems) <= most:
        return problems
    message = f"There are {len(problems) - most:,} more problems like these."
    return [*problems[:most], Problem(message, "Mend the first ones; often they share one cause.", sheet=sheet)]
