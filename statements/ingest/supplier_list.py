"""A buyer's supplier list: whatever finance exported, read into lines to match and to weigh."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from statements.errors import NotFound, Problem
from statements.ingest.cells import Sheet
from statements.ingest.headings import SAMPLE, Layout, find_layout, guess_columns
from statements.ingest.specs import Choice, ColumnSpec, Kind, TableSpec
from statements.ingest.tables import TypedRow, read_table
from statements.reference.tables import countries
from statements.suppliers.columns import COLUMNS, IDENTIFIER_KEYS, KEPT, SHEETS, ListColumn
from statements.suppliers.results import MatchQuery

_COUNTRIES = tuple(Choice(entry.alpha2, entry.name, (entry.alpha3, *entry.aliases)) for entry in countries().values())


def _column(column: ListColumn) -> ColumnSpec:
    kind = Kind(column.kind)
    choices = _COUNTRIES if kind is Kind.COUNTRY else ()
    return ColumnSpec(column.key, column.headings, kind, column.required, choices, column.help)


SUPPLIER_LIST = TableSpec(SHEETS, tuple(_column(column) for column in COLUMNS))
BY_NUMBER_ALONE = TableSpec(SHEETS, tuple(replace(column, required=False) for column in SUPPLIER_LIST.columns))
TEMPLATE = TableSpec(SHEETS, tuple(_column(column) for column in KEPT))


@dataclass(frozen=True)
class ListedSupplier:
    """One line of a list: where it stands, what it says, and what is wrong with single cells of it.

    `country` is an alpha-2 code, `spend` New Zealand dollars a year; both may be missing.
    """

    row: int
    name: str
    trading_name: str
    identifiers: tuple[str, ...]
    country: str
    category: str
    spend: float | None
    own_reference: str
    problems: tuple[Problem, ...]

    @property
    def query(self) -> MatchQuery:
        """What to ask the index of the register's names."""
        name = f"{self.name} t/a {self.trading_name}" if self.trading_name else self.name
        return MatchQuery(name, self.identifiers, self.country)


@dataclass(frozen=True)
class ReadList:
    """A list as read: its lines, every problem (of cells and of the list), and where the table was taken to stand."""

    lines: tuple[ListedSupplier, ...]
    problems: tuple[Problem, ...]
    layout: Layout | None


def guess_layout(sheets: Sequence[Sheet]) -> Layout | None:
    """Return the best guess at where the list stands and which column is which, for the buyer to correct."""
    return find_layout(sheets, SUPPLIER_LIST)


def guess_layout_at(sheets: Sequence[Sheet], sheet_name: str, heading_row: int) -> Layout:
    """Return the guess at which column is which where the buyer says the headings stand (row 0: there are none).

    Raises NotFound where there is no such sheet.
    """
    sheet = next((each for each in sheets if each.name == sheet_name), None)
    if sheet is None:
        raise NotFound(f"There is no sheet “{sheet_name}” in this file.")
    heading = next((row for row in sheet.rows if row.number == heading_row), None)
    headings = tuple(" ".join(cell.text.split()) for cell in heading) if heading else ("",) * sheet.width
    below = [row for row in sheet.rows if row.number > heading_row][:SAMPLE]
    guesses = guess_columns(headings, below, SUPPLIER_LIST)
    columns = {key: guess.index for key, guess in guesses.items()}
    return Layout(sheet_name, heading_row, columns, headings, guesses)


def read_supplier_list(sheets: Sequence[Sheet], layout: Layout | None = None) -> ReadList:
    """Read the lines of a list by `layout`, or by the best guess. A line without a name and a number is left out.

    A wrong cell becomes a problem and the rest of its line is kept. Never raises for what the list holds.
    """
    layout = layout or guess_layout(sheets)
    numbered = layout is not None and "name" not in layout.columns and set(IDENTIFIER_KEYS) & set(layout.columns)
    result = read_table(sheets, BY_NUMBER_ALONE if numbered else SUPPLIER_LIST, layout)
    lines = tuple(line for line in map(_listed, result.rows) if line.name or line.identifiers)
    return ReadList(lines, result.problems, result.layout)


def _listed(row: TypedRow) -> ListedSupplier:
    def text(key: str) -> str:
        return str(row.values.get(key) or "")

    spend = row.values.get("spend")
    return ListedSupplier(
        row=row.number,
        name=text("name") or text("trading_name"),
        trading_name=text("trading_name") if text("name") else "",
        identifiers=tuple(text(key) for key in IDENTIFIER_KEYS if text(key)),
        country=text("country"),
        category=text("category"),
        spend=None if spend is None else float(spend),
        own_reference=text("own_reference"),
        problems=row.problems,
    )
