"""An organisation's own word that it owes no statement for a period."""

import uuid
from typing import Any

from apiflask import APIBlueprint
from flask import flash, redirect, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput, GovTextArea
from werkzeug.wrappers import Response
from wtforms import SelectField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from portal import carried, db
from portal.access import Who, actor, allow
from portal.fields import DateParts, offered
from portal.forms import show_problems
from statements.errors import Conflict, Invalid
from statements.filing import owing
from statements.filing.parsers import parse_date
from statements.filing.profiles import profile
from statements.filing.queries import organisations_of
from statements.limits import REQUEST_TEXT
from statements.organisations import service
from statements.people import policy

declaration = APIBlueprint("declaration", __name__, enable_openapi=False)


class DeclarationForm(FlaskForm):
    """Which organisation owes nothing, for which period, and why."""

    organisation = SelectField(
        _l("Which organisation?"), widget=GovSelect(), validators=[DataRequired(_l("Choose one."))]
    )
    period_end = DateParts(_l("Last day of the period"), description=_l("For example, 31 3 2026."))
    reason = TextAreaField(
        _l("Why is no statement owed?"),
        widget=GovTextArea(),
        validators=[
            DataRequired(_l("Give a reason.")),
            Length(max=REQUEST_TEXT.value, message=_l("Keep it shorter.")),
        ],
    )
    send = SubmitField(_l("Send to the registrar"), widget=GovSubmitInput())

    def validate_period_end(self, field: Any) -> None:
        """Refuse what is no day; raises ValidationError."""
        if parse_date(field.data or "") is None:
            raise ValidationError(_("Enter the last day of the period, with day, month and year."))


@declaration.route("/desk/no-statement-owed", methods=["GET", "POST"])
@allow(Who.MEMBER)
def declare() -> str | Response | tuple[str, int]:
    """Declare an organisation out of scope for a period."""
    form = DeclarationForm()
    mine = organisations_of(db.session(), person_id=actor())
    form.organisation.choices = offered((str(each.id), each.name) for each in mine)
    if not form.is_submitted():
        return render_template("obligations/declare.html", form=form)
    if form.validate() and _declared(form):
        flash(_("The registrar has your reason and will decide."))
        return redirect("/desk", 303)
    return render_template("obligations/declare.html", form=form), 422


def _declared(form: DeclarationForm) -> bool:
    session, settings = db.session(), carried.settings()
    organisation = service.load(session, uuid.UUID(form.organisation.data))
    policy.require(session, person_id=actor(), organisation_id=organisation.id)
    law, period_end = profile(settings.default_profile), parse_date(form.period_end.data or "")
    if period_end is None:
        return False
    try:
        owing.declare_out(
            session,
            organisation=organisation,
            law=law,
            period_end=period_end,
            reason=form.reason.data or "",
            by=actor(),
            at=db.now(),
        )
    except (Conflict, Invalid) as error:
        show_problems(form, error if isinstance(error, Invalid) else Conflict(error.message, field="period_end"))
        return False
    return True
