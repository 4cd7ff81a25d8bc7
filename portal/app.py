"""Put the portal together: settings in, a Flask app out. Nothing here decides anything."""

from pathlib import Path

from apiflask import APIFlask
from flask import Flask
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import access, db, errors, formatting, index, kept, language, logs, readership, security
from portal.accounts import security as accounts
from portal.api.schemas import API_CONFIG
from portal.areas import BLUEPRINTS
from portal.config import Settings, read_settings, secret_key
from statements.limits import FORM_BYTES, REQUEST_BYTES
from statements.storage.store import Store

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def create_app(settings: Settings | None = None) -> Flask:
    """The portal as a WSGI app. Raises ValueError where a setting is wrong, RuntimeError where a door is unguarded."""
    logs.set_up()
    settings = settings or read_settings()
    if settings.demonstration and settings.host not in LOOPBACK:
        raise ValueError("The demonstration has known sign-ins: it may only be served on a loopback address.")
    app = APIFlask("portal", title=settings.service_name, version="1", docs_path=None, spec_path="/api/v1/openapi.json")
    app.json_errors = False
    app.config.update(
        SECRET_KEY=secret_key(settings),
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        MAX_CONTENT_LENGTH=REQUEST_BYTES.value,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES.value,
        WTF_CSRF_TIME_LIMIT=None,
        OPENAPI_VERSION="3.1.0",
        **API_CONFIG,
    )
    Path(settings.data_dir).mkdir(parents=True, exist_ok=True)
    app.extensions["settings"] = settings
    app.extensions["store"] = Store(settings.store)
    if settings.secure_cookies:
        # Flask documents to wrap it so, and declares it a method.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    _set_up_templates(app)
    db.set_up(app, settings)
    index.set_up(app, settings)
    kept.set_up(app, settings)
    readership.set_up(app, settings)
    security.set_up(app, settings)
    language.set_up(app, settings.language)
    formatting.set_up(app, settings.time_zone)
    accounts.set_up(app, settings)
    errors.set_up(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    access.set_up(app)
    return app


def _set_up_templates(app: Flask) -> None:
    components = {
        "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
        "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
    }
    app.jinja_options["loader"] = ChoiceLoader([PackageLoader("portal"), PrefixLoader(components)])
    app.jinja_env.loader = app.jinja_options["loader"]
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    WTFormsHelpers(app)
    settings: Settings = app.extensions["settings"]
    app.context_processor(lambda: {"settings": settings, "service_name": settings.service_name})
