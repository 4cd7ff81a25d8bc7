"""What waits for policy staff, and what they make public. Officers act as policy staff."""

import uuid

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from portal import db
from portal.access import Who, actor, allow
from statements.action_plan import measures, queries, service

plan_policy = APIBlueprint("plan_policy", __name__, url_prefix="/plan", enable_openapi=False)


@plan_policy.get("/waiting")
@allow(Who.OFFICER)
def waiting() -> str:
    """Notes and values that wait for policy staff."""
    notes = [(note, name, service.open_question(note)) for note, name in queries.waiting_notes(db.session())]
    return render_template("action_plan/waiting.html", notes=notes, values=measures.waiting_values(db.session()))


@plan_policy.post("/notes/<uuid:note_id>/approve")
@allow(Who.OFFICER)
def approve(note_id: uuid.UUID) -> AnyResponse:
    """Make a note public."""
    session = db.session()
    service.approve_note(session, note=service.load_note(session, note_id), by=actor(), at=db.now())
    flash(_("The note is public."))
    return redirect(url_for("plan_policy.waiting"), 303)


@plan_policy.post("/measures/<uuid:value_id>/approve")
@allow(Who.OFFICER)
def approve_measure(value_id: uuid.UUID) -> AnyResponse:
    """Make a value of a measure public."""
    session = db.session()
    measures.approve_value(session, value=measures.load_value(session, value_id), by=actor(), at=db.now())
    flash(_("The value is public."))
    return redirect(url_for("plan_policy.waiting"), 303)
