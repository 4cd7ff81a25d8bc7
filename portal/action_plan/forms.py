"""The form of a progress note: shape only; what it must say is checked by the use-case."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect, GovSubmitInput, GovTextArea
from wtforms import RadioField, SelectField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from portal.fields import DateParts, offered
from statements.action_plan.models import ProgressState
from statements.action_plan.service import NoteText
from statements.filing.parsers import parse_date


class NoteForm(FlaskForm):
    """What an agency says about an action."""

    organisation = SelectField(_("For which agency"), widget=GovSelect(), validators=[DataRequired(_("Choose one."))])
    state = RadioField(
        _("How far is it?"),
        widget=GovRadioInput(),
        choices=offered((each.value, each.value.capitalize()) for each in ProgressState),
        validators=[DataRequired(_("Choose one."))],
    )
    happened_on = DateParts(_("On which day was this so?"), description=_("For example, 31 3 2026."))
    text = TextAreaField(_("What was done, and what came of it?"), widget=GovTextArea())
    delay_reason = TextAreaField(_("If it is delayed: why?"), widget=GovTextArea())
    mitigation = TextAreaField(_("If it is delayed: what is done about it?"), widget=GovTextArea())
    links = TextAreaField(_("Evidence on the web"), description=_("One address a line"), widget=GovTextArea())
    send = SubmitField(_("Send for approval"), widget=GovSubmitInput())

    def validate_happened_on(self, field: Any) -> None:
        """Refuse what is no day; raises ValidationError."""
        if parse_date(field.data or "") is None:
            raise ValidationError(_("Enter the day on which this was so, with day, month and year."))

    def said(self) -> NoteText:
        """The note as the use-case takes it, of a form that was found valid."""
        happened_on = parse_date(self.happened_on.data)
        if happened_on is None:
            raise ValueError("the form has no day")
        return NoteText(
            state=ProgressState(self.state.data),
            text=self.text.data or "",
            happened_on=happened_on,
            delay_reason=self.delay_reason.data or "",
            mitigation=self.mitigation.data or "",
            links=tuple(line.strip() for line in (self.links.data or "").splitlines() if line.strip()),
        )
