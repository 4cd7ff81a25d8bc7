"""The findings of a version one page at a time, and the second opinions that officers ask of each other."""

import uuid
from typing import Any

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput, GovTextArea
from werkzeug.wrappers import Response
from wtforms import IntegerField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import AnyOf, InputRequired

from portal.access import Who, actor, allow
from portal.db import now, session
from portal.fields import offered
from portal.forms import show_problems
from portal.moderation.barring import why_barred
from portal.moderation.forms import LEVELS, NOT_SCORED, FindingForm, add_problems
from statements.errors import Conflict, Invalid
from statements.moderation import assignment, desk, second_opinions, service, walk
from statements.moderation.assess import load_version

walking = APIBlueprint("walk", __name__, enable_openapi=False, url_prefix="/review")

Answer = str | Response | tuple[str, int]


class SeenForm(FlaskForm):
    """The revision of the finding that the page showed."""

    seen = IntegerField(validators=[InputRequired()])


class AskForm(FlaskForm):
    """Whom to ask about a finding, and what."""

    of = SelectField(_l("Officer"), widget=GovSelect(), validate_choice=False)
    question = TextAreaField(_l("What you want to know"), widget=GovTextArea())
    send = SubmitField(_l("Ask"), widget=GovSubmitInput())


class OpinionForm(FlaskForm):
    """What an officer thinks of a colleague's finding."""

    level = StringField(validators=[AnyOf(LEVELS, _l("Choose a level."))])
    text = TextAreaField(_l("Why"), widget=GovTextArea())
    send = SubmitField(_l("Send"), widget=GovSubmitInput())


@walking.get("/<uuid:version_id>/walk")
@allow(Who.OFFICER)
def begin(version_id: uuid.UUID) -> Response:
    """The first finding that is open, or the decision where none is."""
    reading = desk.reading_of(session(), load_version(session(), version_id))
    first = reading.open_findings[0].criterion if reading and reading.open_findings else None
    return redirect(_place(version_id, first))


@walking.route("/<uuid:version_id>/walk/<criterion>", methods=["GET", "POST"])
@allow(Who.OFFICER)
def step(version_id: uuid.UUID, criterion: str) -> Answer:
    """One finding; sending it confirms the finding as it stands and leads to the next that is open."""
    found, form = walk.step(session(), version_id=version_id, criterion=criterion), SeenForm()
    if form.validate_on_submit():
        row = found.row
        service.decide_finding(
            session(), finding=row, level=row.level, reason=row.reason, seen=form.seen.data, by=actor(), at=now()
        )
        return redirect(_place(version_id, found.next_open))
    text = render_template("moderation/walk.html", step=found, me=actor(), form=None, barred=_barred(found))
    return (text, 422) if form.errors else text


@walking.post("/<uuid:version_id>/walk/<criterion>/change")
@allow(Who.OFFICER)
def change(version_id: uuid.UUID, criterion: str) -> Answer:
    """Change one finding's level or evidence without leaving the walk; it leads on to the next that is open."""
    found, form = walk.step(session(), version_id=version_id, criterion=criterion), FindingForm()
    if form.validate_on_submit():
        try:
            service.decide_finding(session(), finding=found.row, **form.decision, by=actor(), at=now())
            return redirect(_place(version_id, found.next_open))
        except Invalid as error:
            add_problems(form, error.problems, "level")
    return render_template("moderation/walk.html", step=found, me=actor(), form=form, barred=_barred(found)), 422


@walking.route("/<uuid:version_id>/findings/<criterion>/ask", methods=["GET", "POST"])
@allow(Who.OFFICER)
def ask(version_id: uuid.UUID, criterion: str) -> Answer:
    """Ask another officer about one finding."""
    found, form = walk.step(session(), version_id=version_id, criterion=criterion), AskForm()
    others = [(str(each.id), each.name) for each in assignment.officers(session()) if each.id != actor()]
    form.of.choices = offered([("", _("Choose")), *others])
    if form.validate_on_submit():
        of = uuid.UUID(form.of.data) if form.of.data in dict(others) else None
        given: dict[str, Any] = {"of": of, "question": form.question.data or "", "by": actor(), "at": now()}
        try:
            second_opinions.ask(session(), finding=found.row, **given)
            flash(_("Asked. The answer will stand beside the finding."))
            return redirect(_place(version_id, criterion), 303)
        except (Conflict, Invalid) as error:
            show_problems(form, error)
    text = render_template("moderation/ask.html", step=found, form=form, barred=_barred(found))
    return (text, 422) if form.errors else text


@walking.get("/opinions")
@allow(Who.OFFICER)
def opinions() -> str:
    """What the officer was asked, and what they asked others."""
    return render_template(
        "moderation/opinions.html",
        waiting=second_opinions.waiting_for(session(), officer_id=actor()),
        asked=second_opinions.asked_by(session(), officer_id=actor()),
    )


@walking.route("/opinions/<uuid:opinion_id>", methods=["GET", "POST"])
@allow(Who.OFFICER)
def opinion(opinion_id: uuid.UUID) -> Answer:
    """A colleague's question about a finding, and the answer."""
    found, form = second_opinions.load(session(), opinion_id, by=actor()), OpinionForm()
    if form.validate_on_submit():
        level = LEVELS[form.level.data or NOT_SCORED]
        try:
            second_opinions.answer(
                session(), opinion=found, level=level, text=form.text.data or "", by=actor(), at=now()
            )
            flash(_("Sent. Your answer stands beside the finding."))
            return redirect(url_for(".opinions"), 303)
        except Invalid as error:
            show_problems(form, error)
    version_id = found.finding.assessment.version_id
    at_finding = walk.step(session(), version_id=version_id, criterion=found.finding.criterion)
    given = {"me": actor(), "barred": _barred(at_finding)}
    text = render_template("moderation/opinion.html", opinion=found, step=at_finding, form=form, **given)
    return (text, 422) if form.errors else text


def _barred(found: walk.Step) -> str:
    """Why the officer may not decide here; empty where they may."""
    return why_barred(found.page.version.statement.organisation_id)


def _place(version_id: uuid.UUID, criterion: str | None) -> str:
    """The page of a finding in the walk; the decision where there is none."""
    if criterion is None:
        return url_for("moderation.version", version_id=version_id, _anchor="decision")
    return url_for("walk.step", version_id=version_id, criterion=criterion, _anchor=criterion)
