"""The open data of the register: one list of columns that writes CSV and JSON Lines and that the data dictionary is
made of."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from scoring.rubric import load, versions
from statements.filing import profiles, questionnaire
from statements.filing.questionnaire import Kind, Question
from statements.reference import tables
from statements.register.facets import MET, NOT_MET
from statements.register.public import PublicStatement

MARK = "\ufeff"
"""Stands at the beginning of a CSV file so that spreadsheets read it as UTF-8 and keep macrons."""
GUARD = "'"
RISKY = tuple("=+-@\t\r\n＝＋－＠" + GUARD)
"""A text that begins with one of these gets GUARD before it, so that no spreadsheet takes it for a formula."""
NZBN = "nzbn"

TEXT, NUMBER, DATE, LIST, YES_NO = "text", "number", "date", "list of texts", "yes or no"
GATE_TOLD = {True: MET, False: NOT_MET, None: None}
ANSWER_KINDS = {
    Kind.BOOLEAN: YES_NO,
    Kind.CHOICES: LIST,
    Kind.COUNTRIES: LIST,
    Kind.DATE: DATE,
}


@dataclass(frozen=True)
class Column:
    """One column: its name, what kind of value it holds, what that means, and how it is had of a statement.

    `value` answers None where there is nothing to tell. It gets the statement and the address of the register.
    """

    name: str
    kind: str
    meaning: str
    value: Callable[[PublicStatement, str], Any]


def _facts() -> list[Column]:
    return [
        Column("statement", NUMBER, "Number of the statement in the register.", lambda s, _: s.number),
        Column("organisation", TEXT, "Name of the lead organisation today.", lambda s, _: s.organisation.name),
        Column("organisation_id", TEXT, "The organisation's part of its address.", lambda s, _: s.organisation.slug),
        Column(NZBN, TEXT, "Its New Zealand Business Number, 13 digits.", lambda s, _: s.organisation.identifier(NZBN)),
        Column("identifiers", LIST, "Its numbers in any register, as scheme:value.", _identifiers),
        Column("other_names", LIST, "Its trading and former names.", _other_names),
        Column("group", TEXT, "The organisation it belongs to.", lambda s, _: _name(s.organisation.parent)),
        Column("covers", LIST, "Names of every organisation the statement covers.", _covers),
        Column("covers_count", NUMBER, "How many organisations it covers.", lambda s, _: len(s.version.covers)),
        Column("period_start", DATE, "First day of the reporting period.", lambda s, _: s.period_start),
        Column("period_end", DATE, "Last day of the reporting period.", lambda s, _: s.period_end),
        Column("year", NUMBER, "Calendar year in which the period ends.", lambda s, _: s.year),
        Column("law", TEXT, "Key of the rules it was filed under.", lambda s, _: s.law),
        Column("status", TEXT, "published or withdrawn.", lambda s, _: "withdrawn" if s.withdrawn else "published"),
        Column("withdrawn_reason", TEXT, "Why it was withdrawn.", lambda s, _: s.withdrawn_reason or None),
        Column("first_published", DATE, "UTC day of its first publication.", lambda s, _: s.published_at.date()),
        Column("version", NUMBER, "Number of its current version.", lambda s, _: s.version.number),
        Column("version_published", DATE, "UTC day of that version.", lambda s, _: s.version.published_at.date()),
        Column("source", TEXT, "portal, or whose register it came from.", lambda s, _: s.source),
        Column("source_url", TEXT, "Its address there.", lambda s, _: s.source_url or None),
    ]


def _codes() -> list[Column]:
    return [
        Column("sector", TEXT, "ANZSIC division letter of the lead organisation.", lambda s, _: s.organisation.sector),
        Column("sector_name", TEXT, "Title of that division.", _sector_name),
        Column("industry", TEXT, "ANZSIC code, as fine as it is known.", lambda s, _: s.organisation.industry),
        Column("region", TEXT, "Code of its region.", lambda s, _: s.organisation.region),
        Column("size", TEXT, "Code of its band of consolidated revenue.", lambda s, _: s.organisation.revenue_band),
        Column("kind", TEXT, "Code of its kind of organisation.", lambda s, _: s.organisation.kind),
        Column("country", TEXT, "ISO 3166-1 code of its country.", lambda s, _: s.organisation.country),
        Column("public_body", YES_NO, "Whether it is a public body.", lambda s, _: s.organisation.public_body),
        Column("demonstration", YES_NO, "Whether it was invented.", lambda s, _: s.organisation.demonstration),
        Column("url", TEXT, "Address of the statement.", lambda s, site: f"{site}/statements/{s.number}"),
        Column("documents", LIST, "SHA-256 of each document.", lambda s, _: [d.sha256 for d in s.version.documents]),
        Column("words", NUMBER, "Words in its documents.", lambda s, _: sum(d.words for d in s.version.documents)),
    ]


def _scores() -> list[Column]:
    rubrics = [load(version) for version in versions()]
    named = {pillar.slug: pillar.name for rubric in rubrics for pillar in rubric.pillars}
    asked = {each.id: each.question for rubric in rubrics for each in rubric.scored_criteria}
    gates = {each.id: each.question for rubric in rubrics for each in rubric.gates}
    return [
        Column("rubric", TEXT, "Rubric of the released profile; empty until one is released.", _rubric),
        Column("released", DATE, "UTC day on which the profile was released.", _released),
        *(
            Column(f"points_{slug}", NUMBER, f"Released points of the pillar {name}.", _points(slug))
            for slug, name in named.items()
        ),
        *(
            Column(f"level_{key.lower()}", NUMBER, f"Confirmed level, 0 to 2: {question}", _level(key))
            for key, question in asked.items()
        ),
        *(
            Column(f"gate_{key.lower()}", TEXT, f"Confirmed, met or not_met: {question}", _gate(key))
            for key, question in gates.items()
        ),
    ]


def _answers() -> list[Column]:
    """A column for each public question of any questionnaire; the same key always asks the same."""
    asked: dict[str, Question] = {}
    for key in dict.fromkeys(profile.questionnaire for profile in profiles.profiles()):
        for question in questionnaire.by_key(key).questions:
            if question.public:
                asked.setdefault(question.key, question)
    return [
        Column(f"answer_{key}", ANSWER_KINDS.get(question.kind, TEXT), question.label, _answer(key))
        for key, question in asked.items()
    ]


@cache
def columns() -> tuple[Column, ...]:
    """Every column, in the order in which exports hold them."""
    return (*_facts(), *_codes(), *_scores(), *_answers())


def as_json(statement: PublicStatement, site: str) -> dict[str, Any]:
    """A statement as one object: lists as lists, dates as ISO texts, null where there is nothing to tell."""
    values = {column.name: column.value(statement, site) for column in columns()}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def json_lines(statements: Iterable[PublicStatement], site: str) -> Iterator[str]:
    """One JSON object a line."""
    for statement in statements:
        yield json.dumps(as_json(statement, site), ensure_ascii=False) + "\n"


def csv_lines(statements: Iterable[PublicStatement], site: str) -> Iterator[str]:
    """A CSV file as RFC 4180 wants it: header first, every cell quoted, lines ended by CR LF."""
    yield MARK + _line([column.name for column in columns()])
    for statement in statements:
        yield _line([cell(column.value(statement, site)) for column in columns()])


def cell(value: Any) -> str:
    """A value as a CSV cell: yes or no, ISO dates, lists parted by |, texts guarded; empty for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return guarded("|".join(str(each).replace("\\", "\\\\").replace("|", "\\|") for each in value))
    return guarded(value) if isinstance(value, str) else str(value)


def guarded(text: str) -> str:
    """The text so that no spreadsheet runs it: GUARD before one that begins with a sign in RISKY, itself included."""
    return GUARD + text if text.startswith(RISKY) else text


def unguarded(text: str) -> str:
    """The very text that `guarded` was given."""
    return text.removeprefix(GUARD)


def dictionary() -> str:
    """The data dictionary as Markdown: every column with its kind and meaning, and how cells are written."""
    lines = [
        "# Data dictionary",
        "",
        "Made by `portal docs data-dictionary`. The columns of `/statements.csv` and the keys of `/statements.jsonl`.",
        "",
        "- UTF-8. A CSV file begins with a byte order mark so that spreadsheets keep macrons; every cell is quoted.",
        "- An empty cell, or null, means that there is nothing to tell: `no` is always written out.",
        f"- A text cell that begins with `=`, `+`, `-`, `@`, their wide forms, a tab, a line break or `{GUARD}` has "
        f"one `{GUARD}` before it, so that no spreadsheet runs it. Take one leading `{GUARD}` away and you have the "
        "very text. Nothing else is changed, and nothing is cut.",
        "- A list is parted by `|`; a `|` or a `\\` within an item has a `\\` before it. In JSON it is a list.",
        "- Counts of people and incidents below 6 are written `fewer than 6`.",
        "- Points and levels are there only once an officer confirmed them and the notice period passed. They tell "
        "how much a statement discloses, not how well an organisation behaves.",
        "",
        "| column | kind | meaning |",
        "|---|---|---|",
    ]
    rows = [f"| `{each.name}` | {each.kind} | {each.meaning} |" for each in columns()]
    return "\n".join([*lines, *rows]) + "\n"


def _line(cells: list[str]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return written.getvalue()


def _identifiers(statement: PublicStatement, _site: str) -> list[str]:
    return [f"{scheme}:{value}" for scheme, value in statement.organisation.identifiers]


def _other_names(statement: PublicStatement, _site: str) -> list[str]:
    return [each.name for each in statement.organisation.other_names]


def _covers(statement: PublicStatement, _site: str) -> list[str]:
    return [each.name for each in statement.version.covers]


def _name(ref: Any) -> str | None:
    return ref.name if ref else None


def _sector_name(statement: PublicStatement, _site: str) -> str | None:
    letter = statement.organisation.sector
    return tables.industries()[letter].title if letter else None


def _rubric(statement: PublicStatement, _site: str) -> str | None:
    return statement.profile.rubric if statement.profile else None


def _released(statement: PublicStatement, _site: str) -> date | None:
    return statement.profile.released_at.date() if statement.profile else None


def _points(slug: str) -> Callable[[PublicStatement, str], int | None]:
    return lambda statement, _site: statement.profile.points.get(slug) if statement.profile else None


def _level(criterion: str) -> Callable[[PublicStatement, str], int | None]:
    return lambda statement, _site: statement.profile.levels.get(criterion) if statement.profile else None


def _gate(gate: str) -> Callable[[PublicStatement, str], str | None]:
    return lambda statement, _site: GATE_TOLD[statement.profile.met.get(gate)] if statement.profile else None


def _answer(key: str) -> Callable[[PublicStatement, str], Any]:
    return lambda statement, _site: statement.version.answers.get(key)
