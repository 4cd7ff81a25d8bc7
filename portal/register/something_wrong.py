"""“Something is wrong with this statement”: where help is, the passage and why, and nobody is asked who they are."""

from apiflask import APIBlueprint
from flask import redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextArea
from werkzeug.wrappers import Response
from wtforms import SubmitField, TextAreaField

from portal import cookieless, db
from portal.access import Who, allow
from portal.forms import show_problems
from statements.errors import Invalid, NotFound
from statements.moderation import reader_reports
from statements.register import queries
from statements.register.public import PublicStatement

something_wrong = APIBlueprint("something_wrong", __name__, enable_openapi=False, url_prefix="/statements")
cookieless.guard(something_wrong)


class WrongForm(cookieless.CookielessForm):
    """What is wrong, and where."""

    passage = TextAreaField(
        _l("Which words of the statement, or of what this register says about it?"),
        description=_l("Copy them from the page. It may stay empty."),
        widget=GovTextArea(),
    )
    reason = TextAreaField(
        _l("What is wrong with them, and how can one see it?"),
        description=_l("For example: a document that says otherwise, a date, a page. Name no worker and no victim."),
        widget=GovTextArea(),
    )
    send = SubmitField(_l("Send to the registrar"), widget=GovSubmitInput())


@something_wrong.get("/<int:number>/something-wrong")
@allow(Who.PUBLIC)
def ask(number: int) -> str:
    """Where help is, then the form."""
    return _page(_statement(number), WrongForm())


@something_wrong.post("/<int:number>/something-wrong")
@allow(Who.PUBLIC)
def send(number: int) -> Response | tuple[str, int]:
    """Take what the reader says to the registrar."""
    shown, form = _statement(number), WrongForm()
    said = {"passage": form.passage.data or "", "reason": form.reason.data or ""}
    at, version_id = db.now(), shown.version.id
    try:
        reader_reports.receive(db.session(), statement_id=shown.id, version_id=version_id, **said, at=at)
    except Invalid as error:
        show_problems(form, error)
        return _page(shown, form), 422
    return redirect(url_for(".sent", number=number), 303)


@something_wrong.get("/<int:number>/something-wrong/sent")
@allow(Who.PUBLIC)
def sent(number: int) -> str:
    """It has arrived, and what happens now."""
    return render_template("register/something_sent.html", statement=_statement(number))


def _statement(number: int) -> PublicStatement:
    """The public statement with this number, without its text. Raises NotFound."""
    small = number <= queries.LARGEST_NUMBER
    found = queries.statements_by_numbers(db.session(), [number]) if small else []
    if not found:
        raise NotFound(queries.NO_STATEMENT)
    return found[0]


def _page(shown: PublicStatement, form: WrongForm) -> str:
    return render_template("register/something_wrong.html", statement=shown, form=form)
