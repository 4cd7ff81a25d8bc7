"""An officer's list of organisations presumed to owe a statement: each row an organisation and a period's end."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from statements.filing import owing
from statements.filing.profiles import Profile
from statements.ingest.cells import Sheet
from statements.ingest.specs import ColumnSpec, Kind, TableSpec
from statements.ingest.tables import TypedRow, read_table
from statements.organisations import obligations_service, service
from statements.organisations.models import Organisation
from statements.people import policy
from statements.people.models import Role
from statements.suppliers.checking import register_index
from statements.suppliers.matching import NameIndex
from statements.suppliers.results import Candidate, MatchQuery, MatchResult, Outcome

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
CURRENT = "current"
LEAVE_OUT, ADD = "leave out", "add"
"""What an officer may choose for a row, besides the id of an organisation that was found."""


class Reading(StrEnum):
    """What a row of the list led to."""

    SURE = "sure"
    ASK = "ask"
    NEW = "new"
    STANDS = "stands"
    TWICE = "twice"
    WRONG = "wrong"


@dataclass(frozen=True)
class ListRow:
    """One row as it was understood.

    `candidates` are the organisations that it may mean, the best first; `chosen` is what is done with it unless an
    officer says otherwise: an organisation's id, ADD or LEAVE_OUT. `notes` say why it is not sure, or what is wrong.
    """

    number: int
    name: str
    nzbn: str
    period_end: date | None
    source: str
    reading: Reading
    candidates: tuple[Candidate, ...]
    chosen: str
    notes: tuple[str, ...]

    @property
    def can_be_added(self) -> bool:
        """Whether the row can become an organisation that the register does not know yet."""
        return bool(self.nzbn) and self.reading in (Reading.NEW, Reading.ASK)


@dataclass(frozen=True)
class Presumed:
    """What a list led to: new obligations, those that stood already, rows left out, organisations added."""

    new: int
    already: int
    left_out: int
    added_organisations: int


def read_list(session: Session, *, sheets: Sequence[Sheet], profile: Profile, today: date) -> list[ListRow]:
    """Understand every row of a list, by number and name, and write nothing.

    A number whose organisation bears another name, a name that was given up, one of several or only a similar one: an
    officer says who is meant.
    """
    index, seen, found = register_index(session), set[tuple[str, date]](), []
    for row in read_table(sheets, OBLIGATION_LIST).rows:
        if not any(value not in (None, "") for value in row.values.values()) and not row.problems:
            continue
        read = _read(session, index, row, profile, today)
        key = (read.chosen if read.chosen not in (ADD, LEAVE_OUT) else read.nzbn or read.name, read.period_end)
        if read.period_end and key in seen and read.reading in (Reading.SURE, Reading.NEW):
            read = _but(read, Reading.TWICE, "The same organisation and period stand further up in this list.")
        seen.add(key)  # type: ignore[arg-type]
        found.append(read)
    return found


def presume_listed(
    session: Session,
    *,
    rows: Sequence[ListRow],
    answers: Mapping[int, str],
    profile: Profile,
    filename: str,
    by: uuid.UUID,
    at: datetime,
) -> Presumed:
    """Presume an obligation for every row, as chosen by its number or as understood; the others are left out.

    A choice that was not offered counts as left out. Each obligation has its event. Raises NotFound for no officer.
    """
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    new = already = left_out = added = 0
    for row in rows:
        organisation, is_new = _chosen(session, row, answers.get(row.number, row.chosen), by, at)
        if organisation is None or row.period_end is None:
            left_out += 1
            continue
        stood = _stands(session, organisation.id, profile, row.period_end)
        owing.presume(
            session,
            organisation=organisation,
            law=profile,
            period_end=row.period_end,
            source=(row.source or filename)[:LONGEST_SOURCE],
            by=by,
            at=at,
        )
        new, already, added = new + (not stood), already + stood, added + is_new
    return Presumed(new, already, left_out, added)


def _read(session: Session, index: NameIndex, row: TypedRow, profile: Profile, today: date) -> ListRow:
    name, nzbn = str(row.values.get("name") or "").strip(), str(row.values.get("nzbn") or "")
    end, source = row.values.get("period_end"), str(row.values.get("source") or "")
    notes = tuple(f"{each.message} {each.mend}".strip() for each in row.problems)
    matched = index.match(MatchQuery(name, (nzbn,) if nzbn else ()))
    given = (row.number, name, nzbn, end, source)
    wrong = owing.end_problem(profile, end, today=today) if end is not None else None
    notes += (f"{wrong.message} {wrong.mend}",) if wrong is not None else ()
    if end is None or wrong is not None or not (name or nzbn):
        return ListRow(*given, Reading.WRONG, (), LEAVE_OUT, notes)
    notes += matched.notes
    if matched.best is None:
        if nzbn and name:
            return ListRow(*given, Reading.NEW, (), ADD, notes)
        return ListRow(*given, Reading.WRONG, (), LEAVE_OUT, (*notes, "Nobody in the register is called that."))
    best = str(matched.best.organisation_id)
    if not _is_sure(matched, row, nzbn):
        chosen = best if matched.outcome in (Outcome.NAME, Outcome.LIKELY) else LEAVE_OUT
        return ListRow(*given, Reading.ASK, matched.candidates, chosen, notes)
    reading = Reading.STANDS if _stands(session, uuid.UUID(best), profile, end) else Reading.SURE
    return ListRow(*given, reading, matched.candidates[:1], best, notes)


def _is_sure(matched: MatchResult, row: TypedRow, nzbn: str) -> bool:
    """Whether nobody needs to look: the number and no other name, or the very name of today without a number."""
    if row.problems or matched.best is None:
        return False
    if matched.outcome is Outcome.NUMBER:
        return True
    return matched.outcome is Outcome.NAME and matched.best.kind == CURRENT and not nzbn


def _but(read: ListRow, reading: Reading, note: str) -> ListRow:
    given = (read.number, read.name, read.nzbn, read.period_end, read.source)
    return ListRow(*given, reading, read.candidates, LEAVE_OUT, (*read.notes, note))


def _chosen(
    session: Session, row: ListRow, choice: str, by: uuid.UUID, at: datetime
) -> tuple[Organisation | None, bool]:
    """The organisation that is meant, and whether it was added now."""
    if choice == ADD and row.can_be_added:
        known = service.by_identifier(session, "nzbn", row.nzbn)
        if known is not None:
            return known, False
        numbers = [("nzbn", row.nzbn)]
        return service.add(session, name=row.name, kind="company", identifiers=numbers, by=by, at=at), True
    if choice in {str(each.organisation_id) for each in row.candidates}:
        return service.load(session, uuid.UUID(choice)), False
    return None, False


def _stands(session: Session, organisation_id: uuid.UUID, profile: Profile, period_end: date) -> bool:
    found = obligations_service.find(
        session, organisation_id=organisation_id, profile=profile.key, period_end=period_end
    )
    return found is not None
