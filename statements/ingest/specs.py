"""A spreadsheet table described as data: which columns, called what, holding what kind of value."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from statements import limits


class Kind(StrEnum):
    """What a column holds. Money is New Zealand dollars."""

    TEXT = "text"
    LONG_TEXT = "long text"
    DATE = "date"
    INTEGER = "integer"
    MONEY = "money"
    CHOICE = "choice"
    CHOICES = "choices"
    NZBN = "nzbn"
    BOOLEAN = "boolean"
    COUNTRY = "country"
    EMAIL = "email"


_INITIAL = re.compile(r"\b([^\W\d_])\.")


def fold(text: str) -> str:
    """Text for comparing: case, outer and repeated space, dots in initials, the sort of dash and quote do not count."""
    text = _INITIAL.sub(r"\1", text.replace("’", "'").replace("–", "-").replace("—", "-"))
    return " ".join(text.casefold().split())


@dataclass(frozen=True)
class Choice:
    """One thing that may be chosen: `value` is kept, `label` is what people see; `aliases` are taken for it too."""

    value: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class ColumnSpec:
    """A column: the first of `headings` is the one that templates show, the others are taken for it.

    `choices` belong to CHOICE, CHOICES and COUNTRY. `longest` is in characters, 0 for the kind's own limit.
    `width` is the template's, in characters.
    """

    key: str
    headings: tuple[str, ...]
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[Choice, ...] = ()
    help: str = ""
    width: int = 20
    longest: int = 0

    @property
    def heading(self) -> str:
        """The heading that templates and messages show."""
        return self.headings[0]

    def choice(self, text: str) -> Choice | None:
        """The choice that this text names by value, label or alias, in any case and spacing; None when none."""
        return self._choices_by_name.get(fold(text))

    @cached_property
    def _choices_by_name(self) -> dict[str, Choice]:
        every = reversed(self.choices)
        return {fold(name): choice for choice in every for name in (*choice.aliases, choice.value, choice.label)}

    @property
    def most_characters(self) -> int:
        """How long its text may be."""
        return self.longest or (limits.LONG_TEXT if self.kind == Kind.LONG_TEXT else limits.SHORT_TEXT).value


@dataclass(frozen=True)
class TableSpec:
    """A table: the first of `sheets` is the name that templates give its sheet, the others are taken for it."""

    sheets: tuple[str, ...]
    columns: tuple[ColumnSpec, ...]
    most_rows: int = limits.ROWS.value

    @property
    def sheet(self) -> str:
        """The name of its sheet in templates."""
        return self.sheets[0]

    def column(self, key: str) -> ColumnSpec:
        """The column with this key. Raises KeyError."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


def choices_of(labels: Mapping[str, str] | Iterable[str]) -> tuple[Choice, ...]:
    """Choices from {value: label}, or from labels that are their own values."""
    if isinstance(labels, Mapping):
        return tuple(Choice(value, label) for value, label in labels.items())
    return tuple(Choice(label, label) for label in labels)
