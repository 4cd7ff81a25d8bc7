"""Which agency is responsible for which action where the plan does not say: policy staff assign, with a reason."""

import uuid

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from portal import db
from portal.access import Who, actor, allow
from statements.action_plan import plans, responsible
from statements.errors import Conflict, DomainError, Invalid, NotFound, Problem
from statements.organisations import service as organisations

plan_assigning = APIBlueprint("plan_assigning", __name__, url_prefix="/plan", enable_openapi=False)

Answer = str | AnyResponse | tuple[str, int]
MOST_OFFERED = 10


@plan_assigning.get("/responsible")
@allow(Who.OFFICER)
def all_actions() -> str:
    """Every action of the plans that are open with who is responsible, and the way to change it."""
    shown = [(plan, responsible.assigned(db.session(), plan)) for plan in plans.plans().values() if not plan.archive]
    return render_template("action_plan/responsible.html", shown=shown)


@plan_assigning.route("/<key>/actions/<number>/responsible", methods=["GET", "POST"])
@allow(Who.OFFICER)
def one_action(key: str, number: str) -> Answer:
    """Who is responsible for an action; look for an agency and assign it."""
    responsible.open_action(key, number)
    if request.method == "GET":
        return _page(key, number)
    try:
        organisation = organisations.by_slug(db.session(), request.form.get("organisation", ""))
        if organisation is None:
            raise Invalid([Problem("Choose the agency.", field="organisation")])
        reason, by, at = request.form.get("reason", ""), actor(), db.now()
        responsible.assign(
            db.session(), plan=key, action=number, organisation=organisation, reason=reason, by=by, at=at
        )
    except (Invalid, Conflict) as error:
        return _page(key, number, error), 422
    flash(_("%(agency)s is responsible for action %(number)s.", agency=organisation.name, number=number))
    return redirect(url_for("plan_assigning.one_action", key=key, number=number), 303)


@plan_assigning.post("/<key>/actions/<number>/responsible/<uuid:assignment_id>/end")
@allow(Who.OFFICER)
def end(key: str, number: str, assignment_id: uuid.UUID) -> Answer:
    """End an agency's responsibility for an action."""
    assignment = responsible.load(db.session(), assignment_id)
    if (assignment.plan, assignment.action) != (key, number):
        raise NotFound("There is no such assignment.")
    try:
        reason = request.form.get("reason", "")
        responsible.end(db.session(), assignment=assignment, reason=reason, by=actor(), at=db.now())
    except (Invalid, Conflict) as error:
        return _page(key, number, error, ending=assignment_id), 422
    flash(_("The agency is not responsible for the action any more."))
    return redirect(url_for("plan_assigning.one_action", key=key, number=number), 303)


def _page(key: str, number: str, problem: DomainError | None = None, ending: uuid.UUID | None = None) -> str:
    plan, wanted = plans.plan(key), request.args.get("q", "").strip()
    return render_template(
        "action_plan/responsible_one.html",
        plan=plan,
        action=plan.action(number),
        made=responsible.assigned(db.session(), plan).get(number, ()),
        wanted=wanted,
        offered=organisations.find(db.session(), wanted, limit=MOST_OFFERED) if wanted else [],
        problem=problem,
        ending=ending,
        typed=request.form,
    )
