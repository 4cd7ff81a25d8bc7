"""Forms of filing: their shape only. The form of a section is built from its questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovTextArea, GovTextInput
from werkzeug.datastructures import MultiDict
from wtforms import FileField, HiddenField, RadioField, StringField, TextAreaField

from portal.fields import DateParts, PlainRadios
from portal.filing.fields import field_of, given, params_of, typed
from statements.filing.questionnaire import Question
from statements.filing.rules import SIGNATORY_NAME, SIGNATORY_ROLE


@dataclass(frozen=True)
class Group:
    """Questions that are shown together; `intro` says when they are asked, where they depend on another."""

    intro: str
    questions: tuple[Question, ...]


def groups_of(questions: Sequence[Question]) -> list[Group]:
    """The questions of a section, those that depend on one answer kept together beneath it."""
    found: list[Group] = []
    by_key = {question.key: question for question in questions}
    for question in questions:
        intro = _intro(question, by_key)
        if found and intro and found[-1].intro == intro:
            found[-1] = Group(intro, (*found[-1].questions, question))
        else:
            found.append(Group(intro, (question,)))
    return found


def _intro(question: Question, by_key: Mapping[str, Question]) -> str:
    if question.depends_on is None or question.depends_on.question not in by_key:
        return ""
    source, values = by_key[question.depends_on.question], question.depends_on.values
    if True in values:
        return _("If you answered Yes to “%(question)s”", question=source.label)
    if len(values) > 1:
        return _("If you ticked any check in “%(question)s”", question=source.label)
    label = next(each.label for each in source.options if each.value == values[0])
    return _("If you answered “%(answer)s”", answer=label)


def section_form(
    questions: Sequence[Question],
    answers: Mapping[str, Any],
    signatory: Mapping[str, str] | None = None,
    *,
    sent: MultiDict[str, str] | None = None,
) -> FlaskForm:
    """A form with a field for each question, filled with the stored answers or with what was typed.

    With `signatory` (its stored values) it also asks who will sign. `sent` stands in place of what this request sent.
    """
    fields: dict[str, Any] = {
        question.key: field_of(question, answered=question.key in answers) for question in questions
    }
    if signatory is not None:
        fields |= {name: _line(label, hint) for name, (label, hint) in SIGNATORY_FIELDS.items()}
    fields["seen"] = HiddenField()
    stored = {question.key: typed(question, answers.get(question.key)) for question in questions}
    chosen = {} if sent is None else {"formdata": sent}
    form = type("SectionForm", (FlaskForm,), fields)(data={**stored, **(signatory or {})}, **chosen)
    for question in questions:
        field = form[question.key]
        field.params = params_of(question)
        field.exclusive = tuple(each.value for each in question.options if each.exclusive)
    return form


SIGNATORY_FIELDS = {
    SIGNATORY_NAME: (
        lazy_gettext("Full name of the person who signs"),
        lazy_gettext("Shown in the register. They sign on a page of their own."),
    ),
    SIGNATORY_ROLE: (
        lazy_gettext("Their role on the governing body"),
        lazy_gettext("For example: chair of the board, councillor, trustee, partner, chief executive."),
    ),
}


def _line(label: Any, hint: Any) -> StringField:
    return StringField(label, description=hint, widget=GovTextInput())


def given_answers(form: FlaskForm, questions: Sequence[Question]) -> dict[str, Any]:
    """What was typed or ticked for each question; None where nothing was."""
    return {question.key: given(question, form[question.key].data) for question in questions}


class StartForm(FlaskForm):
    """For whom, under which law and for which period a statement is started."""

    organisation = RadioField(
        lazy_gettext("Which organisation is the statement of?"),
        description=lazy_gettext("It may cover others too: you name them later."),
        validate_choice=False,
        widget=PlainRadios(),
    )
    profile = RadioField(lazy_gettext("Under which law?"), validate_choice=False, widget=PlainRadios())
    period_start = DateParts(lazy_gettext("First day of the reporting period"))
    period_end = DateParts(lazy_gettext("Last day of the reporting period"))


class UploadForm(FlaskForm):
    """One file."""

    document = FileField(lazy_gettext("Choose the statement"), widget=GovFileInput())


class CoversForm(FlaskForm):
    """Names or numbers to look up; the ticked organisations stand beside it."""

    lines = TextAreaField(
        lazy_gettext("Add organisations by name or NZBN"),
        description=lazy_gettext("One a line. You can paste a column of a spreadsheet."),
        widget=GovTextArea(),
    )


class ReasonForm(FlaskForm):
    """Why something is corrected or withdrawn."""

    reason = TextAreaField(
        lazy_gettext("Reason"),
        description=lazy_gettext("Shown in the register, in the statement's history."),
        widget=GovTextArea(),
    )


class DirectorForm(FlaskForm):
    """Which director is asked to sign."""

    director = RadioField(lazy_gettext("Who signs?"), validate_choice=False, widget=PlainRadios())


class NoteForm(FlaskForm):
    """What the director wants changed."""

    note = TextAreaField(
        lazy_gettext("What should change?"),
        description=lazy_gettext("Only the people who act for the organisation read this."),
        widget=GovTextArea(),
    )
