"""A form that comes when its sender is signed out, or whose page was open too long, is kept and not lost.

Only a page of this portal can have sent it: the browser names its origin. Passwords are never kept.
"""

import secrets

from flask import Response, current_app, request, session, url_for

from portal import db
from statements.people import parked

TOKEN = "parked"
"""Where the cookie holds the token of what was parked."""
LEFT_OUT = frozenset({"csrf_token"})


def can_park() -> bool:
    """Whether this request is a form that a person sent from a page of this portal."""
    return (
        request.method == "POST"
        and request.blueprint not in ("security", "accounts", "again")
        and request.headers.get("Origin") == request.host_url.rstrip("/")
        and "text/html" in request.headers.get("Accept", "")
        and not any(request.files.values())
    )


def park() -> Response:
    """Keep the form of this request and lead to the page that gives it back. Raises TooLarge."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in LEFT_OUT]
    token = secrets.token_urlsafe(32)
    with current_app.extensions["park_limit"]:
        parked.park(db.session(), token=token, path=request.full_path.rstrip("?"), fields=fields, at=db.now())
    session[TOKEN] = token
    answer = Response(status=303)
    answer.location = url_for("again.show")
    return answer
