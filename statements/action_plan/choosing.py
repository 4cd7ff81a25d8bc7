"""Search and filters over the actions of a plan; what is chosen is an address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from statements.action_plan import agencies
from statements.action_plan.planned import Action, Plan, Timing
from statements.action_plan.progress import Report, of_action, state_of
from statements.action_plan.responsible import Assigned, keys_of
from statements.reference.folding import fold

NO_REPORT = "none"
STATES = ("done", "under way", "delayed", "not started", NO_REPORT)
FILTERS = ("pillar", "topic", "principle", "goal", "agency", "state", "timing")
OF_ACTION = ("number", "objective", "wording", "subheading", "timetable", "measure", "note")


@dataclass(frozen=True)
class Choice:
    """What somebody looks for in a plan; empty texts choose everything."""

    text: str = ""
    pillar: str = ""
    topic: str = ""
    principle: str = ""
    goal: str = ""
    agency: str = ""
    state: str = ""
    timing: str = ""

    @property
    def any(self) -> bool:
        """Whether anything is chosen."""
        return any(getattr(self, each.name) for each in fields(self))


def read_choice(given: Mapping[str, str]) -> Choice:
    """The choice that an address tells; what it does not know is left out."""
    return Choice(
        text=given.get("q", "").strip(),
        **{name: given.get(name, "").strip() for name in FILTERS},
    )


def choose(plan: Plan, choice: Choice, found: Sequence[Report], made: Assigned) -> list[Action]:
    """The actions that fit, in the plan's order."""
    words = fold(choice.text).split()
    return [each for each in plan.actions if _fits(plan, each, choice, found, made) and _says(plan, each, words)]


def reporters(plan: Plan, found: Sequence[Report], made: Assigned) -> dict[str, str]:
    """The agencies that a filter can name: those responsible for an action and those that reported."""
    refs = [agencies.planned(key) for action in plan.actions for key in action.agencies]
    refs += [report.agency for report in found]
    refs += [each.agency for many in made.values() for each in many]
    return dict(sorted({each.key: each.name for each in refs}.items(), key=lambda pair: fold(pair[1])))


def state_name(action: Action, found: Sequence[Report]) -> str:
    """How far an action is, as the filter names it."""
    state = state_of(action, found)
    return state.value if state else NO_REPORT


def _fits(plan: Plan, action: Action, choice: Choice, found: Sequence[Report], made: Assigned) -> bool:
    responsible = keys_of(action, made) | {report.agency.key for report in of_action(found, action.number)}
    terms = {stage.term for stage in action.stages} | {action.timing.value}
    checks = (
        (choice.pillar, {action.pillar}),
        (choice.topic, {action.topic}),
        (choice.principle, set(plan.topic(action.topic).principles)),
        (choice.goal, set(plan.topic(action.topic).goals)),
        (choice.agency, responsible),
        (choice.state, {state_name(action, found)}),
        (choice.timing, terms),
    )
    return all(not wanted or wanted in there for wanted, there in checks)


def _says(plan: Plan, action: Action, words: Sequence[str]) -> bool:
    text = " ".join([plan.topic(action.topic).heading, *(getattr(action, name) for name in OF_ACTION)])
    there = fold(text)
    return all(word in there for word in words)


def timings(plan: Plan) -> list[str]:
    """The terms and timings that occur in a plan, in its own order."""
    kinds = {each.timing.value for each in plan.actions if each.timing is not Timing.STAGED}
    return [*plan.terms, *(each.value for each in Timing if each.value in kinds)]
