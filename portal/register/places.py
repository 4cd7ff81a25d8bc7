"""Sectors and regions: how many statements each has, and how they are spread."""

from apiflask import APIBlueprint
from flask import render_template

from portal import db, index
from portal.access import Who, allow
from portal.kept import kept
from statements.register import facets
from statements.register.search import SearchQuery, counted
from statements.register.spread import REGION, SECTOR, regions, spread

places = APIBlueprint("places", __name__, enable_openapi=False)


@places.get("/sectors/<value>")
@allow(Who.PUBLIC)
@kept
def sector(value: str) -> str:
    """A sector: its statements by year and by region, and the thirds of confirmed points."""
    return _spread(SECTOR, value)


@places.get("/regions/<value>")
@allow(Who.PUBLIC)
@kept
def region(value: str) -> str:
    """A region: its statements by year and by sector, and the thirds of confirmed points."""
    return _spread(REGION, value)


@places.get("/regions")
@allow(Who.PUBLIC)
@kept
def all_regions() -> str:
    """Every region with how many statements it has."""
    found = counted(index.current(), db.session(), SearchQuery(), (REGION,)).facets[REGION]
    rows = [(code, name, found.get(code, 0)) for code, name in regions()]
    return render_template("register/regions.html", rows=rows, unknown=found.get(facets.UNKNOWN, 0))


def _spread(name: str, value: str) -> str:
    told = spread(index.current(), db.session(), name=name, value=value)
    other = facets.by_name()[REGION if name == SECTOR else SECTOR]
    return render_template("register/spread.html", told=told, other=other, bands=facets.BANDS)
