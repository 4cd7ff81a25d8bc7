"""Flask-Security set up on plain SQLAlchemy: passwords by argon2, a second factor by authenticator app."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from flask import Flask, g, has_request_context, make_response, render_template, request
from flask_login.utils import _user_context_processor
from flask_security import Security, SQLAlchemySessionUserDatastore
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session, scoped_session
from werkzeug.wrappers import Response

from portal import mail
from portal.accounts import identity, second_step
from portal.accounts.models import Role, User, WebAuthn
from portal.accounts.outgoing import AccountMail
from portal.accounts.wording import message_settings
from portal.config import Settings
from portal.db import SAFE_METHODS
from statements.db import open_session

BLUEPRINT = "security"
SHORTEST_PASSWORD = 12


def set_up(app: Flask, settings: Settings) -> None:
    """Configure sign-in and give it a session of its own: its views commit their own tables. Raises ValueError."""
    identity.provider(settings)
    _configure(app, settings)
    mail.configure(app, settings)
    # SQLAlchemy declares a sessionmaker here and takes, as documented, anything that makes a session.
    sessions: scoped_session[Session] = scoped_session(lambda: _open(app))  # type: ignore[arg-type]
    datastore = SQLAlchemySessionUserDatastore(sessions, User, Role, webauthn_model=WebAuthn)
    security = Security(app, datastore, render_template=_render, mail_util_cls=AccountMail)
    _leave_public_pages_alone(app, security)
    app.extensions["account_sessions"] = sessions
    app.teardown_appcontext(lambda _error: sessions.remove())
    limited = app.extensions["sign_in_limit"]
    for endpoint, view in list(app.view_functions.items()):
        if endpoint.startswith(f"{BLUEPRINT}.") and not endpoint.endswith(".static"):
            app.view_functions[endpoint] = _truthful(limited(view))
    second_step.guard(app)


def _leave_public_pages_alone(app: Flask, security: Security) -> None:
    """Keep the libraries from reading the cookie, and the login behind it, for pages that do not ask who reads."""
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    app.template_context_processors[None].remove(_user_context_processor)


def _configure(app: Flask, settings: Settings) -> None:
    secret = app.config["SECRET_KEY"]
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",
        SECURITY_PASSWORD_SALT=secret,
        SECURITY_PASSWORD_LENGTH_MIN=SHORTEST_PASSWORD,
        SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
        SECURITY_TWO_FACTOR_POST_SETUP_VIEW="/account/mf-recovery-codes",
        SECURITY_TWO_FACTOR_RESCUE_EMAIL=False,
        SECURITY_TWO_FACTOR_RESCUE_MAIL=settings.mail_sender,
        SECURITY_TOTP_SECRETS={"1": secret},
        SECURITY_TOTP_ISSUER=settings.service_name,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS=[urlsafe_b64encode(sha256(secret.encode()).digest())],
        SECURITY_RECOVERABLE=True,
        SECURITY_CHANGEABLE=True,
        SECURITY_CONFIRMABLE=False,
        SECURITY_REGISTERABLE=False,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_EMAIL_HTML=False,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
        SECURITY_EMAIL_SUBJECT_PASSWORD_RESET="Set a new password",
        SECURITY_EMAIL_SUBJECT_PASSWORD_NOTICE="Your password was set anew",
        SECURITY_EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE="Your password was changed",
        SECURITY_EMAIL_SUBJECT_TWO_FACTOR_RESCUE="Someone cannot sign in",
        SECURITY_URL_PREFIX="/account",
        SECURITY_POST_LOGIN_VIEW="/desk",
        SECURITY_POST_LOGOUT_VIEW="/",
        SECURITY_POST_CHANGE_VIEW="/desk",
        SECURITY_EMAIL_SENDER=settings.mail_sender,
        SECURITY_FLASH_MESSAGES=True,
        **message_settings(),
    )


def _render(template: str, **context: Any) -> str:
    """Render one of the library's pages and note whether it shows a form with errors."""
    template, context = second_step.page_of(template, context)
    forms = [each for each in context.values() if isinstance(each, FlaskForm)]
    g.form_has_errors = any(form.errors for form in forms)
    return render_template(template, **context)


def _truthful(view: Callable[..., Any]) -> Callable[..., Response]:
    """Answer 422 where the library shows a sent form again with its errors and calls that a success."""

    @wraps(view)
    def answered(*args: Any, **values: Any) -> Response:
        first = second_step.is_first()
        response = second_step.led_on(make_response(view(*args, **values)), first=first)
        if request.method == "POST" and response.status_code == 200 and g.get("form_has_errors"):
            response.status_code = 422
        return response

    return answered


def _open(app: Flask) -> Session:
    signing_in = has_request_context() and request.method not in SAFE_METHODS and request.blueprint == BLUEPRINT
    return open_session(app.extensions["engine"], for_writing=signing_in or not has_request_context())
