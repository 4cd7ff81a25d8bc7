"""The calendar of what is due, at an address that only its person knows and can renew."""

import uuid

from apiflask import APIBlueprint
from flask import Response, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response as AnyResponse

from portal import access, carried, db
from portal.access import Who, allow
from statements.clock import local_date
from statements.errors import NotFound
from statements.filing import calendar as calendars
from statements.people import queries

calendar = APIBlueprint("calendar", __name__, enable_openapi=False)

SALT = "calendar"


@calendar.get("/desk/calendar")
@allow(Who.MEMBER)
def address() -> str:
    """The address of one's own calendar, and how to use it."""
    renewals = calendars.renewals(db.session(), access.actor())
    token = _serializer().dumps([str(access.actor()), renewals])
    given = {"address": f"{carried.settings().public_url}/calendar/{token}.ics", "entries": _entries()}
    return render_template("desk/calendar.html", **given)


@calendar.post("/desk/calendar")
@allow(Who.MEMBER)
def renew() -> AnyResponse:
    """Give the calendar a new address."""
    calendars.renew(db.session(), person_id=access.actor(), at=db.now())
    flash(_("Your calendar has a new address. The old one no longer works."))
    return redirect(url_for(".address"), 303)


@calendar.get("/calendar/<token>.ics")
@allow(Who.PUBLIC)
def file(token: str) -> Response:
    """The calendar of whoever was given this address."""
    session, settings = db.session(), carried.settings()
    try:
        person, renewals = _serializer().loads(token)
        found = queries.load_person(session, uuid.UUID(person))
    except (BadSignature, TypeError, ValueError) as error:
        raise NotFound(_("There is no calendar at this address.")) from error
    if renewals != calendars.renewals(session, found.id):
        raise NotFound(_("This calendar has a new address."))
    today = local_date(db.now(), settings.time_zone)
    entries = calendars.entries_for(session, person_id=found.id, today=today, address=settings.public_url)
    text = calendars.as_text(entries, name=settings.service_name, at=db.now())
    answer = Response(text, mimetype="text/calendar")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _entries() -> list[calendars.Entry]:
    settings = carried.settings()
    today = local_date(db.now(), settings.time_zone)
    return calendars.entries_for(db.session(), person_id=access.actor(), today=today, address=settings.public_url)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=SALT)
