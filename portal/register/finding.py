"""Ways into the register beside the list of results: every filter on one page, names suggested while typing."""

from itertools import groupby
from operator import attrgetter

from apiflask import APIBlueprint
from flask import Response, jsonify, render_template, request

from portal import db, index
from portal.access import Who, allow
from portal.kept import kept
from portal.register import asked
from statements.register.search import SearchQuery, Sort, counted
from statements.register.suggestions import suggest

finding = APIBlueprint("finding", __name__, enable_openapi=False)


@finding.get("/statements/filters")
@allow(Who.PUBLIC)
@kept
def all_filters() -> str:
    """Every filter, by sections; those of an opened one with their counts under what is chosen already."""
    query: SearchQuery = asked.read(request.args)
    section = request.args.get("section", "")
    found = counted(index.current(), db.session(), query, asked.opened(query, section))
    return render_template(
        "register/all_filters.html",
        query=query,
        total=found.total,
        groups=[(name, list(some)) for name, some in groupby(asked.sections(query, found.facets), attrgetter("group"))],
        opened=section,
        address=asked.address,
        Sort=Sort,
    )


@finding.get("/statements/suggest")
@allow(Who.PUBLIC)
@kept
def suggestions() -> Response:
    """Names that begin like what is being typed, as a JSON list."""
    names = suggest(index.current(), request.args.get("q", "")[: asked.LONGEST_SUGGESTED])
    return jsonify(names)
