"""A plan's record for international databases, in the shape of the entry we hold, and what that entry left out."""

import re

from statements.action_plan.listings import Listing, source
from statements.action_plan.planned import Aim, Plan
from statements.errors import NotFound


def fields(plan: Plan) -> dict[str, str]:
    """The record, field by field in the entry's order. Raises NotFound for a plan without one."""
    record = plan.record
    if record is None:
        raise NotFound("This plan has no record.")
    return {
        "Country": plan.country,
        "Year": str(record.year),
        "Type of Measure": record.type_of_measure,
        "Form of Violence": record.form_of_violence,
        "Brief Description": _description(plan),
        "Full Text": record.full_text,
        "Source of Information": record.source,
    }


def left_out(plan: Plan) -> list[Aim]:
    """The plan's goals that the existing entry does not list; none where there is no entry."""
    entry = plan.record.entry if plan.record else None
    if entry is None:
        return []
    listed = {each.goal for each in entry.goals}
    return [each for each in plan.goals if each.key not in listed]


def reworded(plan: Plan) -> list[tuple[Aim, str]]:
    """The goals that the existing entry words otherwise than the plan, capitals and the last mark aside."""
    entry = plan.record.entry if plan.record else None
    if entry is None:
        return []
    told = [(plan.goal(each.goal), each.wording) for each in entry.goals]
    return [(goal, wording) for goal, wording in told if _bare(goal.wording) != _bare(wording)]


def record_list(plan: Plan) -> Listing:
    """The record as one row, with what the existing entry left out."""
    row = {name.lower().replace(" ", "_"): text for name, text in fields(plan).items()}
    entry = plan.record.entry if plan.record else None
    about = entry.document if entry else ""
    missing = [f"Goal {each.key}: {each.wording}" for each in left_out(plan)]
    return Listing(f"{plan.key}-record", source(plan), ({**row, "existing_entry": about, "entry_left_out": missing},))


def _description(plan: Plan) -> str:
    lines = [plan.objective]
    for pillar in plan.pillars:
        goals = [each for each in plan.goals if each.pillar == pillar.key]
        lines.append(f"{pillar.name}:" if goals else f"{pillar.name}: {pillar.wording}")
        lines += [f"Goal {each.key}: {each.wording}" for each in goals]
    return "\n".join(lines)


def _bare(text: str) -> str:
    return re.sub(r"[.;]$", "", text.strip()).casefold()
