"""A buyer's supplier lists: kept as uploaded, checked, decided line by line; private to the agency."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from statements.errors import Conflict, Invalid, NotFound, Problem
from statements.events import service as events
from statements.jobs import service as jobs
from statements.jobs.models import Job, JobState
from statements.limits import SHORT_TEXT
from statements.organisations.models import Organisation
from statements.people import policy, queries
from statements.people.models import Role
from statements.suppliers.models import SupplierLine, SupplierList

BUYERS = (Role.BUYER,)
CHECK = "check-suppliers"
NO_LIST = "There is no such supplier list."
UNDER_WAY = (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True)
class TablePlace:
    """Where the list stands in its file: sheet, row of headings (0: none), each column's index from 0, the headings."""

    sheet: str
    heading_row: int
    columns: Mapping[str, int]
    headings: tuple[str, ...]

    @property
    def document(self) -> dict[str, Any]:
        """The columns as they are kept."""
        return {"map": dict(self.columns), "headings": list(self.headings)}


def agencies_of(session: Session, *, by: uuid.UUID) -> Sequence[Organisation]:
    """The agencies that this person buys for, by name."""
    ids = queries.organisations_of(session, person_id=by, roles=BUYERS)
    query = select(Organisation).where(Organisation.id.in_(ids))
    return session.scalars(query.order_by(Organisation.sort_key, Organisation.id)).all()


def lists_of(session: Session, *, by: uuid.UUID) -> Sequence[tuple[SupplierList, int]]:
    """The lists of every agency that this person buys for with their number of lines, newest first."""
    ids = queries.organisations_of(session, person_id=by, roles=BUYERS)
    counts = select(SupplierLine.list_id, func.count().label("lines")).group_by(SupplierLine.list_id).subquery()
    query = select(SupplierList, func.coalesce(counts.c.lines, 0)).outerjoin(
        counts, counts.c.list_id == SupplierList.id
    )
    query = query.where(SupplierList.organisation_id.in_(ids))
    rows = session.execute(query.order_by(SupplierList.uploaded_at.desc(), SupplierList.id)).all()
    return [(row[0], row[1]) for row in rows]


def load_list(session: Session, *, list_id: uuid.UUID, by: uuid.UUID) -> SupplierList:
    """The list with this id. Raises NotFound, also where it is another agency's."""
    found = session.get(SupplierList, list_id)
    if found is None:
        raise NotFound(NO_LIST)
    policy.require(session, person_id=by, organisation_id=found.organisation_id, roles=BUYERS)
    return found


def load_line(session: Session, *, list_id: uuid.UUID, row: int, by: uuid.UUID) -> SupplierLine:
    """A line of a list by the row it has in the buyer's file. Raises NotFound."""
    listed = load_list(session, list_id=list_id, by=by)
    query = select(SupplierLine).where(SupplierLine.list_id == listed.id, SupplierLine.row == row)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("There is no such line in this list.")
    return found


def keep(
    session: Session,
    *,
    organisation_id: uuid.UUID,
    name: str,
    filename: str,
    sha256: str,
    place: TablePlace,
    by: uuid.UUID,
    at: datetime,
) -> SupplierList:
    """Keep an uploaded list whose file is in the store by its `sha256`, with the guess at where its table stands.

    Raises NotFound where the person does not buy for the agency, Invalid where the name is too long.
    """
    policy.require(session, person_id=by, organisation_id=organisation_id, roles=BUYERS)
    listed = SupplierList(
        organisation_id=organisation_id,
        name=_checked_name(name or filename),
        filename=filename[: SHORT_TEXT.value],
        sha256=sha256,
        sheet=place.sheet[: SHORT_TEXT.value],
        header_row=place.heading_row,
        columns=place.document,
        problems=[],
        uploaded_by=by,
        uploaded_at=at,
    )
    session.add(listed)
    after = {"name": listed.name, "filename": listed.filename, "sha256": sha256}
    _record(session, listed, "supplier_list.uploaded", by, at, after=after)
    return listed


def set_table(session: Session, *, listed: SupplierList, place: TablePlace, by: uuid.UUID, at: datetime) -> None:
    """Correct where the table stands and which column is which. Raises Invalid, a problem with the column as field."""
    policy.require(session, person_id=by, organisation_id=listed.organisation_id, roles=BUYERS)
    check_columns(place.columns)
    before = {"sheet": listed.sheet, "heading_row": listed.header_row, "columns": listed.columns.get("map")}
    after = {"sheet": place.sheet, "heading_row": place.heading_row, "columns": dict(place.columns)}
    listed.sheet, listed.header_row, listed.columns = place.sheet, place.heading_row, place.document
    if before != after:
        _record(session, listed, "supplier_list.columns_set", by, at, before=before, after=after)


def check_columns(columns: Mapping[str, int]) -> None:
    """Say whether these columns can be read as a list. Raises Invalid, each problem with its column as field."""
    problems = _column_problems(columns)
    if problems:
        raise Invalid(problems)


def ask_check(session: Session, *, listed: SupplierList, by: uuid.UUID, at: datetime, again: bool = False) -> Job:
    """Ask for the list to be matched with the register; while that is under way, the same job unless `again`.

    With `again` a new job takes the place of one under way, whose result is then dropped.
    """
    policy.require(session, person_id=by, organisation_id=listed.organisation_id, roles=BUYERS)
    asked = job_of(session, listed)
    if asked is not None and asked.state in UNDER_WAY and not again:
        return asked
    job = jobs.ask(session, kind=CHECK, arguments={"list_id": str(listed.id)}, by=by, at=at)
    listed.job_id = job.id
    return job


def job_of(session: Session, listed: SupplierList) -> Job | None:
    """The list's newest check, under way or over; None before the first."""
    return session.get(Job, listed.job_id) if listed.job_id else None


def rename(session: Session, *, listed: SupplierList, name: str, by: uuid.UUID, at: datetime) -> None:
    """Give the list another name. Raises Invalid where it is empty or too long."""
    policy.require(session, person_id=by, organisation_id=listed.organisation_id, roles=BUYERS)
    before, listed.name = listed.name, _checked_name(name)
    if before != listed.name:
        _record(session, listed, "supplier_list.renamed", by, at, before={"name": before}, after={"name": listed.name})


def remove(session: Session, *, listed: SupplierList, by: uuid.UUID, at: datetime) -> None:
    """Delete the list with its lines and what was decided about them; that it was there stays in the history."""
    policy.require(session, person_id=by, organisation_id=listed.organisation_id, roles=BUYERS)
    before = {"name": listed.name, "filename": listed.filename, "uploaded_at": listed.uploaded_at.isoformat()}
    _record(session, listed, "supplier_list.deleted", by, at, before=before)
    session.execute(delete(SupplierLine).where(SupplierLine.list_id == listed.id))
    session.delete(listed)
    session.flush()


def choose(
    session: Session, *, line: SupplierLine, organisation_id: uuid.UUID | None, by: uuid.UUID, at: datetime
) -> None:
    """Let a person say which organisation a line means, or that it is none of those offered (None).

    Raises NotFound for an organisation that is not in the register, Conflict while the list is being checked again.
    """
    listed = load_list(session, list_id=line.list_id, by=by)
    asked = job_of(session, listed)
    if asked is not None and asked.state in UNDER_WAY:
        raise Conflict("This list is being checked again. Choose when that is done.")
    if organisation_id is not None and session.get(Organisation, organisation_id) is None:
        raise NotFound("There is no such organisation.")
    before = {"organisation_id": _text(line.organisation_id), "chosen_by": _text(line.chosen_by)}
    line.organisation_id, line.chosen_by = organisation_id, by
    after = {"row": line.row, "name": line.name, "organisation_id": _text(organisation_id)}
    kind = "supplier_line.chosen" if organisation_id else "supplier_line.refused"
    _record(session, listed, kind, by, at, before=before, after=after)


def _text(key: uuid.UUID | None) -> str | None:
    return str(key) if key else None


def _checked_name(name: str) -> str:
    plain = " ".join(name.split())
    if not plain:
        raise Invalid([Problem("The list needs a name.", "Give it one that your colleagues will know.", "name")])
    if len(plain) > SHORT_TEXT.value:
        fault = f"The name has {len(plain):,} characters; up to {SHORT_TEXT.readable} are kept."
        raise Invalid([Problem(fault, "Shorten it.", "name")])
    return plain


def _column_problems(columns: Mapping[str, int]) -> list[Problem]:
    if not {"name", "nzbn", "number"} & set(columns):
        mend = "Say which column holds the suppliers' names, or their numbers."
        return [Problem("Nothing says who the suppliers are.", mend, "name")]
    seen: dict[int, str] = {}
    problems = []
    for key, index in columns.items():
        if index in seen:
            problems.append(Problem("This column was chosen above already.", "Choose another, or none.", key))
        seen.setdefault(index, key)
    return problems


def _record(
    session: Session,
    listed: SupplierList,
    kind: str,
    by: uuid.UUID,
    at: datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    session.flush()
    events.record(
        session,
        kind=kind,
        subject=listed,
        by=by,
        at=at,
        organisation_id=listed.organisation_id,
        before=before,
        after=after,
    )
