"""A checked list: its progress, its lines, a line to decide, the workbook to take away."""

import uuid

from apiflask import APIBlueprint
from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from portal import carried
from portal.access import Who, actor, allow
from portal.db import now, session
from portal.procurement.forms import ChoiceForm
from portal.procurement.links import Links
from statements.clock import local_date
from statements.errors import NotFound
from statements.filing.profiles import profile
from statements.jobs.models import JobState
from statements.organisations import service as organisations
from statements.organisations.names import slug
from statements.reports.supplier_workbook import TakenAway, supplier_workbook
from statements.suppliers import lists, view, words
from statements.suppliers.lists import UNDER_WAY
from statements.suppliers.view import ListFilter, Moment

supplier_results = APIBlueprint("supplier_results", __name__, url_prefix="/procurement", enable_openapi=False)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NONE = "none"
ORDERS = ("row", "risk", "spend")
Answer = str | AnyResponse | tuple[str, int]


@supplier_results.get("/<uuid:list_id>")
@allow(Who.BUYER)
def results(list_id: uuid.UUID) -> Answer:
    """The list once it is checked, before that how far the check is."""
    listed = lists.load_list(session(), list_id=list_id, by=actor())
    job = lists.job_of(session(), listed)
    if job is None and listed.checked_at is None:
        return redirect(url_for("procurement.columns", list_id=list_id))
    if job is not None and (job.state in UNDER_WAY or (job.state == JobState.FAILED and listed.checked_at is None)):
        return render_template("procurement/progress.html", listed=listed, job=job)
    wanted = _wanted()
    shown = view.results(session(), list_id=list_id, wanted=wanted, moment=_moment(), by=actor())
    agency = next(each for each in lists.agencies_of(session(), by=actor()) if each.id == listed.organisation_id)
    links = Links(list_id, wanted)
    return render_template(
        "procurement/results.html", shown=shown, wanted=wanted, words=words, links=links, agency=agency, job=job
    )


@supplier_results.get("/<uuid:list_id>/lines/<int:row>")
@allow(Who.BUYER)
def line(list_id: uuid.UUID, row: int) -> Answer:
    """One supplier with everything that is known, and whom it may be."""
    return _line_page(list_id, row)


@supplier_results.post("/<uuid:list_id>/lines/<int:row>")
@allow(Who.BUYER)
def choose(list_id: uuid.UUID, row: int) -> Answer:
    """Take a person's word for which organisation the line means."""
    found = lists.load_line(session(), list_id=list_id, row=row, by=actor())
    form = ChoiceForm()
    given = (form.organisation.data or "") if form.validate_on_submit() else ""
    if not given:
        return _line_page(list_id, row, problem=_("Choose one of the organisations, or “None of these”.")), 422
    chosen = None if given == NONE else _key(given)
    lists.choose(session(), line=found, organisation_id=chosen, by=actor(), at=now())
    back = request.args.get("back", "")
    return redirect(url_for(".results", list_id=list_id) + (f"?{back}" if back else "") + f"#row-{row}")


@supplier_results.get("/<uuid:list_id>/result.xlsx")
@allow(Who.BUYER)
def workbook(list_id: uuid.UUID) -> Response:
    """The list with what was found beside it."""
    listed = lists.load_list(session(), list_id=list_id, by=actor())
    if listed.checked_at is None:
        raise NotFound(_("This list was not checked yet."))
    moment, settings = _moment(), carried.settings()
    agency = organisations.load(session(), listed.organisation_id).name
    told = TakenAway(listed, agency, moment, settings.time_zone, settings.public_url)
    lines = view.every_line(session(), list_id=list_id, moment=moment, by=actor())
    found = view.counts(session(), list_id=list_id, moment=moment, by=actor())
    name = f"{slug(listed.name)}-checked.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(supplier_workbook(told, lines, found), mimetype=XLSX, headers=headers)


def _line_page(list_id: uuid.UUID, row: int, problem: str = "") -> str:
    shown = view.line_view(session(), list_id=list_id, row=row, moment=_moment(), by=actor())
    listed, text = shown.line.list, request.args.get("q", "").strip()[:200]
    offered = view.names_of(session(), [uuid.UUID(each["organisation_id"]) for each in shown.line.candidates])
    return render_template(
        "procurement/line.html",
        listed=listed,
        shown=shown,
        offered={str(key): each for key, each in offered.items()},
        found=organisations.find(session(), text) if text else [],
        text=text,
        back=request.args.get("back", ""),
        problem=problem,
        words=words,
    )


def _wanted() -> ListFilter:
    """What the address asks for; a value that there is none of counts as not given."""
    given = request.args

    def one_of(key: str, known: object) -> str:
        value = given.get(key, "")
        return value if value in known else ""  # type: ignore[operator]

    return ListFilter(
        match=one_of("match", words.MATCHES),
        filing=one_of("standing", set(map(str, words.FILINGS))),
        tier=one_of("risk", set(map(str, words.TIERS))),
        waiting=given.get("waiting") == "1",
        text=given.get("q", "").strip()[:200],
        order=one_of("order", ORDERS) or "row",
        page=max(given.get("page", 1, type=int), 1),
    )


def _moment() -> Moment:
    settings = carried.settings()
    return Moment(profile(settings.default_profile), now(), local_date(now(), settings.time_zone))


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound(_("There is no such organisation.")) from None
