"""After filing: correct, withdraw; before it: discard a draft."""

from collections.abc import Callable

from apiflask import APIBlueprint
from flask import flash, redirect, render_template
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from portal import access, db
from portal.access import Who, allow
from portal.filing.forms import ReasonForm
from portal.filing.links import tasks_url
from portal.filing.work import open_work
from portal.forms import show_problems
from statements.errors import Conflict, Invalid
from statements.filing import service

filing_changes = APIBlueprint("filing_changes", __name__, enable_openapi=False)


@filing_changes.get("/filing/<int:number>/correct")
@allow(Who.MEMBER)
def ask_correct(number: int) -> str:
    """Say what a correction does, and ask for its reason."""
    return render_template("filing/correct.html", work=open_work(number), form=ReasonForm())


@filing_changes.post("/filing/<int:number>/correct")
@allow(Who.MEMBER)
def correct(number: int) -> Response | tuple[str, int]:
    """Open the draft for a new version."""
    return _change(number, "filing/correct.html", service.correct)


@filing_changes.get("/filing/<int:number>/withdraw")
@allow(Who.MEMBER)
def ask_withdraw(number: int) -> str:
    """Say what a withdrawal does, and ask for its reason."""
    return render_template("filing/withdraw.html", work=open_work(number), form=ReasonForm())


@filing_changes.post("/filing/<int:number>/withdraw")
@allow(Who.MEMBER)
def withdraw(number: int) -> Response | tuple[str, int]:
    """Withdraw the published statement."""
    return _change(number, "filing/withdraw.html", service.withdraw)


@filing_changes.get("/filing/<int:number>/discard")
@allow(Who.MEMBER)
def ask_discard(number: int) -> str:
    """Ask once more before a draft is thrown away."""
    return render_template("filing/discard.html", work=open_work(number), form=FlaskForm())


@filing_changes.post("/filing/<int:number>/discard")
@allow(Who.MEMBER)
def discard(number: int) -> Response | tuple[str, int]:
    """Throw the draft away, or leave the correction."""
    work, form = open_work(number), FlaskForm()
    try:
        gone = service.discard(db.session(), statement=work.statement, by=access.actor(), at=db.now())
    except Conflict as error:
        show_problems(form, error)
        return render_template("filing/discard.html", work=work, form=form), 409
    flash(_("The draft was thrown away.") if gone else _("The correction was left; what is published stands."))
    return redirect("/desk" if gone else tasks_url(number), 303)


def _change(number: int, template: str, act: Callable[..., object]) -> Response | tuple[str, int]:
    work, form = open_work(number), ReasonForm()
    try:
        act(db.session(), statement=work.statement, reason=form.reason.data or "", by=access.actor(), at=db.now())
    except (Invalid, Conflict) as error:
        show_problems(form, error)
        return render_template(template, work=work, form=form), 409 if isinstance(error, Conflict) else 422
    return redirect(tasks_url(number), 303)
