"""Who works on which case: an officer takes it, hands it over, lets it go, or takes the hardest that is free."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.errors import Conflict, Invalid, NotFound, Problem
from statements.events import service as events
from statements.filing.models import Statement, Version
from statements.moderation import queue, rules, states
from statements.moderation.models import CaseAssignment
from statements.people import interests, messages, policy, queries
from statements.people.models import Person, Role


def assignment_of(session: Session, statement: Statement) -> CaseAssignment | None:
    """Who has the case of this statement."""
    return session.scalar(select(CaseAssignment).where(CaseAssignment.statement_id == statement.id))


def case_numbered(session: Session, number: int) -> Version:
    """The newest version of the statement with this number. Raises NotFound where none was submitted."""
    statement = session.scalar(select(Statement).where(Statement.number == number))
    if statement is None or not statement.versions:
        raise NotFound("There is no such case.")
    return states.newest_version(statement)


def officers(session: Session) -> Sequence[Person]:
    """Every officer of the register, by name."""
    return [each.person for each in queries.appointed(session) if each.role == Role.OFFICER]


def take(session: Session, *, statement: Statement, by: uuid.UUID, at: datetime) -> CaseAssignment:
    """Take a case that nobody has. Raises Conflict where another officer has it, NotAllowed with an interest in it."""
    interests.require_impartial(session, officer_id=by, organisation_id=statement.organisation_id)
    session.refresh(statement, with_for_update=True)
    held = assignment_of(session, statement)
    if held is not None and held.officer_id != by:
        raise Conflict(f"{held.officer.name} has this case. Ask them to hand it over.")
    return held or _assign(session, statement, by, "", by, at)


def take_next(session: Session, *, by: uuid.UUID, at: datetime) -> Version | None:
    """Take the hardest case that nobody has and that the officer may decide; None where none waits."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    found = queue.next_free(session, officer_id=by)
    if found is None:
        return None
    version = session.get_one(Version, found)
    take(session, statement=version.statement, by=by, at=at)
    return version


def hand_over(
    session: Session, *, statement: Statement, to: uuid.UUID | None, note: str, by: uuid.UUID, at: datetime
) -> CaseAssignment:
    """Give a case to another officer, who is told. Raises Invalid where that is no officer or one with an interest."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    rules.check_note(note, "note")
    if to is None or not policy.has_role(session, person_id=to, roles=(Role.OFFICER,)):
        raise Invalid([Problem("Choose an officer.", field="to")])
    if interests.why_barred(session, officer_id=to, organisation_id=statement.organisation_id):
        raise Invalid([Problem("This officer has an interest in the organisation.", "Choose another.", "to")])
    session.refresh(statement, with_for_update=True)
    made = _assign(session, statement, to, note.strip(), by, at)
    if to != by:
        said: dict[str, str | int] = {
            "giver": queries.load_person(session, by).name,
            "number": statement.number,
            "note": note.strip(),
        }
        said |= {"organisation": statement.organisation.name, "path": f"/review/cases/{statement.number}"}
        messages.tell(session, person_id=to, template="case_handed_over", values=said, at=at)
    return made


def release(session: Session, *, statement: Statement, note: str, by: uuid.UUID, at: datetime) -> None:
    """Put a case back among those that nobody has. Raises Conflict where nobody has it, Invalid."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    rules.check_note(note, "note")
    session.refresh(statement, with_for_update=True)
    held = assignment_of(session, statement)
    if held is None:
        raise Conflict("Nobody has this case.")
    before = {"officer_id": str(held.officer_id)}
    session.delete(held)
    _record(session, "case.released", statement, before, {}, note, by, at)


def _assign(
    session: Session, statement: Statement, to: uuid.UUID, note: str, by: uuid.UUID, at: datetime
) -> CaseAssignment:
    held = assignment_of(session, statement)
    before = {"officer_id": str(held.officer_id)} if held else {}
    if held is None:
        held = CaseAssignment(statement_id=statement.id)
        session.add(held)
    held.officer_id, held.assigned_at, held.note = to, at, note
    session.flush()
    session.refresh(held, ["officer"])
    kind = "case.taken" if to == by else "case.handed_over"
    _record(session, kind, statement, before, {"officer_id": str(to)}, note, by, at)
    return held


def _record(
    session: Session,
    kind: str,
    statement: Statement,
    before: dict[str, str],
    after: dict[str, str],
    reason: str,
    by: uuid.UUID,
    at: datetime,
) -> None:
    events.record(
        session,
        kind=kind,
        subject=statement,
        by=by,
        at=at,
        organisation_id=statement.organisation_id,
        before=before,
        after=after,
        reason=reason,
    )
