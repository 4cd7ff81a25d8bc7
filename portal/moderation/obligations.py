"""The registrar's side of obligations: the imported list, each obligation with its history, and moving it on."""

import uuid

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput, GovTextArea
from werkzeug.wrappers import Response
from wtforms import SelectField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal import carried, db
from portal.access import Who, actor, allow
from portal.fields import offered
from statements.clock import end_of_working_day, local_date
from statements.events import service as events
from statements.filing import reminders
from statements.limits import REQUEST_TEXT
from statements.organisations import obligations_service
from statements.organisations.models import Obligation, ObligationState
from statements.organisations.obligation_list import Wanted, listed
from statements.organisations.obligations import Standing
from statements.people import interests
from statements.reference.tables import non_working_days

obligations = APIBlueprint("obligations", __name__, url_prefix="/review/obligations", enable_openapi=False)

YEAR_DIGITS, LONGEST_QUESTION = 4, 200


class MoveForm(FlaskForm):
    """An obligation's next state, with the reason."""

    state = SelectField(_l("It is now"), widget=GovSelect(), validators=[DataRequired(_l("Choose one."))])
    reason = TextAreaField(
        _l("Why"),
        description=_l("The reason of an exemption is public."),
        widget=GovTextArea(),
        validators=[
            DataRequired(_l("Give a reason.")),
            Length(max=REQUEST_TEXT.value, message=_l("Keep it shorter.")),
        ],
    )
    send = SubmitField(_l("Save"), widget=GovSubmitInput())


@obligations.get("")
@allow(Who.OFFICER)
def show_list() -> str:
    """Obligations by how they stand today, those that wait for a decision first."""
    given, settings = request.args, carried.settings()
    asked, year = given.get("standing", "").replace("-", " "), given.get("year", "")
    wanted = Wanted(
        standing=Standing(asked) if asked in set(Standing) else None,
        year=int(year) if year.isdecimal() and len(year) == YEAR_DIGITS else None,
        text=given.get("q", "")[:LONGEST_QUESTION],
        page=max(given.get("page", 1, type=int), 1),
    )
    today = local_date(db.now(), settings.time_zone)
    found = listed(db.session(), wanted, profile=settings.default_profile, on=today)
    return render_template("obligations/list.html", found=found, wanted=wanted, standings=Standing)


@obligations.route("/<uuid:obligation_id>", methods=["GET", "POST"])
@allow(Who.OFFICER)
def show(obligation_id: uuid.UUID) -> str | Response | tuple[str, int]:
    """One obligation with its history, and the form that moves it on."""
    obligation, form = obligations_service.load(db.session(), obligation_id), MoveForm()
    moves = obligations_service.MOVES[ObligationState(obligation.state)]
    form.state.choices = offered((each.value, each.value.capitalize()) for each in ObligationState if each in moves)
    given = {"obligation": obligation, "history": events.history(db.session(), subject=obligation), "form": form}
    given["reminders"] = reminders.sent_for(db.session(), obligation=obligation)
    if not form.is_submitted():
        return render_template("obligations/one.html", **given)
    if not form.validate():
        return render_template("obligations/one.html", **given), 422
    _move(obligation, ObligationState(form.state.data), form.reason.data or "")
    flash(_("Saved, with your reason."))
    return redirect(url_for("obligations.show", obligation_id=obligation_id), 303)


def _move(obligation: Obligation, to: ObligationState, reason: str) -> None:
    settings, at = carried.settings(), db.now()
    interests.require_impartial(db.session(), officer_id=actor(), organisation_id=obligation.organisation_id)
    public_from = end_of_working_day(at, settings.notice_working_days, settings.time_zone, non_working_days())
    obligations_service.move(
        db.session(),
        obligation=obligation,
        to=to,
        reason=reason,
        by=actor(),
        at=at,
        lateness_public_from=public_from if to is ObligationState.CONFIRMED else None,
    )
