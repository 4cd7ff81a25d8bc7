"""What can be taken away: results as CSV, JSON Lines or a feed; a document as it was filed."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from tempfile import TemporaryFile
from urllib.parse import quote

from apiflask import APIBlueprint
from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import carried, db, index
from portal.access import Who, allow
from portal.kept import A_DAY, kept
from portal.register import asked
from portal.snippets import marked
from statements.db import Engine, open_session
from statements.errors import NotFound
from statements.organisations import addresses
from statements.register import assessments, cards, organisations, queries, rematched, rows, workbook
from statements.register.public import PublicStatement
from statements.register.search import Hit, Sort, numbers, search
from statements.register.snippets import beginning

downloads = APIBlueprint("downloads", __name__, enable_openapi=False)

AT_ONCE, GIVES_WAY = 100, 0.01
"""Statements of a file read at once, and the seconds after them in which others of this process have their turn: a
file of the whole register would otherwise hold up pages for some seconds."""

IN_FEED = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BEFORE_ANY = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed that holds nothing was last changed."""


@downloads.get("/statements.csv")
@allow(Who.PUBLIC)
def as_csv() -> Response:
    """Every statement of a search as CSV: columns as in the data dictionary."""
    lines = rows.csv_lines(_all_found(), _site())
    return _file(lines, "text/csv; charset=utf-8", "statements.csv")


@downloads.get("/statements.xlsx")
@allow(Who.PUBLIC)
def as_workbook() -> Response:
    """Every statement of a search as an Excel workbook, with a sheet that explains the columns."""
    with TemporaryFile() as book:
        workbook.write(_all_found(), _site(), book)
        book.seek(0)
        body = book.read()
    return _file(body, XLSX, "statements.xlsx")


@downloads.get("/organisations/<slug>/feed.atom")
@allow(Who.PUBLIC)
@kept
def organisation_feed(slug: str) -> Response | AnyResponse:
    """The statements of, and covering, an organisation, last published first, as an Atom feed."""
    session = db.session()
    leads = addresses.leads_to(session, slug) if slug.isprintable() else None
    if leads is not None:
        return redirect(url_for(".organisation_feed", slug=leads), 301)
    try:
        shown = organisations.organisation(session, slug)
    except NotFound as missing:
        raise (rematched.told_instead(session, slug) if slug.isprintable() else None) or missing from None
    ids = organisations.every_statement(session, shown.id)
    read = [cards.of(each) for each in queries.statements_by_ids(session, ids[:IN_FEED], with_text=True)]
    read.sort(key=lambda card: card.version.published_at, reverse=True)
    hits = [Hit(card, beginning(card.lead)) for card in read]
    return _feed(hits, title=shown.name, feed=f"/organisations/{slug}/feed.atom", page=f"/organisations/{slug}")


@downloads.get("/statements.jsonl")
@allow(Who.PUBLIC)
def as_json_lines() -> Response:
    """Every statement of a search as JSON Lines."""
    lines = rows.json_lines(_all_found(), _site())
    return _file(lines, "application/jsonl; charset=utf-8", "statements.jsonl")


@downloads.get("/statements.atom")
@allow(Who.PUBLIC)
@kept
def as_feed() -> Response:
    """What a search finds, last published first, as an Atom feed."""
    query = replace(asked.read(request.args), sort=Sort.PUBLISHED, limit=IN_FEED, offset=0, facets=())
    found = search(index.current(), db.session(), query)
    feed, page = asked.address(query, "/statements.atom"), asked.address(query)
    return _feed(found.hits, title=query.text, feed=feed, page=page)


@downloads.get("/statements/<int:number>/versions/<int:version_number>/assessment.json")
@allow(Who.PUBLIC)
@kept
def assessment(number: int, version_number: int) -> Response:
    """The released assessment of a version with its text and evidence: enough to compute the score again."""
    told = assessments.assessment(db.session(), number, version_number)
    response = Response(json.dumps(told, ensure_ascii=False, indent=1), mimetype="application/json")
    response.headers["Content-Disposition"] = f"attachment; filename=assessment-{number}-{version_number}.json"
    return response


@downloads.get("/statements/<int:number>/documents/<sha256>")
@allow(Who.PUBLIC)
def document(number: int, sha256: str) -> Response:
    """A document of a published version, byte for byte as it was filed."""
    shown = queries.document(db.session(), number, sha256)
    store = carried.store()
    response = Response(store.get(shown.sha256), mimetype=shown.media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(shown.filename, safe='')}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.cache_control.public, response.cache_control.max_age = True, A_DAY
    response.set_etag(shown.sha256)
    response.make_conditional(request)
    return response


def _all_found() -> Iterator[PublicStatement]:
    """Every statement of the search, read in batches; the search itself is made at once, so that a fault is told."""
    found, session = index.current(), db.session()
    query = replace(asked.read(request.args), facets=(), limit=1, offset=0)
    total = numbers(found, session, query).total
    keys = numbers(found, session, replace(query, limit=total)).numbers if total else []
    return _read(db.engine(), keys)


def _read(engine: Engine, keys: Sequence[int]) -> Iterator[PublicStatement]:
    """The statements by number, in a session of their own: the request's ends before its answer has been sent."""
    with open_session(engine, for_writing=False) as session:
        for start in range(0, len(keys), AT_ONCE):
            yield from queries.statements_by_numbers(session, keys[start : start + AT_ONCE])
            time.sleep(GIVES_WAY)


def _feed(hits: Sequence[Hit], *, title: str, feed: str, page: str) -> Response:
    """An Atom feed of statements, the last published first; `feed` and `page` are its address and its page's."""
    body = render_template(
        "register/feed.xml",
        hits=hits,
        title=title,
        feed=feed,
        page=page,
        updated=hits[0].statement.version.published_at if hits else BEFORE_ANY,
        site=_site(),
        marked=marked,
    )
    return Response(body, mimetype="application/atom+xml")


def _file(lines: Iterator[str] | bytes, content_type: str, name: str) -> Response:
    response = Response(lines, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _site() -> str:
    settings = carried.settings()
    return settings.public_url.rstrip("/")
