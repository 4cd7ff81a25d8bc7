"""The form in which an officer, or an organisation, says why a statement is late."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextArea
from wtforms import RadioField, SubmitField, TextAreaField

from portal import carried, db
from portal.access import actor
from portal.fields import PlainRadios, offered
from portal.forms import show_problems
from statements.clock import local_date
from statements.errors import Conflict, Invalid
from statements.filing.lateness import explain
from statements.organisations import lateness
from statements.organisations.models import Obligation


class LatenessForm(FlaskForm):
    """A reason of the list, and words; what they must be like stands in statements/organisations/lateness."""

    code = RadioField(_("Why is it late?"), validate_choice=False, widget=PlainRadios())
    words = TextAreaField(
        _("In your words"),
        description=_("Needed where the reason alone does not tell. Name nobody; these words are never public."),
        widget=GovTextArea(),
    )
    send = SubmitField(_("Save the reason"), widget=GovSubmitInput())


def lateness_form(*, as_office: bool) -> LatenessForm:
    """The form with the reasons that an officer, or an organisation about itself, may choose."""
    form = LatenessForm()
    form.code.choices = offered((each.code, each.title) for each in lateness.offered(as_office=as_office))
    return form


def explained(obligation: Obligation, form: LatenessForm, *, as_office: bool) -> bool:
    """Keep what the form says; False where it could not be kept, which then stands on the form."""
    at = db.now()
    on = local_date(at, carried.settings().time_zone)
    given = {"code": form.code.data or "", "words": form.words.data or ""}
    try:
        explain(db.session(), obligation=obligation, **given, as_office=as_office, on=on, by=actor(), at=at)
    except (Conflict, Invalid) as error:
        show_problems(form, error)
        return False
    return True
