"""The Plan of Action: what government promised, what each agency did."""

import uuid

from apiflask import APIBlueprint
from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from portal import db
from portal.access import Who, actor, allow
from portal.action_plan.forms import NoteForm
from statements.action_plan import figures, plans, service
from statements.clock import local_date
from statements.errors import Invalid
from statements.people import policy
from statements.people.models import MembershipState, Role

action_plan = APIBlueprint("action_plan", __name__, url_prefix="/plan", enable_openapi=False)


@action_plan.get("")
@allow(Who.PUBLIC)
def newest_plan() -> AnyResponse:
    """Go to the newest plan."""
    return redirect(url_for("action_plan.show_plan", key=next(iter(plans.plans()))))


@action_plan.get("/<key>")
@allow(Who.PUBLIC)
def show_plan(key: str) -> str:
    """A plan with all its actions and how far each is."""
    shown = plans.plan(key)
    latest = {note.action: note for note in reversed(service.public_notes(db.session(), plan=key))}
    return render_template("action_plan/plan.html", plan=shown, plans=plans.plans().values(), latest=latest)


@action_plan.get("/<key>/actions/<number>")
@allow(Who.PUBLIC)
def show_action(key: str, number: str) -> str:
    """One action: its wording, the agencies' notes, and the register's own figures where it has any."""
    plan = plans.plan(key)
    action = plan.action(number)
    notes = service.public_notes(db.session(), plan=key, action=number)
    live = figures.live_figures(db.session(), action.live_figures)
    return render_template("action_plan/action.html", plan=plan, action=action, notes=notes, live=live)


@action_plan.route("/<key>/actions/<number>/note", methods=["GET", "POST"])
@allow(Who.CONTRIBUTOR)
def add_note(key: str, number: str) -> str | Response | AnyResponse | tuple[str, int]:
    """Write a progress note on an action for one's own agency."""
    plan = plans.plan(key)
    action = plan.action(number)
    form = NoteForm(data={"happened_on": local_date(db.now(), plan.time_zone)})
    form.organisation.choices = _my_agencies()
    given = {"plan": plan, "action": action, "form": form}
    if not form.is_submitted():
        return render_template("action_plan/note.html", **given)
    if form.validate() and _kept(form, key, number):
        flash(_("Your note waits for approval. Thank you."))
        return redirect("/desk", 303)
    return render_template("action_plan/note.html", **given), 422


@action_plan.get("/waiting")
@allow(Who.OFFICER)
def waiting() -> str:
    """Notes that wait for an officer."""
    return render_template("action_plan/waiting.html", notes=service.waiting_notes(db.session()))


@action_plan.post("/notes/<uuid:note_id>/approve")
@allow(Who.OFFICER)
def approve(note_id: uuid.UUID) -> AnyResponse:
    """Make a note public."""
    session = db.session()
    service.approve_note(session, note=service.load_note(session, note_id), by=actor(), at=db.now())
    flash(_("The note is public."))
    return redirect(url_for("action_plan.waiting"), 303)


def _kept(form: NoteForm, key: str, number: str) -> bool:
    organisation_id = uuid.UUID(form.organisation.data)
    try:
        service.write_note(
            db.session(),
            plan=key,
            action=number,
            organisation_id=organisation_id,
            said=form.said(),
            by=actor(),
            at=db.now(),
        )
    except Invalid as error:
        for problem in error.problems:
            form[problem.field].errors = [*form[problem.field].errors, f"{problem.message} {problem.mend}"]
        return False
    return True


def _my_agencies() -> list[tuple[str, str]]:
    held = policy.memberships(db.session(), person_id=actor())
    return [
        (str(each.organisation_id), each.organisation.name)
        for each in held
        if each.role == Role.CONTRIBUTOR and each.state == MembershipState.APPROVED and each.organisation
    ]
