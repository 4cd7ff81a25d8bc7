"""Why a statement is late, as an officer writes it down, and the decision that its coded reason may be shown."""

import uuid

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import carried, db
from portal.access import Who, actor, allow
from portal.lateness_form import explained, lateness_form
from portal.moderation.barring import why_barred
from statements.clock import end_of_working_day
from statements.filing import lateness
from statements.organisations import obligations_service
from statements.reference.tables import non_working_days

lateness_desk = APIBlueprint("lateness_desk", __name__, url_prefix="/review/obligations", enable_openapi=False)


@lateness_desk.route("/<uuid:obligation_id>/lateness", methods=["GET", "POST"])
@allow(Who.OFFICER)
def explain(obligation_id: uuid.UUID) -> str | Response | tuple[str, int]:
    """Say why it is late."""
    obligation, form = obligations_service.load(db.session(), obligation_id), lateness_form(as_office=True)
    if form.validate_on_submit() and explained(obligation, form, as_office=True):
        flash(_("Saved. It is private."))
        return redirect(url_for("obligations.show", obligation_id=obligation_id), 303)
    given = {"obligation": obligation, "as_office": True, "said": [], "barred": why_barred(obligation.organisation_id)}
    text = render_template("obligations/lateness.html", form=form, **given)
    return (text, 422) if form.errors else text


@lateness_desk.post("/<uuid:obligation_id>/lateness/show")
@allow(Who.OFFICER)
def show(obligation_id: uuid.UUID) -> Response:
    """Let the reason stand beside the lateness once the organisation's time to answer is over."""
    settings, at = carried.settings(), db.now()
    obligation = obligations_service.load(db.session(), obligation_id)
    until = end_of_working_day(at, settings.notice_working_days, settings.time_zone, non_working_days())
    place = request.form.get("place", 0, type=int)
    lateness.show(db.session(), obligation=obligation, place=place, shown_from=until, by=actor(), at=at)
    flash(_("The organisation is told. The reason stands beside the lateness when its time to answer is over."))
    return redirect(url_for("obligations.show", obligation_id=obligation_id), 303)
