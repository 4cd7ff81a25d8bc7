"""The plans: quoted wording as data, one file a plan. A further plan is a further file and no code."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from statements.action_plan import agencies
from statements.action_plan.planned import Action, Plan, Timing
from statements.errors import NotFound
from statements.filing.datafile import FaultyFile, read

FOLDER = Path(__file__).parent / "plans"


@cache
def plans() -> dict[str, Plan]:
    """Every plan by key, newest key first. Raises FaultyFile naming what a file lacks."""
    found = [read_plan(path) for path in sorted(FOLDER.glob("*.toml"), reverse=True)]
    return {plan.key: plan for plan in found}


def plan(key: str) -> Plan:
    """The plan with this key. Raises NotFound."""
    if key not in plans():
        raise NotFound("There is no such plan.")
    return plans()[key]


def read_plan(path: Path) -> Plan:
    """Read a plan's file. Raises FaultyFile where it points nowhere or is incomplete beyond its known gaps."""
    found = read(path, Plan)
    faults = [*_faults(found), *(f"missing: {kind} {of} has no topic" for kind, of in unknown_gaps(found))]
    if faults:
        raise FaultyFile(f"{path.name}: {'; '.join(faults)}")
    return found


def missing(plan: Plan) -> list[tuple[str, str]]:
    """What the completeness check finds missing: goals and principles to which no topic is related."""
    goals = {each for topic in plan.topics for each in topic.goals}
    principles = {each for topic in plan.topics for each in topic.principles}
    lost = [("goal", each.key) for each in plan.goals if each.key not in goals]
    return lost + [("principle", each.key) for each in plan.principles if each.key not in principles]


def unknown_gaps(plan: Plan) -> list[tuple[str, str]]:
    """What is missing and no person has said anything about."""
    return [(kind, of) for kind, of in missing(plan) if plan.gap(kind, of) is None]


def _faults(plan: Plan) -> Iterator[str]:
    numbers = [each.number for each in plan.actions]
    if len(set(numbers)) != plan.expected_actions or len(numbers) != plan.expected_actions:
        yield f"{plan.expected_actions} actions are expected, {len(set(numbers))} different ones are there"
    yield from _lost(plan)
    empty = {each.key for each in plan.pillars} - {each.pillar for each in plan.actions}
    empty |= {each.key for each in plan.topics} - {each.topic for each in plan.actions}
    if empty:
        yield f"nothing stands under {', '.join(sorted(empty))}"
    for action in plan.actions:
        yield from _faults_of(plan, action)


def _lost(plan: Plan) -> Iterator[str]:
    """What points to a goal, a principle, a pillar or an agency that is not there."""
    named = {each.key for each in plan.agencies}
    for key in sorted(named - set(agencies.agencies())):
        yield f"the agency “{key}” is not in agencies.toml"
    pillars = {each.key for each in plan.pillars}
    goals, principles = {each.key for each in plan.goals}, {each.key for each in plan.principles}
    for topic in plan.topics:
        lost = {*topic.goals} - goals | {*topic.principles} - principles | {*topic.agencies} - named
        lost |= {topic.pillar} - pillars
        if lost:
            yield f"topic {topic.key} points to {', '.join(sorted(lost))}, which is not there"
    for gap in plan.gaps:
        if (gap.kind, gap.of) not in missing(plan):
            yield f"{gap.kind} {gap.of} is called a gap and is none"


def _faults_of(plan: Plan, action: Action) -> Iterator[str]:
    where = f"action {action.number}"
    topics = {each.key: each.pillar for each in plan.topics}
    if topics.get(action.topic) != action.pillar:
        yield f"{where} stands under a topic that its pillar does not have: {action.topic}"
    if action.folded_into and action.folded_into not in {each.number for each in plan.actions}:
        yield f"{where} is folded into {action.folded_into}, which is not there"
    unknown = {*action.agencies, *(key for stage in action.stages for key in stage.agencies)}
    unknown -= {each.key for each in plan.agencies}
    if unknown:
        yield f"{where} names agencies that the plan does not list: {', '.join(sorted(unknown))}"
    if (action.timing is Timing.STAGED) != bool(action.stages):
        yield f"{where} is staged without stages, or has stages without being staged"
    for stage in action.stages:
        if plan.released_on is None or stage.term not in plan.terms:
            yield f"{where} has a stage of the term “{stage.term}”, which has no months"
