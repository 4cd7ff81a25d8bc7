"""An organisation says why its statement is late."""

import uuid

from apiflask import APIBlueprint
from flask import flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import db
from portal.access import Who, actor, allow
from portal.lateness_form import explained, lateness_form
from statements.filing import lateness
from statements.organisations import lateness as reasons
from statements.organisations import obligations_service
from statements.people import policy

filing_lateness = APIBlueprint("filing_lateness", __name__, enable_openapi=False)


@filing_lateness.route("/desk/late/<uuid:obligation_id>", methods=["GET", "POST"])
@allow(Who.MEMBER)
def explain(obligation_id: uuid.UUID) -> str | Response | tuple[str, int]:
    """Why a statement is late: what was said, and the form that says it."""
    session = db.session()
    obligation, form = obligations_service.load(session, obligation_id), lateness_form(as_office=False)
    policy.require(session, person_id=actor(), organisation_id=obligation.organisation_id)
    if form.validate_on_submit() and explained(obligation, form, as_office=False):
        flash(_("Saved. The registrar can read it; it is not public."))
        return redirect(f"/desk?for={obligation.organisation.slug}", 303)
    said = lateness.as_told_to_its_organisation(reasons.said_of(session, obligation_id=obligation.id))
    text = render_template("obligations/lateness.html", form=form, obligation=obligation, as_office=False, said=said)
    return (text, 422) if form.errors else text
