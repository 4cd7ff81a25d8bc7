"""Things side by side: two versions of a statement, several organisations, the channels for complaints."""

from apiflask import APIBlueprint
from flask import render_template, request

from portal import db, index
from portal.access import Who, allow
from portal.kept import kept
from portal.register import words
from statements.errors import Invalid
from statements.register import channels, comparing, differences, facets, organisations, queries, years

side_by_side = APIBlueprint("side_by_side", __name__, enable_openapi=False)

MOST_CHANNELS = 40


@side_by_side.get("/statements/<int:number>/versions/<int:version_number>/changes")
@allow(Who.PUBLIC)
@kept
def changes(number: int, version_number: int) -> str:
    """What changed from the version before this one."""
    session = db.session()
    shown, after = queries.version(session, number, version_number)
    earlier = [each.number for each in shown.versions if each.number < version_number]
    before = queries.version(session, number, earlier[-1])[1] if earlier else None
    public_agency = shown.organisation.public_body
    told = differences.between(before, after, law=shown.law, public_agency=public_agency) if before else None
    return render_template("register/changes.html", statement=shown, before=before, after=after, told=told)


@side_by_side.get("/statements/<int:number>/since/<int:earlier>")
@allow(Who.PUBLIC)
@kept
def since(number: int, earlier: int) -> str:
    """What changed from another statement of the same organisation to this one."""
    before, after = years.of_one(db.session(), earlier, number)
    told = differences.between_years(before, after)
    return render_template("register/since.html", before=before, after=after, told=told)


@side_by_side.get("/compare")
@allow(Who.PUBLIC)
@kept
def compare() -> str | tuple[str, int]:
    """Two to five organisations side by side, each by its newest statement."""
    slugs = list(dict.fromkeys(request.args.getlist("organisation")))
    asked = request.args.get("q", "").strip()
    try:
        shown = [organisations.organisation(db.session(), slug) for slug in comparing.within_bounds(slugs)]
        offered = comparing.offered(index.current(), db.session(), asked)
    except Invalid as error:
        return render_template("register/compare.html", shown=[], asked="", offered=[], problem=error.message), 422
    newest = comparing.newest(db.session(), shown)
    return render_template(
        "register/compare.html",
        shown=shown,
        newest=newest,
        asked=asked,
        offered=offered,
        rubric=facets.newest_rubric(),
        words=words,
    )


@side_by_side.get("/grievance-channels")
@allow(Who.PUBLIC)
@kept
def grievance_channels() -> str | tuple[str, int]:
    """How to reach an organisation with a complaint: phone, web, languages, who may use it."""
    asked = request.args.get("q", "").strip()
    try:
        found = channels.find(index.current(), db.session(), text=asked, limit=MOST_CHANNELS) if asked else []
    except Invalid as error:
        return render_template("register/channels.html", asked=asked, found=[], problem=error.message), 422
    return render_template("register/channels.html", asked=asked, found=found)
