"""Flask-Security set up on plain SQLAlchemy: passwords by argon2, a second factor by authenticator app."""

from flask import Flask, has_request_context, request
from flask_mailman import Mail
from flask_security import Security, SQLAlchemySessionUserDatastore
from sqlalchemy.orm import Session, scoped_session

from portal.accounts.models import Role, User, WebAuthn
from portal.config import Settings
from portal.db import SAFE_METHODS
from statements.db import open_session


def set_up(app: Flask, settings: Settings) -> None:
    """Configure sign-in and give it a session of its own: its views commit their own tables."""
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",
        SECURITY_PASSWORD_SALT=app.config["SECRET_KEY"],
        SECURITY_PASSWORD_LENGTH_MIN=12,
        SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
        SECURITY_TOTP_SECRETS={"1": app.config["SECRET_KEY"]},
        SECURITY_TOTP_ISSUER=settings.service_name,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_RECOVERABLE=True,
        SECURITY_CHANGEABLE=True,
        SECURITY_CONFIRMABLE=False,
        SECURITY_REGISTERABLE=False,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_URL_PREFIX="/account",
        SECURITY_POST_LOGIN_VIEW="/desk",
        SECURITY_POST_LOGOUT_VIEW="/",
        SECURITY_EMAIL_SENDER=settings.mail_sender,
        SECURITY_FLASH_MESSAGES=True,
        MAIL_BACKEND=settings.mail_backend,
        MAIL_SERVER=settings.mail_server,
        MAIL_PORT=settings.mail_port,
        MAIL_DEFAULT_SENDER=settings.mail_sender,
    )
    Mail(app)
    sessions: scoped_session[Session] = scoped_session(lambda: _open(app))  # type: ignore[arg-type]
    datastore = SQLAlchemySessionUserDatastore(sessions, User, Role, webauthn_model=WebAuthn)
    Security(app, datastore)
    app.extensions["account_sessions"] = sessions
    app.teardown_appcontext(lambda _error: sessions.remove())


def _open(app: Flask) -> Session:
    signing_in = has_request_context() and request.method not in SAFE_METHODS and request.blueprint == "security"
    return open_session(app.extensions["engine"], for_writing=signing_in or not has_request_context())
