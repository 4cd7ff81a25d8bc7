"""The shape of a plan: quoted wording with its place, and what hangs together in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from statements.clock import add_months
from statements.errors import NotFound

Thing = TypeVar("Thing")


class Timing(StrEnum):
    """When an action is due: by stages with terms, all the time, when a case arises, or our copy does not say."""

    STAGED = "staged"
    ONGOING = "ongoing"
    CASE = "case"
    NOT_STATED = "not stated"


@dataclass(frozen=True)
class Pillar:
    """A part of a plan: its key, its name and its wording. `place` is the heading it stands under."""

    key: str
    name: str
    wording: str
    place: str = ""


@dataclass(frozen=True)
class Aim:
    """A principle or a goal by the plan's own letter or number; a goal belongs to a pillar."""

    key: str
    wording: str
    pillar: str = ""


@dataclass(frozen=True)
class Topic:
    """A heading of the plan to which principles, goals, agencies and actions attach."""

    key: str
    pillar: str
    heading: str
    agencies: tuple[str, ...] = ()
    principles: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    agencies_wording: str = ""
    related_wording: str = ""


@dataclass(frozen=True)
class Stage:
    """One stage of an action: its term as the plan calls it, its wording, and whose it is where that is said."""

    term: str
    wording: str
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wording:
    """How one table of the document words an action."""

    objective: str
    wording: str
    timetable: str
    agency_wording: str
    measure: str


FIELDS = ("objective", "wording", "timetable", "agency_wording", "measure")


@dataclass(frozen=True)
class Action:
    """One action by the plan's own number.

    `summary` is how the document's summary table words it, where there is one. `folded_into` names the action that
    took it over; `live_figures` names the figures of the register that show its progress.
    """

    number: str
    pillar: str
    topic: str
    wording: str
    objective: str = ""
    subheading: str = ""
    timetable: str = ""
    agency_wording: str = ""
    measure: str = ""
    timing: Timing = Timing.NOT_STATED
    stages: tuple[Stage, ...] = ()
    agencies: tuple[str, ...] = ()
    summary: Wording | None = None
    folded_into: str = ""
    added_later: bool = False
    note: str = ""
    live_figures: str = ""

    @property
    def differences(self) -> list[str]:
        """The fields that body and summary table word differently, capitals and spaces aside."""
        if self.summary is None:
            return []
        return [name for name in FIELDS if _bare(getattr(self, name)) != _bare(getattr(self.summary, name))]


@dataclass(frozen=True)
class Gap:
    """Something the completeness check finds missing and a person has looked at, with what they say of it."""

    kind: str
    of: str
    note: str


@dataclass(frozen=True)
class Named:
    """An agency that the plan names, by its key in agencies.toml."""

    key: str


@dataclass(frozen=True)
class EntryGoal:
    """A goal as an entry words it, and the number of the plan's own goal that it stands for."""

    goal: str
    wording: str


@dataclass(frozen=True)
class Entry:
    """How an international database records a plan, quoted."""

    document: str
    year: str
    type_of_measure: str
    form_of_violence: str
    description: str
    source: str
    goals: tuple[EntryGoal, ...]


@dataclass(frozen=True)
class Record:
    """What a plan's own record for international databases says beside its wording; `entry` is one that exists."""

    year: int
    type_of_measure: str
    form_of_violence: str
    full_text: str
    source: str
    entry: Entry | None = None


@dataclass(frozen=True)
class Plan:
    """A Plan of Action with where its wording comes from. `year_ends` is "MM-DD" of its year of reports."""

    key: str
    title: str
    years: str
    country: str
    document: str
    table_place: str
    acknowledgement: str
    objective: str
    year_ends: str
    time_zone: str
    kinds_note: str
    expected_actions: int
    pillars: tuple[Pillar, ...]
    topics: tuple[Topic, ...]
    actions: tuple[Action, ...]
    principles: tuple[Aim, ...] = ()
    goals: tuple[Aim, ...] = ()
    agencies: tuple[Named, ...] = ()
    gaps: tuple[Gap, ...] = ()
    notes: tuple[str, ...] = ()
    archive: bool = False
    released_on: date | None = None
    released_note: str = ""
    summary_place: str = ""
    timetable_wording: str = ""
    numbering_wording: str = ""
    terms: dict[str, int] = field(default_factory=dict)
    record: Record | None = None

    def action(self, number: str) -> Action:
        """The action with this number. Raises NotFound."""
        return _one([each for each in self.actions if each.number == number], "The plan has no action of that number.")

    def pillar(self, key: str) -> Pillar:
        """The pillar with this key. Raises NotFound."""
        return _one([each for each in self.pillars if each.key == key], "The plan has no such pillar.")

    def topic(self, key: str) -> Topic:
        """The topic with this key. Raises NotFound."""
        return _one([each for each in self.topics if each.key == key], "The plan has no such topic.")

    def goal(self, key: str) -> Aim:
        """The goal with this number. Raises NotFound."""
        return _one([each for each in self.goals if each.key == key], "The plan has no goal of that number.")

    def principle(self, key: str) -> Aim:
        """The principle with this letter. Raises NotFound."""
        return _one([each for each in self.principles if each.key == key], "The plan has no principle of that letter.")

    def topics_of(self, pillar: str) -> list[Topic]:
        """The topics of a pillar, in the plan's order."""
        return [each for each in self.topics if each.pillar == pillar]

    def actions_of(self, topic: str) -> list[Action]:
        """The actions under a topic, in the plan's order."""
        return [each for each in self.actions if each.topic == topic]

    def gap(self, kind: str, of: str) -> Gap | None:
        """What is known to be missing about a goal or a principle."""
        return next((each for each in self.gaps if (each.kind, each.of) == (kind, of)), None)

    def place(self, action: Action) -> str:
        """Where in the document an action's table stands: its headings."""
        heads = (self.pillar(action.pillar).name, self.topic(action.topic).heading, action.subheading)
        return " › ".join(each for each in heads if each)

    def due(self, term: str) -> date:
        """The day by which a stage of this term is due. Raises ValueError for a term the plan does not have."""
        if self.released_on is None or term not in self.terms:
            raise ValueError(f"{self.key}: a stage has the term {term!r}, which has no months")
        return add_months(self.released_on, self.terms[term])


def _one(found: Sequence[Thing], message: str) -> Thing:
    if not found:
        raise NotFound(message)
    return found[0]


def _bare(text: str) -> str:
    return "".join(text.casefold().split())
