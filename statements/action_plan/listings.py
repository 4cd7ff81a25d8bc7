"""Lists of the plans that can be taken away: the same rows as CSV and as JSON, with what each column means."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from statements.action_plan import agencies, crosswalk
from statements.action_plan.measures import Series
from statements.action_plan.planned import FIELDS, Action, Plan
from statements.action_plan.plans import plans
from statements.action_plan.progress import Report, StageStanding, last_day, overdue, state_of
from statements.action_plan.responsible import Assigned, Responsible
from statements.register.rows import MARK, cell

NO_REPORT = "no report"


@dataclass(frozen=True)
class Listing:
    """A list with a name for its file, where its words come from, and its rows; every row has the same keys."""

    name: str
    source: str
    rows: tuple[dict[str, Any], ...]

    def as_csv(self) -> str:
        """RFC 4180 with a byte order mark; every cell quoted, lists parted by |, texts guarded against running."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(list(self.rows[0]) if self.rows else ["nothing"])
        for row in self.rows:
            writer.writerow([cell(_plain(value)) for value in row.values()])
        return MARK + out.getvalue()

    def as_json(self) -> str:
        """One object: the list's name, its source, its rows."""
        given = {"list": self.name, "source": self.source, "rows": self.rows}
        return json.dumps(given, ensure_ascii=False, indent=1, default=_plain) + "\n"


def plan_list() -> Listing:
    """Every plan."""
    rows = [
        {
            "plan": plan.key,
            "title": plan.title,
            "years": plan.years,
            "released_on": plan.released_on,
            "actions": len(plan.actions),
            "goals": len(plan.goals),
            "archive": plan.archive,
            "document": plan.document,
            "acknowledgement": plan.acknowledgement,
        }
        for plan in plans().values()
    ]
    return Listing("plans", "The documents named in each row", tuple(rows))


def action_list(plan: Plan, chosen: Sequence[Action], found: Sequence[Report], made: Assigned) -> Listing:
    """These actions of a plan in full, with how far each is."""
    rows = [_action(plan, each, found) | _assigned(made.get(each.number, ())) for each in chosen]
    return Listing(f"{plan.key}-actions", source(plan), tuple(rows))


def aim_list(plan: Plan) -> Listing:
    """The principles and goals of a plan with the topics and actions that attach to them."""
    rows = []
    for kind, aims in (("principle", plan.principles), ("goal", plan.goals)):
        for aim in aims:
            topics = [each for each in plan.topics if aim.key in getattr(each, f"{kind}s")]
            gap = plan.gap(kind, aim.key)
            rows.append(
                {
                    "plan": plan.key,
                    "kind": kind,
                    "number": aim.key,
                    "wording": aim.wording,
                    "pillar": aim.pillar,
                    "topics": [each.heading for each in topics],
                    "actions": [action.number for each in topics for action in plan.actions_of(each.key)],
                    "missing": gap.note if gap else "",
                }
            )
    return Listing(f"{plan.key}-goals", source(plan), tuple(rows))


def topic_list(plan: Plan) -> Listing:
    """The topics of a plan with what attaches to them."""
    rows = [
        {
            "plan": plan.key,
            "topic": each.key,
            "heading": each.heading,
            "pillar": each.pillar,
            "agencies": each.agencies_wording,
            "related_to": each.related_wording,
            "principles": list(each.principles),
            "goals": list(each.goals),
            "actions": [action.number for action in plan.actions_of(each.key)],
        }
        for each in plan.topics
    ]
    return Listing(f"{plan.key}-topics", source(plan), tuple(rows))


def report_list(plan: Plan, found: Sequence[Report]) -> Listing:
    """Every public report on a plan."""
    return Listing(f"{plan.key}-reports", source(plan), tuple(_report(each) for each in found))


def measure_list(plan: Plan, found: Sequence[Series]) -> Listing:
    """Every public value of every measure of a plan; small counts of people are told as such."""
    rows = [
        {
            "plan": plan.key,
            "action": line.action,
            "agency": line.agency,
            "measure": line.measure,
            "unit": line.unit,
            "on": point.on,
            "value": point.shown if point.value is None else point.value,
            "source": point.source,
        }
        for line in found
        for point in line.points
    ]
    return Listing(f"{plan.key}-measures", source(plan), tuple(rows))


def late_list(plan: Plan, found: Sequence[Report], *, on: date) -> Listing:
    """Every stage that is due and not reported as done on a day."""
    rows = tuple(_overdue(plan, each, on) for each in overdue(plan, found, on=on))
    return Listing(f"{plan.key}-late-{on:%Y-%m-%d}", source(plan), rows)


def timeline_list(plan: Plan, found: Sequence[Report], *, today: date) -> Listing:
    """What happened or was due when: release, due dates, reports, oldest first."""
    rows = [_moment(plan, plan.released_on, "", "released", plan.title)] if plan.released_on else []
    for action in plan.actions:
        for stage in action.stages:
            rows.append(_moment(plan, plan.due(stage.term), action.number, f"due ({stage.term})", stage.wording))
    for each in found:
        kind = f"reported: {each.said.state.value}"
        rows.append(_moment(plan, each.said.happened_on, each.action, kind, f"{each.agency.name}: {each.said.text}"))
    shown = last_day(found, today, archived=plan.archive)
    rows = [row for row in rows if plan.archive or row["on"] <= shown]
    return Listing(f"{plan.key}-timeline", source(plan), tuple(sorted(rows, key=lambda row: row["on"])))


def agency_list(made: Mapping[str, Assigned]) -> Listing:
    """Every agency that a plan names or policy staff assigned, with the actions it is responsible for, by plan."""
    refs = {each.key: each for each in map(agencies.planned, agencies.agencies())}
    refs |= {each.agency.key: each.agency for of in made.values() for many in of.values() for each in many}
    known = agencies.agencies()
    rows = [
        {
            "agency": ref.key,
            "short": ref.short,
            "name": ref.name,
            "our_note": known[ref.key].later if ref.key in known else "",
            "actions": [f"{plan.key}/{each.number}" for plan in plans().values() for each in _named(plan, ref.key)],
            "assigned_actions": [
                f"{key}/{number}"
                for key, of in made.items()
                for number, many in of.items()
                if ref.key in {each.agency.key for each in many}
            ],
        }
        for ref in refs.values()
    ]
    return Listing("agencies", "Names as in the plans' documents; our_note is ours", tuple(rows))


def crosswalk_list() -> Listing:
    """What each earlier item became, one row a link; the last rows are the later actions that are new."""
    walk = crosswalk.crosswalk()
    rows = []
    for action, item, links in crosswalk.rows():
        for later, link in links:
            rows.append(_link(action.number, action.wording, later.number, later.wording, link.kind, link.reason))
        if not links:
            rows.append(_link(item.number, action.wording, "", "", "nothing corresponds", item.nothing))
    later_plan = plans()[walk.later]
    rows += [_link("", "", new.number, later_plan.action(new.number).wording, "new", new.reason) for new in walk.new]
    named = "Wording as in the plans' documents; which item became which, and why, is our own reading"
    return Listing("crosswalk", named, tuple(rows))


def source(plan: Plan) -> str:
    """Where a plan's wording comes from, with its acknowledgement."""
    return f"{plan.document}. {plan.acknowledgement}"


def _action(plan: Plan, action: Action, found: Sequence[Report]) -> dict[str, Any]:
    state, summary = state_of(action, found), action.summary
    return {
        "plan": plan.key,
        "number": action.number,
        "pillar": action.pillar,
        "topic": plan.topic(action.topic).heading,
        **{name: getattr(action, name) for name in FIELDS},
        **{f"summary_{name}": getattr(summary, name) if summary else "" for name in FIELDS},
        "worded_differently": action.differences,
        "timing": action.timing.value,
        "due_on": [f"{plan.due(stage.term)}" for stage in action.stages],
        "agencies": list(action.agencies),
        "kind": "not stated in our copy",
        "state": state.value if state else NO_REPORT,
        "folded_into": action.folded_into,
        "added_later": action.added_later,
        "place": plan.place(action),
        "document": plan.document,
    }


def _named(plan: Plan, key: str) -> list[Action]:
    return [each for each in plan.actions if key in each.agencies]


def _assigned(made: Sequence[Responsible]) -> dict[str, Any]:
    """Who was assigned to an action beside those the plan names, each with day and reason."""
    return {
        "assigned_agencies": [each.agency.name for each in made],
        "assigned_on": [f"{each.assigned_at:%Y-%m-%d}" for each in made],
        "assigned_because": [each.reason for each in made],
    }


def _report(report: Report) -> dict[str, Any]:
    said, quote = report.said, report.quote
    return {
        "plan": report.plan,
        "action": report.action,
        "stage": said.stage,
        "agency": report.agency.name,
        "on": said.happened_on,
        "state": said.state.value,
        "text": said.text,
        "delay_reason": said.delay_reason,
        "mitigation": said.mitigation,
        "next_steps": said.next_steps,
        "links": list(said.links),
        "document": quote.document.document if quote else "",
        "paragraphs": quote.paragraphs if quote else "",
        "why_this_action": quote.reason if quote else "",
        "entered_from_document": quote.entered_at.date() if quote else "",
    }


def _overdue(plan: Plan, row: StageStanding, on: date) -> dict[str, Any]:
    said = row.report.said if row.report else None
    return {
        "plan": plan.key,
        "action": row.action.number,
        "stage": row.stage.term,
        "stage_wording": row.stage.wording,
        "due_on": row.due_on,
        "on": on,
        "days": (on - row.due_on).days,
        "standing": row.standing.value,
        "agencies": list(row.stage.agencies or row.action.agencies),
        "delay_reason": said.delay_reason if said else "",
        "mitigation": said.mitigation if said else "",
    }


def _moment(plan: Plan, on: date | None, action: str, kind: str, text: str) -> dict[str, Any]:
    return {"plan": plan.key, "on": on, "action": action, "what": kind, "text": text}


def _link(earlier: str, wording: str, later: str, later_wording: str, kind: str, reason: str) -> dict[str, Any]:
    return {
        "item": earlier,
        "item_wording": wording,
        "action": later,
        "action_wording": later_wording,
        "kind": kind,
        "our_reason": reason,
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
