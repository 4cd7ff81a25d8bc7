"""/api/v1/changes: what changed in the register, in order, so that a copy can be kept up to date."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response
from marshmallow import RAISE

from portal import db
from portal.access import Who, allow
from portal.api import shapes
from portal.api.asking import SinceIn
from portal.api.schemas import ChangesOut, leads_on
from portal.kept import kept
from statements.register import changes

changes_api = APIBlueprint("changes_api", __name__, url_prefix="/api/v1", tag="Changes")


@changes_api.get("/changes")
@allow(Who.PUBLIC)
@kept
@changes_api.input(SinceIn, location="query", arg_name="asked", unknown=RAISE)
@changes_api.output(ChangesOut, links=leads_on("readStatement", number="/changes/0/statement"))
@changes_api.doc(operation_id="readChanges", summary="Read what changed, oldest first")
def read_changes(asked: dict[str, int]) -> dict[str, Any]:
    """Public changes after the one numbered `since`; ask again with `next` until none is told."""
    found = changes.after(db.session(), number=asked["since"], limit=asked["limit"])
    return {"changes": [shapes.change(each) for each in found], "next": found[-1].number if found else asked["since"]}


@changes_api.after_request
def open_to_all(response: Response) -> Response:
    """Let pages of other sites read: there is no cookie and nothing private here."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
