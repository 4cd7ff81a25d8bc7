"""The annual report: begun from the year's notes, edited, frozen, taken away as Word or PDF, published."""

import uuid

from apiflask import APIBlueprint
from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from portal import carried, db
from portal.access import Who, actor, allow
from statements.action_plan import annual, plans
from statements.action_plan.drafting import HEADER, SECTIONS, TITLES, Content, read_content
from statements.action_plan.models import AnnualReport, AnnualReportVersion
from statements.errors import Conflict, DomainError, Invalid
from statements.reports.paper import as_docx, as_pdf, read_text

plan_annual = APIBlueprint("plan_annual", __name__, url_prefix="/plan", enable_openapi=False)

Answer = str | AnyResponse | tuple[str, int]
KINDS = {
    "docx": (as_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (as_pdf, "application/pdf"),
}


@plan_annual.route("/annual-reports", methods=["GET", "POST"])
@allow(Who.OFFICER)
def all_reports() -> Answer:
    """Every annual report; begin a new one."""
    problem = None
    if request.method == "POST":
        try:
            year = int(request.form.get("year", "")) if request.form.get("year", "").isdecimal() else 0
            report = annual.start(db.session(), plan=request.form.get("plan", ""), year=year, by=actor(), at=db.now())
            return redirect(url_for("plan_annual.edit", report_id=report.id), 303)
        except (Invalid, Conflict) as error:
            problem = error
    shown = annual.reports(db.session())
    given = {"reports": shown, "plans": plans.plans(), "problem": problem, "typed": request.form}
    page = render_template("action_plan/annual_list.html", this_year=db.now().year, **given)
    return (page, 422) if problem else page


@plan_annual.route("/annual-reports/<uuid:report_id>", methods=["GET", "POST"])
@allow(Who.OFFICER)
def edit(report_id: uuid.UUID) -> Answer:
    """Edit a report."""
    report = annual.load(db.session(), report_id)
    if request.method == "GET":
        return _edit_page(report, read_content(report.content), None)
    content, revision = _typed(), request.form.get("revision", "")
    try:
        number = int(revision) if revision.isdecimal() else 0
        annual.save(db.session(), report=report, content=content, revision=number, by=actor(), at=db.now())
    except (Invalid, Conflict) as error:
        return _edit_page(report, content, error), 422
    flash(_("The report was saved."))
    return redirect(url_for("plan_annual.edit", report_id=report.id), 303)


@plan_annual.post("/annual-reports/<uuid:report_id>/freeze")
@allow(Who.OFFICER)
def freeze(report_id: uuid.UUID) -> AnyResponse:
    """Freeze the report as its next version."""
    report = annual.load(db.session(), report_id)
    version = annual.freeze(db.session(), report=report, by=actor(), at=db.now())
    flash(_("Version %(number)s is frozen.", number=version.number))
    return redirect(url_for("plan_annual.show_version", report_id=report.id, number=version.number), 303)


@plan_annual.get("/annual-reports/<uuid:report_id>/versions/<int:number>")
@allow(Who.OFFICER)
def show_version(report_id: uuid.UUID, number: int) -> str:
    """A frozen version."""
    report = annual.load(db.session(), report_id)
    return _version_page(report, annual.version_of(report, number), public=False)


@plan_annual.get("/annual-reports/<uuid:report_id>/versions/<int:number>.<any(docx, pdf):kind>")
@allow(Who.OFFICER)
def download(report_id: uuid.UUID, number: int, kind: str) -> Response:
    """A frozen version as a file."""
    report = annual.load(db.session(), report_id)
    return _file(report, annual.version_of(report, number), kind)


@plan_annual.post("/annual-reports/<uuid:report_id>/versions/<int:number>/publish")
@allow(Who.OFFICER)
def publish(report_id: uuid.UUID, number: int) -> AnyResponse:
    """Make a frozen version public."""
    report = annual.load(db.session(), report_id)
    version = annual.version_of(report, number)
    annual.publish(db.session(), report=report, version=version, by=actor(), at=db.now())
    flash(_("Version %(number)s is public.", number=number))
    return redirect(url_for("plan_annual.show_version", report_id=report.id, number=number), 303)


@plan_annual.get("/annual-reports/<uuid:report_id>/compare")
@allow(Who.OFFICER)
def compare(report_id: uuid.UUID) -> str:
    """What stayed, went and came since last year's report."""
    report = annual.load(db.session(), report_id)
    before = annual.last_year(db.session(), report)
    changes = annual.compare(read_content(before.content), read_content(report.content)) if before else []
    given = {"report": report, "before": before, "changes": changes, "titles": TITLES, "sections": SECTIONS}
    return render_template("action_plan/annual_compare.html", plan=plans.plan(report.plan), **given)


@plan_annual.get("/<key>/annual-reports")
@allow(Who.PUBLIC)
def public_reports(key: str) -> str:
    """The public annual reports of a plan."""
    plan = plans.plan(key)
    return render_template("action_plan/annual_public.html", plan=plan, shown=annual.published(db.session(), plan=key))


@plan_annual.get("/<key>/annual-reports/<int:year>/<int:number>")
@allow(Who.PUBLIC)
def public_report(key: str, year: int, number: int) -> str:
    """A public version of a year's report."""
    return _version_page(*annual.public_version(db.session(), plan=key, year=year, number=number), public=True)


@plan_annual.get("/<key>/annual-reports/<int:year>/<int:number>.<any(docx, pdf):kind>")
@allow(Who.PUBLIC)
def public_file(key: str, year: int, number: int, kind: str) -> Response:
    """A public version as a file."""
    return _file(*annual.public_version(db.session(), plan=key, year=year, number=number), kind)


def _typed() -> Content:
    """What the form holds."""
    given = {name: request.form.get(name, "").replace("\r\n", "\n").strip() for name in (*HEADER, *SECTIONS)}
    header = {name: given[name] for name in HEADER}
    return Content(request.form.get("title", "").strip(), header, {name: given[name] for name in SECTIONS})


def _edit_page(report: AnnualReport, content: Content, problem: DomainError | None) -> str:
    return render_template(
        "action_plan/annual_edit.html",
        report=report,
        plan=plans.plan(report.plan),
        content=content,
        problem=problem,
        problems={each.field: each for each in problem.problems} if isinstance(problem, Invalid) else {},
        header=HEADER,
        sections=SECTIONS,
        titles=TITLES,
        last=annual.last_year(db.session(), report),
    )


def _version_page(report: AnnualReport, version: AnnualReportVersion, *, public: bool) -> str:
    content = read_content(version.content)
    return render_template(
        "action_plan/annual_version.html",
        report=report,
        version=version,
        plan=plans.plan(report.plan),
        content=content,
        facts=annual.header_lines(content),
        parts=[(name, TITLES[name], read_text(content.sections[name])) for name in SECTIONS],
        public=public,
    )


def _file(report: AnnualReport, version: AnnualReportVersion, kind: str) -> Response:
    write, media_type = KINDS[kind]
    footer = _("Year %(year)s, version %(number)s", year=report.year, number=version.number)
    paper = annual.paper(read_content(version.content), service=carried.settings().service_name, footer=footer)
    response = Response(write(paper), mimetype=media_type)
    name = f"{report.plan}-annual-report-{report.year}-v{version.number}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
