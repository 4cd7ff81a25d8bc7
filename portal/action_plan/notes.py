"""Progress notes: agencies write, policy staff ask, edit and approve."""

import uuid

from apiflask import APIBlueprint
from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from portal import db
from portal.access import Who, actor, allow
from portal.action_plan.forms import NoteForm
from portal.fields import offered
from statements.action_plan import plans, service
from statements.clock import local_date
from statements.errors import Invalid
from statements.people import policy
from statements.people.models import MembershipState, Role

plan_notes = APIBlueprint("plan_notes", __name__, url_prefix="/plan", enable_openapi=False)


@plan_notes.route("/<key>/actions/<number>/note", methods=["GET", "POST"])
@allow(Who.CONTRIBUTOR)
def add_note(key: str, number: str) -> str | Response | AnyResponse | tuple[str, int]:
    """Write a progress note on an action for one's own agency."""
    plan = plans.plan(key)
    action = plan.action(number)
    form = NoteForm(data={"happened_on": local_date(db.now(), plan.time_zone)})
    form.organisation.choices = offered(_my_agencies())
    given = {"plan": plan, "action": action, "form": form}
    if not form.is_submitted():
        return render_template("action_plan/note.html", **given)
    if form.validate() and _kept(form, key, number):
        flash(_("Your note waits for approval. Thank you."))
        return redirect("/desk", 303)
    return render_template("action_plan/note.html", **given), 422


@plan_notes.get("/waiting")
@allow(Who.OFFICER)
def waiting() -> str:
    """Notes that wait for an officer."""
    return render_template("action_plan/waiting.html", notes=service.waiting_notes(db.session()))


@plan_notes.post("/notes/<uuid:note_id>/approve")
@allow(Who.OFFICER)
def approve(note_id: uuid.UUID) -> AnyResponse:
    """Make a note public."""
    session = db.session()
    service.approve_note(session, note=service.load_note(session, note_id), by=actor(), at=db.now())
    flash(_("The note is public."))
    return redirect(url_for("plan_notes.waiting"), 303)


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
