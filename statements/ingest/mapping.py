"""How a foreign register's rows become organisations, statements and answers: a mapping is a data file."""

import re
from collections.abc import Mapping as Row
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from statements.clock import Period
from statements.errors import NotFound, Problem
from statements.filing.datafile import FaultyFile, read
from statements.filing.profiles import profile
from statements.filing.questionnaire import load as load_questionnaire

FOLDER = Path(__file__).parent / "mappings"
DOUBLY_ENCODED = re.compile("[ÂÃâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


@dataclass(frozen=True)
class OrganisationColumns:
    """Which columns name the organisation, and what holds of every one of them."""

    name: str
    parent: str
    country: str
    kind: str
    scheme: str
    number: str


@dataclass(frozen=True)
class PeriodColumns:
    """Which columns hold the first and the last day of the period."""

    start: str
    end: str


@dataclass(frozen=True)
class DocumentColumns:
    """Which columns hold the statement's text and what its file was called; they may be absent from a file."""

    text: str
    filename: str


@dataclass(frozen=True)
class Mapping:
    """A mapping file, checked: every answer it gives is a question of the profile's questionnaire."""

    profile: str
    source: str
    statement: str
    dates: str
    separator: str
    mend_double_encoding: bool
    organisation: OrganisationColumns
    period: PeriodColumns
    document: DocumentColumns
    left_out: dict[str, str]
    answers: dict[str, dict[str, str]]


@dataclass(frozen=True)
class MappedRow:
    """One row in the register's terms. `number` counts rows of its file; `key` is what its statement is known by."""

    number: int
    key: str
    name: str
    parent: str
    identifier: str
    period: Period | None
    answers: dict[str, Any]
    text: str
    filename: str
    problems: tuple[Problem, ...] = ()


@cache
def load_mapping(name: str) -> Mapping:
    """The mapping for a profile. Raises NotFound where there is none, FaultyFile where it answers what is not asked."""
    path = FOLDER / f"{name}.toml"
    if not name.replace("-", "").isalnum() or not path.is_file():
        raise NotFound(f"There is no mapping for the profile “{name}”.")
    found = read(path, Mapping)
    asked = {question.key for question in load_questionnaire(profile(found.profile)).questions}
    strange = sorted(set(found.answers) - asked)
    homeless = sorted(asked - set(found.answers))
    if strange or homeless:
        raise FaultyFile(f"{path.name}: answers nobody asks for: {strange}; questions without an answer: {homeless}")
    return found


def columns_of(mapping: Mapping) -> frozenset[str]:
    """Every column that the mapping knows, those it leaves out with a reason among them."""
    named = {mapping.statement, mapping.period.start, mapping.period.end, mapping.document.text}
    named |= {mapping.document.filename, mapping.organisation.name, mapping.organisation.parent}
    named |= {mapping.organisation.number, *mapping.left_out}
    return frozenset(named | {each["column"] for each in mapping.answers.values()})


def map_row(mapping: Mapping, row: Row[str, str], number: int) -> MappedRow:
    """A row in the register's terms, with a problem for each thing without which it cannot land."""

    def cell(column: str) -> str:
        text = (row.get(column) or "").replace("\r\n", "\n").strip()
        return mend_encoding(text) if mapping.mend_double_encoding else text

    period, problems = _period(mapping, cell(mapping.period.start), cell(mapping.period.end))
    key, name = cell(mapping.statement), cell(mapping.organisation.name)
    if not key:
        problems.append(Problem("The row does not say which statement it belongs to.", f"Fill in {mapping.statement}."))
    if not name:
        problems.append(Problem("The row names no organisation.", f"Fill in {mapping.organisation.name}."))
    return MappedRow(
        number=number,
        key=key,
        name=name,
        parent=cell(mapping.organisation.parent),
        identifier=cell(mapping.organisation.number),
        period=period,
        answers={key: cell(each["column"]) for key, each in mapping.answers.items() if cell(each["column"])},
        text=cell(mapping.document.text),
        filename=cell(mapping.document.filename),
        problems=tuple(problems),
    )


def mend_encoding(text: str) -> str:
    """Text that was encoded twice ("Â£", "â€™") as it was meant; any other text as it is."""
    if not DOUBLY_ENCODED.search(text):
        return text
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return text


def _period(mapping: Mapping, start: str, end: str) -> tuple[Period | None, list[Problem]]:
    days: list[date] = []
    problems = []
    for column, text in ((mapping.period.start, start), (mapping.period.end, end)):
        try:
            days.append(datetime.strptime(text, mapping.dates).date())
        except ValueError:
            problems.append(Problem(f"{column}: “{text}” is not a date.", "Write it as in the other rows."))
    return (Period(days[0], days[1]) if not problems else None), problems
