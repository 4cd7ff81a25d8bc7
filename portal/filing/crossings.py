"""A statement written for another law, brought in; this one, taken out for another register."""

from apiflask import APIBlueprint
from flask import Response, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovTextArea
from werkzeug.wrappers import Response as Answer
from wtforms import TextAreaField

from portal import access, db
from portal.access import Who, allow
from portal.filing.links import tasks_url
from portal.filing.work import Work, open_work
from portal.forms import show_problems
from statements.errors import Conflict, Invalid, Problem
from statements.filing import crosswalk, service
from statements.filing.crosswalk import Crosswalk
from statements.limits import UNSAVED_CHARACTERS

filing_crossings = APIBlueprint("filing_crossings", __name__, enable_openapi=False)


class PastedForm(FlaskForm):
    """Two lines of a spreadsheet."""

    pasted = TextAreaField(_l("Or paste two lines of CSV: the headings, and one row"), widget=GovTextArea())


@filing_crossings.get("/filing/<int:number>/other-forms")
@allow(Who.MEMBER)
def choose(number: int) -> str:
    """The forms of other registers, each to bring in or to take out."""
    return render_template("filing/other_forms.html", work=open_work(number), forms=crosswalk.crosswalks())


@filing_crossings.get("/filing/<int:number>/other-forms/<key>")
@allow(Who.MEMBER)
def ask(number: int, key: str) -> str:
    """The fields of another form, and where each leads."""
    return _page(_open(number), crosswalk.crosswalk(key), PastedForm())


@filing_crossings.post("/filing/<int:number>/other-forms/<key>")
@allow(Who.MEMBER)
def bring_in(number: int, key: str) -> Answer | tuple[str, int]:
    """Put what was given where nothing is answered yet; what is there already stays."""
    work, found, form = _open(number), crosswalk.crosswalk(key), PastedForm()
    try:
        new, kept = _new_answers(work, found, form)
        service.save(db.session(), draft=work.draft, by=access.actor(), at=db.now(), answers=new)
    except Invalid as error:
        show_problems(form, error)
        return _page(work, found, form), 422
    told = ngettext("%(num)s answer was put in.", "%(num)s answers were put in.", len(new))
    if kept:
        told += " " + ngettext(
            "%(num)s was answered here already and stays.", "%(num)s were answered here already and stay.", kept
        )
    flash(told + " " + _("Read each of them: they were written for another register."))
    return redirect(tasks_url(number), 303)


@filing_crossings.get("/filing/<int:number>/other-forms/<key>.csv")
@allow(Who.MEMBER)
def take_out(number: int, key: str) -> Response:
    """The draft in the fields of another form: a heading row and one row."""
    work, found = open_work(number), crosswalk.crosswalk(key)
    text = crosswalk.as_csv(crosswalk.take_out(found, work.draft.answers))
    answer = Response("\ufeff" + text, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=statement-{number}-{found.key}.csv"
    return answer


def _open(number: int) -> Work:
    work = open_work(number)
    if not work.editable:
        raise Conflict(_("This statement was submitted: its answers are closed."))
    return work


def _new_answers(work: Work, found: Crosswalk, form: PastedForm) -> tuple[dict[str, str], int]:
    """What the fields bring to questions that are not answered yet, and to how many that are. Raises Invalid."""
    pasted = (form.pasted.data or "").strip()
    if len(pasted) > UNSAVED_CHARACTERS.value:
        raise Invalid([Problem(_("This is more than %(most)s.", most=UNSAVED_CHARACTERS.readable), field="pasted")])
    given = crosswalk.read_row(found, pasted) if pasted else {}
    typed = {each.column: request.form.get(each.column, "").strip() for each in found.fields}
    brought = crosswalk.bring_in(found, {**given, **{column: text for column, text in typed.items() if text}})
    new = {key: text for key, text in brought.items() if key not in work.draft.answers}
    if not new:
        fault = _("Everything that this would answer is answered already.") if brought else _("Nothing was given.")
        raise Invalid([Problem(fault, _("Nothing was changed."), "pasted")])
    return new, len(brought) - len(new)


def _page(work: Work, found: Crosswalk, form: PastedForm) -> str:
    typed = {each.column: request.form.get(each.column, "") for each in found.fields}
    asked = {question.key for section in work.sections for question in section.questions}
    more = [each for each in crosswalk.not_asked(found) if each.key in asked and each.key not in work.draft.answers]
    return render_template(
        "filing/other_form.html",
        work=work,
        found=found,
        form=form,
        typed=typed,
        labels={question.key: question.label for question in work.questionnaire.questions},
        more=more,
    )
