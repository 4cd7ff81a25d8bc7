"""An officer sees the portal as a filer sees it: for a reason, half an hour, to read only, and recorded."""

import uuid

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput, GovTextArea
from werkzeug.wrappers import Response
from wtforms import SelectField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal import seeing as view
from portal.access import Who, actor, allow
from portal.db import now, session
from portal.fields import offered
from statements.errors import NotFound
from statements.limits import REQUEST_TEXT
from statements.organisations import service as organisations
from statements.people import seeing as use_case

seeing = APIBlueprint("seeing", __name__, enable_openapi=False, url_prefix="/review")


class SeeAsForm(FlaskForm):
    """As whom, and why."""

    person = SelectField(_l("As whom"), widget=GovSelect())
    reason = TextAreaField(
        _l("Why you need to see it. It is kept with your name."),
        widget=GovTextArea(),
        validators=[
            DataRequired(_l("Say why you need to see it.")),
            Length(max=REQUEST_TEXT.value, message=_l("Keep it shorter.")),
        ],
    )
    send = SubmitField(_l("See it as they do"), widget=GovSubmitInput())


@seeing.route("/organisations/<slug>/see-as", methods=["GET", "POST"])
@allow(Who.OFFICER)
def begin(slug: str) -> str | Response | tuple[str, int]:
    """Ask as whom and why; then show their desk."""
    organisation = organisations.by_slug(session(), slug)
    if organisation is None:
        raise NotFound(_("There is no such organisation."))
    form, people = SeeAsForm(), use_case.people_to_see_as(session(), organisation_id=organisation.id)
    form.person.choices = offered((str(each.id), each.name) for each in people)
    if form.validate_on_submit():
        person_id, reason = uuid.UUID(form.person.data), form.reason.data or ""
        until = use_case.begin(
            session(), organisation=organisation, person_id=person_id, reason=reason, by=actor(), at=now()
        )
        view.keep(view.Seeing(person_id, organisation.id, until))
        return redirect(f"/desk?for={organisation.slug}", 303)
    text = render_template("moderation/see_as.html", form=form, organisation=organisation, people=people)
    return (text, 422) if form.errors else text


@seeing.post("/stop-seeing")
@allow(Who.OFFICER)
def leave() -> Response:
    """Back to one's own pages."""
    seen = view.forget()
    if seen is None:
        return redirect(url_for("desk.home"), 303)
    organisation = organisations.load(session(), seen.organisation_id)
    use_case.end(session(), organisation=organisation, person_id=seen.person_id, by=actor(), at=now())
    flash(_("You see your own pages again."))
    return redirect(url_for("office.show", slug=organisation.slug), 303)
