"""Rules of filing that need no database: the period, the approval, what is missing, how far a section is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from statements import clock
from statements.errors import Problem
from statements.filing import answers as forms
from statements.filing.answers import spoken
from statements.filing.profiles import Profile
from statements.filing.questionnaire import APPROVAL, APPROVED_BY, APPROVED_ON, Questionnaire, Section
from statements.organisations.models import Organisation

SIGNATORY_NAME, SIGNATORY_ROLE = "signatory_name", "signatory_role"
SIGNATORY = (SIGNATORY_NAME, SIGNATORY_ROLE)
LONGEST_SIGNATORY = 200
LONGEST_REASON = 2000
ELSEWHERE = "elsewhere"
"""The source of statements that were published elsewhere and brought in."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Gap:
    """One thing to do before a statement can be submitted: what, how, and in which section and field."""

    message: str
    mend: str
    section: str
    field: str = ""


class SectionState(StrEnum):
    """How far a section is."""

    NOT_STARTED = "not started"
    STARTED = "in progress"
    DONE = "done"
    OPTIONAL = "optional"


def is_public_agency(profile: Profile, organisation: Organisation) -> bool:
    """Whether the organisation is asked what only public agencies are asked."""
    return organisation.public_body or organisation.kind in profile.scope.public_agency_kinds


def period_problems(profile: Profile, start: date, end: date, *, today: date) -> list[Problem]:
    """What is wrong with a reporting period under a profile's rule, each with the field and the mend."""
    if end < start:
        return [Problem("The period ends before it starts.", "Check both dates.", "period_end")]
    problems = _length_problems(profile, start, end)
    if end > today:
        fault = f"The period ends on {spoken(end)}, which has not come yet."
        mend = f"A statement is about a period that is over: start this one on {spoken(end + _ONE_DAY)}."
        problems.append(Problem(fault, mend, "period_end"))
    if end < profile.in_force_from:
        fault = f"The period ends on {spoken(end)}."
        mend = f"This register reads periods under this profile that end on or after {spoken(profile.in_force_from)}."
        problems.append(Problem(fault, mend, "period_end"))
    return problems


def _length_problems(profile: Profile, start: date, end: date) -> list[Problem]:
    rule = profile.period
    if rule.lenient:
        longest = clock.add_months(start, rule.max_months) - _ONE_DAY
        if clock.months_between(start, end) >= rule.min_months and end <= longest:
            return []
        fault = (
            f"The period from {spoken(start)} to {spoken(end)} is not {rule.min_months} to {rule.max_months} months."
        )
        return [Problem(fault, "Check both dates.", "period_end")]
    expected = clock.add_months(start, rule.months) - _ONE_DAY
    if rule.months == 12:
        if clock.is_twelve_months(start, end):
            return []
        expected = clock.twelve_months_from(start).end
    elif end == expected:
        return []
    fault = f"The period is {_off_by((end - expected).days)} {rule.months} months."
    mend = f"{rule.months} months from {spoken(start)} end on {spoken(expected)}."
    return [Problem(fault, mend, "period_end")]


def _off_by(days: int) -> str:
    count = "one day" if abs(days) == 1 else f"{abs(days):,} days"
    return f"{count} {'shorter' if days < 0 else 'longer'} than"


def approval_problems(
    profile: Profile, answers: Mapping[str, Any], approval: Mapping[str, Any], *, start: date, today: date
) -> list[Problem]:
    """What is wrong with what was said about approval. What was not said is `readiness`'s to name."""
    problems = []
    approved_on = answers.get(APPROVED_ON)
    if approved_on and date.fromisoformat(approved_on) > today:
        fault = (
            f"The statement cannot have been approved on {spoken(date.fromisoformat(approved_on))}: that is to come."
        )
        problems.append(Problem(fault, "Enter the day on which it was approved.", APPROVED_ON))
    elif approved_on and date.fromisoformat(approved_on) < start:
        fault = f"The date of approval, {spoken(date.fromisoformat(approved_on))}, is before the period began."
        problems.append(Problem(fault, f"The period began on {spoken(start)}: check the year.", APPROVED_ON))
    for field, what in ((SIGNATORY_NAME, "name"), (SIGNATORY_ROLE, "role")):
        if len(str(approval.get(field, ""))) > LONGEST_SIGNATORY:
            fault = f"The signatory's {what} is longer than {LONGEST_SIGNATORY} characters."
            problems.append(Problem(fault, "Shorten it.", field))
    return problems


def readiness(
    profile: Profile,
    questionnaire: Questionnaire,
    *,
    answers: Mapping[str, Any],
    approval: Mapping[str, Any],
    has_document: bool,
    public_agency: bool,
    period_start: date,
    today: date,
) -> list[Gap]:
    """Everything that is missing or wrong before the statement can be submitted, in the order of the pages."""
    gaps = []
    for section in questionnaire.sections_for(public_agency=public_agency):
        for question in forms.missing(
            section.questions, answers, has_document=has_document, always=_always_asked(profile)
        ):
            gaps.append(Gap(f"{section.title}: {question.label}", "Not answered yet.", section.key, question.key))
        gaps += [
            Gap(text, "Change the answer when that is so.", section.key, key) for key, text in _blocks(section, answers)
        ]
    gaps += [
        Gap(problem.message, problem.mend, APPROVAL, problem.field)
        for problem in approval_problems(profile, answers, approval, start=period_start, today=today)
    ]
    if profile.signature.required:
        for field, what in ((SIGNATORY_NAME, "The name of the person who signs"), (SIGNATORY_ROLE, "Their role")):
            if not str(approval.get(field, "")).strip():
                gaps.append(Gap(f"Approval: {what}", "Not answered yet.", APPROVAL, field))
    return gaps


def _always_asked(profile: Profile) -> tuple[str, ...]:
    """Who approved a statement and when is asked beside a document too, where the law asks for a signature."""
    return (APPROVED_BY, APPROVED_ON) if profile.signature.required else ()


def _blocks(section: Section, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = []
    for question in section.questions:
        answer = answers.get(question.key)
        for value in answer if isinstance(answer, list) else [answer]:
            option = question.option(value) if isinstance(value, str) else None
            if option is not None and option.blocks:
                found.append((question.key, option.blocks))
    return found


def section_state(
    profile: Profile, section: Section, answers: Mapping[str, Any], *, has_document: bool
) -> SectionState:
    """How far a section is; optional while it is empty and nothing in it must be answered."""
    always = _always_asked(profile)
    open_questions = forms.missing(section.questions, answers, has_document=has_document, always=always)
    touched = any(question.key in answers for question in section.questions)
    if open_questions:
        return SectionState.STARTED if touched else SectionState.NOT_STARTED
    return SectionState.DONE if touched else SectionState.OPTIONAL
