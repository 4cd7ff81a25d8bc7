"""/api/v1/statements: search them, read one."""

from typing import Any
from urllib.parse import urlencode

from apiflask import APIBlueprint
from flask import Response, request
from marshmallow import RAISE

from portal import db, index
from portal.access import Who, allow
from portal.api import shapes
from portal.api.asking import SearchIn, TextIn
from portal.api.schemas import SearchOut, StatementOut, leads_on
from portal.kept import kept
from statements.register import facets, queries
from statements.register.paging import stretch
from statements.register.search import SearchQuery, Sort

statements_api = APIBlueprint("statements_api", __name__, url_prefix="/api/v1", tag="Statements")


@statements_api.get("/statements")
@allow(Who.PUBLIC)
@kept
@statements_api.input(SearchIn, location="query", arg_name="asked", unknown=RAISE)
@statements_api.output(SearchOut, links=leads_on("readStatement", number="/results/0/id"))
@statements_api.doc(operation_id="searchStatements", summary="Search the statements of the register", responses=[503])
def search_statements(asked: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Search; the Link header names the next stretch, by its cursor."""
    query = SearchQuery(
        text=asked["q"],
        filters={name: [str(value) for value in asked.get(name) or ()] for name in facets.names()},
        sort=Sort(asked["sort"]),
        limit=asked["limit"],
        offset=asked["offset"],
        facets=tuple(dict.fromkeys([*(facets.FACTS if asked["facets"] else ()), *asked["count"]])),
    )
    told = stretch(index.current(), db.session(), query, asked["cursor"])
    found = told.found
    body: dict[str, Any] = {"total": found.total, "results": [shapes.result(hit) for hit in found.hits]}
    if query.facets:
        body["facets"] = found.facets
    return body, 200, _links(told.following)


@statements_api.get("/statements/<int:number>")
@allow(Who.PUBLIC)
@kept
@statements_api.input(TextIn, location="query", arg_name="asked", unknown=RAISE)
@statements_api.output(StatementOut, links=leads_on("readOrganisation", slug="/organisation/id"))
@statements_api.doc(operation_id="readStatement", summary="Read one statement", responses=[404])
def read_statement(number: int, asked: dict[str, bool]) -> dict[str, Any]:
    """A statement by its number, with its answers, documents and, once released, its profile with every finding."""
    return shapes.statement(queries.statement(db.session(), number), with_text=asked["text"])


@statements_api.after_request
def open_to_all(response: Response) -> Response:
    """Let pages of other sites read: there is no cookie and nothing private here."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _links(following: str) -> dict[str, str]:
    """The address of the next stretch, where there is one."""
    if not following:
        return {}
    given = {**request.args.to_dict(flat=False), "cursor": [following]}
    given.pop("offset", None)
    return {"Link": f'<{shapes.site()}{request.path}?{urlencode(given, doseq=True)}>; rel="next"'}
