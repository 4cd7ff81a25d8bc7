"""A list of who is presumed to owe a statement: uploaded, looked through row by row, kept."""

import re
from collections import Counter

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovSubmitInput
from werkzeug.wrappers import Response
from wtforms import SubmitField

from portal import carried, db
from portal.access import Who, actor, allow
from statements.clock import local_date
from statements.errors import DomainError
from statements.filing.profiles import profile as load_profile
from statements.ingest import obligation_list
from statements.ingest.obligation_list import OBLIGATION_LIST, ListRow, Reading
from statements.ingest.workbook import read_workbook
from statements.limits import WORKBOOK_BYTES

obligation_lists = APIBlueprint(
    "obligation_lists", __name__, url_prefix="/review/obligations/import", enable_openapi=False
)

Answer = str | Response | tuple[str, int]
CHOICE = re.compile(r"row-(\d+)")


class ListForm(FlaskForm):
    """A list of organisations presumed to owe a statement."""

    file = FileField(
        _l("The list (.xlsx or .csv)"), widget=GovFileInput(), validators=[FileRequired(_l("Choose a file."))]
    )
    send = SubmitField(_l("Read the list"), widget=GovSubmitInput())


@obligation_lists.route("", methods=["GET", "POST"])
@allow(Who.OFFICER)
def upload() -> Answer:
    """Take a list and lead to what was understood of it; nothing of it is kept yet."""
    form, given = ListForm(), {"columns": OBLIGATION_LIST.columns}
    if form.validate_on_submit():
        content, name = form.file.data.stream.read(WORKBOOK_BYTES.value + 1), form.file.data.filename or "list"
        try:
            read_workbook(content, name)
            sha256 = carried.store().put(content)
            return redirect(url_for(".look", sha256=sha256, name=name[:120]), 303)
        except DomainError as error:
            form.file.errors = [error.message]
    text = render_template("obligations/import.html", form=form, **given)
    return (text, 422) if form.errors else text


@obligation_lists.get("/<sha256>")
@allow(Who.OFFICER)
def look(sha256: str) -> str:
    """What was understood of each row, and what an officer has to say before it is kept."""
    rows = _rows(sha256)
    by_reading = {each: [row for row in rows if row.reading is each] for each in Reading}
    counts = Counter(row.reading for row in rows)
    return render_template(
        "obligations/look.html", rows=rows, by_reading=by_reading, counts=counts, form=FlaskForm(), name=_name()
    )


@obligation_lists.post("/<sha256>")
@allow(Who.OFFICER)
def keep(sha256: str) -> Response:
    """Presume what was chosen; the same list kept twice changes nothing the second time."""
    answers = {int(found.group(1)): value for key, value in request.form.items() if (found := CHOICE.fullmatch(key))}
    rows, profile = _rows(sha256), load_profile(carried.settings().default_profile)
    outcome = obligation_list.presume_listed(
        db.session(), rows=rows, answers=answers, profile=profile, filename=_name(), by=actor(), at=db.now()
    )
    flash(
        _(
            "%(new)s obligations are new, %(already)s stood already, %(left)s rows were left out, "
            "%(added)s organisations were added.",
            new=outcome.new,
            already=outcome.already,
            left=outcome.left_out,
            added=outcome.added_organisations,
        )
    )
    return redirect(url_for("obligations.show_list"), 303)


def _rows(sha256: str) -> list[ListRow]:
    sheets = read_workbook(carried.store().get(sha256), _name())
    profile = load_profile(carried.settings().default_profile)
    today = local_date(db.now(), carried.settings().time_zone)
    return obligation_list.read_list(db.session(), sheets=sheets, profile=profile, today=today)


def _name() -> str:
    return request.args.get("name", "list.xlsx")[:120]
