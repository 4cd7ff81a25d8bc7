"""The forms of procurement: shape only. What a list must be like stands in statements/suppliers."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovSelect, GovSubmitInput, GovTextInput
from wtforms import FileField, HiddenField, SelectField, StringField, SubmitField
from wtforms.validators import Optional

from portal.fields import offered
from statements.organisations.models import Organisation
from statements.suppliers.columns import KEPT
from statements.suppliers.lists import TablePlace

NOT_THERE = "-"


class UploadForm(FlaskForm):
    """A list to check, for one of the agencies that the person buys for."""

    agency = SelectField(_("For which agency"), widget=GovSelect())
    file = FileField(_("Your supplier list"), widget=GovFileInput())
    name = StringField(_("A name for it (optional)"), widget=GovTextInput(), validators=[Optional()])
    send = SubmitField(_("Upload"), widget=GovSubmitInput())

    def offer(self, agencies: Sequence[Organisation]) -> "UploadForm":
        """The form with these agencies to choose from."""
        self.agency.choices = offered((str(each.id), each.name) for each in agencies)
        return self


class ColumnsForm(FlaskForm):
    """Which column is which; `sheet` and `row` say where the headings stand."""

    sheet = HiddenField()
    row = HiddenField()
    send = SubmitField(_("Check these suppliers"), widget=GovSubmitInput())

    @property
    def chosen(self) -> dict[str, int]:
        """The index of each column that was chosen."""
        given = {column.key: self[column.key].data for column in KEPT}
        return {key: int(value) for key, value in given.items() if value and value != NOT_THERE}


def columns_form(place: TablePlace, columns: Sequence[str]) -> ColumnsForm:
    """The form with a select for each thing a list may hold, offering the columns of the sheet."""
    listed = [(NOT_THERE, _("Not in this list")), *((str(index), name) for index, name in enumerate(columns))]
    fields = {
        column.key: SelectField(
            column.headings[0], choices=offered(listed), description=column.help, widget=GovSelect()
        )
        for column in KEPT
    }
    made = type("ColumnsOfList", (ColumnsForm,), fields)
    guessed = {key: str(index) for key, index in place.columns.items()}
    blank = {column.key: NOT_THERE for column in KEPT}
    return made(data={**blank, **guessed, "sheet": place.sheet, "row": str(place.heading_row)})


class NameForm(FlaskForm):
    """Another name for a list."""

    name = StringField(_("Name of the list"), widget=GovTextInput())
    send = SubmitField(_("Save"), widget=GovSubmitInput())


class ChoiceForm(FlaskForm):
    """Which organisation a line means: its id, or "none"."""

    organisation = StringField()
