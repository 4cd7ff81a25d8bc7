"""Forms of accounts: their shape only, what they mean is the domain's."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import RadioField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.fields import offered
from statements.people.models import Role
from statements.people.service import LONGEST_NAME, LONGEST_TEXT
from statements.reference import tables

ROLES = {
    Role.FILER: _("Filer: writes and files statements"),
    Role.DIRECTOR: _("Director: approves and signs statements"),
    Role.BUYER: _("Buyer: checks suppliers (public bodies)"),
    Role.CONTRIBUTOR: _("Contributor: reports on the Plan of Action (public bodies)"),
}


class NewAccount(FlaskForm):
    """Name and address are all that an account needs."""

    name = StringField(
        _("Your name"), [InputRequired(_("Enter your name.")), Length(max=LONGEST_NAME)], widget=GovTextInput()
    )
    email = StringField(
        _("Email address"),
        [InputRequired(_("Enter your email address."))],
        widget=GovTextInput(),
        description=_("We send a link to it that sets your password."),
    )
    submit = SubmitField(_("Create the account"), widget=GovSubmitInput())


class AskToAct(FlaskForm):
    """In which role one would act, and why."""

    role = RadioField(
        _("What would you do?"),
        [InputRequired(_("Choose a role."))],
        choices=offered((role.value, text) for role, text in ROLES.items()),
        widget=GovRadioInput(),
    )
    note = TextAreaField(
        _("What tells us that you may?"),
        [Length(max=LONGEST_TEXT)],
        widget=GovTextArea(),
        description=_("For example your position, or who gave you the task. An officer reads it."),
    )
    submit = SubmitField(_("Ask"), widget=GovSubmitInput())


class AskToAdd(AskToAct):
    """The same, for an organisation that the register does not know."""

    name = StringField(_("Legal name"), [InputRequired(_("Enter its legal name."))], widget=GovTextInput())
    nzbn = StringField(
        _("NZBN"),
        [InputRequired(_("Enter its NZBN."))],
        widget=GovTextInput(),
        description=_("13 digits beginning with 9429, spaces are fine."),
    )
    kind = SelectField(
        _("Kind of organisation"),
        [InputRequired(_("Choose what kind of organisation it is."))],
        choices=offered(
            [("", _("Choose")), *((each.code, each.name) for each in tables.organisation_kinds().values())]
        ),
        widget=GovSelect(),
    )


class Decision(FlaskForm):
    """An officer's word on a request."""

    decision = RadioField(
        _("Your decision"),
        [InputRequired(_("Choose one."))],
        choices=offered([("approve", _("Approve")), ("decline", _("Decline"))]),
        widget=GovRadioInput(),
    )
    reason = TextAreaField(
        _("Reason"),
        [Length(max=LONGEST_TEXT)],
        widget=GovTextArea(),
        description=_("Whoever asked reads it. Needed when you decline."),
    )
    submit = SubmitField(_("Decide"), widget=GovSubmitInput())


class EndMembership(FlaskForm):
    """Why somebody no longer acts."""

    reason = TextAreaField(
        _("Reason"),
        [Length(max=LONGEST_TEXT)],
        widget=GovTextArea(),
        description=_("They read it. You may leave it out."),
    )
    submit = SubmitField(_("End it"), widget=GovSubmitInput())


class TwoPeople(FlaskForm):
    """How many people it takes to file."""

    wanted = RadioField(
        _("How many people does it take to file?"),
        [InputRequired(_("Choose one."))],
        choices=offered(
            [
                ("one", _("One is enough: a director may ask themselves to sign")),
                ("two", _("Two: whoever wrote last, or asks for the signature, cannot give it")),
            ]
        ),
        widget=GovRadioInput(),
    )
    reason = TextAreaField(
        _("Reason"),
        [Length(max=LONGEST_TEXT)],
        widget=GovTextArea(),
        description=_("Everyone who acts for the organisation reads it. Needed where one becomes enough again."),
    )
    submit = SubmitField(_("Save"), widget=GovSubmitInput())
