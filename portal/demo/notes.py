"""What the agencies of the demonstration world report on the Plan of Action, and what an officer let out."""

import tomllib
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from portal.demo.loading import Loading
from portal.demo.timeline import Act
from statements.action_plan import annual, measures, responsible, service
from statements.action_plan.measures import Measured
from statements.action_plan.models import ProgressState
from statements.db import Session

PATH = Path(__file__).parent / "world" / "progress-notes.toml"


def plan(loading: Loading) -> None:
    """Plan who is responsible for what, every note and its approval, every measure, every annual report."""
    told = tomllib.loads(PATH.read_text(encoding="utf-8"))
    for entry in told["responsible"]:
        loading.plan(loading.at(entry["on"], "09:30"), _assigning(loading, told["plan"], entry))
    for entry in told["notes"]:
        loading.plan(loading.at(entry["written"], "10:15"), _writing(loading, told["plan"], entry))
    for entry in told["measures"]:
        loading.plan(loading.at(entry["written"], "11:05"), _measuring(loading, told["plan"], entry))
    for entry in told["annual_reports"]:
        loading.plan(loading.at(entry["written"], "15:30"), _reporting(loading, told["plan"], entry))


def _assigning(loading: Loading, plan_key: str, entry: dict[str, Any]) -> Act:
    def assign(session: Session, at: datetime) -> None:
        organisation, by = loading.organisation(session, entry["organisation"]), loading.people[entry["officer"]]
        for action in entry["actions"]:
            given = {"plan": plan_key, "action": action, "organisation": organisation, "reason": entry["reason"]}
            responsible.assign(session, **given, by=by, at=at)

    return assign


def _measuring(loading: Loading, plan_key: str, entry: dict[str, Any]) -> Act:
    def measure(session: Session, at: datetime) -> None:
        said = Measured(
            measure=entry["measure"],
            unit=entry["unit"],
            value=entry["value"],
            measured_on=loading.day(entry["measured_on"]),
            source=entry["source"],
            counts_people=entry.get("counts_people", False),
        )
        value = measures.add_value(
            session,
            plan=plan_key,
            action=entry["action"],
            organisation_id=loading.organisations[entry["organisation"]],
            said=said,
            by=loading.people[entry["by"]],
            at=at,
        )
        measures.approve_value(session, value=value, by=loading.people[entry["officer"]], at=at)

    return measure


def _reporting(loading: Loading, plan_key: str, entry: dict[str, Any]) -> Act:
    def report(session: Session, at: datetime) -> None:
        by = loading.people[entry["officer"]]
        begun = annual.start(session, plan=plan_key, year=entry["year"], by=by, at=at)
        version = annual.freeze(session, report=begun, by=by, at=at)
        annual.publish(session, report=begun, version=version, by=by, at=at)

    return report


def _writing(loading: Loading, plan_key: str, entry: dict[str, Any]) -> Act:
    def write(session: Session, at: datetime) -> None:
        said = service.NoteText(
            state=ProgressState(entry["state"]),
            text=entry["text"],
            happened_on=loading.day(entry["happened_on"]),
            delay_reason=entry.get("delay_reason", ""),
            mitigation=entry.get("mitigation", ""),
            links=tuple(entry.get("links", ())),
            next_steps=entry.get("next_steps", ""),
        )
        note = service.write_note(
            session,
            plan=plan_key,
            action=entry["action"],
            organisation_id=loading.organisations[entry["organisation"]],
            said=said,
            by=loading.people[entry["by"]],
            at=at,
        )
        if "approved" in entry:
            loading.plan(loading.at(entry["approved"], "14:40"), _approving(loading, entry, note.id))

    return write


def _approving(loading: Loading, entry: dict[str, Any], note_id: uuid.UUID) -> Act:
    def approve(session: Session, at: datetime) -> None:
        note, by = service.load_note(session, note_id), loading.people[entry["officer"]]
        service.approve_note(session, note=note, by=by, at=at)

    return approve
