"""Who works on which case, and which officer has an interest in which organisation: pages of the officers' desk."""

import uuid

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput, GovTextArea
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField, SubmitField, TextAreaField

from portal.access import Who, actor, allow
from portal.db import now, session
from portal.fields import offered
from portal.forms import show_problems
from portal.moderation.forms import ReasonForm
from statements.errors import Conflict, Invalid
from statements.moderation import assignment
from statements.moderation.assess import load_version
from statements.organisations import service as organisations
from statements.people import interests

cases = APIBlueprint("cases", __name__, enable_openapi=False, url_prefix="/review")

Answer = str | Response | tuple[str, int]


class HandOverForm(FlaskForm):
    """To whom a case goes, and what they should know."""

    to = SelectField(_l("Officer"), widget=GovSelect(), validate_choice=False)
    note = TextAreaField(_l("What they should know (may stay empty)"), widget=GovTextArea())
    send = SubmitField(_l("Hand over"), widget=GovSubmitInput())


class InterestForm(FlaskForm):
    """An interest in one of the organisations that were found."""

    organisation = StringField()
    reason = TextAreaField(_l("What the interest is"), widget=GovTextArea())
    send = SubmitField(_l("Declare this interest"), widget=GovSubmitInput())


@cases.post("/take-next")
@allow(Who.OFFICER)
def take_next() -> Response:
    """Take the hardest case that nobody has, and open it."""
    found = assignment.take_next(session(), by=actor(), at=now())
    if found is None:
        flash(_("No case is free that you may decide."))
        return redirect(url_for("moderation.queue"), 303)
    return redirect(url_for("moderation.version", version_id=found.id), 303)


@cases.get("/cases/<int:number>")
@allow(Who.OFFICER)
def by_number(number: int) -> Response:
    """The newest version of the statement with this number."""
    return redirect(url_for("moderation.version", version_id=assignment.case_numbered(session(), number).id))


@cases.post("/<uuid:version_id>/take")
@allow(Who.OFFICER)
def take(version_id: uuid.UUID) -> Response:
    """Take this case."""
    assignment.take(session(), statement=load_version(session(), version_id).statement, by=actor(), at=now())
    return redirect(url_for("moderation.version", version_id=version_id), 303)


@cases.post("/<uuid:version_id>/release")
@allow(Who.OFFICER)
def release(version_id: uuid.UUID) -> Response:
    """Let this case go."""
    statement = load_version(session(), version_id).statement
    assignment.release(session(), statement=statement, note="", by=actor(), at=now())
    return redirect(url_for("moderation.version", version_id=version_id), 303)


@cases.route("/<uuid:version_id>/hand-over", methods=["GET", "POST"])
@allow(Who.OFFICER)
def hand_over(version_id: uuid.UUID) -> Answer:
    """Give this case to another officer."""
    statement, form = load_version(session(), version_id).statement, HandOverForm()
    others = [(str(each.id), each.name) for each in assignment.officers(session()) if each.id != actor()]
    form.to.choices = offered([("", _("Choose")), *others])
    if form.validate_on_submit():
        try:
            to, note = _person(form.to.data), form.note.data or ""
            assignment.hand_over(session(), statement=statement, to=to, note=note, by=actor(), at=now())
            flash(_("Handed over. They have been told."))
            return redirect(url_for("moderation.version", version_id=version_id), 303)
        except Invalid as error:
            show_problems(form, error)
    text = render_template("moderation/hand_over.html", form=form, statement=statement, version_id=version_id)
    return (text, 422) if form.errors else text


@cases.route("/interests", methods=["GET", "POST"])
@allow(Who.OFFICER)
def declare() -> Answer:
    """Every interest that stands, and the form that declares one: look for the organisation first."""
    form, wanted = InterestForm(), request.args.get("q", "")[:200]
    found = organisations.find(session(), wanted) if wanted.strip() else []
    if form.validate_on_submit():
        try:
            chosen = next((each for each in found if each.slug == form.organisation.data), None)
            if chosen is None:
                raise Conflict(_("Choose one of the organisations."), field="organisation")
            interests.declare(session(), organisation=chosen, reason=form.reason.data or "", by=actor(), at=now())
            flash(_("Declared. You decide nothing about %(name)s while it stands.", name=chosen.name))
            return redirect(url_for(".declare"), 303)
        except (Conflict, Invalid) as error:
            show_problems(form, error)
    standing = interests.declared(session())
    text = render_template(
        "moderation/interests.html", form=form, found=found, wanted=wanted, standing=standing, me=actor()
    )
    return (text, 422) if form.errors else text


@cases.route("/interests/<uuid:interest_id>/end", methods=["GET", "POST"])
@allow(Who.OFFICER)
def end_interest(interest_id: uuid.UUID) -> Answer:
    """End another officer's interest, with the reason."""
    interest, form = interests.load(session(), interest_id), ReasonForm()
    form.text.label.text, form.send.label.text = _("Why it no longer stands"), _("End the interest")
    if form.validate_on_submit():
        interests.end(session(), interest=interest, reason=form.text.data or "", by=actor(), at=now())
        flash(_("Ended. %(name)s may decide again.", name=interest.officer.name))
        return redirect(url_for(".declare"), 303)
    title = _("End the interest of %(name)s", name=interest.officer.name)
    hint = f"{interest.organisation.name}: {interest.reason}"
    text = render_template("moderation/reason.html", form=form, title=title, hint=hint, back=url_for(".declare"))
    return (text, 422) if form.errors else text


def _person(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
