"""Other ways of looking at the plans: by agency, along the time, what is late, what became of what."""

from collections.abc import Sequence
from datetime import date

from apiflask import APIBlueprint
from flask import render_template, request

from portal import db
from portal.access import Who, allow
from statements.action_plan import agencies, crosswalk, plans, progress, records
from statements.action_plan.planned import Action, Plan
from statements.action_plan.progress import AgencyRef, Report
from statements.action_plan.timeline import timeline
from statements.clock import local_date
from statements.errors import NotFound

plan_views = APIBlueprint("plan_views", __name__, url_prefix="/plan", enable_openapi=False)


@plan_views.get("/agencies")
@allow(Who.PUBLIC)
def all_agencies() -> str:
    """Every agency that a plan names or that reported: how much it was to do, and what it reported."""
    rows = [(plan, progress.reports(db.session(), plan)) for plan in plans.plans().values()]
    refs = {key: progress.planned_agency(key) for key in agencies.agencies()}
    refs |= {each.agency.key: each.agency for _plan, found in rows for each in found}
    shown = [(ref, [(plan, *_counts(plan, ref, found)) for plan, found in rows]) for ref in refs.values()]
    return render_template("action_plan/agencies.html", shown=shown, plans=plans.plans().values())


@plan_views.get("/agencies/<agency>")
@allow(Who.PUBLIC)
def show_agency(agency: str) -> str:
    """One agency across the plans: what it owed by when, what it reported, what is late."""
    rows = [(plan, progress.reports(db.session(), plan)) for plan in plans.plans().values()]
    ref = _agency(agency, [each for _plan, found in rows for each in found])
    parts = [_part(plan, ref, found) for plan, found in rows]
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


def _agency(key: str, found: Sequence[Report]) -> AgencyRef:
    if key in agencies.agencies():
        return progress.planned_agency(key)
    for each in found:
        if each.agency.key == key:
            return each.agency
    raise NotFound("There is no such agency.")


def _owed(plan: Plan, ref: AgencyRef) -> list[Action]:
    return [each for each in plan.actions if ref.key in each.agencies]


def _counts(plan: Plan, ref: AgencyRef, found: Sequence[Report]) -> tuple[int, int]:
    return len(_owed(plan, ref)), len([each for each in found if each.agency.key == ref.key])


def _part(plan: Plan, ref: AgencyRef, found: list[Report]) -> dict[str, object] | None:
    """What an agency owed and reported under one plan; None where it did neither."""
    mine = [each for each in found if each.agency.key == ref.key]
    owed, on = _owed(plan, ref), shown_on(plan, found)
    if not owed and not mine:
        return None
    stages = {each.number: progress.stages(plan, each, found, on=on) for each in owed}
    late = [
        row
        for rows in stages.values()
        for row in rows
        if row.standing in (progress.Due.LATE, progress.Due.NO_REPORT)
        and (not row.stage.agencies or ref.key in row.stage.agencies)
    ]
    states = {each.number: progress.state_of(each, found) for each in plan.actions}
    return {"plan": plan, "owed": owed, "stages": stages, "reports": mine, "late": late, "on": on, "states": states}
