"""The register as open data: what can be taken, what its columns mean, and where everything stands."""

from apiflask import APIBlueprint
from flask import Response, jsonify, render_template

from portal import carried, db
from portal.access import Who, allow
from portal.kept import conditional, kept
from statements.register import described, listing, rows, snapshots

open_data = APIBlueprint("open_data", __name__, enable_openapi=False)


@open_data.get("/data")
@allow(Who.PUBLIC)
@kept
def about() -> str:
    """What can be taken away, in what forms, under what licence, and every column."""
    return render_template("register/data.html", columns=rows.columns(), licence=described.LICENCE)


@open_data.get("/data/statements.schema.json")
@allow(Who.PUBLIC)
@kept
def schema() -> Response:
    """The columns of the CSV as a Table Schema."""
    return jsonify(described.table_schema())


@open_data.get("/data/datapackage.json")
@allow(Who.PUBLIC)
@kept
def package() -> Response:
    """The CSV as a Data Package."""
    return jsonify(described.data_package(_site()))


@open_data.get("/data/catalogue.jsonld")
@allow(Who.PUBLIC)
@conditional
def catalogue() -> Response:
    """The register as a DCAT catalogue."""
    settings = carried.settings()
    response = jsonify(described.catalogue(_site(), settings.service_name, snapshots.listed(db.session())))
    response.mimetype = "application/ld+json"
    return response


@open_data.get("/robots.txt")
@allow(Who.PUBLIC)
@conditional
def robots() -> Response:
    """Everything public may be read by machines; where the site map is."""
    return Response(f"User-agent: *\nAllow: /\nSitemap: {_site()}/sitemap.xml\n", mimetype="text/plain")


@open_data.get("/sitemap.xml")
@allow(Who.PUBLIC)
@kept
def sitemap() -> Response:
    """The parts of the site map: a part holds as many addresses as search engines read at once."""
    parts = range(1, listing.parts(db.session()) + 1)
    return _xml(render_template("register/sitemap.xml", site=_site(), parts=parts, addresses=()))


@open_data.get("/sitemaps/<int:part>.xml")
@allow(Who.PUBLIC)
@kept
def sitemap_part(part: int) -> Response:
    """The addresses of statements and organisations, a part of them."""
    addresses = listing.addresses(db.session(), part=part)
    return _xml(render_template("register/sitemap.xml", site=_site(), parts=(), addresses=addresses))


def _xml(body: str) -> Response:
    return Response(body, mimetype="application/xml")


def _site() -> str:
    return str(carried.settings().public_url).rstrip("/")
