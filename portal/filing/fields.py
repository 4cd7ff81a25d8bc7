"""Form fields of filing: each kind of question as a field with its widget, and a date in three parts."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from govuk_frontend_wtf.wtforms_widgets import (
    GovCharacterCount,
    GovCheckboxesInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import Field, RadioField, SelectMultipleField, StringField, TextAreaField

from portal.fields import DateParts, PlainRadios, offered, without_empty_hint
from statements.filing.questionnaire import Kind, Question
from statements.reference import tables

CLEAR = "clear-answer"
SMALL = {"classes": "govuk-fieldset__legend--s"}


class PlainCheckboxes(GovCheckboxesInput):
    """Checkboxes without an empty hint; `exclusive` values of the field unset the others."""

    def map_gov_params(self, field: Field, **kwargs: Any) -> dict[str, Any]:
        """The macro's parameters, the hint only where there is one."""
        params = without_empty_hint(super().map_gov_params(field, **kwargs))
        for item in params["items"]:
            if item["value"] in getattr(field, "exclusive", ()):
                item["behaviour"] = "exclusive"
        return params


def field_of(question: Question, *, answered: bool) -> Any:
    """The unbound field of a question. An answered radio can be taken back, which a browser alone cannot do."""
    return _FIELDS[question.kind](question, answered)


def params_of(question: Question) -> dict[str, Any]:
    """How the field of a question is shown."""
    if question.kind in (Kind.CHOICE, Kind.CHOICES, Kind.BOOLEAN, Kind.DATE):
        small = {"classes": "govuk-checkboxes--small"} if question.kind is Kind.CHOICES else {}
        return {"fieldset": {"legend": {"text": question.label, **SMALL}}, **small}
    shown: dict[str, Any] = {"label": {"classes": "govuk-label--s"}}
    if question.kind is Kind.LONG_TEXT:
        shown |= {"maxlength": str(question.max_length), "threshold": "50", "rows": "7"}
    if question.kind is Kind.COUNT:
        shown |= {"classes": "govuk-input--width-5", "inputmode": "numeric", "spellcheck": False}
    if question.kind is Kind.COUNTRIES:
        shown |= {"rows": "4"}
    return shown


def typed(question: Question, answer: Any) -> Any:
    """A stored answer as its field shows it."""
    if answer is None:
        return None
    if question.kind is Kind.BOOLEAN:
        return "yes" if answer else "no"
    if question.kind is Kind.COUNT:
        return str(answer)
    if question.kind is Kind.DATE:
        return date.fromisoformat(answer)
    if question.kind is Kind.COUNTRIES:
        return "\n".join(tables.countries()[code].name for code in answer)
    return answer


def as_sent(question: Question, answer: Any) -> list[str]:
    """A stored answer as a browser would send its field."""
    shown = typed(question, answer)
    if shown is None:
        return []
    if isinstance(shown, date):
        return [str(shown.day), str(shown.month), str(shown.year)]
    return list(shown) if isinstance(shown, list) else [str(shown)]


def given(question: Question, data: Any) -> Any:
    """What a field gives for the answers; a radio that was taken back gives nothing."""
    return None if data == CLEAR else data


def _radios(question: Question, answered: bool, choices: Iterable[tuple[str, str]]) -> RadioField:
    back = [(CLEAR, _("Take this answer back"))] if answered else []
    return RadioField(
        question.label,
        choices=offered([*choices, *back]),
        validate_choice=False,
        description=question.help,
        widget=PlainRadios(),
    )


def _boolean(question: Question, answered: bool) -> RadioField:
    return _radios(question, answered, [("yes", _("Yes")), ("no", _("No"))])


def _choice(question: Question, answered: bool) -> RadioField:
    return _radios(question, answered, [(each.value, each.label) for each in question.options])


def _choices(question: Question, _answered: bool) -> SelectMultipleField:
    return SelectMultipleField(
        question.label,
        choices=offered((each.value, each.label) for each in question.options),
        validate_choice=False,
        description=question.help,
        widget=PlainCheckboxes(),
    )


def _text(question: Question, _answered: bool) -> StringField:
    return StringField(question.label, description=question.help, widget=GovTextInput())


def _long_text(question: Question, _answered: bool) -> TextAreaField:
    return TextAreaField(question.label, description=question.help, widget=GovCharacterCount())


def _countries(question: Question, _answered: bool) -> TextAreaField:
    hint = " ".join(part for part in (question.help, _("One a line, or with commas between.")) if part)
    return TextAreaField(question.label, description=hint, widget=GovTextArea())


def _date(question: Question, _answered: bool) -> DateParts:
    return DateParts(question.label, description=question.help or _("For example, 27 3 2026."))


_FIELDS: dict[Kind, Callable[[Question, bool], Any]] = {
    Kind.LONG_TEXT: _long_text,
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.BOOLEAN: _boolean,
    Kind.COUNT: _text,
    Kind.COUNTRIES: _countries,
    Kind.DATE: _date,
}
