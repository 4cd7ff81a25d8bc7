"""Progress as agencies report it: their own desk, notes and measures, and answers to what policy staff ask."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from portal import db
from portal.access import Who, actor, allow
from portal.action_plan.forms import MeasureForm, NoteForm
from portal.fields import offered
from portal.forms import show_problems
from statements.action_plan import measures, plans, queries, responsible, service
from statements.action_plan.models import ProgressNote
from statements.action_plan.planned import Action, Plan
from statements.clock import local_date
from statements.errors import Invalid
from statements.organisations.models import Organisation
from statements.people import policy
from statements.people.models import Role

plan_notes = APIBlueprint("plan_notes", __name__, url_prefix="/plan", enable_openapi=False)

Answer = str | AnyResponse | tuple[str, int]


@plan_notes.get("/mine")
@allow(Who.CONTRIBUTOR)
def mine() -> str:
    """What one's agencies reported, what was asked about it, and the actions to report on."""
    agencies = queries.agencies_of(db.session(), person_id=actor())
    notes = queries.notes_of(db.session(), organisation_ids=[each.id for each in agencies])
    asked = [(note, name) for note, name in notes if service.open_question(note)]
    shown = [(each, _own(each, agencies)) for each in plans.plans().values() if not each.archive]
    newest = {(note.plan, note.action): note for note, _name in reversed(notes)}
    given = {"agencies": agencies, "notes": notes, "asked": asked, "plans": shown, "newest": newest}
    return render_template("action_plan/mine.html", **given)


@plan_notes.route("/<key>/actions/<number>/note", methods=["GET", "POST"])
@allow(Who.CONTRIBUTOR)
def add_note(key: str, number: str) -> Answer:
    """Write a progress note on an action for one's own agency."""
    plan, action, agencies = _open(key, number)
    if not agencies:
        return _not_yours(plan, action)
    form = NoteForm(data={"happened_on": local_date(db.now(), plan.time_zone)})
    form.offer(action, agencies)
    given = {"plan": plan, "action": action, "form": form, "agencies": agencies}

    def write() -> object:
        return service.write_note(
            db.session(),
            plan=key,
            action=number,
            organisation_id=_agency(form),
            said=form.said(),
            by=actor(),
            at=db.now(),
        )

    return _form_page("action_plan/note.html", form, given, write, _("Your note waits for approval. Thank you."))


@plan_notes.route("/<key>/actions/<number>/measure", methods=["GET", "POST"])
@allow(Who.CONTRIBUTOR)
def add_measure(key: str, number: str) -> Answer:
    """Give a value of a measure for one's own agency."""
    plan, action, agencies = _open(key, number)
    if not agencies:
        return _not_yours(plan, action)
    form = MeasureForm(data={"measured_on": local_date(db.now(), plan.time_zone)})
    form.organisation.choices = offered((str(each.id), each.name) for each in agencies)
    given = {"plan": plan, "action": action, "form": form, "agencies": agencies}

    def write() -> object:
        return measures.add_value(
            db.session(),
            plan=key,
            action=number,
            organisation_id=_agency(form),
            said=form.said(),
            by=actor(),
            at=db.now(),
        )

    return _form_page("action_plan/measure.html", form, given, write, _("The value waits for approval. Thank you."))


@plan_notes.get("/notes/<uuid:note_id>")
@allow(Who.CONTRIBUTOR)
def show_note(note_id: uuid.UUID) -> str:
    """A note as its agency and policy staff see it: what it says, what was asked, how it came to say so."""
    return _note_page(*queries.note_for(db.session(), note_id, person_id=actor()))


@plan_notes.route("/notes/<uuid:note_id>/edit", methods=["GET", "POST"])
@allow(Who.CONTRIBUTOR)
def edit(note_id: uuid.UUID) -> Answer:
    """Change what a note says; a public one with a reason."""
    note, agency = queries.note_for(db.session(), note_id, person_id=actor())
    plan, said = plans.plan(note.plan), service.said_of(note)
    action = plan.action(note.action)
    form = NoteForm(data={**vars(said), "state": said.state.value, "links": "\n".join(said.links)})
    form.offer(action, None, public=note.approved_at is not None)
    given = {"plan": plan, "action": action, "form": form, "agencies": [], "note": note, "agency": agency}

    def write() -> object:
        reason = form.reason.data or "" if form.reason else ""
        return service.edit_note(db.session(), note=note, said=form.said(), by=actor(), at=db.now(), reason=reason)

    there = url_for("plan_notes.show_note", note_id=note.id)
    return _form_page("action_plan/note.html", form, given, write, _("The note was changed."), there)


@plan_notes.post("/notes/<uuid:note_id>/ask")
@allow(Who.OFFICER)
def ask(note_id: uuid.UUID) -> Answer:
    """Ask the agency about its note."""
    note, agency = queries.note_for(db.session(), note_id, person_id=actor())
    text = request.form.get("question", "")
    try:
        service.ask(db.session(), note=note, question=text, by=actor(), at=db.now())
    except Invalid as error:
        return _note_page(note, agency, problem=error, typed=text), 422
    flash(_("The agency sees your question."))
    return redirect(url_for("plan_notes.show_note", note_id=note_id), 303)


@plan_notes.post("/notes/<uuid:note_id>/answer")
@allow(Who.CONTRIBUTOR)
def answer(note_id: uuid.UUID) -> Answer:
    """Answer what policy staff asked about one's agency's note."""
    note, agency = queries.note_for(db.session(), note_id, person_id=actor())
    text = request.form.get("answer", "")
    try:
        service.answer(db.session(), note=note, text=text, by=actor(), at=db.now())
    except Invalid as error:
        return _note_page(note, agency, problem=error, typed=text), 422
    flash(_("Your answer was sent."))
    return redirect(url_for("plan_notes.show_note", note_id=note_id), 303)


def _open(key: str, number: str) -> tuple[Plan, Action, list[Organisation]]:
    """An action that may be reported on, and those of the person's agencies that report on it."""
    responsible.open_action(key, number)
    plan = plans.plan(key)
    action, made = plan.action(number), responsible.assigned(db.session(), plan)
    mine = queries.agencies_of(db.session(), person_id=actor())
    return plan, action, responsible.who_report(plan, action, made, mine)


def _own(plan: Plan, agencies: Sequence[Organisation]) -> list[Action]:
    return responsible.own_actions(plan, responsible.assigned(db.session(), plan), agencies)


def _not_yours(plan: Plan, action: Action) -> Answer:
    """Say kindly whose action it is, and which are one's own."""
    mine = queries.agencies_of(db.session(), person_id=actor())
    page = render_template(
        "action_plan/not_yours.html",
        plan=plan,
        action=action,
        assigned=responsible.assigned(db.session(), plan),
        mine=mine,
        own=_own(plan, mine),
        is_officer=policy.has_role(db.session(), person_id=actor(), roles=(Role.OFFICER,)),
    )
    return page, 403


def _note_page(note: ProgressNote, agency: str, problem: Invalid | None = None, typed: str = "") -> str:
    plan = plans.plan(note.plan)
    mine = {each.id for each in queries.agencies_of(db.session(), person_id=actor())}
    return render_template(
        "action_plan/note_shown.html",
        note=note,
        agency=agency,
        plan=plan,
        action=plan.action(note.action),
        said=service.said_of(note),
        steps=queries.history(db.session(), note),
        waiting=service.open_question(note),
        is_mine=note.organisation_id in mine,
        is_officer=policy.has_role(db.session(), person_id=actor(), roles=(Role.OFFICER,)),
        problem=problem,
        typed=typed,
    )


def _form_page(
    template: str,
    form: Any,
    given: dict[str, Any],
    write: Callable[[], object],
    thanks: str,
    there: str = "",
) -> Answer:
    """Show a form; once it is sent and what it says is kept, thank and go on; else show what is wrong."""
    if not form.is_submitted():
        return render_template(template, **given)
    if form.validate():
        try:
            write()
        except Invalid as error:
            show_problems(form, error)
        else:
            flash(thanks)
            return redirect(there or url_for("plan_notes.mine"), 303)
    return render_template(template, **given), 422


def _agency(form: Any) -> uuid.UUID:
    return uuid.UUID(form.organisation.data)
