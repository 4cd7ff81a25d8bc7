"""Pages that only tell: home, about, help, and whether the portal is alive."""

from apiflask import APIBlueprint
from flask import Response, render_template

from portal.access import Who, allow

pages = APIBlueprint("pages", __name__, enable_openapi=False)


@pages.get("/alive")
@allow(Who.PUBLIC)
def alive() -> Response:
    """Say that the process answers; a load balancer asks this."""
    return Response("alive\n", mimetype="text/plain")


@pages.get("/")
@allow(Who.PUBLIC)
def home() -> str:
    """The front page."""
    return render_template("pages/home.html")
