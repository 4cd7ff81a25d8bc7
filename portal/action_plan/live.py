"""Figures that the register itself shows of some actions, and how often its pages are read."""

from collections import Counter
from datetime import date

from apiflask import APIBlueprint
from flask import render_template

from portal import carried, db
from portal.access import Who, allow
from statements.action_plan import figures, plans, readership
from statements.action_plan.figures import LiveFigure
from statements.action_plan.listings import Listing
from statements.action_plan.planned import Action, Plan
from statements.clock import local_date

plan_live = APIBlueprint("plan_live", __name__, url_prefix="/plan", enable_openapi=False)

MONTHS = 6


@plan_live.get("/figures")
@allow(Who.PUBLIC)
def show_figures() -> str:
    """Every live figure with how it is counted."""
    return render_template("action_plan/figures.html", rows=_rows(), on=_today())


@plan_live.get("/readership")
@allow(Who.PUBLIC)
def show_readership() -> str:
    """How often each counted page was read, by month."""
    counts: Counter[tuple[str, str]] = Counter()
    for page, day, count in readership.by_day(db.session()):
        counts[page, f"{day:%Y-%m}"] += count
        counts[page, ""] += count
    months = sorted({month for _page, month in counts if month})[-MONTHS:]
    return render_template("action_plan/readership.html", pages=readership.PAGES, counts=counts, months=months)


def figure_list() -> Listing:
    """Every live figure."""
    on = _today()
    rows = [
        {"plan": plan.key, "action": action.number, "figure": each.label, "shown": each.shown, "counts": each.counts}
        | {"as_at": on, "opens": each.link}
        for plan, action, found in _rows()
        for each in found
    ]
    return Listing("live-figures", "Computed from this register", tuple(rows))


def reading_list() -> Listing:
    """Every count of readings by page and day."""
    found = readership.by_day(db.session())
    rows = [
        {"page": page, "name": readership.PAGES[page].name, "purpose": readership.PAGES[page].purpose}
        | {"day": day, "readings": count}
        for page, day, count in found
        if page in readership.PAGES
    ]
    return Listing("readership", "Counted by this portal: page views by page and day", tuple(rows))


def _rows() -> list[tuple[Plan, Action, list[LiveFigure]]]:
    session, on = db.session(), _today()
    return [
        (plan, action, figures.live_figures(session, action.live_figures, on=on))
        for plan in plans.plans().values()
        for action in plan.actions
        if action.live_figures
    ]


def _today() -> date:
    return local_date(db.now(), carried.settings().time_zone)
