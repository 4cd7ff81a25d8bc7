"""Take a passage down from a statement, and, where the officer says so, from private text that may be changed."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextArea
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField, SubmitField, TextAreaField

from portal.access import Who, actor, allow
from portal.db import now, session
from portal.forms import show_problems
from statements.errors import Conflict, Invalid
from statements.filing.models import Statement
from statements.moderation import assignment, takedown
from statements.moderation.private_text import Found

passages = APIBlueprint("passages", __name__, enable_openapi=False, url_prefix="/review")


class TakeDownForm(FlaskForm):
    """A passage that has to go; `private` names the kinds of private text in which it goes too."""

    passage = TextAreaField(_l("The passage, copied from the text. It is not kept."), widget=GovTextArea())
    reason = TextAreaField(_l("Why, without its words. It is public."), widget=GovTextArea())
    private = SelectMultipleField(validate_choice=False)
    look = SubmitField(_l("Look where else it stands"), widget=GovSubmitInput())
    send = SubmitField(_l("Take it down everywhere"), widget=GovSubmitInput())


@passages.route("/statements/<int:number>/take-down", methods=["GET", "POST"])
@allow(Who.OFFICER)
def take_down(number: int) -> str | Response | tuple[str, int]:
    """Take a passage down; before that, look where it stands in private text."""
    statement, form = assignment.case_numbered(session(), number).statement, TakeDownForm()
    looked: dict[str, object] = {}
    if form.validate_on_submit():
        try:
            if not form.look.data:
                return _taken_down(statement, form)
            passage = form.passage.data or ""
            looked = {"found": takedown.look(session(), statement=statement, passage=passage, by=actor())}
            looked["others"] = takedown.also_in(session(), statement=statement, passage=passage)
        except (Conflict, Invalid) as error:
            show_problems(form, error)
    text = render_template("moderation/take_down.html", form=form, statement=statement, **looked)
    return (text, 422) if form.errors else text


def _taken_down(statement: Statement, form: TakeDownForm) -> Response:
    """Do it, and say where the passage still stands: neither the passage nor a word of it is kept."""
    passage, reason, private = form.passage.data or "", form.reason.data or "", form.private.data or ()
    count = takedown.take_down(
        session(), statement=statement, passage=passage, reason=reason, private=private, by=actor(), at=now()
    )
    if count:
        flash(_("Taken down from %(count)s places of the statement, with your reason in its history.", count=count))
    else:
        flash(_("It stood nowhere in the statement itself; its history says where else it went from."))
    left = takedown.look(session(), statement=statement, passage=passage, by=actor())
    if left:
        flash(_("Kept: %(where)s.", where=_named(left)))
    others = takedown.also_in(session(), statement=statement, passage=passage)
    if others:
        numbers = ", ".join(str(each) for each in others)
        flash(_("The same words stand in other statements of this organisation: %(numbers)s.", numbers=numbers))
    return redirect(url_for("office.show", slug=statement.organisation.slug), 303)


def _named(found: list[Found]) -> str:
    return "; ".join(f"{each.kind.title} ({each.count})" for each in found)
