"""Notices of the office: the officers' list and one notice, and the organisation's page with room to answer."""

import uuid
from typing import Any

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextArea
from werkzeug.wrappers import Response
from wtforms import SubmitField, TextAreaField

from portal import carried
from portal.access import Who, actor, allow
from portal.db import now, session
from portal.forms import show_problems
from portal.moderation.forms import ReasonForm
from statements.errors import Invalid, NotFound
from statements.events import service as events
from statements.moderation import assignment
from statements.moderation import office_notices as notices
from statements.moderation.notice_models import NoticeKind, NoticeState
from statements.organisations import obligations_service
from statements.reference.tables import non_working_days

office_notices = APIBlueprint("office_notices", __name__, enable_openapi=False)

Answer = str | Response | tuple[str, int]


class DraftForm(FlaskForm):
    """The words of a notice."""

    text = TextAreaField(_l("The notice"), widget=GovTextArea())
    send = SubmitField(_l("Save the draft"), widget=GovSubmitInput())


@office_notices.get("/review/notices")
@allow(Who.OFFICER)
def listed() -> str:
    """Notices by state, the newest first."""
    asked = request.args.get("state", "")
    state = NoticeState(asked) if asked in set(NoticeState) else None
    found = notices.listed(session(), state=state, page=request.args.get("page", 1, type=int))
    return render_template("moderation/office_notices.html", found=found, state=state, states=NoticeState)


@office_notices.post("/review/notices/late/<uuid:obligation_id>")
@allow(Who.OFFICER)
def late(obligation_id: uuid.UUID) -> Response:
    """Draft a notice that a statement was not received."""
    owed = obligations_service.load(session(), obligation_id)
    days = carried.settings().notice_working_days
    made = notices.draft(session(), kind=NoticeKind.LATE, about=owed, working_days=days, by=actor(), at=now())
    return redirect(url_for(".show", notice_id=made.id), 303)


@office_notices.post("/review/notices/<kind>/statement/<int:number>")
@allow(Who.OFFICER)
def about_statement(kind: str, number: int) -> Response:
    """Draft a notice about a statement."""
    if kind not in (NoticeKind.INCOMPLETE, NoticeKind.CONCERN):
        raise NotFound(_("There is no such kind of notice."))
    statement = assignment.case_numbered(session(), number).statement
    days = carried.settings().notice_working_days
    made = notices.draft(session(), kind=NoticeKind(kind), about=statement, working_days=days, by=actor(), at=now())
    return redirect(url_for(".show", notice_id=made.id), 303)


@office_notices.route("/review/notices/<uuid:notice_id>", methods=["GET", "POST"])
@allow(Who.OFFICER)
def show(notice_id: uuid.UUID) -> Answer:
    """One notice with its history; a draft can be edited."""
    found = notices.load(session(), notice_id, by=actor())
    form = DraftForm(text=found.text)
    if form.validate_on_submit():
        try:
            notices.edit(session(), notice=found, text=form.text.data or "", by=actor(), at=now())
            flash(_("Saved. Another officer approves it."))
            return redirect(url_for(".show", notice_id=notice_id), 303)
        except Invalid as error:
            show_problems(form, error)
    return _page(notice_id, form)


@office_notices.post("/review/notices/<uuid:notice_id>/approve")
@allow(Who.OFFICER)
def approve(notice_id: uuid.UUID) -> Answer:
    """Approve a colleague's draft and send it."""
    found, settings = notices.load(session(), notice_id, by=actor()), carried.settings()
    given: dict[str, Any] = {"working_days": settings.notice_working_days, "holidays": non_working_days()}
    form = DraftForm(formdata=None, text=found.text)
    try:
        notices.approve(session(), notice=found, by=actor(), at=now(), **given)
    except Invalid as error:
        show_problems(form, error)
        return _page(notice_id, form)
    flash(_("Sent to everyone who files or signs for the organisation."))
    return redirect(url_for(".show", notice_id=notice_id), 303)


@office_notices.route("/review/notices/<uuid:notice_id>/close", methods=["GET", "POST"])
@allow(Who.OFFICER)
def close(notice_id: uuid.UUID) -> Answer:
    """End a notice and say what came of it."""
    found, form = notices.load(session(), notice_id, by=actor()), ReasonForm()
    form.text.label.text, form.send.label.text = _("What came of it"), _("End the notice")
    if form.validate_on_submit():
        notices.close(session(), notice=found, outcome=form.text.data or "", by=actor(), at=now())
        return redirect(url_for(".show", notice_id=notice_id), 303)
    given = {"title": _("End the notice"), "hint": found.title, "back": url_for(".show", notice_id=notice_id)}
    text = render_template("moderation/reason.html", form=form, **given)
    return (text, 422) if form.errors else text


@office_notices.post("/review/notices/<uuid:notice_id>/publish")
@allow(Who.OFFICER)
def publish(notice_id: uuid.UUID) -> Response:
    """Make a notice public, where the law's profile allows it."""
    notices.publish(session(), notice=notices.load(session(), notice_id, by=actor()), by=actor(), at=now())
    return redirect(url_for(".show", notice_id=notice_id), 303)


@office_notices.route("/office-notices/<uuid:notice_id>", methods=["GET", "POST"])
@allow(Who.MEMBER)
def read(notice_id: uuid.UUID) -> Answer:
    """The organisation's page of a notice, with room to answer."""
    found, form = notices.load(session(), notice_id, by=actor()), ReasonForm()
    form.text.label.text, form.send.label.text = _("Your answer"), _("Send the answer")
    if form.validate_on_submit():
        try:
            notices.answer(session(), notice=found, text=form.text.data or "", by=actor(), at=now())
            return redirect(url_for(".read", notice_id=notice_id), 303)
        except Invalid as error:
            show_problems(form, error)
    text = render_template("moderation/office_notice_read.html", notice=found, form=form)
    return (text, 422) if form.errors else text


def _page(notice_id: uuid.UUID, form: DraftForm) -> Answer:
    found = notices.load(session(), notice_id, by=actor())
    given = {"why_not_public": notices.may_publish(found, now()), "me": actor()}
    history = events.history(session(), subject=found)
    text = render_template("moderation/office_notice.html", notice=found, form=form, history=history, **given)
    return (text, 422) if form.errors else text
