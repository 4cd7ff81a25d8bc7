"""Headers that every answer carries, cross-site request protection and the limit on sign-in tries."""

import secrets

from flask import Flask, Response, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect

from portal.config import Settings

PARKED_AT_MOST = "60 per minute"
"""So many forms of people who are signed out are kept for one address."""


def set_up(app: Flask, settings: Settings) -> None:
    """Protect forms and add the headers; call before the first route is registered."""
    CSRFProtect(app)
    limiter = Limiter(
        get_remote_address, app=app, storage_uri=settings.rate_limit_store, in_memory_fallback_enabled=True
    )
    app.extensions["limiter_of_tries"] = limiter
    app.extensions["sign_in_limit"] = limiter.shared_limit(
        settings.sign_in_limit, scope="sign-in", exempt_when=lambda: request.method != "POST"
    )
    app.extensions["public_form_limit"] = limiter.shared_limit(settings.public_form_limit, scope="public form")
    app.extensions["park_limit"] = limiter.shared_limit(PARKED_AT_MOST, scope="park")
    app.before_request(_make_nonce)
    app.after_request(_add_headers)
    app.context_processor(lambda: {"nonce": g.get("nonce", "")})


def _make_nonce() -> None:
    g.nonce = secrets.token_urlsafe(16)


def _add_headers(response: Response) -> Response:
    nonce = g.get("nonce", "")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "object-src 'self'",
            "frame-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'self'",
        )
    )
    response.headers.setdefault("Content-Security-Policy", policy)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
    response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    return response
