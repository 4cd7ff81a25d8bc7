"""The organisation's side: the notice of what was confirmed with room to reply, and a return with room to answer."""

import uuid

from apiflask import APIBlueprint
from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access import Who, actor, allow
from portal.db import now, session
from portal.moderation.forms import ReasonForm, add_problems
from statements.errors import Invalid
from statements.moderation import desk, queries, service

notices = APIBlueprint("notices", __name__, enable_openapi=False)

Answer = str | Response | tuple[str, int]


@notices.route("/notices/<uuid:notice_id>", methods=["GET", "POST"])
@allow(Who.MEMBER)
def notice(notice_id: uuid.UUID) -> Answer:
    """What an officer confirmed about a version, until when to answer, and the reply."""
    found = desk.notice_for(session(), notice_id=notice_id, by=actor())
    form = ReasonForm()
    form.text.label.text, form.send.label.text = _("Your reply"), _("Send the reply")
    if form.validate_on_submit():
        try:
            service.reply(session(), notice=found, text=form.text.data or "", by=actor(), at=now())
            return redirect(url_for(".notice", notice_id=notice_id, _anchor="replies"))
        except Invalid as error:
            add_problems(form, error.problems, "text")
    version = found.assessment.version
    reading = desk.reading_of(session(), version)
    pages = desk.marked_pages(version, queries.profile_of(found.assessment, found))
    text = render_template("moderation/notice.html", notice=found, reading=reading, pages=pages, form=form, now=now())
    return (text, 422) if form.errors else text


@notices.route("/returns/<uuid:review_id>", methods=["GET", "POST"])
@allow(Who.MEMBER)
def returned(review_id: uuid.UUID) -> Answer:
    """Why a version was returned, point by point, and the filer's answer."""
    review = desk.review_for(session(), review_id=review_id, by=actor())
    form = ReasonForm()
    form.text.label.text, form.send.label.text = _("Your answer to the officer"), _("Send the answer")
    if form.validate_on_submit():
        try:
            service.answer_return(session(), review=review, text=form.text.data or "", by=actor(), at=now())
            return redirect(url_for(".returned", review_id=review_id))
        except Invalid as error:
            add_problems(form, error.problems, "text")
    criteria = desk.criteria_of(session(), review.version)
    text = render_template("moderation/returned.html", review=review, criteria=criteria, form=form)
    return (text, 422) if form.errors else text
