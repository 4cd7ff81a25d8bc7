"""Every list of the plans as CSV and as JSON, at the address of its page with the ending that is wanted."""

from collections.abc import Callable, Sequence

from apiflask import APIBlueprint
from flask import Response, request

from portal import db
from portal.access import Who, allow
from portal.action_plan.live import covered_list, figure_list, reading_list
from portal.action_plan.views import asked_day, shown_on
from statements.action_plan import annual, choosing, listings, measures, plans, progress, releases, responsible
from statements.action_plan.listings import Listing
from statements.action_plan.planned import Plan
from statements.action_plan.progress import Report
from statements.action_plan.records import record_list
from statements.clock import local_date
from statements.errors import NotFound

plan_lists = APIBlueprint("plan_lists", __name__, url_prefix="/plan", enable_openapi=False)


@plan_lists.get("/figures/<any(covered):name>.<any(csv, json):ending>")
@plan_lists.get("/<any(plans, agencies, crosswalk, figures, readership, releases):name>.<any(csv, json):ending>")
@allow(Who.PUBLIC)
def across(name: str, ending: str) -> Response:
    """A list that spans the plans."""
    return _file(ACROSS[name](), ending)


@plan_lists.get("/<key>/<name>.<any(csv, json):ending>")
@allow(Who.PUBLIC)
def of_plan(key: str, name: str, ending: str) -> Response:
    """A list of one plan; that of actions heeds the filters of the page, those of reports and measures ?action=."""
    if name not in OF_PLAN:
        raise NotFound("There is no such list.")
    plan = plans.plan(key)
    return _file(OF_PLAN[name](plan, progress.reports(db.session(), plan)), ending)


def _actions(plan: Plan, found: Sequence[Report]) -> Listing:
    made = responsible.assigned(db.session(), plan)
    chosen = choosing.choose(plan, choosing.read_choice(request.args), found, made)
    return listings.action_list(plan, chosen, found, made)


def _goals(plan: Plan, _found: Sequence[Report]) -> Listing:
    return listings.aim_list(plan)


def _topics(plan: Plan, _found: Sequence[Report]) -> Listing:
    return listings.topic_list(plan)


def _measures(plan: Plan, _found: Sequence[Report]) -> Listing:
    action = request.args.get("action", "")
    return listings.measure_list(plan, measures.series(db.session(), plan=plan.key, action=action))


def _reports(plan: Plan, found: Sequence[Report]) -> Listing:
    action, agency = request.args.get("action", ""), request.args.get("agency", "")
    chosen = [each for each in found if action in ("", each.action) and agency in ("", each.agency.key)]
    return listings.report_list(plan, chosen)


def _late(plan: Plan, found: Sequence[Report]) -> Listing:
    return listings.late_list(plan, found, on=asked_day() or shown_on(plan, found))


def _record(plan: Plan, _found: Sequence[Report]) -> Listing:
    return record_list(plan)


def _timeline(plan: Plan, found: Sequence[Report]) -> Listing:
    return listings.timeline_list(plan, found, today=local_date(db.now(), plan.time_zone))


def _agencies() -> Listing:
    made = {plan.key: responsible.assigned(db.session(), plan) for plan in plans.plans().values()}
    return listings.agency_list(made)


def _releases() -> Listing:
    return releases.release_list(releases.public_releases(db.session()))


def _annual_reports(plan: Plan, _found: Sequence[Report]) -> Listing:
    return annual.published_list(db.session(), plan)


def _file(listing: Listing, ending: str) -> Response:
    csv = ending == "csv"
    text = listing.as_csv() if csv else listing.as_json()
    response = Response(text, mimetype="text/csv" if csv else "application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{listing.name}.{ending}"'
    return response


ACROSS: dict[str, Callable[[], Listing]] = {
    "plans": listings.plan_list,
    "agencies": _agencies,
    "crosswalk": listings.crosswalk_list,
    "figures": figure_list,
    "covered": covered_list,
    "readership": reading_list,
    "releases": _releases,
}
OF_PLAN: dict[str, Callable[[Plan, Sequence[Report]], Listing]] = {
    "actions": _actions,
    "goals": _goals,
    "topics": _topics,
    "reports": _reports,
    "late": _late,
    "measures": _measures,
    "timeline": _timeline,
    "annual-reports": _annual_reports,
    "record": _record,
}
