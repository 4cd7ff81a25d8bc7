"""The operator's pages of mail: what became of it, and how each message looks."""

import uuid

from apiflask import APIBlueprint
from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from portal import access, db, mail
from portal.access import Who, allow
from statements.errors import NotFound
from statements.people import outbox
from statements.people.models import MailState

mail_pages = APIBlueprint("mail_pages", __name__, url_prefix="/operator/mail", enable_openapi=False)


@mail_pages.get("")
@allow(Who.OPERATOR)
def listed() -> str:
    """Messages by state, the newest first; no page shows what they say."""
    asked = request.args.get("state", "")
    state = MailState(asked) if asked in set(MailState) else None
    found = outbox.listed(db.session(), state=state, page=request.args.get("page", 1, type=int))
    counts = outbox.counts(db.session())
    return render_template("mail_pages/list.html", found=found, counts=counts, state=state, templates=mail.templates())


@mail_pages.post("/<uuid:message_id>/again")
@allow(Who.OPERATOR)
def again(message_id: uuid.UUID) -> AnyResponse:
    """Try a message once more."""
    message = outbox.load(db.session(), message_id)
    outbox.send_again(db.session(), message=message, by=access.actor(), at=db.now())
    flash(_("It is tried again."))
    seen = request.args
    return redirect(url_for(".listed", state=seen.get("state"), page=seen.get("page")), 303)


@mail_pages.get("/templates/<name>")
@allow(Who.OPERATOR)
def preview(name: str) -> str:
    """One message with invented values: its subject and its text."""
    if name not in mail.templates():
        raise NotFound(_("There is no such message."))
    return render_template("mail_pages/preview.html", name=name, message=mail.preview(name))


@mail_pages.get("/templates/<name>/html")
@allow(Who.OPERATOR)
def preview_html(name: str) -> Response:
    """The same as the HTML that goes out beside the text, as a file."""
    if name not in mail.templates():
        raise NotFound(_("There is no such message."))
    answer = Response(mail.preview(name).alternatives[0][0], mimetype="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.html"'
    return answer
