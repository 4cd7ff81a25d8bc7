"""Create an account: a name and an address; the link that is mailed sets the password."""

import uuid

from apiflask import APIBlueprint
from flask import current_app, render_template
from flask_security.recoverable import generate_reset_password_token

from portal import db, mail
from portal.access import Who, allow
from portal.accounts import identity
from portal.accounts.forms import NewAccount
from portal.accounts.outgoing import send_at_once
from portal.forms import show_problems
from statements.errors import Conflict, DomainError

accounts = APIBlueprint("accounts", __name__, url_prefix="/account", enable_openapi=False)


@accounts.route("/new", methods=["GET", "POST"])
@allow(Who.PUBLIC)
def create() -> str | tuple[str, int]:
    """Ask for a name and an address; the answer is the same whether or not the address is known."""
    form = NewAccount()
    if not form.is_submitted():
        return render_template("accounts/create.html", form=form)
    with current_app.extensions["sign_in_limit"]:
        if form.validate():
            try:
                _invite(form)
                return render_template("accounts/created.html", address=form.email.data)
            except DomainError as error:
                show_problems(form, error)
    return render_template("accounts/create.html", form=form), 422


def _invite(form: NewAccount) -> None:
    vouching = identity.provider(current_app.extensions["settings"])
    given = {"name": form.name.data or "", "email": form.email.data or ""}
    person, login, _new = identity.person_for(db.session(), vouching.identity(given), at=db.now())
    usable = bool(login.password)
    path = "/account/login" if usable else f"/account/reset/{generate_reset_password_token(login)}"
    template = "account_known" if usable else "account_new"
    key = uuid.uuid4()
    message = mail.compose(template, person.email, message_id=str(key), greeted=person.name, path=path)
    if not send_at_once(db.session(), login, key, template, message):
        raise Conflict("Mail cannot be sent just now. Try again in a few minutes.")
