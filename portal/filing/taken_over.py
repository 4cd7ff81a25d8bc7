"""Answers taken over from last year's statement, or from the group's: put in, and said to still hold."""

from apiflask import APIBlueprint
from flask import flash, redirect
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from portal import access, db
from portal.access import Who, allow
from portal.filing.links import page_url, tasks_url
from portal.filing.work import CHECK, open_work
from statements.errors import Conflict
from statements.filing import queries, taken_over
from statements.filing.models import Version

filing_taken_over = APIBlueprint("filing_taken_over", __name__, enable_openapi=False)


@filing_taken_over.post("/filing/<int:number>/last-year")
@allow(Who.MEMBER)
def last_year(number: int) -> Response:
    """Fill what is empty with last year's answers."""
    return _put_in(number, queries.last_years(db.session(), open_work(number).statement))


@filing_taken_over.post("/filing/<int:number>/from-group")
@allow(Who.MEMBER)
def from_group(number: int) -> Response:
    """Fill what is empty with what the group's own statement says publicly."""
    return _put_in(number, taken_over.groups_version(db.session(), open_work(number).statement))


@filing_taken_over.post("/filing/<int:number>/still-hold")
@allow(Who.MEMBER)
def still_hold(number: int) -> Response:
    """Say that what was taken over and not looked at since holds for this period too."""
    draft = open_work(number).draft
    count = taken_over.still_hold(db.session(), draft=draft, by=access.actor(), at=db.now())
    flash(ngettext("%(num)s answer is said to still hold.", "%(num)s answers are said to still hold.", count))
    return redirect(page_url(number, CHECK), 303)


def _put_in(number: int, version: Version | None) -> Response:
    if version is None:
        raise Conflict(_("There is no statement to take answers from."))
    draft = open_work(number).draft
    taken_over.take_over(db.session(), draft=draft, version=version, by=access.actor(), at=db.now())
    flash(_("The answers were put in and are marked. Look at each of them: they are about another period or company."))
    return redirect(tasks_url(number), 303)
