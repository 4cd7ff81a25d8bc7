"""Match the lines of a list with every name and number of the register, and keep what was found."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from statements.errors import NotFound, Problem
from statements.events import service as events
from statements.jobs.models import Job, JobState
from statements.organisations.identifiers import Identifier as Number
from statements.organisations.models import Identifier, NameKind, Organisation, OrganisationName
from statements.suppliers.matching import NameIndex
from statements.suppliers.models import SupplierLine, SupplierList
from statements.suppliers.results import Candidate, MatchQuery, MatchResult, NameEntry, Outcome
from statements.suppliers.risk import assess_risk

SURE = (Outcome.NUMBER, Outcome.NAME)
STEP = 250
"""How many lines are matched between two reports of progress."""

Decision = tuple[uuid.UUID | None, uuid.UUID | None]
"""Whom a person chose for a line (None: none of those offered), and who chose."""


@dataclass(frozen=True)
class GivenLine:
    """A line as the buyer's file has it; `cells` are its values as JSON keeps them, `country` an alpha-2 code."""

    row: int
    name: str
    query: MatchQuery
    category: str
    spend: float | None
    own_reference: str
    cells: tuple[Any, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def identifier(self) -> str:
        """The line's numbers as one text."""
        return ", ".join(self.query.identifiers)[:64]


def list_to_check(session: Session, list_id: uuid.UUID) -> SupplierList:
    """The list that a job is to check; the person who asked for the job was let in then. Raises NotFound."""
    found = session.get(SupplierList, list_id)
    if found is None:
        raise NotFound("The list was deleted before it was checked.")
    return found


def register_entries(session: Session) -> Iterable[NameEntry]:
    """Every present, trading and former name of every organisation; numbers go with the present name."""
    numbers: dict[uuid.UUID, list[Number]] = defaultdict(list)
    for organisation_id, scheme, value in session.execute(
        select(Identifier.organisation_id, Identifier.scheme, Identifier.value)
    ):
        numbers[organisation_id].append(Number(scheme, value))
    countries: dict[uuid.UUID, str] = {}
    for key, name, nation in session.execute(select(Organisation.id, Organisation.name, Organisation.country)):
        countries[key] = nation
        yield NameEntry(key, name, "current", tuple(numbers[key]), nation)
    others = select(OrganisationName.organisation_id, OrganisationName.name, OrganisationName.kind)
    for key, name, kind in session.execute(others.where(OrganisationName.kind != NameKind.LEGAL)):
        yield NameEntry(key, name, kind, (), countries[key])


def register_index(session: Session) -> NameIndex:
    """The index of the register's names, ready to be asked."""
    return NameIndex(register_entries(session))


def check_lines(
    index: NameIndex, given: Sequence[GivenLine], tell: Callable[[int], None] = lambda done: None
) -> list[dict[str, Any]]:
    """Each line as a row to keep: its match with reasons and its risk; `tell` hears how many are done."""
    made = []
    for number, line in enumerate(given, start=1):
        made.append(_row(line, index.match(line.query)))
        if number % STEP == 0:
            tell(number)
    return made


def record_check(
    session: Session,
    *,
    list_id: uuid.UUID,
    job_id: uuid.UUID,
    rows: list[dict[str, Any]],
    problems: Sequence[Problem],
    by: uuid.UUID | None,
    at: datetime,
) -> dict[str, Any]:
    """Put the checked lines in place of the list's earlier ones; the counts by outcome.

    What a person decided about a line stays as long as the line says the same. Nothing is written where the list is
    gone, where a newer check was asked for, or where this job already ended.
    """
    listed, job = session.get(SupplierList, list_id), session.get(Job, job_id)
    if listed is None or listed.job_id != job_id:
        return {"superseded": True}
    if job is not None and job.state == JobState.DONE:
        return job.result
    decided = _decisions(session, list_id)
    session.execute(delete(SupplierLine).where(SupplierLine.list_id == list_id))
    kept = [{**row, **_decided(row, decided), "id": uuid.uuid4(), "list_id": list_id} for row in rows]
    if kept:
        session.execute(insert(SupplierLine), kept)
    listed.checked_at = at
    listed.problems = [{"message": each.message, "mend": each.mend, "cell": each.cell} for each in problems]
    result = {"lines": len(kept), "outcomes": dict(Counter(row["outcome"] for row in kept))}
    events.record(
        session,
        kind="supplier_list.checked",
        subject=listed,
        by=by,
        at=at,
        organisation_id=listed.organisation_id,
        after=result,
    )
    return result


def _row(line: GivenLine, found: MatchResult) -> dict[str, Any]:
    risk = assess_risk(line.category, line.query.country, line.spend)
    best = found.best if found.outcome in SURE else None
    return {
        "row": line.row,
        "name": line.name,
        "identifier": line.identifier,
        "country": line.query.country,
        "category": line.category,
        "spend": line.spend,
        "given": {
            "cells": list(line.cells),
            "own_reference": line.own_reference,
            "problems": [each.message for each in line.problems],
        },
        "outcome": found.outcome.value,
        "organisation_id": best.organisation_id if best else None,
        "chosen_by": None,
        "candidates": [_candidate(each) for each in found.candidates],
        "reasons": [*(best.reasons if best else ()), *found.notes],
        "risk_tier": risk.tier.value,
        "risk_reasons": list(risk.reasons),
    }


def _candidate(found: Candidate) -> dict[str, Any]:
    return {
        "organisation_id": str(found.organisation_id),
        "name": found.name,
        "kind": found.kind,
        "score": round(found.score, 3),
        "reasons": list(found.reasons),
    }


def _decisions(session: Session, list_id: uuid.UUID) -> dict[tuple[int, str, str], Decision]:
    columns = (SupplierLine.row, SupplierLine.name, SupplierLine.identifier)
    query = select(*columns, SupplierLine.organisation_id, SupplierLine.chosen_by)
    rows = session.execute(query.where(SupplierLine.list_id == list_id, SupplierLine.chosen_by.is_not(None)))
    return {(row, name, identifier): (chosen, by) for row, name, identifier, chosen, by in rows}


def _decided(row: dict[str, Any], decided: dict[tuple[int, str, str], Decision]) -> dict[str, Any]:
    found = decided.get((row["row"], row["name"], row["identifier"]))
    return {"organisation_id": found[0], "chosen_by": found[1]} if found else {}
