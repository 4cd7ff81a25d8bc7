"""An officer's list of organisations presumed to owe a statement: each row an organisation and a period's end."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from statements.errors import Problem
from statements.filing import owing
from statements.filing.profiles import Profile
from statements.ingest.cells import Sheet
from statements.ingest.specs import ColumnSpec, Kind, TableSpec
from statements.ingest.tables import TypedRow, read_table
from statements.organisations import names, obligations_service, service
from statements.organisations.models import Organisation

OBLIGATION_LIST = TableSpec(
    ("Presumed in scope", "Obligations", "Sheet1"),
    (
        ColumnSpec(
            "name",
            ("Organisation", "Legal name", "Name", "Company name", "Entity"),
            required=True,
            help="The legal name.",
            width=44,
        ),
        ColumnSpec("nzbn", ("NZBN", "NZ business number"), Kind.NZBN, help="13 digits.", width=18),
        ColumnSpec(
            "period_end",
            ("Period end", "Reporting period end", "Balance date", "Year end"),
            Kind.DATE,
            required=True,
            help="The last day of the reporting period.",
            width=16,
        ),
        ColumnSpec("source", ("Source", "Why presumed", "Basis"), help="What the presumption rests on.", width=36),
    ),
)

LONGEST_SOURCE = 64


@dataclass(frozen=True)
class Presumed:
    """What a list led to: how many obligations are new, how many stood already, and each row that found no home."""

    new: int
    already: int
    added_organisations: int
    problems: tuple[Problem, ...]


def presume_listed(
    session: Session, *, sheets: Sequence[Sheet], profile: Profile, filename: str, by: uuid.UUID, at: datetime
) -> Presumed:
    """Presume an obligation for every row that names one organisation; list every other row with its reason.

    A number finds its organisation, a name only when exactly one organisation bears it. An
    organisation that the register does not know is added where the row gives a right NZBN.
    """
    table = read_table(sheets, OBLIGATION_LIST)
    problems, new, already, added = list(table.problems), 0, 0, 0
    for row in table.rows:
        if row.problems:
            continue
        organisation, is_new = _organisation(session, row, by, at)
        if organisation is None:
            problems.append(_nobody(row))
            continue
        added += is_new
        stood = _stands(session, organisation, profile, row.values["period_end"])
        owing.presume(
            session,
            organisation=organisation,
            law=profile,
            period_end=row.values["period_end"],
            source=str(row.values.get("source") or filename)[:LONGEST_SOURCE],
            by=by,
            at=at,
        )
        new, already = new + (not stood), already + stood
    return Presumed(new, already, added, tuple(problems))


def _organisation(session: Session, row: TypedRow, by: uuid.UUID, at: datetime) -> tuple[Organisation | None, bool]:
    name, nzbn = str(row.values["name"]), row.values.get("nzbn")
    if nzbn:
        known = service.by_identifier(session, "nzbn", nzbn)
        if known is not None:
            return known, False
        return service.add(session, name=name, kind="company", identifiers=[("nzbn", nzbn)], by=by, at=at), True
    key = names.lookup_key(name)
    bearing = [each for each in service.find(session, name) if key in {other.folded for other in each.names}]
    return (bearing[0], False) if len(bearing) == 1 else (None, False)


def _stands(session: Session, organisation: Organisation, profile: Profile, period_end: date) -> bool:
    found = obligations_service.find(
        session, organisation_id=organisation.id, profile=profile.key, period_end=period_end
    )
    return found is not None


def _nobody(row: TypedRow) -> Problem:
    return Problem(
        f"No single organisation in the register is called “{row.values['name']}”.",
        "Give its NZBN, or its name exactly as it stands in the register.",
        "name",
        row.sheet,
        row.places.get("name", f"row {row.number}"),
    )
