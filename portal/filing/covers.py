"""Which organisations a statement covers: ticked in the group, or added by name and number, many at once."""

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from portal import access, db
from portal.access import Who, allow
from portal.filing import group_tree
from portal.filing.forms import CoversForm
from portal.filing.links import go_on, tasks_url
from portal.filing.work import COVERS, Work, open_work
from portal.forms import show_problems
from statements.errors import Conflict, Invalid, Problem
from statements.filing import coverage, queries, service
from statements.limits import COVERED_LINES
from statements.organisations import addresses, groups, names
from statements.organisations import service as organisations
from statements.organisations.models import Organisation
from statements.organisations.nzbn import is_scientific

filing_covers = APIBlueprint("filing_covers", __name__, enable_openapi=False)

FIND, ALL, NONE, LAST, PART = "find", "all", "none", "last", "part-"
NZBN_IN_LINE = re.compile(r"(?<!\d)9429\d{9}(?!\d)")
"""A line may hold two columns of a spreadsheet, name and number."""
MOST_LINES = COVERED_LINES.value
MOST_CANDIDATES = 6


@dataclass
class LookUp:
    """What typed lines stand for: found organisations, lines with several candidates, lines with none."""

    found: list[Organisation] = field(default_factory=list)
    unsure: dict[str, list[Organisation]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    @property
    def left(self) -> list[str]:
        """The lines that still need a person."""
        return [*self.unsure, *self.unknown]


@filing_covers.get("/filing/<int:number>/covers")
@allow(Who.MEMBER)
def show(number: int) -> str | Response:
    """The group with what is covered ticked."""
    work = open_work(number)
    if not work.editable:
        flash(_("This statement was submitted: whom it covers is closed."))
        return redirect(tasks_url(number))
    return _page(work, CoversForm(), _ticked(work.draft.covers), LookUp())


@filing_covers.post("/filing/<int:number>/covers")
@allow(Who.MEMBER)
def save(number: int) -> Response | str | tuple[str, int]:
    """Look the typed lines up; keep what is ticked and found once nothing is left unsure."""
    work, form = open_work(number), CoversForm()
    ticked = _ticked(request.form.getlist("covers"))
    looked = _look_up(form.lines.data or "", ticked)
    then = request.form.get("then", "")
    ticked = _ticked_by(work, then, ticked) | {each.id for each in looked.found}
    form.lines.data = "\n".join(looked.left)
    if looked.left:
        show_problems(form, Invalid([_problem(looked)]))
        return _page(work, form, ticked, looked), 422
    if then in (FIND, ALL, NONE, LAST) or then.startswith(PART):
        return _page(work, form, ticked, looked)
    try:
        service.save(db.session(), draft=work.draft, by=access.actor(), at=db.now(), covers=ticked)
    except (Invalid, Conflict) as error:
        show_problems(form, error)
        return _page(work, form, ticked, looked), 409 if isinstance(error, Conflict) else 422
    return go_on(work, COVERS)


def _ticked(values: Iterable[str]) -> set[uuid.UUID]:
    """The ids among these values; anything else was not sent by our page."""
    found = set()
    for each in values:
        try:
            found.add(uuid.UUID(each))
        except ValueError:
            continue
    return found


def _ticked_by(work: Work, then: str, ticked: set[uuid.UUID]) -> set[uuid.UUID]:
    """What is ticked after a button that ticks many: the group, none of it, one part of it, last year's list.

    A part whose every member is ticked already is unticked.
    """
    if then == LAST:
        last = coverage.last_list(db.session(), statement=work.statement)
        return ticked | {each.id for each in last.stay} if last else ticked
    lead = work.statement.organisation
    group = group_tree.in_order(groups.below(db.session(), lead), lead)
    every = {each.id for each, _depth in group}
    if then in (ALL, NONE):
        return ticked | every if then == ALL else ticked - every
    part = next((each.ids for each in group_tree.parts(group, ticked) if each.key == then), set())
    return ticked - part if part <= ticked else ticked | part


def _look_up(text: str, ticked: set[uuid.UUID]) -> LookUp:
    """What each line stands for: a number or the very name of one organisation is found, the rest is asked about.

    A line is answered once one of its candidates is ticked.
    """
    session, looked = db.session(), LookUp()
    lines = list(dict.fromkeys(" ".join(each.split()) for each in text.splitlines() if each.strip()))
    for line in lines[:MOST_LINES]:
        number = NZBN_IN_LINE.search(line)
        wanted = number.group() if number else line
        candidates = _standing(organisations.find(session, wanted, limit=MOST_CANDIDATES))
        same = [each for each in candidates if _is_named(each, line)]
        certain = same or (candidates if any(digit.isdigit() for digit in line) and len(candidates) == 1 else [])
        if len(certain) == 1:
            looked.found.append(certain[0])
        elif any(each.id in ticked for each in candidates):
            continue
        elif candidates:
            looked.unsure[line] = candidates
        else:
            looked.unknown.append(line)
    looked.unknown += lines[MOST_LINES:]
    return looked


def _standing(found: list[Organisation]) -> list[Organisation]:
    """Each as it is today, once: one that was merged is the one it became."""
    return list(dict.fromkeys(addresses.standing_for(db.session(), each) for each in found))


def _is_named(organisation: Organisation, line: str) -> bool:
    wanted = names.comparable(line)
    return any(
        (known := names.comparable(each.name)).key == wanted.key and names.same_kind_of_ending(known.form, wanted.form)
        for each in organisation.names
    )


def _problem(looked: LookUp) -> Problem:
    """What is left to do about the typed lines, in one message: a field shows one."""
    parts = []
    if looked.unsure:
        fault = ngettext(
            "%(num)s line could be one of several.", "%(num)s lines could be one of several.", len(looked.unsure)
        )
        parts += [fault, _("Tick the right ones below.")]
    if looked.unknown:
        shown = ", ".join(f"“{each}”" for each in looked.unknown[:5])
        more = len(looked.unknown) - 5
        parts.append(_("Not found: %(names)s.", names=f"{shown} + {more}" if more > 0 else shown))
        parts.append(_("Check the spelling, use the NZBN, or take the line out."))
    if any(is_scientific(each) for each in looked.unknown):
        parts.append(_("A spreadsheet shortened some NZBNs: format them as text before you copy them."))
    return Problem(" ".join(parts), field="lines")


def _page(work: Work, form: CoversForm, ticked: set[uuid.UUID], looked: LookUp) -> str:
    session, lead = db.session(), work.statement.organisation
    group = group_tree.in_order(groups.below(session, lead), lead)
    candidates = {each.id: each for many in looked.unsure.values() for each in many}
    inside = {each.id for each, _depth in group}
    others = [each for each in queries.organisations_by_id(session, ticked) if each.id not in inside | {lead.id}]
    beside: dict[uuid.UUID, list[coverage.Note]] = defaultdict(list)
    for note in coverage.notes(session, statement=work.statement, ids=inside | ticked | candidates.keys()):
        beside[note.organisation.id].append(note)
    return render_template(
        "filing/covers.html",
        work=work,
        form=form,
        group=group,
        parts=group_tree.parts(group, ticked, beside.keys()),
        opened=request.form.get("then"),
        beside=beside,
        others=[each for each in others if each.id not in candidates],
        candidates=[each for each in candidates.values() if each.id not in inside | {lead.id}],
        ticked=ticked,
        count=len(ticked - {lead.id}),
        last=coverage.last_list(session, statement=work.statement),
        notes=coverage.notes(session, statement=work.statement, ids=ticked),
    )
