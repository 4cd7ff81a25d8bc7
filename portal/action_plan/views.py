"""Other ways of looking at the plans: by agency, along the time, what is late, what became of what."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from apiflask import APIBlueprint
from flask import render_template, request

from portal import db
from portal.access import Who, allow
from statements.action_plan import agencies, archive, choosing, crosswalk, plans, progress, records, responsible
from statements.action_plan.agencies import AgencyRef
from statements.action_plan.planned import Action, Plan
from statements.action_plan.progress import Report
from statements.action_plan.responsible import Assigned
from statements.action_plan.timeline import timeline
from statements.clock import local_date
from statements.errors import NotFound
from statements.reference.folding import fold

plan_views = APIBlueprint("plan_views", __name__, url_prefix="/plan", enable_openapi=False)


@plan_views.get("/agencies")
@allow(Who.PUBLIC)
def all_agencies() -> str:
    """Every agency, plan by plan: how many actions are its own, how far they are, and its last report."""
    rows = _rows()
    refs = {key: agencies.planned(key) for key in agencies.agencies()} | _others(rows)
    by_name = sorted(refs.values(), key=lambda ref: fold(ref.name))
    shown = [(row.plan, [each for ref in by_name if (each := _line(row, ref))]) for row in rows]
    return render_template("action_plan/agencies.html", shown=shown, states=choosing.STATES)


@plan_views.get("/agencies/<agency>")
@allow(Who.PUBLIC)
def show_agency(agency: str) -> str:
    """One agency across the plans: what it owed by when, what it reported, what is late."""
    rows = _rows()
    ref = agencies.planned(agency) if agency in agencies.agencies() else _others(rows).get(agency)
    if ref is None:
        raise NotFound("There is no such agency.")
    parts = [_part(row, ref) for row in rows]
    known = agencies.agencies().get(ref.key)
    return render_template("action_plan/agency.html", agency=ref, known=known, parts=[each for each in parts if each])


@plan_views.get("/<key>/timeline")
@allow(Who.PUBLIC)
def show_timeline(key: str) -> str:
    """When stages were due and when agencies reported, as a picture with its table."""
    plan = plans.plan(key)
    found = progress.reports(db.session(), plan)
    on = shown_on(plan, found)
    return render_template(
        "action_plan/timeline.html", plan=plan, line=timeline(plan, found, on=on), on=on, reports=found
    )


@plan_views.get("/<key>/late")
@allow(Who.PUBLIC)
def show_late(key: str) -> str:
    """What was due on a day and is not reported as done, and what agencies call delayed."""
    plan = plans.plan(key)
    found = progress.reports(db.session(), plan)
    on = asked_day() or shown_on(plan, found)
    rows = progress.overdue(plan, found, on=on)
    until = [each for each in found if each.said.happened_on <= on]
    return render_template(
        "action_plan/late.html",
        plan=plan,
        on=on,
        late=[each for each in rows if each.standing is progress.Due.LATE],
        unreported=[each for each in rows if each.standing is progress.Due.NO_REPORT],
        delayed=progress.delayed(plan, until),
    )


@plan_views.get("/crosswalk")
@allow(Who.PUBLIC)
def show_crosswalk() -> str:
    """What each item of the earlier plan became in the later one, each link with its reason."""
    walk = crosswalk.crosswalk()
    later = plans.plan(walk.later)
    return render_template(
        "action_plan/crosswalk.html",
        earlier=plans.plan(walk.earlier),
        later=later,
        rows=crosswalk.rows(),
        new=[(later.action(each.number), each) for each in walk.new],
    )


@plan_views.get("/<key>/record")
@allow(Who.PUBLIC)
def show_record(key: str) -> str:
    """The plan as an international database would record it, and what an existing entry left out."""
    plan = plans.plan(key)
    if plan.record is None:
        raise NotFound("This plan has no record.")
    given = {"rows": records.fields(plan), "left_out": records.left_out(plan), "reworded": records.reworded(plan)}
    return render_template("action_plan/record.html", plan=plan, entry=plan.record.entry, **given)


@plan_views.get("/<key>/documents/<document>")
@allow(Who.PUBLIC)
def show_document(key: str, document: str) -> str:
    """A published document whose reports the portal entered: what is known of it, and every report by agency."""
    plan, shown = plans.plan(key), archive.document(document)
    found = [each for each in progress.reports(db.session(), plan) if each.quote and each.quote.document == shown]
    if shown.plan != key:
        raise NotFound("There is no such document of this plan.")
    names = {each.agency.key: each.agency for each in found}
    by_agency = [(ref, [each for each in found if each.agency == ref]) for ref in names.values()]
    return render_template("action_plan/document.html", plan=plan, document=shown, by_agency=by_agency, found=found)


def shown_on(plan: Plan, found: Sequence[Report]) -> date:
    """The day as of which a plan is shown."""
    today = local_date(db.now(), plan.time_zone)
    return progress.last_day(found, today, archived=plan.archive)


def asked_day() -> date | None:
    """The day that the address asks for. Raises NotFound for what is no day."""
    given = request.args.get("on", "")
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise NotFound("A day is written like 2010-07-30.") from error


@dataclass(frozen=True)
class _Row:
    """A plan with the public reports on it and the agencies assigned to its actions."""

    plan: Plan
    found: list[Report]
    assigned: Assigned


def _rows() -> list[_Row]:
    session = db.session()
    return [
        _Row(plan, progress.reports(session, plan), responsible.assigned(session, plan))
        for plan in plans.plans().values()
    ]


def _others(rows: Sequence[_Row]) -> dict[str, AgencyRef]:
    """The agencies that reported or were assigned, by key."""
    found = [each.agency for row in rows for each in row.found]
    found += [each.agency for row in rows for many in row.assigned.values() for each in many]
    return {each.key: each for each in found}


def _owed(row: _Row, ref: AgencyRef) -> list[Action]:
    return [each for each in row.plan.actions if ref.key in responsible.keys_of(each, row.assigned)]


@dataclass(frozen=True)
class _Line:
    """How an agency stands in a plan: its actions (as the filter finds them) by state, its reports, the newest."""

    agency: AgencyRef
    actions: int
    counts: Counter[str]
    reports: int
    newest: Report | None


def _line(row: _Row, ref: AgencyRef) -> _Line | None:
    """How an agency stands in a plan; None where it has no part in it."""
    mine = [each for each in row.found if each.agency.key == ref.key]
    actions = choosing.choose(row.plan, choosing.Choice(agency=ref.key), row.found, row.assigned)
    if not actions and not mine:
        return None
    counts = Counter(choosing.state_name(each, row.found) for each in actions)
    return _Line(ref, len(actions), counts, len(mine), mine[0] if mine else None)


def _part(row: _Row, ref: AgencyRef) -> dict[str, object] | None:
    """What an agency owed and reported under one plan; None where it did neither."""
    plan, found = row.plan, row.found
    mine = [each for each in found if each.agency.key == ref.key]
    owed, on = _owed(row, ref), shown_on(plan, found)
    if not owed and not mine:
        return None
    stages = {each.number: progress.stages(plan, each, found, on=on) for each in owed}
    late = [
        stage
        for rows in stages.values()
        for stage in rows
        if stage.standing in (progress.Due.LATE, progress.Due.NO_REPORT)
        and (not stage.stage.agencies or ref.key in stage.stage.agencies)
    ]
    states = {each.number: progress.state_of(each, found) for each in plan.actions}
    told = {"plan": plan, "owed": owed, "stages": stages, "reports": mine, "late": late, "on": on, "states": states}
    return {**told, "assigned": row.assigned}
