"""The second step around the library's views: where it leads, the key after a wrong code, how often one may guess."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, redirect, request, session, url_for
from flask_limiter.util import get_remote_address
from flask_login import current_user

LOGIN, SETUP, CODE = "security.login", "security.two_factor_setup", "security.two_factor_token_validation"
RESCUE, RECOVERY = "security.two_factor_rescue", "security.mf_recovery"
GUESSED = (CODE, RECOVERY)
"""Where a code is given that somebody could guess."""
WRONG_CODES = "10 per hour"
"""So many wrong codes are taken for one account, from whatever address, before it has to wait."""
SETUP_PAGE, CODE_PAGE = "security/two_factor_setup.html", "security/two_factor_verify_code.html"


def guard(app: Flask) -> None:
    """Count the wrong codes of each account; call when the library's views stand in the app."""
    limited = app.extensions["limiter_of_tries"].shared_limit(
        WRONG_CODES,
        scope="wrong codes",
        key_func=_account,
        exempt_when=lambda: request.method != "POST",
        deduct_when=lambda response: response.status_code == 422,
    )
    for endpoint in GUESSED:
        app.view_functions[endpoint] = limited(app.view_functions[endpoint])


def local(place: str | None) -> str:
    """The place if it is one of ours, else nothing: what `next` holds may come from anyone."""
    parts = urlsplit(place or "")
    ours = (place or "").startswith("/") and not (place or "").startswith("//") and "\\" not in (place or "")
    return place or "" if ours and not parts.scheme and not parts.netloc else ""


def is_first() -> bool:
    """Whether somebody is setting a second step up because they cannot sign in without."""
    return session.get("tf_state") == "validating_profile" and not current_user.is_authenticated


def led_on(response: Response, *, first: bool) -> Response:
    """Carry where somebody was going through a setup; after the first one, show the recovery codes on the way."""
    if response.status_code != 302:
        return response
    going = local(request.args.get("next") or request.form.get("next"))
    if request.endpoint == LOGIN and going and urlsplit(response.location).path == url_for(SETUP):
        return _to(SETUP, going)
    if request.endpoint == RESCUE and going and urlsplit(response.location).path == url_for(RECOVERY):
        return _to(RECOVERY, going)
    if request.endpoint == CODE and first:
        return _to("security.mf_recovery_codes", local(response.location))
    return response


def page_of(template: str, context: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The library's page with what ours need: the key as a link for an app on the device, also after a wrong code."""
    context["going"] = local(request.args.get("next"))
    sets_up = session.get("tf_state") == "validating_profile" and session.get("tf_totp_secret")
    if template not in (SETUP_PAGE, CODE_PAGE) or not sets_up:
        return template, context
    form = context["two_factor_setup_form" if template == SETUP_PAGE else "two_factor_verify_code_form"]
    made = current_app.extensions["security"].totp_factory.fetch_setup_values(session["tf_totp_secret"], form.user)
    shown = {"authr_qrcode": made["image"], "authr_key": made["key"], "authr_username": made["username"]}
    shown |= {"authr_uri": made["uri"], "chosen_method": session["tf_primary_method"]}
    asked_anew = template == SETUP_PAGE and context.get("chosen_method") is None
    return (template, context) if asked_anew else (SETUP_PAGE, {**context, **shown})


def _to(endpoint: str, going: str) -> Response:
    # Werkzeug's redirect makes the response class of the app, which is Flask's.
    return redirect(url_for(endpoint, next=going or None))  # type: ignore[return-value]


def _account() -> str:
    """Whose code it is: known from the password before, or from being signed in."""
    return str(session.get("tf_user_id") or current_user.get_id() or get_remote_address())
