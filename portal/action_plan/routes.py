"""The plans as everyone reads them: what government promised, in its own words, and how far each action is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from apiflask import APIBlueprint
from flask import render_template, request

from portal import db
from portal.access import Who, allow
from statements.action_plan import (
    agencies,
    archive,
    choosing,
    crosswalk,
    figures,
    measures,
    plans,
    progress,
    responsible,
)
from statements.action_plan.planned import Action, Plan
from statements.action_plan.progress import Report
from statements.clock import local_date

action_plan = APIBlueprint("action_plan", __name__, url_prefix="/plan", enable_openapi=False)


@action_plan.get("")
@allow(Who.PUBLIC)
def all_plans() -> str:
    """Every plan with how far its actions are, and the ways into them."""
    shown = [(plan, *_counted(plan, plan.actions, _reports(plan))) for plan in plans.plans().values()]
    return render_template("action_plan/plans.html", shown=shown, states=choosing.STATES)


@action_plan.get("/<key>")
@allow(Who.PUBLIC)
def show_plan(key: str) -> str:
    """A plan with its actions, searched and filtered as the address says."""
    plan = plans.plan(key)
    found, choice = _reports(plan), choosing.read_choice(request.args)
    made = responsible.assigned(db.session(), plan)
    chosen = choosing.choose(plan, choice, found, made)
    counts, states = _counted(plan, plan.actions, found)
    return render_template(
        "action_plan/plan.html",
        plan=plan,
        choice=choice,
        chosen={each.number for each in chosen},
        counts=counts,
        states=states,
        all_states=choosing.STATES,
        agencies=choosing.reporters(plan, found, made),
        assigned=made,
        timings=choosing.timings(plan),
        query=request.query_string.decode(),
        newest=_newest(found),
        documents=[each for each in archive.archives() if each.plan == key],
    )


@action_plan.get("/<key>/pillars/<pillar>")
@allow(Who.PUBLIC)
def show_pillar(key: str, pillar: str) -> str:
    """One pillar: its wording, its goals, its topics and their actions."""
    plan = plans.plan(key)
    part = plan.pillar(pillar)
    return _part(plan, plan.topics_of(pillar), "pillar", {"pillar": part})


@action_plan.get("/<key>/topics/<topic>")
@allow(Who.PUBLIC)
def show_topic(key: str, topic: str) -> str:
    """One topic: its agencies, what it is related to, its actions."""
    plan = plans.plan(key)
    part = plan.topic(topic)
    return _part(plan, [part], "topic", {"topic": part})


@action_plan.get("/<key>/goals/<goal>")
@allow(Who.PUBLIC)
def show_goal(key: str, goal: str) -> str:
    """One goal: its wording, and the topics and actions related to it."""
    plan = plans.plan(key)
    aim = plan.goal(goal)
    given = {"aim": aim, "kind": "goal", "gap": plan.gap("goal", goal)}
    return _part(plan, [each for each in plan.topics if goal in each.goals], "aim", given)


@action_plan.get("/<key>/principles/<letter>")
@allow(Who.PUBLIC)
def show_principle(key: str, letter: str) -> str:
    """One principle: its wording, and the topics and actions related to it."""
    plan = plans.plan(key)
    aim = plan.principle(letter)
    given = {"aim": aim, "kind": "principle", "gap": plan.gap("principle", letter)}
    return _part(plan, [each for each in plan.topics if letter in each.principles], "aim", given)


@action_plan.get("/<key>/actions/<number>")
@allow(Who.PUBLIC)
def show_action(key: str, number: str) -> str:
    """One action: its wording and place, its stages, what agencies say, what it became, live figures if any."""
    plan = plans.plan(key)
    action, found = plan.action(number), _reports(plan)
    on = progress.last_day(found, _today(plan), archived=plan.archive)
    walk = crosswalk.crosswalk()
    return render_template(
        "action_plan/action.html",
        plan=plan,
        action=action,
        on=on,
        state=progress.state_of(action, found),
        stages=progress.stages(plan, action, found, on=on),
        reports=progress.of_action(found, number),
        live=figures.live_figures(db.session(), action.live_figures, on=_today(plan)),
        became=walk.after(number) if key == walk.earlier else None,
        came_from=walk.before(number) if key == walk.later else [],
        new=walk.new_one(number) if key == walk.later else None,
        walk=walk,
        assigned=responsible.assigned(db.session(), plan),
        measures=measures.series(db.session(), plan=key, action=number),
        around=_around(plan, action),
    )


def _part(plan: Plan, topics: Sequence[Any], name: str, given: Mapping[str, Any]) -> str:
    found = _reports(plan)
    actions = [action for topic in topics for action in plan.actions_of(topic.key)]
    counts, states = _counted(plan, actions, found)
    return render_template(
        f"action_plan/{name}.html",
        plan=plan,
        topics=topics,
        actions=actions,
        counts=counts,
        states=states,
        all_states=choosing.STATES,
        newest=_newest(found),
        assigned=responsible.assigned(db.session(), plan),
        **given,
    )


def _counted(plan: Plan, actions: Sequence[Action], found: Sequence[Report]) -> tuple[Counter[str], dict[str, str]]:
    """How many actions are in each state, and the state of each; folded ones are told with the one they belong to."""
    states = {each.number: choosing.state_name(each, found) for each in actions}
    return Counter(states[each.number] for each in actions if not each.folded_into), states


def _newest(found: Sequence[Report]) -> dict[str, Report]:
    return {each.action: each for each in reversed(found)}


def _around(plan: Plan, action: Action) -> tuple[Action | None, Action | None]:
    """The actions before and after this one."""
    position = plan.actions.index(action)
    before = plan.actions[position - 1] if position else None
    return before, plan.actions[position + 1] if position + 1 < len(plan.actions) else None


def _reports(plan: Plan) -> list[Report]:
    return progress.reports(db.session(), plan)


def _today(plan: Plan) -> date:
    return local_date(db.now(), plan.time_zone)


@action_plan.app_context_processor
def agency_names() -> dict[str, dict[str, str]]:
    """The names of the plans' agencies by key."""
    return {"agency_names": {each.key: each.name for each in agencies.agencies().values()}}
