"""The editions of the classification of industries: each year is counted by the one in force at its end."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from statements.reference.rows import rows

FILE = Path(__file__).parent / "industry_editions.toml"


@dataclass(frozen=True)
class Edition:
    """One edition: its title, the first day for which it is used, and the division of every code in it.

    `divisions` maps a division's letter to its title, in order; `division_of` a code of any level to its letter.
    """

    title: str
    in_force_from: date
    divisions: dict[str, str]
    division_of: dict[str, str]


@cache
def editions() -> tuple[Edition, ...]:
    """Every edition, the oldest first."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["editions"]
    made = [_edition(each["title"], each["in_force_from"], each["file"]) for each in told]
    return tuple(sorted(made, key=lambda edition: edition.in_force_from))


def edition_of(year: int) -> Edition:
    """The edition by which a calendar year is counted: the newest in force on its last day, else the oldest."""
    found = [each for each in editions() if each.in_force_from <= date(year, 12, 31)]
    return found[-1] if found else editions()[0]


def _edition(title: str, in_force_from: date, file: str) -> Edition:
    divisions: dict[str, str] = {}
    division_of: dict[str, str] = {}
    for row in rows(file):
        if row["level"] == "division":
            divisions[row["code"]] = row["title"]
            division_of[row["code"]] = row["code"]
        else:
            division_of[row["code"]] = division_of[row["parent"]]
    return Edition(title, in_force_from, divisions, division_of)
