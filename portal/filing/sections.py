"""A page for each section of the questionnaire, the approval among them: one form builder, one way to save."""

from collections.abc import Mapping
from typing import Any

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from portal import access, db
from portal.access import Who, allow
from portal.filing import forms
from portal.filing.differences import combined, differences, unsaved_form
from portal.filing.links import go_on, mark_saved, tasks_url
from portal.filing.unsaved import typed_fields
from portal.filing.work import Work, open_work
from portal.forms import show_problems
from statements.errors import Conflict, Invalid
from statements.filing import answers as answer_rules
from statements.filing import queries, rules, service, unsaved
from statements.filing.marks import Seen, section_mark
from statements.filing.models import UnsavedSection
from statements.filing.questionnaire import APPROVAL, Section
from statements.moderation.advice import ask_reading

filing_sections = APIBlueprint("filing_sections", __name__, enable_openapi=False)

COMBINE = "combine"


@filing_sections.get("/filing/<int:number>/sections/<key>")
@allow(Who.MEMBER)
def show(number: int, key: str) -> str | Response:
    """The questions of a section with what was answered so far, or with what one typed and had not saved."""
    work = open_work(number)
    section = work.section(key)
    if not work.editable:
        flash(_("This statement was submitted: its answers are closed."))
        return redirect(tasks_url(number))
    own = access.seen_by() is None
    kept = unsaved.find(db.session(), draft=work.draft, section=section, by=access.actor()) if own else None
    if kept is not None:
        form = unsaved_form(work, section, kept.typed, _signatory(work, section))
        if differences(work, section, form):
            moved_on = kept.seen != section_mark(work.draft, section)
            return _page(work, section, form, kept=kept, conflict=moved_on)
    return _page(work, section, _form(work, section))


@filing_sections.post("/filing/<int:number>/sections/<key>")
@allow(Who.MEMBER)
def save(number: int, key: str) -> Response | str | tuple[str, int]:
    """Keep the section, or show what is wrong beside what was typed."""
    work = open_work(number)
    section = work.section(key)
    if request.form.get("then") == COMBINE:
        return _combined_page(work, section)
    form = _form(work, section)
    try:
        _keep(work, section, form)
    except Invalid as error:
        db.only_look()
        show_problems(form, error)
        return _page(work, section, form), 422
    except Conflict:
        db.only_look()
        if not work.editable:
            raise
        return _page(work, section, form, conflict=True), 409
    return mark_saved(go_on(work, key), number, key)


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


def _keep(work: Work, section: Section, form: FlaskForm) -> None:
    approval = {name: form[name].data or "" for name in rules.SIGNATORY if name in form}
    given = forms.given_answers(form, section.questions)
    _check_approval(work, section, given, approval)
    session, by = db.session(), access.actor()
    seen = Seen(section, form["seen"].data or "")
    service.save(session, draft=work.draft, by=by, at=db.now(), answers=given, approval=approval, seen=seen)
    unsaved.forget(session, draft=work.draft, section=section, by=by)
    if section.key == APPROVAL:
        ask_reading(session, draft=work.draft, by=by, at=db.now())


def _check_approval(work: Work, section: Section, given: dict[str, Any], approval: dict[str, str]) -> None:
    """Say at once what would stop the statement later: a date of approval that cannot be."""
    if section.key != APPROVAL:
        return
    values, problems = answer_rules.parse(work.questionnaire, given)
    start = work.statement.period_start
    problems += rules.approval_problems(work.profile, values, approval, start=start, today=work.today())
    if problems:
        raise Invalid(problems)


def _combined_page(work: Work, section: Section) -> str:
    """The fields filled as was chosen, to look at and save; kept meanwhile like anything that is typed."""
    typed: Mapping[str, list[str]] = dict(combined(work, section).lists())
    form = unsaved_form(work, section, typed, _signatory(work, section))
    session, mark = db.session(), section_mark(work.draft, section)
    fields, by, at = typed_fields(typed), access.actor(), db.now()
    kept = unsaved.keep(session, draft=work.draft, section=section, typed=fields, seen=mark, by=by, at=at)
    return _page(work, section, form, kept=kept)


def _page(
    work: Work, section: Section, form: FlaskForm, *, kept: UnsavedSection | None = None, conflict: bool = False
) -> str:
    session, now = db.session(), db.now()
    if kept is not None and not conflict:
        form["seen"].data = kept.seen
    elif request.method == "GET" or conflict:
        form["seen"].data = section_mark(work.draft, section)
    others = unsaved.writers(session, draft=work.draft, but=access.actor(), at=now)
    return render_template(
        "filing/section.html",
        work=work,
        section=section,
        form=form,
        groups=forms.groups_of(section.questions),
        kept=kept,
        conflict=differences(work, section, form) if conflict else [],
        changed=conflict,
        saver=unsaved.savers(session, draft=work.draft, sections=[section]).get(section.key),
        writers=[each for each in others if each.section == section.key],
        signatory=[form[name] for name in rules.SIGNATORY if name in form],
    )
