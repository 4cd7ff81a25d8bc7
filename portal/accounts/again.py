"""What was sent when its sender was signed out: shown once they are signed in, and sent again when they say so."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import db
from portal.access import Who, allow
from portal.parking import TOKEN
from statements.errors import NotFound
from statements.people import parked
from statements.people.models import ParkedForm

again = APIBlueprint("again", __name__, url_prefix="/account/again", enable_openapi=False)

WORTH_SHOWING = 12
"""Typed texts of so many characters are shown; shorter values are counted."""


@again.get("")
@allow(Who.SIGNED_IN)
def show() -> str | Response:
    """What waits to be sent; where nothing does, the desk."""
    try:
        waiting = _waiting()
    except NotFound:
        return redirect(url_for("desk.home"))
    texts = [value for _name, value in waiting.fields if len(value.strip()) >= WORTH_SHOWING and " " in value.strip()]
    return render_template("accounts/again.html", waiting=waiting, texts=texts, others=len(waiting.fields) - len(texts))


@again.post("")
@allow(Who.SIGNED_IN)
def send() -> Response:
    """Send it to where it was going: the browser repeats its fields there."""
    waiting = _waiting()
    path = waiting.path
    _forget(waiting)
    return redirect(path, 307)


@again.post("/leave")
@allow(Who.SIGNED_IN)
def leave() -> Response:
    """Throw it away."""
    _forget(_waiting())
    flash(_("What you had written was thrown away."))
    return redirect(url_for("desk.home"), 303)


def _waiting() -> ParkedForm:
    return parked.find(db.session(), token=session.get(TOKEN, ""), at=db.now())


def _forget(waiting: ParkedForm) -> None:
    parked.forget(db.session(), waiting)
    session.pop(TOKEN, None)
