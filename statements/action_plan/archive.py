"""Reports that stand in documents of their time, quoted exactly; `entering` puts them among the notes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from statements.action_plan import agencies, plans
from statements.action_plan.models import ProgressState
from statements.action_plan.planned import Plan
from statements.errors import NotFound
from statements.filing.datafile import FaultyFile, read

FOLDER = Path(__file__).parent / "archive"


@dataclass(frozen=True)
class ArchivedReport:
    """One quoted report: whose, on which action (empty: the plan as a whole), and why we read it so."""

    agency: str
    action: str
    state: ProgressState
    paragraphs: str
    text: str
    reason: str
    stage: str = ""
    delay_reason: str = ""
    mitigation: str = ""
    next_steps: str = ""


@dataclass(frozen=True)
class Archive:
    """The reports of one document on one plan; `called` is what a reader calls it, `known` and `not_known` are ours.

    `release` is the key of the document's reproduction among the releases, where it has one.
    """

    key: str
    plan: str
    document: str
    called: str
    acknowledgement: str
    known: str
    not_known: str
    reported_on: date
    reports: tuple[ArchivedReport, ...]
    release: str = ""


@cache
def archives() -> tuple[Archive, ...]:
    """Every document's reports, oldest first. Raises FaultyFile."""
    return tuple(sorted((read_archive(path) for path in FOLDER.glob("*.toml")), key=lambda each: each.reported_on))


def document(key: str) -> Archive:
    """The document of this key. Raises NotFound."""
    for each in archives():
        if each.key == key:
            return each
    raise NotFound("There is no such document.")


def read_archive(path: Path) -> Archive:
    """Read a document's reports and hold them against their plan. Raises FaultyFile."""
    found = read(path, Archive)
    faults = list(_faults(found, plans.plan(found.plan)))
    if faults:
        raise FaultyFile(f"{path.name}: {'; '.join(faults)}")
    return found


def _faults(archive: Archive, plan: Plan) -> Iterator[str]:
    actions = {each.number: each for each in plan.actions}
    for number, report in enumerate(archive.reports, start=1):
        if report.agency not in agencies.agencies():
            yield f"report {number} is of the agency “{report.agency}”, which agencies.toml does not have"
        if report.action and report.action not in actions:
            yield f"report {number} is on action {report.action}, which the plan does not have"
        elif report.stage and report.stage not in {each.term for each in actions[report.action].stages}:
            yield f"report {number} is on a stage that action {report.action} does not have"
