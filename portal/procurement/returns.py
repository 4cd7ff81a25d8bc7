"""An agency's procurement return by spreadsheet: template, upload, what the file says, what was filed."""

import uuid
from datetime import date
from functools import partial

from apiflask import APIBlueprint
from flask import Response as FlaskResponse
from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovTextArea
from werkzeug.wrappers import Response
from wtforms import FileField, RadioField, TextAreaField

from portal import access, db, uploads
from portal.access import Who, allow
from portal.fields import DateParts, PlainRadios, offered
from portal.forms import show_problems
from statements import clock, limits
from statements.errors import Invalid, NotFound, Problem, TooLarge, UnreadableFile
from statements.filing import profiles
from statements.filing.parsers import parse_date
from statements.filing.profiles import Profile
from statements.ingest.cells import Sheet
from statements.ingest.headings import find_exact
from statements.ingest.return_sheet import RETURN, ReadReturn, at_cells, read_return, return_template
from statements.organisations.models import Organisation
from statements.reference.tables import countries
from statements.suppliers import returns
from statements.suppliers.returns import SPEND_BANDS, TIERS

procurement_returns = APIBlueprint(
    "procurement_returns", __name__, url_prefix="/procurement/returns", enable_openapi=False
)

PURPOSE = "file a procurement return"
AGENCY, END = "agency", "period_end"


class ReturnForm(FlaskForm):
    """Whose return it is, of which period, and the file."""

    agency = RadioField(lazy_gettext("Whose return is it?"), validate_choice=False, widget=PlainRadios())
    period_end = DateParts(lazy_gettext("Last day of the period"))
    file = FileField(lazy_gettext("The return as a spreadsheet"), widget=GovFileInput())


class NoteForm(FlaskForm):
    """What should be known beside the lines."""

    note = TextAreaField(
        lazy_gettext("Anything to say about the return as a whole"),
        description=lazy_gettext("Optional. Name or describe no person who may have been harmed."),
        widget=GovTextArea(),
    )


@procurement_returns.get("")
@allow(Who.BUYS)
def show() -> str:
    """What one's agencies filed."""
    session, by = db.session(), access.actor()
    filed = [(each, returns.returns_of(session, organisation_id=each.id, by=by)) for each in _agencies()]
    return render_template("procurement/returns.html", filed=filed)


@procurement_returns.get("/template.xlsx")
@allow(Who.BUYS)
def template() -> FlaskResponse:
    """The workbook to fill in, with the lines of the newest return where there is one."""
    session, by = db.session(), access.actor()
    filed = [one for each in _agencies() for one in returns.returns_of(session, organisation_id=each.id, by=by)]
    newest = max(filed, key=lambda each: each.period_end, default=None)
    return uploads.attachment(return_template(newest.lines if newest else ()), "procurement-return.xlsx")


@procurement_returns.route("/new", methods=["GET", "POST"])
@allow(Who.BUYS)
def send() -> str | Response | tuple[str, int]:
    """Keep the file and show what it says; nothing is filed yet."""
    agencies, form = _agencies(), ReturnForm()
    form.agency.choices = offered((each.slug, each.name) for each in agencies)
    if not form.is_submitted():
        return _form_page(form, agencies)
    try:
        agency, end = _given(form, agencies)
        upload, sheets = uploads.take(request.files.get("file"), {AGENCY: str(agency.id), END: end.isoformat()})
        _check_kind(sheets)
    except Invalid as error:
        show_problems(form, error)
        return _form_page(form, agencies), 422
    except (TooLarge, UnreadableFile) as error:
        uploads.refuse(form, error)
        return _form_page(form, _agencies()), 422
    return redirect(url_for("procurement_returns.result", token=upload.token(PURPOSE)), 303)


@procurement_returns.get("/uploads/<token>")
@allow(Who.BUYS)
def result(token: str) -> str:
    """What the file says, line by line, or what is wrong with it."""
    upload = uploads.open_upload(token, PURPOSE)
    return _result_page(token, upload, read_return(upload.sheets()), NoteForm())


@procurement_returns.get("/uploads/<token>/marked.xlsx")
@allow(Who.BUYS)
def marked(token: str) -> FlaskResponse:
    """The sender's own workbook with the wrong cells marked."""
    upload = uploads.open_upload(token, PURPOSE)
    return upload.marked(list(read_return(upload.sheets()).problems))


@procurement_returns.post("/uploads/<token>")
@allow(Who.BUYS)
def file(token: str) -> Response | tuple[str, int]:
    """File the return; it is kept whole, so a wrong cell keeps it from being filed."""
    upload, form = uploads.open_upload(token, PURPOSE), NoteForm()
    read = read_return(upload.sheets())
    if read.problems:
        return _result_page(token, upload, read, form), 422
    agency, end = _about(upload)
    note = form.note.data or ""
    given = partial(returns.file_return, organisation=agency, period_end=end, lines=read.lines, note=note)
    try:
        made = given(db.session(), by=access.actor(), at=db.now())
    except Invalid as error:
        show_problems(form, error)
        wrong = [each for each in at_cells(read, error.problems) if each.cell]
        return _result_page(token, upload, read, form, wrong), 422
    flash(_("The return was filed."))
    return redirect(url_for("procurement_returns.one", return_id=made.id), 303)


@procurement_returns.get("/<uuid:return_id>")
@allow(Who.BUYS)
def one(return_id: uuid.UUID) -> str:
    """One return as it was filed."""
    found = returns.load_return(db.session(), return_id=return_id, by=access.actor())
    agency = next(each for each in _agencies() if each.id == found.organisation_id)
    return render_template("procurement/return.html", found=found, agency=agency, **_labels())


def _agencies() -> list[Organisation]:
    return returns.agencies_of(db.session(), person_id=access.actor(), profile=_law())


def _law() -> Profile:
    return profiles.profile(current_app.extensions["settings"].default_profile)


def _given(form: ReturnForm, agencies: list[Organisation]) -> tuple[Organisation, date]:
    """The agency and the period's end. Raises Invalid where one is missing."""
    wanted = form.agency.data or (agencies[0].slug if len(agencies) == 1 else "")
    agency = next((each for each in agencies if each.slug == wanted), None)
    end = parse_date(form.period_end.data or "")
    problems = []
    if agency is None:
        problems.append(Problem(_("Choose the agency."), field=AGENCY))
    if end is None:
        problems.append(Problem(_("Enter the last day of the period, with day, month and year."), field=END))
    elif wrong := returns.period_problem(end, today=clock.local_date(db.now(), _law().time_zone)):
        problems.append(wrong)
    if agency is None or end is None or problems:
        raise Invalid(problems)
    return agency, end


def _check_kind(sheets: list[Sheet]) -> None:
    """Raises UnreadableFile where this is some other spreadsheet."""
    if find_exact(sheets, RETURN) is None:
        headings = ", ".join(column.heading for column in RETURN.columns)
        raise UnreadableFile(
            _(
                "No row of headings was found. Use the template, or put these above the columns: %(names)s.",
                names=headings,
            )
        )


def _about(upload: uploads.Upload) -> tuple[Organisation, date]:
    agency = next((each for each in _agencies() if str(each.id) == upload.about[AGENCY]), None)
    if agency is None:
        raise NotFound("There is nothing here that you may see.")
    return agency, date.fromisoformat(upload.about[END])


def _labels() -> dict[str, object]:
    return {"tiers": TIERS, "bands": SPEND_BANDS, "countries": countries()}


def _form_page(form: ReturnForm, agencies: list[Organisation]) -> str:
    return render_template(
        "procurement/return_form.html", form=form, agencies=agencies, largest=limits.WORKBOOK_BYTES.readable
    )


def _result_page(
    token: str, upload: uploads.Upload, read: ReadReturn, form: NoteForm, wrong: list[Problem] | None = None
) -> str:
    agency, end = _about(upload)
    return render_template(
        "procurement/return_result.html",
        token=token,
        upload=upload,
        read=read,
        problems=wrong or read.problems,
        agency=agency,
        period_end=end,
        earlier=returns.standing(db.session(), organisation=agency, period_end=end),
        form=form,
        shown=limits.PROBLEMS_SHOWN.value,
        **_labels(),
    )
