"""The plans: quoted wording as data, one file a plan, checked for completeness when read."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from statements.errors import NotFound

FOLDER = Path(__file__).parent / "plans"


@dataclass(frozen=True)
class Pillar:
    """A part of a plan: its key, its name and its wording."""

    key: str
    name: str
    wording: str


@dataclass(frozen=True)
class Action:
    """One action by the plan's own number. `folded_into` names the action that took it over; `live_figures`
    names the figures of the register that show its progress."""

    number: str
    pillar: str
    heading: str
    wording: str
    folded_into: str = ""
    added_later: bool = False
    note: str = ""
    live_figures: str = ""


@dataclass(frozen=True)
class Plan:
    """A Plan of Action with where its wording comes from."""

    key: str
    title: str
    years: str
    source: str
    acknowledgement: str
    time_zone: str
    pillars: tuple[Pillar, ...]
    actions: tuple[Action, ...]

    def action(self, number: str) -> Action:
        """The action with this number. Raises NotFound."""
        for each in self.actions:
            if each.number == number:
                return each
        raise NotFound("The plan has no action of that number.")

    def of_pillar(self, key: str) -> Sequence[tuple[str, list[Action]]]:
        """The actions of a pillar under their headings, in the plan's order."""
        found: dict[str, list[Action]] = {}
        for each in self.actions:
            if each.pillar == key:
                found.setdefault(each.heading, []).append(each)
        return list(found.items())


@cache
def plans() -> dict[str, Plan]:
    """Every plan by key, newest key first. Raises ValueError naming what a file lacks."""
    read = [read_plan(path) for path in sorted(FOLDER.glob("*.toml"), reverse=True)]
    return {plan.key: plan for plan in read}


def plan(key: str) -> Plan:
    """The plan with this key. Raises NotFound."""
    if key not in plans():
        raise NotFound("There is no such plan.")
    return plans()[key]


def read_plan(path: Path) -> Plan:
    """Read a plan's file. Raises ValueError where actions are missing, repeat, or point nowhere."""
    with path.open("rb") as file:
        given = tomllib.load(file)
    pillars = tuple(Pillar(**each) for each in given["pillars"])
    actions = tuple(Action(**each) for each in given["actions"])
    _check(path.name, given["expected_actions"], pillars, actions)
    texts = {name: given[name] for name in ("key", "title", "years", "source", "acknowledgement", "time_zone")}
    return Plan(**texts, pillars=pillars, actions=actions)


def _check(name: str, expected: int, pillars: Sequence[Pillar], actions: Sequence[Action]) -> None:
    numbers = [each.number for each in actions]
    if len(set(numbers)) != expected or len(numbers) != expected:
        raise ValueError(f"{name}: {expected} actions are expected, {len(set(numbers))} different ones are there")
    known = {each.key for each in pillars}
    lost = [each.number for each in actions if each.pillar not in known]
    lost += [each.number for each in actions if each.folded_into and each.folded_into not in numbers]
    empty = sorted(known - {each.pillar for each in actions})
    if lost or empty:
        raise ValueError(f"{name}: actions that point nowhere: {lost}; pillars without actions: {empty}")
