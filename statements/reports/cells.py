"""Every figure opens what it counts: the rows behind one cell of a pack."""

from collections.abc import Callable
from dataclasses import dataclass

from statements.errors import NotFound
from statements.reports import summary
from statements.reports.facts import ObligationFact, StatementFact
from statements.reports.figures import Column, Pack, Row, Table
from statements.reports.summary import CRITERIA, SUMS, Counted

LEVEL_OF = {key: level for key, _label, level in summary.LEVELS}
STATEMENT_COLUMNS = (summary.STATEMENTS.key, summary.COVERED.key, summary.PROFILES.key)


@dataclass(frozen=True)
class Cell:
    """Where a figure stands in a pack: the keys of its table, row and column."""

    table: str
    row: str
    column: str


@dataclass(frozen=True)
class Member:
    """One row behind a figure, and how much of the figure it is (organisations covered, an answer, findings)."""

    fact: StatementFact | ObligationFact
    counts: int


def named(pack: Pack, cell: Cell) -> tuple[Table, Row, Column, int]:
    """The table, row and column of a cell, and its figure. Raises NotFound for a cell that the pack has not."""
    for table in pack.tables:
        for row in table.rows:
            for column, count in zip(table.columns, row.counts, strict=True):
                if (table.key, row.key, column.key) == (cell.table, cell.row, cell.column):
                    return table, row, column, count
    raise NotFound("There is no such figure.")


def year_of(cell: Cell, year: int) -> int:
    """The year whose statements a cell of this year's pack counts: a comparison of years has a row for each."""
    told = cell.row.partition(" ")[0]
    return int(told) if cell.table in ("levels", "year") and told.isdigit() else year


def members(counted: Counted, cell: Cell, *, year: int) -> list[Member]:
    """The rows behind a figure; what they count adds up to it. Raises NotFound for a cell that no pack has."""
    in_year = [fact for fact in counted.statements if fact.period_end.year == year]
    if cell.table == "standings":
        return [Member(fact, 1) for fact in counted.obligations if standing_key(fact) == cell.row]
    if cell.table == summary.LATE:
        late = [fact for fact in counted.obligations if fact.because == cell.row]
        return [Member(fact, 1) for fact in late if standing_key(fact) == cell.column]
    if cell.table in summary.DIMENSIONS and cell.column not in STATEMENT_COLUMNS:
        owed = [fact for fact in counted.obligations if summary.dimension_value(fact.traits, cell.table) == cell.row]
        return [Member(fact, 1) for fact in owed if standing_key(fact) == cell.column]
    if cell.table == "levels":
        return _counting(counted.statements, lambda fact: _findings(fact, cell))
    if cell.table == "year" and cell.row.isdigit():
        in_year = [fact for fact in counted.statements if fact.period_end.year == int(cell.row)]
    return _counting(in_year, _of_statement(cell))


def standing_key(fact: ObligationFact) -> str:
    """The key that rows and columns use for the standing of an obligation."""
    return _STANDING_KEYS.get(fact.standing, "")


_STANDING_KEYS = {each.value: summary.standing_column(each).key for each in summary.Standing}


def _of_statement(cell: Cell) -> Callable[[StatementFact], int]:
    """How much of this figure a statement of the year is."""
    if cell.table == "year" or cell.table in summary.DIMENSIONS:
        return lambda fact: _statement(fact, cell)
    if cell.table.startswith(CRITERIA) and cell.column in LEVEL_OF:
        pair = f"{cell.row}={LEVEL_OF[cell.column]}"
        return lambda fact: fact.rubric == cell.table.removeprefix(CRITERIA) and pair in fact.levels.split()
    if cell.table.startswith(SUMS):
        return lambda fact: _answer(fact, cell)
    raise NotFound("There is no such figure.")


def _counting(found: list[StatementFact], how_much: Callable[[StatementFact], int]) -> list[Member]:
    return [Member(fact, int(part)) for fact in found if (part := how_much(fact))]


def _statement(fact: StatementFact, cell: Cell) -> int:
    if cell.table != "year" and summary.dimension_value(fact.traits, cell.table) != cell.row:
        return 0
    if cell.column == summary.COVERED.key:
        return fact.covers
    return 1 if cell.column == summary.STATEMENTS.key or fact.levels else 0


def _findings(fact: StatementFact, cell: Cell) -> int:
    """How many criteria of a statement are at the level, where it is of the year and rubric of the row."""
    year, _, rubric = cell.row.partition(" ")
    if str(fact.period_end.year) != year or fact.rubric != rubric or cell.column not in LEVEL_OF:
        return 0
    scored = {criterion.id for criterion in summary.load(rubric).criteria}
    pairs = [pair.split("=") for pair in fact.levels.split()]
    return sum(1 for criterion, level in pairs if criterion in scored and level == LEVEL_OF[cell.column])


def _answer(fact: StatementFact, cell: Cell) -> int:
    told = fact.counts.get(cell.table.removeprefix(SUMS))
    if told is None or fact.traits.sector != cell.row:
        return 0
    if cell.column == "fewer":
        return int(not told.isdigit())
    if not told.isdigit():
        return 0
    return int(told) if cell.column == "sum" else 1
