"""Forms on public pages that set no cookie: a signed token in the form, where the browser says it came from, a limit.

Nobody is signed in on them, so nothing can be done in another's name; the token shows that the page was opened first.
"""

from typing import Any

from apiflask import APIBlueprint
from flask import current_app, g, request
from flask_login import AnonymousUserMixin
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError
from itsdangerous import BadSignature, URLSafeTimedSerializer

from statements.errors import NotAllowed

SALT = "a form without a cookie"
OPEN_FOR = 24 * 3600
"""Seconds for which a page may stay open before it is sent."""


class CookielessForm(FlaskForm):
    """A form whose token does not lie in the session."""

    class Meta(FlaskForm.Meta):
        """No token of the session."""

        csrf = False


def guard(blueprint: APIBlueprint) -> None:
    """Let the forms of a blueprint work without a cookie: each POST needs the page's token and is limited."""
    exempt(blueprint)
    blueprint.before_request(_check)
    blueprint.app_context_processor(lambda: {"page_token": page_token})


def exempt(blueprint: APIBlueprint) -> None:
    """Let what is sent to a blueprint in without any token of a page: its addresses are secrets themselves."""
    blueprint.record_once(lambda state: state.app.extensions["csrf"].exempt(blueprint))
    blueprint.before_request(_for_everyone)


def page_token(path: str = "") -> str:
    """The token of a form that is sent to this path, or to the page's own."""
    return str(_signer().dumps(path or request.path))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=SALT)


def _for_everyone() -> None:
    # Templates are handed the signed-in person: these pages are rendered for nobody and set no cookie.
    g._login_user = AnonymousUserMixin()
    g.for_everyone = True


def _check() -> None:
    """Let a form through that came from its own page. Raises CSRFError, NotAllowed, or 429 where too many came."""
    if request.method != "POST":
        return
    with current_app.extensions["public_form_limit"]:
        pass
    if request.headers.get("Origin", _site()) not in (_site(), "null") or _from_elsewhere():
        raise NotAllowed("This form was not sent from a page of this register.")
    try:
        opened: Any = _signer().loads(request.form.get("csrf_token", ""), max_age=OPEN_FOR)
    except BadSignature as error:
        raise CSRFError("the page's token is missing or too old") from error
    if opened != request.path:
        raise CSRFError("the token is of another page")


def _site() -> str:
    return request.host_url.rstrip("/")


def _from_elsewhere() -> bool:
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("cross-site", "same-site")
