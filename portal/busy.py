"""What a person sees whose form came while the database was busy or away: everything they typed, to be sent again."""

from flask import Response, g, render_template, request

TITLE = "The register is busy"
MESSAGE = "Nothing was changed. Try again in a moment."
SECONDS = 5
"""After so many seconds it is worth another try."""
SECRET = ("security", "accounts")
"""Blueprints whose forms hold passwords: these are never written into a page."""
LEFT_OUT = frozenset({"csrf_token"})


def can_be_sent_again() -> bool:
    """Whether this request is a person's form whose fields can stand in a page."""
    return (
        request.method == "POST"
        and request.blueprint not in SECRET
        and "text/html" in request.headers.get("Accept", "")
    )


def without_database() -> None:
    """From here on the page of this request asks nothing of the database, not even who reads it."""
    g.pop("actor", None)
    opened = g.pop("session", None)
    if opened is not None:
        opened.close()


def page() -> Response:
    """The page that holds what was sent; where files came with it, these must be chosen again."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in LEFT_OUT]
    texts = [value for _name, value in fields if " " in value.strip()]
    given = {"title": TITLE, "fields": fields, "texts": texts, "to": request.full_path.rstrip("?"), "seconds": SECONDS}
    return Response(render_template("busy.html", **given, files=any(request.files.values())), 503)
