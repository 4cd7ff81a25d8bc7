"""Which answers are public, and how one reads: option labels for codes, small counts kept back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from statements.errors import NotFound
from statements.filing import questionnaire
from statements.filing.answers import spoken
from statements.filing.questionnaire import Kind, Question, Questionnaire
from statements.reference import tables
from statements.suppression import SMALLEST_SHOWN, shown_count

YES, NO = "yes", "no"


@dataclass(frozen=True)
class ShownAnswer:
    """An answer as a page shows it; `lines` is empty where the question was not answered."""

    key: str
    question: str
    lines: tuple[str, ...]
    long: bool = False


@dataclass(frozen=True)
class ShownSection:
    """The answers of one section of a questionnaire."""

    key: str
    title: str
    answers: tuple[ShownAnswer, ...]


@cache
def asked(law: str) -> Questionnaire | None:
    """The questionnaire of a profile; None for a profile that this code no longer knows."""
    try:
        return questionnaire.load(law)
    except NotFound:
        return None


def public_answers(law: str, given: Mapping[str, Any]) -> dict[str, object]:
    """The given answers to public questions, small counts replaced by words; others, and unknown keys, left out."""
    found = asked(law)
    if found is None:
        return {}
    return {
        question.key: kept_back(question, given[question.key])
        for question in found.questions
        if question.public and given.get(question.key) not in (None, "", [])
    }


def kept_back(question: Question, value: Any) -> Any:
    """The value, or words in its place for a count that is too small to publish."""
    small = question.kind is Kind.COUNT and isinstance(value, int) and value < SMALLEST_SHOWN
    return shown_count(value) if small else value


def shown_sections(law: str, public: Mapping[str, Any], *, public_agency: bool) -> tuple[ShownSection, ...]:
    """Every public question with its answer as a page shows it, section by section; empty for an unknown profile."""
    found = asked(law)
    if found is None:
        return ()
    sections = []
    for section in found.sections_for(public_agency=public_agency):
        shown = tuple(_shown(question, public.get(question.key)) for question in section.questions if question.public)
        if shown:
            sections.append(ShownSection(section.key, section.title, shown))
    return tuple(sections)


def public_questions(law: str, *, public_agency: bool) -> Iterator[Question]:
    """The public questions in the order of the questionnaire; none for an unknown profile."""
    found = asked(law)
    for section in found.sections_for(public_agency=public_agency) if found else ():
        yield from (each for each in section.questions if each.public)


def lines(question: Question, value: Any) -> tuple[str, ...]:
    """An answer as a page shows it, line by line; none where the question was not answered."""
    if value is None:
        return ()
    if isinstance(value, bool):
        return ("Yes" if value else "No",)
    if isinstance(value, list | tuple):
        return tuple(_label(question, each) for each in value)
    if question.kind is Kind.LONG_TEXT:
        return tuple(line for line in str(value).splitlines() if line.strip())
    return (_label(question, value),)


def words(law: str, public: Mapping[str, Any]) -> str:
    """The public answers as text to search: labels of what was chosen and what was written, one a line."""
    found = asked(law)
    if found is None:
        return ""
    told = [line for question in found.questions for line in lines(question, public.get(question.key))]
    return "\n".join(told)


def cell(question: Question, value: Any) -> str:
    """An answer as one cell of an export: codes, several joined by a vertical bar; empty where not answered."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list | tuple):
        return "|".join(str(each) for each in value)
    return str(value)


def _shown(question: Question, value: Any) -> ShownAnswer:
    return ShownAnswer(question.key, question.label, lines(question, value), question.kind is Kind.LONG_TEXT)


def _label(question: Question, value: Any) -> str:
    if question.kind is Kind.COUNTRIES:
        entry = tables.countries().get(str(value))
        return entry.name if entry else str(value)
    option = question.option(value) if isinstance(value, str) else None
    if question.kind is Kind.COUNT and isinstance(value, int):
        return f"{value:,}"
    if question.kind is Kind.DATE:
        return spoken(date.fromisoformat(str(value)))
    return option.label if option else str(value)
