"""The figures of the register: pages, charts, workbook and the lists that every figure opens."""

from apiflask import APIBlueprint
from flask import Response, render_template, request
from flask_babel import gettext as _

from portal import carried, db
from portal.access import Who, allow
from portal.kept import conditional, to_strangers
from portal.reports.links import LinkMaker, asked_cell, asked_page, asked_table
from portal.reports.live import pack_of
from statements.clock import local_date
from statements.errors import NotFound
from statements.organisations import lateness
from statements.reports import cells, facts, keeping, rows, summary, writers
from statements.reports.figures import Audience, Pack
from statements.reports.summary import Counted

reports = APIBlueprint("reports", __name__, url_prefix="/reports", enable_openapi=False)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@reports.get("")
@allow(Who.PUBLIC)
@to_strangers(conditional)
def figures() -> str:
    """The figures of one year, as anyone may see them."""
    return _figures_page(Audience.PUBLIC, "reports/figures.html")


@reports.get("/office")
@allow(Who.OFFICER)
def office_figures() -> str:
    """The same with what only the registrar's office may see: presumed, late, missing."""
    return _figures_page(Audience.OFFICE, "reports/figures.html")


@reports.get("/pack.xlsx")
@allow(Who.PUBLIC)
def pack_workbook() -> Response:
    """The public pack as a workbook."""
    return _workbook(_pack(Audience.PUBLIC))


@reports.get("/office/pack.xlsx")
@allow(Who.OFFICER)
def office_workbook() -> Response:
    """The office's pack as a workbook."""
    return _workbook(_pack(Audience.OFFICE))


@reports.get("/figures.csv")
@allow(Who.PUBLIC)
def figures_csv() -> Response:
    """Every public figure of the year, one a row."""
    pack = _pack(Audience.PUBLIC)
    return _csv(writers.figures_csv(pack), f"figures-{pack.year}.csv")


@reports.get("/statements.csv")
@allow(Who.PUBLIC)
def statements_csv() -> Response:
    """The public statements that the figures count, all years, one a row."""
    profile = carried.settings().default_profile
    questions = [question.key for question in facts.counted_questions(profile)]
    return _csv(rows.statements_csv(facts.statements_in(db.session(), profile=profile), questions), "statements.csv")


@reports.get("/obligations.csv")
@allow(Who.PUBLIC)
def obligations_csv() -> Response:
    """The public obligations of the year, one a row."""
    year = _year()
    return _csv(rows.obligations_csv(_obligations(year, Audience.PUBLIC)), f"obligations-{year}.csv")


@reports.get("/obligations")
@allow(Who.PUBLIC)
def obligations() -> str:
    """The list behind every count of obligations."""
    return _obligations_page(Audience.PUBLIC)


@reports.get("/office/obligations")
@allow(Who.OFFICER)
def office_obligations() -> str:
    """The same list with what only the office may see."""
    return _obligations_page(Audience.OFFICE)


@reports.get("/list")
@allow(Who.PUBLIC)
def listed() -> str:
    """The statements behind one figure of answers or levels, as of now."""
    cell, year, profile = asked_cell(), _year(), carried.settings().default_profile
    pack = pack_of(Audience.PUBLIC, year)
    table, row, column, told = cells.named(pack, cell)
    read = facts.statements_in(db.session(), profile=profile, year=cells.year_of(cell, year))
    found = cells.members(Counted(read, []), cell, year=year)
    count = sum(each.counts for each in found)
    shown = {"kept": None, "links": None, "year": year, "named": (table, row, column, count), "page": asked_page()}
    behind = {"told": told, "pack": pack, "since": _since(pack)} if told != count else {}
    return render_template("reports/cell.html", found=found, cell=cell, **shown, **behind)


def _since(pack: Pack) -> int | None:
    return keeping.changed_since(db.session(), pack)


def _figures_page(audience: Audience, template: str) -> str:
    pack = _pack(audience)
    links, only = LinkMaker(pack), asked_table(pack)
    if only is not None:
        told = {"title": _("Figures for %(year)s", year=pack.year), "whole": f"{request.path}?year={pack.year}"}
        return render_template("reports/one_table.html", pack=pack, table=only, links=links, since=_since(pack), **told)
    years = facts.years(db.session(), profile=pack.profile) or [pack.year]
    sums = [table for table in pack.tables if table.key.startswith(summary.SUMS)]
    main = [table for table in pack.tables if table not in sums]
    since = _since(pack)
    return render_template(template, pack=pack, main=main, sums=sums, years=years, links=links, since=since)


def _obligations_page(audience: Audience) -> str:
    asked = ("standing", *summary.DIMENSIONS, *(("because",) if audience is Audience.OFFICE else ()))
    year, wanted = _year(), {key: request.args.get(key, "") for key in asked}
    shown = [each for each in _obligations(year, audience) if _fits(each, wanted)]
    told = {"filters": _spoken(wanted, year), "chosen": {key: value for key, value in wanted.items() if value}}
    page = asked_page()
    return render_template(
        "reports/obligations.html", found=shown, year=year, audience=audience, page=page, late=_lateness, **told
    )


def _spoken(wanted: dict[str, str], year: int) -> list[str]:
    """What a list of obligations was narrowed by, in words."""
    said = [wanted["standing"].replace("-", " ")]
    for dimension, (_title, labels) in summary.DIMENSIONS.items():
        code = wanted[dimension]
        said.append(_("not recorded") if code == facts.UNKNOWN else labels(year).get(code, code))
    if wanted.get("because"):
        said.append(_lateness(wanted["because"]))
    return [each for each in said if each]


def _lateness(code: str) -> str:
    return _("no reason given") if code == lateness.NOT_SAID else lateness.title_of(code)


def _fits(fact: facts.ObligationFact, wanted: dict[str, str]) -> bool:
    standing = wanted["standing"]
    if standing and standing != fact.standing.replace(" ", "-"):
        return False
    if wanted.get("because") and wanted["because"] != fact.because:
        return False
    values = {dimension: summary.dimension_value(fact.traits, dimension) for dimension in summary.DIMENSIONS}
    return all(not wanted[dimension] or wanted[dimension] == value for dimension, value in values.items())


def _obligations(year: int, audience: Audience) -> list[facts.ObligationFact]:
    at, profile = db.now(), carried.settings().default_profile
    on = local_date(at, carried.settings().time_zone)
    return facts.obligations_in(db.session(), profile=profile, year=year, audience=audience, at=at, on=on)


def _pack(audience: Audience) -> Pack:
    return pack_of(audience, _year())


def _year() -> int:
    """The year asked for; else the newest that is not nearly empty. Raises NotFound for what is no year."""
    asked = request.args.get("year", "")
    if asked:
        if not (asked.isdigit() and len(asked) == 4):
            raise NotFound("A year has four digits.")
        return int(asked)
    return facts.default_year(db.session(), profile=carried.settings().default_profile, now=db.now())


def _workbook(pack: Pack) -> Response:
    settings = carried.settings()
    content = writers.workbook(pack, title=settings.service_name, time_zone=settings.time_zone)
    name = f"pack-{pack.year}-{pack.audience.value}.xlsx"
    return Response(content, mimetype=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _csv(text: str, name: str) -> Response:
    return Response(text, mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'})
