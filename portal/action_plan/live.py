"""Figures that the register itself shows of some actions, and how often its pages are read."""

from collections import Counter
from datetime import date, timedelta

from apiflask import APIBlueprint
from flask import render_template, request

from portal import carried, db
from portal.access import Who, allow
from statements.action_plan import figures, plans, readership
from statements.action_plan.figures import LiveFigure
from statements.action_plan.listings import Listing
from statements.action_plan.planned import Action, Plan
from statements.clock import local_date
from statements.errors import NotFound
from statements.register import queries, tallies

plan_live = APIBlueprint("plan_live", __name__, url_prefix="/plan", enable_openapi=False)

MONTHS = 6
PURPOSES = (readership.TOOLS, readership.AWARENESS)
PER_PAGE = 100
MOST_DIGITS = 7


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
    months = sorted({month for _page, month in counts if month})[-MONTHS:]
    first = _today() - timedelta(days=readership.DAYS)
    year = {each: readership.by_page(db.session(), first, purpose=each) for each in PURPOSES}
    given = {"pages": readership.PAGES, "counts": counts, "months": months, "year": year, "first": first}
    return render_template("action_plan/readership.html", **given)


@plan_live.get("/figures/covered")
@allow(Who.PUBLIC)
def show_covered() -> str:
    """The organisations that statements in force cover: what one of the figures counts."""
    asked, total = request.args.get("page", "1"), queries.counts(db.session()).covered
    last = max(-(-total // PER_PAGE), 1)
    page = int(asked) if asked.isdecimal() and len(asked) < MOST_DIGITS else 0
    if not 1 <= page <= last:
        raise NotFound("There is no such page.")
    rows = tallies.covered(db.session(), limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return render_template("action_plan/covered.html", rows=rows, total=total, page=page, last=last)


def covered_list() -> Listing:
    """Every organisation that a statement in force covers."""
    rows = [
        {"organisation": each.organisation.name, "address": f"/organisations/{each.organisation.slug}"}
        | {"statements": each.statements, "newest_statement": each.newest}
        for each in tallies.covered(db.session())
    ]
    return Listing("covered-organisations", "This register: statements in force", tuple(rows))


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
