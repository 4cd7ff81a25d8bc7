"""Release under the law on official information: marks decided by persons, files written anew, a schedule."""

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from apiflask import APIBlueprint
from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from portal import carried, db
from portal.access import Who, actor, allow
from portal.formatting import show_date
from statements.action_plan import annual, releases
from statements.action_plan.drafting import read_content
from statements.action_plan.models import Release
from statements.action_plan.redaction import grounds
from statements.errors import Conflict, DomainError, Invalid
from statements.reports.paper import as_docx, as_pdf, read_text

plan_releases = APIBlueprint("plan_releases", __name__, url_prefix="/plan/releases", enable_openapi=False)

Answer = str | AnyResponse | tuple[str, int]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@plan_releases.get("")
@allow(Who.PUBLIC)
def public_list() -> str:
    """What was released."""
    return render_template("action_plan/releases.html", shown=releases.public_releases(db.session()))


@plan_releases.get("/<key>")
@allow(Who.PUBLIC)
def public_one(key: str) -> str:
    """A released text with the schedule of what was withheld."""
    shown = releases.public_release(db.session(), key)
    blocks = read_text("\n".join(shown.lines))
    return render_template("action_plan/release.html", shown=shown, blocks=blocks, act=grounds().act)


@plan_releases.get("/<key>.<any(docx, pdf, csv, json):kind>")
@allow(Who.PUBLIC)
def public_file(key: str, kind: str) -> Response:
    """A released text as a file, or its schedule as a list."""
    shown = releases.public_release(db.session(), key)
    paper, schedule = releases.paper(shown, service=carried.settings().service_name), releases.schedule_list(shown)
    made: dict[str, tuple[Any, str]] = {
        "docx": (lambda: as_docx(paper), WORD),
        "pdf": (lambda: as_pdf(paper), "application/pdf"),
        "csv": (schedule.as_csv, "text/csv"),
        "json": (schedule.as_json, "application/json"),
    }
    write, media_type = made[kind]
    response = Response(write(), mimetype=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="release-{shown.key}.{kind}"'
    return response


@plan_releases.route("/work", methods=["GET", "POST"])
@allow(Who.OFFICER)
def work() -> Answer:
    """Texts on their way to release; begin one with a pasted text."""
    problem = None
    if request.method == "POST":
        given = {name: request.form.get(name, "") for name in ("title", "origin", "text")}
        try:
            made = releases.start(db.session(), by=actor(), at=db.now(), **given)
            return redirect(url_for("plan_releases.desk", release_id=made.id), 303)
        except Invalid as error:
            problem = error
    shown = releases.releases(db.session())
    page = render_template("action_plan/release_work.html", shown=shown, problem=problem, typed=request.form)
    return (page, 422) if problem else page


@plan_releases.post("/work/report/<uuid:report_id>/<int:number>")
@allow(Who.OFFICER)
def from_report(report_id: uuid.UUID, number: int) -> AnyResponse:
    """Begin the release of a frozen annual report."""
    report = annual.load(db.session(), report_id)
    version = annual.version_of(report, number)
    content = read_content(version.content)
    origin = _("Annual report %(year)s, version %(number)s", year=report.year, number=number)
    text = releases.text_of(content)
    made = releases.start(db.session(), title=content.title, origin=origin, text=text, by=actor(), at=db.now())
    return redirect(url_for("plan_releases.desk", release_id=made.id), 303)


@plan_releases.get("/work/<uuid:release_id>")
@allow(Who.OFFICER)
def desk(release_id: uuid.UUID) -> str:
    """A text with its passages: decide on each, mark more, release."""
    return _desk(releases.load(db.session(), release_id))


@plan_releases.post("/work/<uuid:release_id>/marks")
@allow(Who.OFFICER)
def mark(release_id: uuid.UUID) -> Answer:
    """Withhold words of a line."""
    release = releases.load(db.session(), release_id)
    given = {name: request.form.get(name, "") for name in ("words", "kind", "ground", "reason")}
    line = request.form.get("line", "")
    number = int(line) - 1 if line.isdecimal() else -1
    try:
        releases.mark(db.session(), release=release, line=number, by=actor(), at=db.now(), **given)
    except (Invalid, Conflict) as error:
        return _desk(release, error), 422
    return redirect(url_for("plan_releases.desk", release_id=release.id), 303)


@plan_releases.post("/work/<uuid:release_id>/marks/<uuid:mark_id>")
@allow(Who.OFFICER)
def decide(release_id: uuid.UUID, mark_id: uuid.UUID) -> Answer:
    """Withhold a passage, or leave it in."""
    release = releases.load(db.session(), release_id)
    withhold = request.form.get("decision") == "withhold"
    given = {name: request.form.get(name, "") for name in ("ground", "reason")}
    try:
        releases.decide(
            db.session(), release=release, mark_id=mark_id, withhold=withhold, by=actor(), at=db.now(), **given
        )
    except (Invalid, Conflict) as error:
        return _desk(release, error), 422
    return redirect(url_for("plan_releases.desk", release_id=release.id) + f"#mark-{mark_id}", 303)


@plan_releases.post("/work/<uuid:release_id>/release")
@allow(Who.OFFICER)
def finish(release_id: uuid.UUID) -> Answer:
    """Release the text, written anew."""
    release = releases.load(db.session(), release_id)
    day = show_date(db.now(), ZoneInfo(carried.settings().time_zone))
    try:
        releases.finish(db.session(), release=release, by=actor(), at=db.now(), day=day)
    except Conflict as error:
        return _desk(release, error), 422
    flash(_("The text is released."))
    return redirect(url_for("plan_releases.public_one", key=release.id), 303)


def _desk(release: Release, problem: DomainError | None = None) -> str:
    by_line: dict[int, list[Any]] = {}
    for each in release.marks:
        by_line.setdefault(each.line, []).append(each)
    return render_template(
        "action_plan/release_desk.html",
        release=release,
        by_line=by_line,
        grounds=grounds(),
        problem=problem,
        typed=request.form,
    )
