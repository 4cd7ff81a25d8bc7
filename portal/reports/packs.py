"""Frozen compliance packs: the list with their hashes, each one's figures and files, the office's button."""

import uuid

from apiflask import APIBlueprint
from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _text
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectField, SubmitField

from portal import carried, db
from portal.access import Who, actor, allow
from portal.fields import offered
from portal.reports.links import FrozenLinks, asked_cell, asked_page, asked_table
from statements.jobs import service as jobs
from statements.people import queries as people
from statements.reports import cells, facts, freezing, summary

frozen_packs = APIBlueprint("frozen_packs", __name__, url_prefix="/reports", enable_openapi=False)

A_YEAR = 31_536_000
Answer = str | AnyResponse | tuple[str, int]


class FreezeForm(FlaskForm):
    """Which year's pack to freeze."""

    year = SelectField(_("Year"), widget=GovSelect())
    send = SubmitField(_("Freeze the pack"), widget=GovSubmitInput())


@frozen_packs.get("/packs")
@allow(Who.PUBLIC)
def packs() -> str:
    """Every frozen pack with its files and their hashes, the newest first."""
    return render_template("reports/packs.html", packs=freezing.all_packs(db.session()))


@frozen_packs.get("/packs/<int:number>")
@allow(Who.PUBLIC)
def pack(number: int) -> str:
    """The figures of a frozen pack, each opening the rows that it counted."""
    kept = freezing.load(db.session(), number)
    told = freezing.read(carried.store(), kept)
    links, only = FrozenLinks(number), asked_table(told)
    if only is not None:
        title = _text("Compliance pack %(year)s, number %(number)s", year=kept.year, number=kept.number)
        whole = f"/reports/packs/{number}"
        return render_template("reports/one_table.html", pack=told, table=only, links=links, title=title, whole=whole)
    sums = [table for table in told.tables if table.key.startswith(summary.SUMS)]
    main = [table for table in told.tables if table not in sums]
    return render_template("reports/frozen.html", kept=kept, pack=told, main=main, sums=sums, links=links)


@frozen_packs.get("/packs/<int:number>/list")
@allow(Who.PUBLIC)
def pack_list(number: int) -> str:
    """The frozen rows behind one figure of the pack."""
    kept = freezing.load(db.session(), number)
    told = freezing.read(carried.store(), kept)
    cell = asked_cell()
    named = cells.named(told, cell)
    found = cells.members(freezing.counted_rows(carried.store(), kept), cell, year=kept.year)
    links = FrozenLinks(number)
    return render_template(
        "reports/cell.html",
        kept=kept,
        year=kept.year,
        named=named,
        found=found,
        cell=cell,
        page=asked_page(),
        links=links,
    )


@frozen_packs.get("/packs/<int:number>/<name>")
@allow(Who.PUBLIC)
def pack_file(number: int, name: str) -> Response:
    """A file of a frozen pack, byte for byte as its hash says."""
    kept = freezing.file_of(freezing.load(db.session(), number), name)
    response = Response(carried.store().get(kept.sha256), mimetype=kept.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{kept.name}"'
    response.cache_control.public, response.cache_control.max_age = True, A_YEAR
    response.set_etag(kept.sha256)
    response.make_conditional(request)
    return response


@frozen_packs.route("/office/packs", methods=["GET", "POST"])
@allow(Who.OFFICER)
def office_packs() -> Answer:
    """The packs with who froze them, and the button that freezes another."""
    form, profile = FreezeForm(), carried.settings().default_profile
    form.year.choices = offered([(str(year), str(year)) for year in facts.years(db.session(), profile=profile)])
    if form.validate_on_submit():
        job = freezing.ask(db.session(), year=int(form.year.data), profile=profile, by=actor(), at=db.now())
        return redirect(url_for(".office_job", job_id=job.id))
    found = freezing.all_packs(db.session())
    names = people.names_of(db.session(), ids={each.frozen_by for each in found if each.frozen_by})
    text = render_template("reports/office_packs.html", form=form, packs=found, names=names)
    return (text, 422) if form.errors else text


@frozen_packs.get("/office/packs/jobs/<uuid:job_id>")
@allow(Who.OFFICER)
def office_job(job_id: uuid.UUID) -> Answer:
    """How far the freezing is; once it is done, the pack."""
    job = jobs.load(db.session(), job_id)
    if job.state == "done" and "number" in job.result:
        return redirect(url_for(".pack", number=job.result["number"]))
    return render_template("reports/freezing.html", job=job)
