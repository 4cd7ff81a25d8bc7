"""The questionnaires: what a filer is asked under a profile, read from questionnaires/*.toml."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from statements.filing import profiles
from statements.filing.datafile import FaultyFile, read

FOLDER = Path(__file__).parent / "questionnaires"
APPROVAL = "approval"
"""The section about who approved the statement; filers fill it in beside the signatory's name."""
APPROVED_BY, APPROVED_ON = "approved_by", "approved_on"
"""The questions of that section that the rules of filing read."""


class Kind(StrEnum):
    """What an answer is."""

    LONG_TEXT = "long_text"
    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    BOOLEAN = "boolean"
    COUNT = "integer_count"
    COUNTRIES = "countries"
    DATE = "date"


class AskedOf(StrEnum):
    """Who is asked a section."""

    EVERYONE = "everyone"
    PUBLIC_AGENCY = "public_agency"


@dataclass(frozen=True)
class Option:
    """One answer to choose. `blocks` says why a statement with this answer cannot be submitted yet, or is empty."""

    value: str
    label: str
    exclusive: bool = False
    declares: bool = True
    blocks: str = ""


@dataclass(frozen=True)
class DependsOn:
    """Asked only when the answer to `question` is, or holds, one of `values`."""

    question: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Question:
    """One question; `max_length` counts characters, 0 where the kind has no length."""

    key: str
    kind: Kind
    label: str
    required_without_document: bool
    help: str = ""
    options: tuple[Option, ...] = ()
    public: bool = True
    max_length: int = 0
    criteria: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    depends_on: DependsOn | None = None

    @cached_property
    def _by_value(self) -> dict[str, Option]:
        return {each.value: each for each in self.options}

    def option(self, value: str) -> Option | None:
        """The option with this value."""
        return self._by_value.get(value)


@dataclass(frozen=True)
class Section:
    """Questions that stand on one page."""

    key: str
    title: str
    intro: str
    asked_of: AskedOf
    bill_topic: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Questionnaire:
    """Everything a filer is asked, section by section."""

    key: str
    title: str
    language: str
    in_force_from: date
    source: str
    count_note: str
    sections: tuple[Section, ...]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order asked."""
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, key: str) -> Question | None:
        """The question with this key."""
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> dict[str, Question]:
        return {each.key: each for each in self.questions}

    def section(self, key: str) -> Section | None:
        """The section with this key."""
        return next((each for each in self.sections if each.key == key), None)

    def sections_for(self, *, public_agency: bool) -> tuple[Section, ...]:
        """The sections that an organisation is asked."""
        return tuple(each for each in self.sections if public_agency or each.asked_of is AskedOf.EVERYONE)


def load(profile: profiles.Profile | str) -> Questionnaire:
    """Return what is asked under a profile (or the profile of that key). Raises NotFound, FaultyFile."""
    found = profiles.profile(profile) if isinstance(profile, str) else profile
    return by_key(found.questionnaire)


@cache
def by_key(key: str) -> Questionnaire:
    """Return the questionnaire with this key. Raises FaultyFile, also where there is none: only profiles name them."""
    found = read(FOLDER / f"{key}.toml", Questionnaire)
    earlier: dict[str, Question] = {}
    for question in found.questions:
        fault = _fault(question, earlier)
        if fault:
            raise FaultyFile(f"{key}.toml: question {question.key}: {fault}")
        earlier[question.key] = question
    return found


def _fault(question: Question, earlier: dict[str, Question]) -> str:
    chosen = question.kind in (Kind.CHOICE, Kind.CHOICES)
    if question.key in earlier:
        return "its key stands twice"
    if chosen != bool(question.options):
        return "options belong to choice and choices, and they need some"
    if (question.kind in (Kind.TEXT, Kind.LONG_TEXT)) != bool(question.max_length):
        return "max_length belongs to text and long_text, and they need one"
    if len({each.value for each in question.options}) != len(question.options):
        return "two options have one value"
    if question.criteria and not (chosen or question.kind is Kind.BOOLEAN):
        return "only boolean, choice and choices may carry criteria"
    return _fault_of_dependence(question, earlier)


def _fault_of_dependence(question: Question, earlier: dict[str, Question]) -> str:
    if question.depends_on is None:
        return ""
    source = earlier.get(question.depends_on.question)
    if source is None:
        return f"it depends on “{question.depends_on.question}”, which is not asked before it"
    possible: set[Any] = {each.value for each in source.options} or {True, False}
    if not set(question.depends_on.values) <= possible:
        return f"it depends on answers that “{source.key}” does not have"
    return ""
