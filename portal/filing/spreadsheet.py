"""File by spreadsheet: a workbook filled in already, the same workbook back with what is right and what is wrong."""

from apiflask import APIBlueprint
from flask import Response as FlaskResponse
from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovFileInput
from werkzeug.wrappers import Response
from wtforms import FileField

from portal import access, db, uploads
from portal.access import Who, allow
from statements import clock, limits
from statements.errors import Invalid, NotFound, TooLarge, UnreadableFile
from statements.filing import coverage, profiles, questionnaire
from statements.filing.profiles import Profile
from statements.filing.queries import Ahead
from statements.ingest.cells import Sheet
from statements.ingest.headings import find_exact
from statements.ingest.statement_check import Action, Checked, check_rows
from statements.ingest.statement_drafts import Outcome, draft_rows
from statements.ingest.statement_rows import FilingRows, read_filing
from statements.ingest.statement_sheets import statements_table
from statements.ingest.statement_template import filing_template

filing_spreadsheet = APIBlueprint(
    "filing_spreadsheet", __name__, url_prefix="/filing/spreadsheet", enable_openapi=False
)

PURPOSE = "file statements"
MOST_LOOKED_AT = 50
LAW = "law"


class WorkbookForm(FlaskForm):
    """The filled-in workbook."""

    file = FileField(lazy_gettext("Upload it when it is filled in"), widget=GovFileInput())


@filing_spreadsheet.get("")
@allow(Who.MEMBER)
def show() -> str:
    """How it goes, the template, and a place for the file."""
    return _page(WorkbookForm())


@filing_spreadsheet.get("/template.xlsx")
@allow(Who.MEMBER)
def template() -> FlaskResponse:
    """The workbook to fill in, with what is known already."""
    law = _law(request.args.get(LAW, ""))
    content = filing_template(db.session(), person_id=access.actor(), profile=law, at=db.now())
    return uploads.attachment(content, f"statements-{law.key}.xlsx")


@filing_spreadsheet.post("")
@allow(Who.MEMBER)
def send() -> Response | tuple[str, int]:
    """Keep the file and show what it says; nothing becomes a draft yet."""
    form, law = WorkbookForm(), _law(request.form.get(LAW, ""))
    try:
        upload, sheets = uploads.take(request.files.get("file"), {LAW: law.key})
        _check_kind(sheets, law)
    except (TooLarge, UnreadableFile) as error:
        uploads.refuse(form, error)
        return _page(form), 422
    return redirect(url_for("filing_spreadsheet.result", token=upload.token(PURPOSE)), 303)


@filing_spreadsheet.get("/<token>")
@allow(Who.MEMBER)
def result(token: str) -> str:
    """What is right, what is wrong, and what keeping it would do."""
    return _result_page(token, _checked(uploads.open_upload(token, PURPOSE)))


@filing_spreadsheet.get("/<token>/marked.xlsx")
@allow(Who.MEMBER)
def marked(token: str) -> FlaskResponse:
    """The filer's own workbook with the wrong cells marked."""
    upload = uploads.open_upload(token, PURPOSE)
    return upload.marked(list(_checked(upload).problems))


@filing_spreadsheet.post("/<token>")
@allow(Who.MEMBER)
def keep(token: str) -> Response | tuple[str, int]:
    """Make drafts of the right rows; the wrong ones stay named on the page."""
    upload = uploads.open_upload(token, PURPOSE)
    rows = _read(upload)
    try:
        outcome = draft_rows(db.session(), rows=rows, by=access.actor(), at=db.now(), only_right=True)
    except Invalid:
        return _result_page(token, _checked(upload)), 422
    flash(_said(outcome))
    return redirect(url_for("filing_spreadsheet.result", token=token), 303)


def _law(key: str) -> Profile:
    """The profile asked for, or the register's own. Raises NotFound for one that nobody files under here."""
    wanted = key or current_app.extensions["settings"].default_profile
    found = next((each for each in profiles.filed_here() if each.key == wanted), None)
    if found is None:
        raise NotFound("Nobody files under this law here.")
    return found


def _check_kind(sheets: list[Sheet], law: Profile) -> None:
    """Raises UnreadableFile where this is some other spreadsheet."""
    table = statements_table(questionnaire.load(law))
    if find_exact(sheets, table) is None:
        raise UnreadableFile(
            _("No row of headings of the template was found. Put your rows into the template and upload that.")
        )


def _read(upload: uploads.Upload) -> FilingRows:
    law = _law(upload.about[LAW])
    return read_filing(upload.sheets(), law, today=clock.local_date(db.now(), law.time_zone))


def _checked(upload: uploads.Upload) -> Checked:
    return check_rows(db.session(), rows=_read(upload), by=access.actor(), at=db.now())


def _said(outcome: Outcome) -> str:
    made, changed, same = len(outcome.made), len(outcome.changed), len(outcome.same)
    parts = [
        ngettext("%(num)s draft was made.", "%(num)s drafts were made.", made) if made else "",
        ngettext("%(num)s draft was changed.", "%(num)s drafts were changed.", changed) if changed else "",
        ngettext("%(num)s said the same already.", "%(num)s said the same already.", same) if same else "",
    ]
    return " ".join(filter(None, parts))


def _page(form: WorkbookForm) -> str:
    return render_template(
        "filing/spreadsheet.html",
        form=form,
        laws=profiles.filed_here(),
        largest=limits.WORKBOOK_BYTES.readable,
        most=limits.STATEMENTS_PER_UPLOAD.readable,
    )


def _result_page(token: str, checked: Checked) -> str:
    upload = uploads.open_upload(token, PURPOSE)
    return render_template(
        "filing/spreadsheet_result.html",
        upload=upload,
        token=token,
        checked=checked,
        counts={action: sum(each.action is action for each in checked.right) for action in Action},
        shown=limits.PROBLEMS_SHOWN.value,
        looks=_looks(checked, upload.about[LAW]),
    )


def _looks(checked: Checked, law: str) -> list[tuple[str, list[coverage.Note]]]:
    """What is worth a look about whom the first of the right rows cover, by row; each draft's own page tells it too."""
    found = []
    for each in [row for row in checked.right if row.covers][:MOST_LOOKED_AT]:
        ahead = each.statement or Ahead(each.organisation, law, each.start, each.end)
        if notes := coverage.notes(db.session(), statement=ahead, ids=each.covers or ()):
            found.append((each.organisation.name, notes))
    return found
