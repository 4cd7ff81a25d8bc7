"""The form of a progress note: shape only; what it must say is checked by the use-case."""

from datetime import date

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import DateField, RadioField, SelectField, SubmitField, TextAreaField
from wtforms.validators import DataRequired

from statements.action_plan.models import ProgressState
from statements.action_plan.service import NoteText


class NoteForm(FlaskForm):
    """What an agency says about an action."""

    organisation = SelectField(_("For which agency"), widget=GovSelect(), validators=[DataRequired(_("Choose one."))])
    state = RadioField(
        _("How far is it?"),
        widget=GovRadioInput(),
        choices=[(each.value, each.value.capitalize()) for each in ProgressState],
        validators=[DataRequired(_("Choose one."))],
    )
    happened_on = DateField(
        _("On which day was this so?"),
        widget=GovTextInput(),
        description=_("For example 2026-03-31"),
        default=date.today,
        validators=[DataRequired(_("Give a day as year-month-day, for example 2026-03-31."))],
    )
    text = TextAreaField(_("What was done, and what came of it?"), widget=GovTextArea())
    delay_reason = TextAreaField(_("If it is delayed: why?"), widget=GovTextArea())
    mitigation = TextAreaField(_("If it is delayed: what is done about it?"), widget=GovTextArea())
    links = TextAreaField(_("Evidence on the web"), description=_("One address a line"), widget=GovTextArea())
    send = SubmitField(_("Send for approval"), widget=GovSubmitInput())

    def said(self) -> NoteText:
        """The note as the use-case takes it."""
        return NoteText(
            state=ProgressState(self.state.data),
            text=self.text.data or "",
            happened_on=self.happened_on.data or date.today(),
            delay_reason=self.delay_reason.data or "",
            mitigation=self.mitigation.data or "",
            links=tuple(line.strip() for line in (self.links.data or "").splitlines() if line.strip()),
        )
