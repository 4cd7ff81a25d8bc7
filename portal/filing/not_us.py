"""“This was not us”: the page behind the mail about a filing. It needs no sign-in: the link is one person's alone."""

import uuid
from typing import Any

from apiflask import APIBlueprint
from flask import current_app, render_template
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovTextArea
from itsdangerous import BadSignature, URLSafeTimedSerializer
from wtforms import TextAreaField

from portal import db
from portal.access import Who, allow
from portal.forms import show_problems
from statements.errors import Invalid, NotFound
from statements.filing import holds
from statements.filing.models import Receipt
from statements.people.models import Person

not_us = APIBlueprint("not_us", __name__, enable_openapi=False, url_prefix="/not-us")

SALT = "this was not us"
WORKS_FOR_DAYS = 60


class NotUsForm(FlaskForm):
    """What the registrar should know."""

    note = TextAreaField(
        _l("What should the registrar know? (may stay empty)"),
        description=_l("The registrar and everyone who acts for the organisation read it."),
        widget=GovTextArea(),
    )


def not_us_token(receipt_id: object, person_id: object, secret: str) -> str:
    """The token of the link in one person's mail about one filing."""
    return str(URLSafeTimedSerializer(secret, salt=SALT).dumps([str(receipt_id), str(person_id)]))


@not_us.get("/<token>")
@allow(Who.PUBLIC)
def ask(token: str) -> str:
    """What was filed, and the button that holds it."""
    receipt, _person = _filing(token)
    return _page(receipt, NotUsForm())


@not_us.post("/<token>")
@allow(Who.PUBLIC)
def hold(token: str) -> str | tuple[str, int]:
    """Hold the publication at once."""
    (receipt, person), form = _filing(token), NotUsForm()
    try:
        held = holds.hold(db.session(), receipt=receipt, note=form.note.data or "", by=person.id, at=db.now())
    except Invalid as error:
        show_problems(form, error)
        return _page(receipt, form), 422
    return _page(receipt, form, held=held)


def _filing(token: str) -> tuple[Receipt, Person]:
    """What the link is about. Raises NotFound where it was never ours or is too old."""
    reading = URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=SALT)
    try:
        receipt_id, person_id = reading.loads(token, max_age=WORKS_FOR_DAYS * 24 * 3600)
    except BadSignature as error:
        raise NotFound("This link is not ours, or it is too old. Write to the registrar.") from error
    found = {"receipt_id": uuid.UUID(receipt_id), "person_id": uuid.UUID(person_id)}
    return holds.load_filing(db.session(), **found)


def _page(receipt: Receipt, form: NotUsForm, held: Any = None) -> str:
    held = held or holds.open_hold(db.session(), receipt.version)
    return render_template("filing/not_us.html", receipt=receipt, form=form, held=held)
