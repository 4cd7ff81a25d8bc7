"""The annual report's first draft, written from approved notes and live figures of one year."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from statements.action_plan.models import ProgressState
from statements.action_plan.planned import Action, Plan
from statements.action_plan.progress import Report
from statements.clock import add_months

HEADER = (
    "minister",
    "portfolio",
    "deadline",
    "action_sought",
    "date",
    "security",
    "copied_to",
    "for_referral_to",
    "agencies_consulted",
    "contact",
    "authorising_manager",
    "tracker",
)
SECTIONS = (
    "purpose",
    "background",
    "achievements",
    "delay",
    "mitigation",
    "next_steps",
    "recommendation",
    "sign_off",
)
TITLES = {
    **{name: name.replace("_", " ").capitalize() for name in (*HEADER, *SECTIONS)},
    "tracker": "Tracker number",
    "sign_off": "Sign-off",
    "contact": "Contact",
}
SCALE = ("Very Poor", "Poor", "Neutral", "Good", "Very Good")
ASPECTS = ("Quality of advice", "Writing style", "Quality of analysis", "Completeness of information")


@dataclass(frozen=True)
class Content:
    """A report: its title, what stands in its head, and the text of each section."""

    title: str
    header: dict[str, str]
    sections: dict[str, str]

    def as_document(self) -> dict[str, object]:
        """The content as it is stored."""
        return {"title": self.title, "header": self.header, "sections": self.sections}


def read_content(stored: dict[str, dict[str, str]]) -> Content:
    """Content as it was stored; fields that are missing are empty."""
    header, sections = stored.get("header", {}), stored.get("sections", {})
    return Content(
        str(stored.get("title", "")),
        {name: header.get(name, "") for name in HEADER},
        {name: sections.get(name, "") for name in SECTIONS},
    )


def year_of(plan: Plan, year: int) -> tuple[date, date]:
    """The first and last day of a plan's reporting year that ends in a calendar year."""
    month, day = (int(part) for part in plan.year_ends.split("-"))
    last = date(year, month, day)
    return add_months(last + timedelta(days=1), -12), last


def draft(
    plan: Plan, year: int, found: Sequence[Report], figures: Sequence[tuple[Action, str]], *, on: date
) -> Content:
    """The first draft for a year: what agencies reported in it, by agency, and what the register itself shows."""
    first, last = year_of(plan, year)
    reports = sorted((each for each in found if first <= each.said.happened_on <= last), key=_order)
    agencies = list(dict.fromkeys(each.agency.name for each in reports))
    header = dict.fromkeys(HEADER, "") | {
        "action_sought": "For your information",
        "date": f"{on.day} {on:%B %Y}",
        "security": "To be set",
        "deadline": "N/A",
        "agencies_consulted": ", ".join(agencies),
    }
    sections = {
        "purpose": f"This paper reports on progress with the {plan.title} from {_day(first)} to {_day(last)}.",
        "background": _background(plan, reports),
        "achievements": _by_agency(reports, _achieved) + _shown(figures, first, max(first, min(last, on))),
        "delay": _by_agency(reports, lambda each: each.said.delay_reason),
        "mitigation": _by_agency(reports, lambda each: each.said.mitigation),
        "next_steps": _by_agency(reports, lambda each: each.said.next_steps),
        "recommendation": "It is recommended that you:\n- note the contents of this paper",
        "sign_off": "Name and role of the authorising manager\nDate",
    }
    return Content(f"Progress on the {plan.title}: year to {_day(last)}", header, sections)


def _order(report: Report) -> tuple[str, int, str, date]:
    number = report.action
    return (report.agency.name, int(number) if number.isdigit() else 10_000, number, report.said.happened_on)


def _background(plan: Plan, reports: Sequence[Report]) -> str:
    lines = [f"“{plan.objective}” ({plan.document})"]
    actions = {each.action for each in reports if each.action}
    agencies = {each.agency.key for each in reports}
    told = f"In this year {len(agencies)} agencies reported on {len(actions)} of them."
    lines.append(f"The plan has {len(plan.actions)} actions. {told}")
    return "\n".join(lines)


def _by_agency(reports: Sequence[Report], told: Callable[[Report], str]) -> str:
    lines: list[str] = []
    last = ""
    seen: set[tuple[str, str]] = set()
    for each in reports:
        text = " ".join(told(each).split())
        if not text or (each.agency.key, text) in seen:
            continue
        seen.add((each.agency.key, text))
        if each.agency.name != last:
            lines.append(f"## {each.agency.name}")
            last = each.agency.name
        where = f"Action {each.action}: " if each.action else ""
        lines.append(f"- {where}{text}")
    return "\n".join(lines) or "Nothing was reported."


def _achieved(report: Report) -> str:
    if report.said.state is ProgressState.NOT_STARTED:
        return ""
    return f"{report.said.text} ({report.said.state.value}, {_day(report.said.happened_on)})"


def _shown(figures: Sequence[tuple[Action, str]], first: date, last: date) -> str:
    if not figures:
        return ""
    lines = [f"- Action {action.number}: {line}" for action, line in figures]
    return "\n" + "\n".join([f"## What the register shows from {_day(first)} to {_day(last)}", *lines])


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
