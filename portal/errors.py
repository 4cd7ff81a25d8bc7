"""What each error becomes: one table, a page or JSON by the path that was asked for."""

from typing import Any

import structlog
from apiflask.exceptions import HTTPError
from flask import Flask, Response, current_app, jsonify, render_template, request
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from portal import access, busy, parking
from statements import errors
from statements.db import may_go_well_again

API_PREFIX = "/api/"
A_MINUTE = 60

DOMAIN_ERRORS: dict[type[Exception], tuple[int, str]] = {
    errors.Gone: (410, "gone"),
    errors.NotFound: (404, "not_found"),
    errors.NotAllowed: (403, "not_allowed"),
    errors.AlreadyFiled: (409, "already_filed"),
    errors.Conflict: (409, "conflict"),
    errors.NotYet: (503, "not_yet"),
    errors.TooLarge: (413, "too_large"),
    errors.UnreadableFile: (422, "unreadable_file"),
    errors.Invalid: (422, "invalid"),
    errors.DomainError: (422, "invalid"),
}

SOMEONE_ELSE = (
    "Someone changed this while you were working on it. Nothing of yours was saved yet: go back, look, try again."
)

TITLES = {
    400: "That did not work",
    403: "You may not open this page",
    404: "Page not found",
    405: "That did not work",
    410: "This stands elsewhere now",
    409: "This has changed",
    413: "Too large",
    415: "That did not work",
    422: "There is a problem",
    429: "Too many tries",
    500: "Sorry, something went wrong on our side",
    503: busy.TITLE,
}

log = structlog.get_logger()


def set_up(app: Flask) -> None:
    """Register a handler for every kind of error."""
    app.register_error_handler(errors.DomainError, _domain_error)
    app.register_error_handler(StaleDataError, _changed_meanwhile)
    app.register_error_handler(IntegrityError, _changed_meanwhile)
    app.register_error_handler(SQLAlchemyError, _database_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPError, _refused_input)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def answer(status: int, code: str, message: str, problems: list[dict[str, str]] | None = None) -> Response:
    """The page or the JSON object of an error."""
    if request.path.startswith(API_PREFIX):
        body = {"error": {"code": code, "message": message, "problems": problems or []}}
        response = jsonify(body)
    else:
        title = TITLES.get(status, "That did not work")
        shown = {"title": title, "message": message, "problems": problems or [], "status": status}
        response = Response(render_template("error.html", **shown))
    response.status_code = status
    return response


def _domain_error(error: errors.DomainError) -> Response:
    status, code = next(DOMAIN_ERRORS[kind] for kind in type(error).__mro__ if kind in DOMAIN_ERRORS)
    found = error.problems if isinstance(error, errors.Invalid | errors.Gone) else []
    problems = [
        {"message": each.message, "mend": each.mend, "field": each.field, "sheet": each.sheet, "cell": each.cell}
        for each in found
    ]
    return answer(status, code, error.message, problems)


def _refused_input(error: HTTPError) -> Response:
    """What a schema of the API refused: one problem for each parameter."""
    problems = [
        {"message": message, "mend": "", "field": name, "sheet": "", "cell": ""}
        for fields in error.detail.values()
        for name, messages in fields.items()
        for message in _messages(messages)
    ]
    told = "; ".join(f"{each['field']}: {each['message']}" for each in problems)
    return answer(error.status_code, "invalid", told or "What was sent could not be used.", problems)


def _messages(found: Any) -> list[str]:
    """The messages of a field; those of a list's items stand one level deeper."""
    if isinstance(found, dict):
        return [message for inner in found.values() for message in _messages(inner)]
    return [str(message) for message in found]


def _changed_meanwhile(error: Exception) -> Response:
    log.warning("conflict", path=request.path, error=type(error).__name__)
    return answer(409, "conflict", SOMEONE_ELSE)


def _database_error(error: SQLAlchemyError) -> Response:
    """Where the database was busy or away nothing was kept: what was typed is given back, to be sent again."""
    if not may_go_well_again(error):
        return _unexpected(error)
    log.warning("database busy", path=request.path, error=str(getattr(error, "orig", error)))
    busy.without_database()
    response = busy.page() if busy.can_be_sent_again() else answer(503, "busy", busy.MESSAGE)
    response.headers["Retry-After"] = str(busy.SECONDS)
    return response


def _csrf_error(_error: CSRFError) -> Response:
    who = access.who_may_enter(current_app, request.endpoint) if request.endpoint else None
    if who not in (None, access.Who.PUBLIC) and parking.can_park():
        return parking.park()
    message = "This page was open too long, or your browser did not send its cookie. Go back, reload and send again."
    return answer(400, "csrf", message)


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None or status < 400:
        # Werkzeug promises its sansio response; under WSGI it is the whole one.
        return error.get_response()  # type: ignore[return-value]
    messages = {
        404: "If you typed the address, check it. If you followed a link, the page may have moved.",
        403: "Your account has no part in this. Ask the organisation's people or the registrar to add you.",
        413: "What you sent is larger than we take. Nothing of it was kept: go back, and send something smaller.",
        429: _how_long(error),
    }
    default = "What was sent could not be used." if status < 500 else "Try again in a moment."
    code = error.name.lower().replace(" ", "_")
    response = answer(status, code, messages.get(status, default))
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            response.headers[name] = value
    return response


def _how_long(error: HTTPException) -> str:
    """How long to wait, by the limit that was met."""
    if isinstance(error, RateLimitExceeded) and error.limit.limit.get_expiry() > A_MINUTE:
        return "Wait an hour and try again. Nothing is lost by waiting."
    return "Wait a minute and try again."


def _unexpected(error: Exception) -> Response:
    log.exception("unexpected error", path=request.path, exc_info=error)
    return answer(500, "internal", "We have been told. What you saved before is safe. Try again in a moment.")
