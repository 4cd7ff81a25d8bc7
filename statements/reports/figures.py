"""What a report is made of: tables of counts with their definitions, whoever shows or writes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any


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
    """One row: `key` is the code that filters use.

    `counted_by` names the rules, rubric and classification behind a row of a comparison across years; empty elsewhere.
    """

    key: str
    label: str
    counts: tuple[int, ...]
    counted_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table of counts. `dimension` names the filter that a row's key belongs to."""

    key: str
    title: str
    dimension: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""

    def runs(self) -> tuple[tuple[Row, ...], ...]:
        """The rows in runs that may be compared: a new run begins where rows are counted by something else."""
        return tuple(tuple(run) for _by, run in groupby(self.rows, key=lambda row: row.counted_by))


@dataclass(frozen=True)
class Pack:
    """The compliance pack of one year: tables, the moment they hold for, and what the year was counted by.

    `counted_by` names the profiles of law, the rubrics and the classification of industries of this year.
    """

    year: int
    profile: str
    audience: Audience
    as_at: datetime
    rubrics: tuple[str, ...]
    counted_by: tuple[str, ...]
    tables: tuple[Table, ...]
    definitions: tuple[tuple[str, str], ...]

    def table(self, key: str) -> Table:
        """The table with this key. Raises KeyError."""
        for each in self.tables:
            if each.key == key:
                return each
        raise KeyError(key)


def pack_of(told: Mapping[str, Any], *, as_at: datetime) -> Pack:
    """The pack that was written as JSON by `dataclasses.asdict`; its moment is kept beside it."""
    return Pack(
        year=told["year"],
        profile=told["profile"],
        audience=Audience(told["audience"]),
        as_at=as_at,
        rubrics=tuple(told["rubrics"]),
        counted_by=tuple(told["counted_by"]),
        tables=tuple(_table(each) for each in told["tables"]),
        definitions=tuple((name, text) for name, text in told["definitions"]),
    )


def _table(told: Mapping[str, Any]) -> Table:
    columns = tuple(Column(**each) for each in told["columns"])
    rows = tuple(
        Row(each["key"], each["label"], tuple(each["counts"]), tuple(each["counted_by"])) for each in told["rows"]
    )
    return Table(told["key"], told["title"], told["dimension"], columns, rows, told["note"])
