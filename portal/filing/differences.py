"""Two people changed one section: what each has, side by side, and the fields filled as the second one chooses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from portal.filing import fields, forms
from portal.filing.work import Work
from statements.filing import answers, marks, rules
from statements.filing.questionnaire import Kind, Question, Section

PREFIX = "combine-"
MINE, THEIRS, BOTH = "mine", "theirs", "both"
JOINED = frozenset({Kind.LONG_TEXT, Kind.COUNTRIES, Kind.CHOICES})
"""Answers of these kinds can be put together; of the others one has to be chosen."""


@dataclass(frozen=True)
class Difference:
    """One field that two people filled differently, as lines to read; `joins` where both can be kept."""

    name: str
    label: str
    theirs: tuple[str, ...]
    yours: tuple[str, ...]
    joins: bool


def differences(work: Work, section: Section, form: FlaskForm) -> list[Difference]:
    """Every field in which what stands in the form is not what the draft holds, in the order of the page."""
    held = marks.held(work.draft, section)
    found = []
    for question in section.questions:
        typed = fields.given(question, form[question.key].data)
        values, problems = answers.parse(work.questionnaire, {question.key: typed})
        stored, mine = held.get(question.key), values.get(question.key)
        if problems or stored != mine:
            yours = (_raw(typed),) if problems else answers.shown(question, mine, public=False)
            theirs = answers.shown(question, stored, public=False)
            found.append(Difference(question.key, question.label, theirs, yours, question.kind in JOINED))
    for name in rules.SIGNATORY:
        if name in form and " ".join((form[name].data or "").split()) != str(held.get(name, "")):
            pair = tuple((each,) if each else () for each in (str(held.get(name, "")), form[name].data or ""))
            found.append(Difference(name, str(form[name].label.text), pair[0], pair[1], False))
    return found


def combined(work: Work, section: Section) -> MultiDict[str, str]:
    """The sent fields, filled as was chosen for each that differs."""
    held = marks.held(work.draft, section)
    filled = MultiDict(request.form.items(multi=True))
    for question in section.questions:
        chosen = request.form.get(PREFIX + question.key, MINE)
        theirs = fields.as_sent(question, held.get(question.key))
        if chosen == THEIRS:
            filled.setlist(question.key, theirs)
        elif chosen == BOTH:
            filled.setlist(question.key, _joined(question, theirs, request.form.getlist(question.key)))
    for name in rules.SIGNATORY:
        if request.form.get(PREFIX + name) == THEIRS:
            filled.setlist(name, [str(held.get(name, ""))])
    return filled


def _joined(question: Question, theirs: list[str], mine: list[str]) -> list[str]:
    if question.kind is Kind.CHOICES:
        return list(dict.fromkeys([*theirs, *mine]))
    between = "\n\n" if question.kind is Kind.LONG_TEXT else "\n"
    return [between.join(each.strip() for each in [*theirs, *mine] if each.strip())]


def unsaved_form(work: Work, section: Section, typed: Mapping[str, list[str]], signatory: Any) -> FlaskForm:
    """The form of a section with what was typed and not saved in its fields."""
    return forms.section_form(section.questions, work.draft.answers, signatory, sent=MultiDict(dict(typed)))


def _raw(typed: Any) -> str:
    return ", ".join(typed) if isinstance(typed, list) else str(typed)
