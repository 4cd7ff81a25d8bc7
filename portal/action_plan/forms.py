"""Forms of progress notes and measures: shape only; what they must say is checked by the use-cases."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import BooleanField, DecimalField, RadioField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from portal.fields import DateParts, PlainRadios, offered
from statements.action_plan.measures import Measured
from statements.action_plan.models import ProgressState
from statements.action_plan.planned import Action
from statements.action_plan.service import NoteText
from statements.filing.parsers import parse_date
from statements.organisations.models import Organisation


def _is_day(_form: FlaskForm, field: Any) -> None:
    if parse_date(field.data or "") is None:
        raise ValidationError(_("Enter the day on which this was so, with day, month and year."))


class NoteForm(FlaskForm):
    """What an agency says about an action."""

    organisation = SelectField(_("For which agency"), widget=GovSelect(), validators=[DataRequired(_("Choose one."))])
    stage = SelectField(_("Which stage"), widget=GovSelect())
    state = RadioField(
        _("How far is it?"),
        widget=PlainRadios(),
        choices=offered((each.value, each.value.capitalize()) for each in ProgressState),
        validators=[DataRequired(_("Choose one."))],
    )
    happened_on = DateParts(
        _("On which day was this so?"), description=_("For example, 31 3 2026."), validators=[_is_day]
    )
    text = TextAreaField(_("What was done, and what came of it?"), widget=GovTextArea())
    delay_reason = TextAreaField(_("If it is delayed: why?"), widget=GovTextArea())
    mitigation = TextAreaField(_("If it is delayed: what is done about it?"), widget=GovTextArea())
    next_steps = TextAreaField(_("What comes next?"), widget=GovTextArea())
    links = TextAreaField(_("Evidence on the web"), description=_("One address a line"), widget=GovTextArea())
    reason = StringField(
        _("Why is it corrected?"), description=_("The note is public: everyone reads this."), widget=GovTextInput()
    )
    send = SubmitField(_("Send for approval"), widget=GovSubmitInput())

    def offer(self, action: Action, agencies: Sequence[Organisation] | None, *, public: bool = False) -> None:
        """Fill the lists; without agencies, stages or a correction, their fields go."""
        if agencies is None:
            del self.organisation
        else:
            self.organisation.choices = offered((str(each.id), each.name) for each in agencies)
        if action.stages:
            terms = list(dict.fromkeys(each.term for each in action.stages))
            named = [("", _("The action as a whole")), *((term, term.capitalize()) for term in terms)]
            self.stage.choices = offered(named)
        else:
            del self.stage
        if not public:
            del self.reason

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
            next_steps=self.next_steps.data or "",
            stage=self.stage.data or "" if self.stage else "",
        )


class MeasureForm(FlaskForm):
    """A value of a measure on a day."""

    organisation = SelectField(_("For which agency"), widget=GovSelect(), validators=[DataRequired(_("Choose one."))])
    measure = StringField(
        _("What is measured?"),
        description=_("Use the same words each time: the chart joins them."),
        widget=GovTextInput(),
    )
    value = DecimalField(
        _("Value"), widget=GovTextInput(), validators=[InputRequired(_("Give a number, for example 41 or 12.5."))]
    )
    unit = StringField(_("Unit"), description=_("For example people trained, per cent, NZ$"), widget=GovTextInput())
    measured_on = DateParts(_("As at which day?"), description=_("For example, 31 3 2026."), validators=[_is_day])
    source = StringField(_("Where is it from?"), widget=GovTextInput())
    counts_people = BooleanField(_("It counts people or incidents: a number below 6 is not shown"))
    send = SubmitField(_("Send for approval"), widget=GovSubmitInput())

    def said(self) -> Measured:
        """The value as the use-case takes it, of a form that was found valid."""
        measured_on = parse_date(self.measured_on.data)
        if measured_on is None:
            raise ValueError("the form has no day")
        return Measured(
            measure=self.measure.data or "",
            unit=self.unit.data or "",
            value=float(self.value.data or 0),
            measured_on=measured_on,
            source=self.source.data or "",
            counts_people=bool(self.counts_people.data),
        )
