"""An agency's procurement return as a spreadsheet: the template, and its rows read into lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from statements import limits
from statements.errors import Problem
from statements.ingest.cells import Sheet
from statements.ingest.specs import Choice, ColumnSpec, Kind, TableSpec, choices_of
from statements.ingest.tables import TypedRow, read_table
from statements.ingest.templates import write_template
from statements.reference.tables import countries
from statements.suppliers.returns import SPEND_BANDS, TIERS, ReturnLine

_COUNTRIES = tuple(Choice(each.alpha2, each.name, (each.alpha3, *each.aliases)) for each in countries().values())

RETURN = TableSpec(
    ("Procurement return",),
    (
        ColumnSpec(
            "category",
            ("Category", "What was bought", "Goods or service"),
            required=True,
            help="A kind of goods or services: cleaning, uniforms, computers.",
            width=28,
        ),
        ColumnSpec(
            "country",
            ("Country", "Country of origin", "Where from"),
            Kind.COUNTRY,
            choices=_COUNTRIES,
            help="Where the goods are made or the work is done. Empty where that is not known.",
            width=24,
        ),
        ColumnSpec(
            "tier",
            ("Supply-chain tier", "Tier"),
            Kind.CHOICE,
            required=True,
            choices=choices_of(TIERS),
            help="Tier 1 is paid by the agency itself, tier 2 by its suppliers.",
            width=20,
        ),
        ColumnSpec(
            "spend_band",
            ("Spend band", "Spend"),
            Kind.CHOICE,
            required=True,
            choices=choices_of(SPEND_BANDS),
            help="What was spent in the period, in New Zealand dollars.",
            width=32,
        ),
        ColumnSpec("checks", ("Checks done", "Checks"), Kind.LONG_TEXT, help="What you checked, and how.", width=48),
        ColumnSpec(
            "found",
            ("What the checks found", "Findings"),
            Kind.LONG_TEXT,
            help="Counts and circumstances; name or describe no person.",
            width=48,
        ),
    ),
    most_rows=limits.RETURN_LINES.value,
)
INSTRUCTIONS = (
    "One row is one kind of purchase from one country at one tier of the supply chain, in the period of the return.",
    "A return is kept whole: where it is uploaded again for the same period, it takes the place of the earlier one.",
    "Name or describe no person who may have been harmed: give counts.",
)


@dataclass(frozen=True)
class ReadReturn:
    """A return as read: its lines and, where any cell is wrong, every problem; `notes` stop nothing."""

    lines: tuple[ReturnLine, ...]
    rows: tuple[TypedRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def read_return(sheets: Sequence[Sheet]) -> ReadReturn:
    """The lines of a return, whatever the order of its columns. Never raises for what it holds."""
    table = read_table(sheets, RETURN)
    return ReadReturn(tuple(map(_line, table.rows)), table.rows, table.problems, table.notes)


def at_cells(read: ReadReturn, problems: Sequence[Problem]) -> list[Problem]:
    """What `file_return` found wrong (its field is "3.country" for the third line), with sheet and cell."""
    placed = []
    for problem in problems:
        number, _, key = problem.field.partition(".")
        row = read.rows[int(number) - 1] if number.isdigit() and int(number) <= len(read.rows) else None
        placed.append(replace(problem, sheet=row.sheet, cell=row.cell(key)) if row else problem)
    return placed


def return_template(earlier: Sequence[Mapping[str, Any]] = ()) -> bytes:
    """The .xlsx to fill in, with the lines of an earlier return where there is one."""
    rows = [{key: value or None for key, value in line.items()} for line in earlier]
    return write_template(RETURN, title="Procurement return", instructions=INSTRUCTIONS, prefilled={RETURN.sheet: rows})


def _line(row: TypedRow) -> ReturnLine:
    return ReturnLine(**{column.key: row.values.get(column.key) or "" for column in RETURN.columns})
