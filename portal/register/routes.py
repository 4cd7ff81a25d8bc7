"""The public register: results, a statement and its versions, an organisation."""

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import carried, db, index
from portal.access import Who, allow
from portal.kept import kept, kept_with
from portal.register import asked, words
from portal.snippets import marked
from scoring.rubric import load as load_rubric
from statements.clock import local_date
from statements.errors import Invalid, NotFound
from statements.filing import profiles
from statements.organisations import addresses, statuses
from statements.reference import tables
from statements.register import answers, described, happenings, queries, rematched, texts
from statements.register.dossier import dossier
from statements.register.facets import BANDS, UNKNOWN, WITHDRAWN
from statements.register.owed import last_change
from statements.register.public import PublicStatement, PublicVersion
from statements.register.search import SearchQuery, Sort, numbers, search
from statements.register.wider import wider

register = APIBlueprint("register", __name__, enable_openapi=False)

Answer = str | tuple[str, int]


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
        wider=[] if found.names_only else wider(index.current(), db.session(), query, total=found.total),
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


def _standing_mark(slug: str) -> str:
    """What changes with what an organisation owes: the day, and the last event about it."""
    session, today = db.session(), local_date(db.now(), carried.settings().time_zone)
    return f"{today} {db.now().hour} {last_change(session, slug) if slug.isprintable() else 0}"


@register.get("/organisations/<slug>")
@allow(Who.PUBLIC)
@kept_with(_standing_mark)
def organisation(slug: str) -> str | Response:
    """An organisation: its names, its statements year by year, what covers it. An address it had before leads on."""
    session, at = db.session(), db.now()
    leads = addresses.leads_to(session, slug) if slug.isprintable() else None
    if leads is not None:
        return redirect(url_for(".organisation", slug=leads), 301)
    today = local_date(at, carried.settings().time_zone)
    try:
        told = dossier(index.current(), session, slug, at=at, on=today)
    except NotFound:
        gone = rematched.rematched_from(session, slug) if slug.isprintable() else None
        if gone is None:
            raise
        return render_template("register/rematched.html", gone=gone)
    shown = {"organisation": told.organisation, "own": told.own, "covering": told.covering}
    shown["status"] = statuses.current(session, [told.organisation.id]).get(told.organisation.id)
    return render_template("register/organisation.html", told=told, words=words, bands=BANDS, **shown)


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
