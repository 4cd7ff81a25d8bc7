"""Supplier lists of an agency: those kept, a new one, which column is which, check, rename, delete."""

import uuid
from pathlib import PurePath

from apiflask import APIBlueprint
from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from portal import carried
from portal.access import Who, actor, allow
from portal.db import let_go, now, session
from portal.forms import show_problems
from portal.procurement import reading
from portal.procurement.forms import NameForm, UploadForm, columns_form
from statements.errors import DomainError, Invalid, NotFound, TooLarge, UnreadableFile
from statements.ingest.cells import Sheet
from statements.ingest.supplier_list import TEMPLATE
from statements.ingest.templates import write_template
from statements.limits import SUPPLIER_LINES, WORKBOOK_BYTES
from statements.organisations.models import Organisation
from statements.suppliers import lists
from statements.suppliers.lists import TablePlace
from statements.suppliers.models import SupplierList

procurement = APIBlueprint("procurement", __name__, url_prefix="/procurement", enable_openapi=False)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Answer = str | AnyResponse | tuple[str, int]


@procurement.get("")
@allow(Who.BUYER)
def home() -> str:
    """The lists of the agencies that the person buys for."""
    found = [
        (listed, lines, lists.job_of(session(), listed)) for listed, lines in lists.lists_of(session(), by=actor())
    ]
    return render_template("procurement/home.html", found=found, agencies=_agencies())


@procurement.route("/new", methods=["GET", "POST"])
@allow(Who.BUYER)
def new() -> Answer:
    """Upload a list."""
    form = UploadForm().offer(list(_agencies().values()))
    if form.validate_on_submit():
        try:
            listed = _keep(form, request.files.get("file"))
            return redirect(url_for(".columns", list_id=listed.id))
        except (UnreadableFile, TooLarge) as error:
            error.field = "file"
            show_problems(form, error)
        except Invalid as error:
            show_problems(form, error)
    most = (WORKBOOK_BYTES.readable, SUPPLIER_LINES.readable)
    text = render_template("procurement/new.html", form=form, most=most)
    return (text, 422) if form.errors else text


@procurement.get("/template.xlsx")
@allow(Who.BUYER)
def template() -> Response:
    """An empty list to fill in."""
    content = write_template(
        TEMPLATE,
        title="Supplier list",
        instructions=["One supplier a row. Only the name is needed; whatever else you have makes the answer better."],
    )
    return Response(
        content, mimetype=XLSX, headers={"Content-Disposition": 'attachment; filename="supplier-list.xlsx"'}
    )


@procurement.route("/<uuid:list_id>/columns", methods=["GET", "POST"])
@allow(Who.BUYER)
def columns(list_id: uuid.UUID) -> Answer:
    """Show the guess at which column is which, beside some lines, and take its correction."""
    listed = lists.load_list(session(), list_id=list_id, by=actor())
    sheets = _sheets(listed)
    place = _asked_place(listed, sheets)
    shown = reading.sample(sheets, place)
    form = columns_form(place, shown.columns)
    if form.validate_on_submit():
        try:
            _check(list_id, sheets, TablePlace(place.sheet, place.heading_row, form.chosen, place.headings))
            return redirect(url_for("supplier_results.results", list_id=list_id))
        except DomainError as error:
            show_problems(form, error)
    listed = lists.load_list(session(), list_id=list_id, by=actor())
    text = render_template("procurement/columns.html", form=form, listed=listed, place=place, shown=shown)
    return (text, 422) if form.errors else text


@procurement.post("/<uuid:list_id>/again")
@allow(Who.BUYER)
def again(list_id: uuid.UUID) -> Answer:
    """Check the list once more against the register of today."""
    listed = lists.load_list(session(), list_id=list_id, by=actor())
    lists.ask_check(session(), listed=listed, by=actor(), at=now())
    return redirect(url_for("supplier_results.results", list_id=list_id))


@procurement.route("/<uuid:list_id>/rename", methods=["GET", "POST"])
@allow(Who.BUYER)
def rename(list_id: uuid.UUID) -> Answer:
    """Give the list another name."""
    listed = lists.load_list(session(), list_id=list_id, by=actor())
    form = NameForm(data={"name": listed.name})
    if form.validate_on_submit():
        try:
            lists.rename(session(), listed=listed, name=form.name.data or "", by=actor(), at=now())
            return redirect(url_for("supplier_results.results", list_id=list_id))
        except Invalid as error:
            show_problems(form, error)
    text = render_template("procurement/rename.html", form=form, listed=listed)
    return (text, 422) if form.errors else text


@procurement.route("/<uuid:list_id>/delete", methods=["GET", "POST"])
@allow(Who.BUYER)
def delete(list_id: uuid.UUID) -> Answer:
    """Delete the list, once asked whether it is meant."""
    listed = lists.load_list(session(), list_id=list_id, by=actor())
    if request.method == "POST":
        name = listed.name
        lists.remove(session(), listed=listed, by=actor(), at=now())
        flash(_("The list “%(name)s” was deleted.", name=name))
        return redirect(url_for(".home"))
    return render_template("procurement/delete.html", listed=listed)


def _agencies() -> dict[uuid.UUID, Organisation]:
    return {each.id: each for each in lists.agencies_of(session(), by=actor())}


def _keep(form: UploadForm, chosen: FileStorage | None) -> SupplierList:
    """Read, store and keep the uploaded file; nobody waits for the database while it is read."""
    if chosen is None or not chosen.filename:
        raise UnreadableFile(_("Choose the file with your list first."))
    data, filename = chosen.stream.read(WORKBOOK_BYTES.value + 1), PurePath(chosen.filename).name
    let_go()
    place = reading.guess(reading.read_file(data, filename))
    sha256 = carried.store().put(data)
    return lists.keep(
        session(),
        organisation_id=uuid.UUID(form.agency.data),
        name=form.name.data or PurePath(filename).stem,
        filename=filename,
        sha256=sha256,
        place=place,
        by=actor(),
        at=now(),
    )


def _sheets(listed: SupplierList) -> list[Sheet]:
    sha256, filename = listed.sha256, listed.filename
    let_go()
    return reading.read_file(carried.store().get(sha256), filename)


def _asked_place(listed: SupplierList, sheets: list[Sheet]) -> TablePlace:
    """The place that the address or the form asks for, with a fresh guess where it is another than the kept one."""
    sheet, row = request.values.get("sheet", ""), request.values.get("row", type=int)
    if not sheet or (sheet, row) == (listed.sheet, listed.header_row):
        return reading.place_of(listed)
    if row is None or row < 0:
        raise NotFound(_("There is no such row of headings."))
    return reading.guess_at(sheets, sheet, row)


def _check(list_id: uuid.UUID, sheets: list[Sheet], place: TablePlace) -> None:
    """Correct the columns and ask for the check, once it is sure that there are lines to check."""
    lists.check_columns(place.columns)
    reading.lines_of(sheets, place)
    listed = lists.load_list(session(), list_id=list_id, by=actor())
    lists.set_table(session(), listed=listed, place=place, by=actor(), at=now())
    lists.ask_check(session(), listed=listed, by=actor(), at=now(), again=True)
