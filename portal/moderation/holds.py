"""Filings that their organisation disowned: the officer who has asked ends the hold, with a reason."""

import uuid

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovTextArea
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from portal.access import Who, actor, allow
from portal.db import now, session
from portal.forms import show_problems
from statements.errors import Invalid, NotFound
from statements.filing import holds
from statements.filing.models import FilingHold
from statements.moderation.assess import load_version
from statements.people.queries import load_person


class EndHoldForm(FlaskForm):
    """Why a hold ends."""

    reason = TextAreaField(
        _l("Whom did you ask, and what did they say?"),
        description=_l("Everyone who acts for the organisation reads it."),
        widget=GovTextArea(),
    )


filing_holds = APIBlueprint("filing_holds", __name__, enable_openapi=False, url_prefix="/review")


@filing_holds.route("/<uuid:version_id>/hold", methods=["GET", "POST"])
@allow(Who.OFFICER)
def end(version_id: uuid.UUID) -> str | Response | tuple[str, int]:
    """What was said, and the form that ends the hold."""
    form, held = EndHoldForm(), _held(version_id)
    if form.is_submitted():
        try:
            holds.end(session(), held=held, reason=form.reason.data or "", by=actor(), at=now())
            flash(_("The hold is ended: the version can be published."))
            return redirect(url_for("moderation.version", version_id=version_id), 303)
        except Invalid as error:
            show_problems(form, error)
    person = load_person(session(), held.person_id)
    page = render_template("moderation/hold.html", held=held, person=person, form=form)
    return (page, 422) if form.is_submitted() else page


@filing_holds.app_context_processor
def holds_in_review() -> dict[str, object]:
    """The review pages ask what is held."""
    return {"hold_on": lambda version: holds.open_hold(session(), version), "holds_open": _open}


def _open() -> list[FilingHold]:
    return list(holds.holds_open(session(), officer_id=actor()))


def _held(version_id: uuid.UUID) -> FilingHold:
    held = holds.open_hold(session(), load_version(session(), version_id))
    if held is None:
        raise NotFound("This version is not held.")
    return held
