"""What a spreadsheet holds once it is read: sheets, rows and cells with their values exact and their places known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from typing import NamedTuple

from statements.errors import Problem

Value = str | int | float | bool | date | datetime | time | None

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class Cell(NamedTuple):
    """One cell: the sheet and reference ("B7") it stands at, its value, and that value as a person reads it."""

    sheet: str
    reference: str
    value: Value
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something. `number` is the spreadsheet's own, from 1; `values` begin at column A.

    Indexing gives a Cell, a blank one beyond the last value.
    """

    sheet: str
    number: int
    values: tuple[Value, ...]

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[Cell]:
        return (self[index] for index in range(len(self.values)))

    def __getitem__(self, index: int) -> Cell:
        value = self.values[index] if 0 <= index < len(self.values) else None
        return Cell(self.sheet, f"{column_letters(index)}{self.number}", value, as_text(value))

    def text(self, index: int) -> str:
        """The text of one cell without building the Cell."""
        return as_text(self.values[index]) if 0 <= index < len(self.values) else ""


@dataclass(frozen=True)
class Sheet:
    """A sheet's rows that hold something, in order. `problems` is what its reader has to say about it."""

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    problems: tuple[Problem, ...] = field(default=())

    @property
    def width(self) -> int:
        """The number of columns up to the last that holds anything."""
        return max((len(row) for row in self.rows), default=0)

    def cell(self, reference: str) -> Cell:
        """The cell at "B7". Raises ValueError when that is no reference."""
        column, number = split_reference(reference)
        for row in self.rows:
            if row.number == number:
                return row[column]
        return Cell(self.name, reference.upper(), None, "")


def as_text(value: Value) -> str:
    """A value as a person reads it: no ".0" on whole numbers, ISO dates, TRUE as "Yes"."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return repr(value)


def writable(text: str) -> str:
    """The text without the characters that no XML, and so no .xlsx, can hold."""
    return _UNWRITABLE.sub("", text)


@lru_cache(maxsize=1024)
def column_letters(index: int) -> str:
    """Column 0 is "A", 26 is "AA"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Column "A" is 0, "AA" is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def split_reference(reference: str) -> tuple[int, int]:
    """ "B7" as (column from 0, row from 1). Raises ValueError."""
    match = _REFERENCE.fullmatch(reference.upper().replace("$", ""))
    if not match:
        raise ValueError(f"{reference!r} is not the name of a cell")
    return column_index(match.group(1)), int(match.group(2))
