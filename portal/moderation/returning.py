"""The library of reasons that officers edit, and what changed in a version since the one before it."""

import uuid

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput, GovTextArea, GovTextInput
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectField, StringField, SubmitField, TextAreaField

from portal.access import Who, actor, allow
from portal.db import now, session
from portal.fields import offered
from portal.forms import show_problems
from portal.moderation import words
from scoring import rubric_in_force
from statements.errors import Invalid
from statements.events import service as events
from statements.moderation import changes, desk, reasons
from statements.moderation.assess import load_version

returning = APIBlueprint("returning", __name__, enable_openapi=False, url_prefix="/review")

Answer = str | Response | tuple[str, int]


class WordingForm(FlaskForm):
    """A wording of the library; `seen` is the revision that the page showed."""

    title = StringField(_l("Short name, for officers"), widget=GovTextInput())
    criterion = SelectField(_l("What it is about"), widget=GovSelect(), validate_choice=False)
    text = TextAreaField(_l("The words that the filer reads"), widget=GovTextArea())
    seen = HiddenField()
    send = SubmitField(_l("Save"), widget=GovSubmitInput())


@returning.get("/reasons")
@allow(Who.OFFICER)
def library() -> str:
    """Every wording, those out of use last."""
    found = reasons.library(session(), retired_too=True)
    return render_template("moderation/reasons.html", found=sorted(found, key=lambda each: each.retired_at is not None))


@returning.post("/reasons/usual")
@allow(Who.OFFICER)
def fill() -> Response:
    """Begin the library with the usual wordings."""
    count = reasons.fill(session(), by=actor(), at=now())
    flash(ngettext("%(num)s wording added.", "%(num)s wordings added.", count))
    return redirect(url_for(".library"), 303)


@returning.route("/reasons/new", methods=["GET", "POST"])
@allow(Who.OFFICER)
def add() -> Answer:
    """A new wording."""
    form = _form()
    if form.validate_on_submit():
        try:
            given = {"title": form.title.data or "", "text": form.text.data or ""}
            reasons.add(session(), **given, criterion=form.criterion.data or "", by=actor(), at=now())
            return redirect(url_for(".library"), 303)
        except Invalid as error:
            show_problems(form, error)
    text = render_template("moderation/wording.html", form=form, reason=None, history=[])
    return (text, 422) if form.errors else text


@returning.route("/reasons/<uuid:reason_id>", methods=["GET", "POST"])
@allow(Who.OFFICER)
def edit(reason_id: uuid.UUID) -> Answer:
    """One wording with every earlier one, and the form that changes it."""
    reason = reasons.load(session(), reason_id)
    form = _form(title=reason.title, text=reason.text, seen=str(reason.revision))
    if form.validate_on_submit():
        typed = form.seen.data or ""
        seen = int(typed) if typed.isdigit() else 0
        title, text = form.title.data or "", form.text.data or ""
        try:
            reasons.change(session(), reason=reason, title=title, text=text, seen=seen, by=actor(), at=now())
            return redirect(url_for(".library"), 303)
        except Invalid as error:
            show_problems(form, error)
    history = events.history(session(), subject=reason)
    page = render_template("moderation/wording.html", form=form, reason=reason, history=history)
    return (page, 422) if form.errors else page


@returning.post("/reasons/<uuid:reason_id>/retire")
@allow(Who.OFFICER)
def retire(reason_id: uuid.UUID) -> Response:
    """Take a wording out of use, or back into it."""
    reasons.retire(session(), reason=reasons.load(session(), reason_id), by=actor(), at=now())
    return redirect(url_for(".edit", reason_id=reason_id), 303)


@returning.get("/<uuid:version_id>/changes")
@allow(Who.OFFICER)
def changed(version_id: uuid.UUID) -> str:
    """What differs from the version before, and nothing else."""
    version = load_version(session(), version_id)
    found, reading = changes.changes_of(session(), version), desk.reading_of(session(), version)
    given = {"changes": found, "reading": reading, "reviews": desk.reviews_of(session(), version)}
    return render_template("moderation/changes.html", version=version, words=words, **given)


@returning.post("/<uuid:version_id>/keep-decisions")
@allow(Who.OFFICER)
def keep(version_id: uuid.UUID) -> Response:
    """Decide what did not change as it was decided before."""
    count = changes.keep_decisions(session(), version=load_version(session(), version_id), by=actor(), at=now())
    flash(ngettext("%(num)s finding decided as before.", "%(num)s findings decided as before.", count))
    return redirect(url_for("moderation.version", version_id=version_id, _anchor="progress"), 303)


def _criteria() -> dict[str, str]:
    rubric = rubric_in_force(now().date())
    asked = {each.id: each.question for each in rubric.gates} | {each.id: each.question for each in rubric.criteria}
    return {"": _("The whole statement")} | {each: f"{each}: {question}" for each, question in asked.items()}


def _form(**values: str) -> WordingForm:
    form = WordingForm(data=values)
    form.criterion.choices = offered(_criteria().items())
    return form
