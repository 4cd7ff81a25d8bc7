"""The forms of moderation: shape only. What a decision must be like stands in statements/moderation/rules."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextArea
from wtforms import HiddenField, IntegerField, SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Optional

from statements.errors import Problem
from statements.moderation.evidence import Change, chosen
from statements.moderation.models import FindingRecord

NOT_SCORED = "none"
LEVELS = {"2": 2, "1": 1, "0": 0, NOT_SCORED: None}


def add_problems(form: FlaskForm, problems: Sequence[Problem], fallback: str) -> None:
    """Put each problem at its field, or at `fallback` where the form has no such field."""
    for problem in problems:
        field = form[problem.field if problem.field in form else fallback]
        field.errors = [*field.errors, f"{problem.message} {problem.mend}".strip()]


class FindingForm(FlaskForm):
    """An officer's decision about one finding; `seen` is the revision that the page showed."""

    level = StringField(validators=[AnyOf(LEVELS, _("Choose a level."))])
    reason = TextAreaField()
    quote = StringField()
    struck = SelectMultipleField(coerce=int, validate_choice=False)
    seen = IntegerField(validators=[InputRequired()])

    @property
    def decision(self) -> dict[str, Any]:
        """What was decided, as the use-case takes it."""
        return {
            "level": LEVELS[self.level.data or NOT_SCORED],
            "reason": self.reason.data or "",
            "evidence": Change(struck=self.struck.data or [], quote=self.quote.data or ""),
            "seen": self.seen.data,
        }


class EvidenceForm(FlaskForm):
    """A finding decided in the text itself: the sentences that are ticked are its evidence, and no others."""

    level = StringField(validators=[AnyOf(LEVELS, _("Choose a level."))])
    reason = TextAreaField()
    evidence = SelectMultipleField(coerce=int, validate_choice=False)
    seen = IntegerField(validators=[InputRequired()])

    def decision(self, finding: FindingRecord) -> dict[str, Any]:
        """What was decided about this finding, as the use-case takes it."""
        return {
            "level": LEVELS[self.level.data or NOT_SCORED],
            "reason": self.reason.data or "",
            "evidence": chosen(finding, self.evidence.data or []),
            "seen": self.seen.data,
        }


class ConfirmRestForm(FlaskForm):
    """The findings to confirm as they stand: each as "C01:3", the criterion and the revision that the page showed."""

    seen = SelectMultipleField(validate_choice=False)

    @property
    def revisions(self) -> dict[str, int]:
        """The revision seen of each criterion."""
        pairs = (entry.partition(":") for entry in self.seen.data or [])
        return {criterion: int(revision) for criterion, _colon, revision in pairs if revision.isdigit()}


class PublishForm(FlaskForm):
    """A note to go with publication; it may stay empty."""

    reason = TextAreaField(validators=[Optional()])


class ReasonForm(FlaskForm):
    """A reason that must be given, or an answer or reply."""

    text = TextAreaField(widget=GovTextArea(), validators=[InputRequired(_("Write something here."))])
    send = SubmitField(widget=GovSubmitInput())


class ReturnForm(FlaskForm):
    """Why a version goes back; points per criterion come beside it as `point-C01` and so on."""

    reason = TextAreaField(_("What must be mended, in a few words that the filer will read"), widget=GovTextArea())
    page = HiddenField()
    send = SubmitField(_("Return to the filer"), widget=GovSubmitInput())
