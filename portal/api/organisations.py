"""/api/v1/organisations: read one."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response, redirect, url_for
from marshmallow import RAISE
from werkzeug.wrappers import Response as AnyResponse

from portal import db
from portal.access import Who, allow
from portal.api import shapes
from portal.api.schemas import OrganisationOut, leads_on
from portal.kept import kept
from statements.errors import NotFound
from statements.organisations import addresses
from statements.register import organisations, queries, rematched
from statements.register.public import PublicOrganisation

organisations_api = APIBlueprint("organisations_api", __name__, url_prefix="/api/v1", tag="Organisations")


@organisations_api.get("/organisations/<slug>")
@allow(Who.PUBLIC)
@kept
@organisations_api.input({}, location="query", arg_name="asked", schema_name="NothingIn", unknown=RAISE)
@organisations_api.output(OrganisationOut, links=leads_on("readStatement", number="/statements/0/id"))
@organisations_api.doc(operation_id="readOrganisation", summary="Read one organisation", responses=[308, 404, 410])
def read_organisation(slug: str, asked: dict[str, Any]) -> dict[str, Any] | AnyResponse:
    """An organisation by its id (`organisation.id` of a statement), with every statement of or covering it.

    The address of one that was merged or moved leads to where it is now (308). Where every statement that was listed
    was matched with it by mistake, the answer is 410: its error (`gone`) has a problem for each statement, whose `mend`
    is the address at which it stands.
    """
    session = db.session()
    leads = addresses.leads_to(session, slug) if slug.isprintable() else None
    if leads is not None:
        return redirect(url_for(".read_organisation", slug=leads), 308)
    shown = _organisation(slug)
    ids = organisations.every_statement(session, shown.id)
    return shapes.organisation(shown, organisations.group(session, shown), queries.statements_by_ids(session, ids))


def _organisation(slug: str) -> PublicOrganisation:
    """The organisation at this address. Raises Gone where its statements were matched with it by mistake, NotFound."""
    try:
        return organisations.organisation(db.session(), slug)
    except NotFound as missing:
        raise (rematched.told_instead(db.session(), slug) if slug.isprintable() else None) or missing from None


@organisations_api.after_request
def open_to_all(response: Response) -> Response:
    """Let pages of other sites read: there is no cookie and nothing private here."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
