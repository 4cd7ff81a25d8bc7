"""What a report is made of: tables of counts with their definitions, whoever shows or writes them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Audience(StrEnum):
    """For whom a report is made: anyone, or the registrar's office."""

    PUBLIC = "public"
    OFFICE = "office"


@dataclass(frozen=True)
class Column:
    """One count in every row of a table; `definition` says exactly what is counted."""

    key: str
    label: str
    definition: str


@dataclass(frozen=True)
class Row:
    """One row: `key` is the code that filters use; a count of None is not shown (see the table's note)."""

    key: str
    label: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True)
class Table:
    """A table of counts. `dimension` names the filter that a row's key belongs to."""

    key: str
    title: str
    dimension: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True)
class Pack:
    """The compliance pack of one year: tables, the moment they hold for, and the rubrics behind the profiles."""

    year: int
    profile: str
    audience: Audience
    as_at: datetime
    rubrics: tuple[str, ...]
    tables: tuple[Table, ...]
    definitions: tuple[tuple[str, str], ...]

    def table(self, key: str) -> Table:
        """The table with this key. Raises KeyError."""
        for each in self.tables:
            if each.key == key:
                return each
        raise KeyError(key)
