"""Read the demonstration world from its TOML files into plain records; what the files mean is told at their heads."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from statements.organisations.nzbn import check_digit

HERE = Path(__file__).parent
WORLD = HERE / "world"
QUESTIONNAIRES = HERE.parents[1] / "statements" / "filing" / "questionnaires"

Moment = date | int
"""A date, or how many days before the day on which the world is loaded."""


@dataclass(frozen=True)
class World:
    """Everything in the files. Records stay mappings, as written; `answers` are complete for each statement's key."""

    settings: dict[str, Any]
    organisations: list[dict[str, Any]]
    people: list[dict[str, Any]]
    statements: list[dict[str, Any]]
    obligations: dict[str, Any]
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    corrected_answers: dict[str, dict[str, Any]] = field(default_factory=dict)

    def organisation(self, key: str) -> dict[str, Any]:
        """The organisation with this key. Raises KeyError."""
        for organisation in self.organisations:
            if organisation["key"] == key:
                return organisation
        raise KeyError(key)

    def covered(self, statement: dict[str, Any]) -> list[str]:
        """Keys of the organisations that a statement covers, its own first."""
        covers = statement.get("covers", [])
        if covers == "subsidiaries":
            covers = [entry["key"] for entry in self.organisations if entry.get("parent") == statement["organisation"]]
        return [statement["organisation"], *covers]


def read_world() -> World:
    """The whole demonstration world. Raises KeyError where a statement takes answers from one that is not there."""
    statements = [entry for path in sorted(WORLD.glob("statements-*.toml")) for entry in _toml(path)["statements"]]
    organisations = [
        entry for name in ("organisations", "subsidiaries") for entry in _toml(WORLD / f"{name}.toml")["organisations"]
    ]
    world = World(
        settings=_toml(WORLD / "world.toml"),
        organisations=organisations,
        people=_toml(WORLD / "people.toml")["people"],
        statements=statements,
        obligations=_toml(WORLD / "obligations.toml"),
    )
    by_key = {entry["key"]: entry for entry in statements}
    for key in by_key:
        world.answers[key], world.corrected_answers[key] = _answers(key, by_key)
    return world


def day_of(moment: Moment, loaded_on: date) -> date:
    """The date of a moment: itself, or so many days before `loaded_on`."""
    return loaded_on - timedelta(days=moment) if isinstance(moment, int) else moment


def nzbn_of_block(number: int) -> str:
    """The NZBN with this number in the demonstration's block. Raises ValueError outside the block."""
    block = _toml(WORLD / "organisations.toml")["nzbn_block"]
    if not block["first"] <= number <= block["last"]:
        raise ValueError(f"{number} lies outside the demonstration's block of NZBNs")
    first_twelve = f"{block['prefix']}{number:03}"
    return first_twelve + check_digit(first_twelve)


@cache
def questions(questionnaire: str) -> dict[str, dict[str, Any]]:
    """Every question of a questionnaire by its key, in order, each with its section's `asked_of`."""
    sections = _toml(QUESTIONNAIRES / f"{questionnaire}.toml")["sections"]
    return {
        question["key"]: {**question, "asked_of": section["asked_of"]}
        for section in sections
        for question in section["questions"]
    }


def is_asked(question: dict[str, Any], answers: dict[str, Any]) -> bool:
    """Whether a question is asked, given the answers to those before it."""
    if "depends_on" not in question:
        return True
    given = answers.get(question["depends_on"]["question"])
    values = given if isinstance(given, list) else [given]
    return any(value in question["depends_on"]["values"] for value in values)


def _answers(key: str, by_key: dict[str, dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    statement = by_key[key]
    source = statement.get("answers_from")
    inherited = _answers(source, by_key)[1] if source else {}
    first = _only_asked({**inherited, **statement.get("answers", {})})
    return first, _only_asked({**first, **statement.get("correction", {}).get("answers", {})})


def _only_asked(answers: dict[str, Any]) -> dict[str, Any]:
    known = questions(_toml(WORLD / "world.toml")["profile"])
    return {key: value for key, value in answers.items() if key not in known or is_asked(known[key], answers)}


@cache
def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
