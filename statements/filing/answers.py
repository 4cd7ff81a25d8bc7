"""Answers: the one shape that web form and spreadsheet both produce, and what follows from it.

An answer stands under its question's key: text, a chosen option's value, a list of them, True or False, a whole
number, a list of two-letter country codes, a date as ISO text. What was not answered is absent, so that "No"
(False), 0 and "not answered" never look alike.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from statements.errors import Problem
from statements.filing.parsers import is_blank, parse_one
from statements.filing.questionnaire import Kind, Question, Questionnaire
from statements.reference import tables
from statements.suppression import shown_count

Answers = dict[str, Any]


def parse(questionnaire: Questionnaire, given: Mapping[str, Any]) -> tuple[Answers, list[Problem]]:
    """Return the answers in what was given, and a Problem (its field the question's key) for each that cannot be read.

    What is given may be typed text or a value of the right type; options and countries may be named by their
    labels. Blanks are left out. Nothing is required here: `missing` says what is.
    """
    values: Answers = {}
    problems = [
        Problem(f"There is no question “{key}”.", "Leave it out.", key)
        for key in given
        if questionnaire.question(key) is None
    ]
    for question in questionnaire.questions:
        typed = given.get(question.key)
        if is_blank(typed):
            continue
        found = parse_one(question, typed)
        if isinstance(found, Problem):
            problems.append(found)
        elif not is_blank(found):
            values[question.key] = found
    return values, problems


def is_asked(question: Question, answers: Mapping[str, Any]) -> bool:
    """Whether the question is asked, given the answers to the question it depends on."""
    if question.depends_on is None:
        return True
    answer = answers.get(question.depends_on.question)
    held = answer if isinstance(answer, list) else [answer]
    return any(each is not None and each in question.depends_on.values for each in held)


def questions_for(
    questionnaire: Questionnaire, answers: Mapping[str, Any], *, public_agency: bool
) -> tuple[Question, ...]:
    """The questions that this organisation is asked, given its answers."""
    sections = questionnaire.sections_for(public_agency=public_agency)
    return tuple(question for each in sections for question in each.questions if is_asked(question, answers))


def relevant(questionnaire: Questionnaire, answers: Mapping[str, Any], *, public_agency: bool) -> Answers:
    """The answers that are filed: those to questions that are asked."""
    asked = questions_for(questionnaire, answers, public_agency=public_agency)
    return {question.key: answers[question.key] for question in asked if question.key in answers}


def missing(
    questions: Iterable[Question], answers: Mapping[str, Any], *, has_document: bool, always: Iterable[str] = ()
) -> list[Question]:
    """The questions that must still be answered: with a document none but those named in `always`."""
    keys = set(always)
    return [
        question
        for question in questions
        if is_asked(question, answers)
        and question.key not in answers
        and (question.key in keys or (question.required_without_document and not has_document))
    ]


def declared(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> dict[str, bool | None]:
    """What the filer claims about each criterion: there, not there, or None where nothing was answered.

    Of several questions about one criterion a single Yes claims it. A claim is never evidence.
    """
    claims: dict[str, bool | None] = {}
    for question in questionnaire.questions:
        claim = _claim(question, answers.get(question.key)) if is_asked(question, answers) else None
        for criterion in question.criteria:
            earlier = claims.get(criterion)
            claims[criterion] = claim if earlier is None else (earlier or bool(claim))
    return claims


def claimed_by(questionnaire: Questionnaire, answers: Mapping[str, Any], key: str) -> bool | None:
    """What the answer to the question `key` claims; None where it was not answered or is not asked here."""
    question = questionnaire.question(key)
    return _claim(question, answers.get(key)) if question else None


def _claim(question: Question, answer: Any) -> bool | None:
    if answer is None:
        return None
    if question.kind is Kind.BOOLEAN:
        return bool(answer)
    chosen = answer if isinstance(answer, list) else [answer]
    options = [question.option(each) for each in chosen]
    return any(option is not None and option.declares for option in options)


def shown(question: Question, answer: Any, *, public: bool) -> tuple[str, ...]:
    """The answer as lines to read; empty when not answered. In public a small count is not told as a number."""
    if answer is None:
        return ()
    if question.kind is Kind.BOOLEAN:
        return ("Yes",) if answer else ("No",)
    if question.kind is Kind.COUNT:
        return (shown_count(answer) if public else f"{answer:,}",)
    if question.kind is Kind.COUNTRIES:
        known = tables.countries()
        return tuple(sorted(known[code].name if code in known else code for code in answer))
    if question.kind in (Kind.CHOICE, Kind.CHOICES):
        chosen = answer if isinstance(answer, list) else [answer]
        labels = {each.value: each.label for each in question.options}
        return tuple(labels.get(each, str(each)) for each in chosen)
    return (spoken(date.fromisoformat(answer)) if question.kind is Kind.DATE else str(answer),)


def spoken(day: date) -> str:
    """The date as people write it: "1 April 2026" with the day first."""
    return f"{day.day} {day:%B %Y}"
