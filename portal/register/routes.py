"""The public register: results, a statement and its versions, an organisation."""

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import carried, db, index
from portal.access import Who, allow
from portal.kept import kept
from portal.register import asked, words
from portal.snippets import marked
from scoring.rubric import load as load_rubric
from statements.errors import Invalid
from statements.filing import profiles
from statements.organisations import addresses
from statements.reference import tables
from statements.register import answers, described, happenings, organisations, queries, texts
from statements.register.facets import UNKNOWN, WITHDRAWN
from statements.register.public import PublicStatement, PublicVersion
from statements.register.search import SearchQuery, Sort, numbers, search
from statements.register.wider import wider

register = APIBlueprint("register", __name__, enable_openapi=False)

Answer = str | tuple[str, int]
YEARS_SIDE_BY_SIDE = 5


@register.get("/statements")
@allow(Who.PUBLIC)
@kept
def results() -> Answer:
    """Search the register."""
    query = asked.read(request.args)
    try:
        found = search(index.current(), db.session(), query, may_stop=True)
    except Invalid as error:
        return render_template("register/results.html", query=query, problem=error.message, Sort=Sort), 422
    return render_template(
        "register/results.html",
        query=query,
        found=found,
        filters=asked.filters(query, found.facets),
        chips=asked.chips(query),
        pagination=asked.pagination(query, found.total),
        address=asked.address,
        wider=[] if found.total or found.through else wider(index.current(), db.session(), query),
        marked=marked,
        withdrawn=0 if query.text or query.filters else found.facets["status"].get(WITHDRAWN, 0),
        Sort=Sort,
    )


@register.get("/statements/<int:number>")
@allow(Who.PUBLIC)
@kept
def statement(number: int) -> str:
    """A statement as its current version tells it."""
    shown = queries.statement(db.session(), number)
    return _statement_page(shown, shown.version)


@register.get("/statements/<int:number>/versions/<int:version_number>")
@allow(Who.PUBLIC)
@kept
def version(number: int, version_number: int) -> str:
    """One published version of a statement, as it was."""
    shown, of_then = queries.version(db.session(), number, version_number)
    return _statement_page(shown, of_then)


@register.get("/organisations/<slug>")
@allow(Who.PUBLIC)
@kept
def organisation(slug: str) -> str | Response:
    """An organisation: its names, its statements year by year, what covers it. An address it had before leads on."""
    session = db.session()
    leads = addresses.leads_to(session, slug) if slug.isprintable() else None
    if leads is not None:
        return redirect(url_for(".organisation", slug=leads), 301)
    shown = organisations.organisation(session, slug)
    one = {shown.id, *addresses.merged_into(session, shown.id)}
    filed = queries.statements_by_ids(session, organisations.statements_of_all(session, one))
    own = [each for each in filed if each.organisation.id in one]
    return render_template(
        "register/organisation.html",
        organisation=shown,
        own=own,
        covering=[each for each in filed if each.organisation.id not in one],
        corrections=addresses.corrections(session, shown.id),
        years=[each for each in own if not each.withdrawn][:YEARS_SIDE_BY_SIDE],
        group=organisations.group(session, shown),
        words=words,
    )


@register.get("/sectors")
@allow(Who.PUBLIC)
@kept
def sectors() -> str:
    """Every sector with how many statements it has, each a way into the register."""
    found = numbers(index.current(), db.session(), SearchQuery(limit=1, facets=("sector",)))
    rows = [(each, found.facets["sector"].get(each.code, 0)) for each in tables.divisions()]
    return render_template("register/sectors.html", rows=rows, unknown=found.facets["sector"].get(UNKNOWN, 0))


def _statement_page(shown: PublicStatement, version: PublicVersion) -> str:
    profile = None if shown.withdrawn else version.profile
    settings = carried.settings()
    site = settings.public_url.rstrip("/")
    return render_template(
        "register/statement.html",
        statement=shown,
        version=version,
        is_current=version.number == shown.version.number,
        profile=profile,
        rubric=load_rubric(profile.rubric) if profile else None,
        pages=texts.marked_pages(version, shown.law, profile),
        sections=answers.shown_sections(shown.law, version.answers, public_agency=shown.organisation.public_body),
        history=happenings.history(db.session(), shown),
        law=profiles.profile(shown.law),
        words=words,
        site=site,
        linked=described.linked(shown, site),
    )
