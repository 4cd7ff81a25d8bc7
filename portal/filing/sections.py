"""A page for each section of the questionnaire, the approval among them: one form builder, one way to save."""

from typing import Any

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from portal import access, db
from portal.access import Who, allow
from portal.filing import forms
from portal.filing.links import go_on, tasks_url
from portal.filing.work import Work, open_work
from portal.forms import show_problems
from statements.errors import Conflict, Invalid
from statements.filing import answers as answer_rules
from statements.filing import queries, rules, service
from statements.filing.questionnaire import APPROVAL, Section

filing_sections = APIBlueprint("filing_sections", __name__, enable_openapi=False)


@filing_sections.get("/filing/<int:number>/sections/<key>")
@allow(Who.MEMBER)
def show(number: int, key: str) -> str | Response:
    """The questions of a section with what was answered so far."""
    work = open_work(number)
    section = work.section(key)
    if not work.editable:
        flash(_("This statement was submitted: its answers are closed."))
        return redirect(tasks_url(number))
    return _page(work, section, _form(work, section))


@filing_sections.post("/filing/<int:number>/sections/<key>")
@allow(Who.MEMBER)
def save(number: int, key: str) -> Response | tuple[str, int]:
    """Keep the section, or show what is wrong beside what was typed."""
    work = open_work(number)
    section = work.section(key)
    form = _form(work, section)
    try:
        _keep(work, section, form)
    except Invalid as error:
        show_problems(form, error)
        return _page(work, section, form), 422
    except Conflict as error:
        return _page(work, section, form, conflict=error.message), 409
    return go_on(work, key)


def _form(work: Work, section: Section) -> FlaskForm:
    return forms.section_form(section.questions, work.draft.answers, _signatory(work, section))


def _signatory(work: Work, section: Section) -> dict[str, str] | None:
    """Who signs, as stored; a sole director is offered. None where this page does not ask."""
    if section.key != APPROVAL or not work.profile.signature.required:
        return None
    stored = {name: str(work.draft.approval.get(name, "")) for name in rules.SIGNATORY}
    if not stored[rules.SIGNATORY_NAME]:
        directors = queries.directors_of(db.session(), organisation_id=work.statement.organisation_id)
        stored[rules.SIGNATORY_NAME] = directors[0].name if len(directors) == 1 else ""
    return stored


def _stored(work: Work, section: Section) -> dict[str, Any]:
    """What the page shows of the draft: its mark tells whether somebody else changed it meanwhile."""
    held = {question.key: work.draft.answers.get(question.key) for question in section.questions}
    return {**held, **(work.draft.approval if section.key == APPROVAL else {})}


def _keep(work: Work, section: Section, form: FlaskForm) -> None:
    unchanged = form["seen"].data == forms.digest(_stored(work, section))
    approval = {name: form[name].data or "" for name in rules.SIGNATORY if name in form}
    given = forms.given_answers(form, section.questions)
    _check_approval(work, section, given, approval)
    service.save(
        db.session(),
        draft=work.draft,
        by=access.actor(),
        at=db.now(),
        answers=given,
        approval=approval,
        revision=work.draft.revision if unchanged else -1,
    )


def _check_approval(work: Work, section: Section, given: dict[str, Any], approval: dict[str, str]) -> None:
    """Say at once what would stop the statement later: a date of approval that cannot be."""
    if section.key != APPROVAL:
        return
    values, problems = answer_rules.parse(work.questionnaire, given)
    start = work.statement.period_start
    problems += rules.approval_problems(work.profile, values, approval, start=start, today=work.today())
    if problems:
        raise Invalid(problems)


def _page(work: Work, section: Section, form: FlaskForm, *, conflict: str = "") -> str:
    theirs = []
    if conflict:
        held = work.draft.answers
        shown = [(each, answer_rules.shown(each, held.get(each.key), public=False)) for each in section.questions]
        typed, _problems = answer_rules.parse(work.questionnaire, forms.given_answers(form, section.questions))
        theirs = [pair for pair in shown if held.get(pair[0].key) != typed.get(pair[0].key)]
    form["seen"].data = (
        forms.digest(_stored(work, section)) if request.method == "GET" or conflict else form["seen"].data
    )
    return render_template(
        "filing/section.html",
        work=work,
        section=section,
        form=form,
        groups=forms.groups_of(section.questions),
        conflict=conflict,
        theirs=theirs,
        signatory=[form[name] for name in rules.SIGNATORY if name in form],
    )
