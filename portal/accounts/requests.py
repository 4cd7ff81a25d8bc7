"""Officers look at who asks to act for whom."""

import uuid

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import access, db
from portal.access import Who, allow
from portal.accounts.forms import Decision
from portal.forms import show_problems
from statements.errors import DomainError
from statements.organisations import service as organisations
from statements.people import queries, service
from statements.people.models import Membership, MembershipState

requests = APIBlueprint("requests", __name__, url_prefix="/review/requests", enable_openapi=False)


@requests.get("")
@allow(Who.OFFICER)
def waiting() -> str:
    """Requests that no officer has decided, oldest first."""
    found = queries.waiting_requests(db.session(), page=request.args.get("page", 1, type=int))
    return render_template("requests/list.html", requests=found)


@requests.route("/<uuid:request_id>", methods=["GET", "POST"])
@allow(Who.OFFICER)
def decide(request_id: uuid.UUID) -> str | tuple[str, int] | Response:
    """Look at one request and decide it."""
    session, form = db.session(), Decision()
    asked = queries.load_membership(session, request_id)
    if form.validate_on_submit():
        approve, reason = form.decision.data == "approve", form.reason.data or ""
        try:
            service.decide(session, membership=asked, approve=approve, reason=reason, by=access.actor(), at=db.now())
            done = _("Approved: %(name)s was told.") if approve else _("Declined: %(name)s was told.")
            flash(done % {"name": asked.person.name})
            return redirect(url_for("requests.waiting"))
        except DomainError as error:
            show_problems(form, error)
    page = render_template("requests/decide.html", form=form, asked=asked, **_around(asked))
    return (page, 422) if form.is_submitted() else page


def _around(asked: Membership) -> dict[str, object]:
    """What helps to decide: who acts already, or which organisations of a like name the register has."""
    session = db.session()
    known = asked.organisation_id is not None
    return {
        "open": asked.state == MembershipState.ASKED,
        "members": queries.members(session, organisation_id=asked.organisation_id) if asked.organisation_id else [],
        "alike": [] if known else organisations.find(session, asked.proposed.get("name", ""), limit=5),
    }
