"""What readers say is wrong with a statement: the registrar's list, and what came of each."""

import uuid

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovSubmitInput, GovTextArea
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, SubmitField, TextAreaField

from portal.access import Who, actor, allow
from portal.db import now, session
from portal.fields import PlainRadios, offered
from portal.forms import show_problems
from statements.errors import Conflict, Invalid
from statements.moderation import reader_reports as reports
from statements.moderation.reader_models import Outcome, ReportState
from statements.people import interests

reader_reports = APIBlueprint("reader_reports", __name__, enable_openapi=False, url_prefix="/review/reader-reports")

Answer = str | Response | tuple[str, int]
OUTCOMES = {
    Outcome.CORRECTED: _l("It was corrected"),
    Outcome.ASKED: _l("The organisation was asked about it"),
    Outcome.TAKEN_DOWN: _l("A passage was taken down"),
    Outcome.STANDS: _l("It was looked at, and stands"),
    Outcome.NOT_OURS: _l("It is not for the registrar to decide"),
}


class OutcomeForm(FlaskForm):
    """What came of a reader's report."""

    outcome = RadioField(_l("What came of it"), widget=PlainRadios(), validate_choice=False)
    note = TextAreaField(
        _l("What was done, in a sentence"),
        description=_l("It is public, with the outcome. Use your own words, not the reader's."),
        widget=GovTextArea(),
    )
    erase = BooleanField(_l("Delete the reader's words: they tell who somebody is"), widget=GovCheckboxInput())
    send = SubmitField(_l("Keep and publish the outcome"), widget=GovSubmitInput())


@reader_reports.get("")
@allow(Who.OFFICER)
def listed() -> str:
    """Those that wait, the oldest first, or those that were answered."""
    asked = request.args.get("state", "")
    state = ReportState(asked) if asked in set(ReportState) else ReportState.WAITING
    found = reports.listed(session(), state=state, page=request.args.get("page", 1, type=int))
    return render_template("moderation/reader_reports.html", found=found, state=state, outcomes=OUTCOMES)


@reader_reports.route("/<uuid:report_id>", methods=["GET", "POST"])
@allow(Who.OFFICER)
def show(report_id: uuid.UUID) -> Answer:
    """One report, and the form that says what came of it."""
    found, form = reports.load(session(), report_id), OutcomeForm()
    form.outcome.choices = offered([(each.value, label) for each, label in OUTCOMES.items()])
    if form.validate_on_submit():
        told, erase = {"outcome": form.outcome.data or "", "note": form.note.data or ""}, bool(form.erase.data)
        try:
            reports.answer(session(), report=found, **told, erase=erase, by=actor(), at=now())
            flash(_("Kept. The outcome stands in the statement's history."))
            return redirect(url_for(".listed"), 303)
        except (Conflict, Invalid) as error:
            show_problems(form, error)
    whose = found.statement.organisation_id
    barred = interests.why_barred(session(), officer_id=actor(), organisation_id=whose)
    shown = {"report": found, "form": form, "outcomes": OUTCOMES, "barred": barred}
    text = render_template("moderation/reader_report.html", **shown)
    return (text, 422) if form.errors else text
