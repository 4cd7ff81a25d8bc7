"""Progress notes: an agency writes, policy staff ask, edit and approve, everyone reads.

Officers act as policy staff (docs/decisions/officers-are-policy-staff.md).
"""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from statements import clock
from statements.action_plan import plans
from statements.action_plan.models import NoteQuestion, ProgressNote, ProgressState
from statements.db import changed
from statements.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from statements.events import service as events
from statements.limits import NOTE_TEXT
from statements.people import policy
from statements.people.models import Role

LONGEST_TEXT = NOTE_TEXT.value


@dataclass(frozen=True)
class NoteText:
    """What an agency says about one action, or one stage of it, on one day; `links` are addresses of evidence."""

    state: ProgressState
    text: str
    happened_on: date
    delay_reason: str = ""
    mitigation: str = ""
    links: tuple[str, ...] = ()
    next_steps: str = ""
    stage: str = ""


TEXTS = ("text", "delay_reason", "mitigation", "next_steps")


def write_note(
    session: Session,
    *,
    plan: str,
    action: str,
    organisation_id: uuid.UUID,
    said: NoteText,
    by: uuid.UUID,
    at: datetime,
) -> ProgressNote:
    """Keep a contributor's note on an action for their agency; it is public once approved.

    Raises NotFound for another agency or an action that the plan does not have, NotAllowed for an archived plan,
    Invalid with every problem of the text.
    """
    policy.require(session, person_id=by, organisation_id=organisation_id, roles=(Role.CONTRIBUTOR,))
    open_action(plan, action)
    _check(plan, said, at)
    note = ProgressNote(
        plan=plan, action=action, organisation_id=organisation_id, written_by=by, written_at=at, **_columns(said)
    )
    session.add(note)
    _record(session, "note.written", note, by, at, after={"plan": plan, "action": action, **_told(said)})
    return note


def edit_note(
    session: Session, *, note: ProgressNote, said: NoteText, by: uuid.UUID, at: datetime, reason: str = ""
) -> ProgressNote:
    """Change what a note says: policy staff at any time, its agency until it is public.

    A public note is corrected with a reason, which everyone reads. Raises NotFound for anyone else, Invalid.
    """
    officer = policy.has_role(session, person_id=by, roles=(Role.OFFICER,))
    if not officer:
        policy.require(session, person_id=by, organisation_id=note.organisation_id, roles=(Role.CONTRIBUTOR,))
        if note.approved_at is not None:
            raise NotAllowed("This note is public. Ask the policy staff to correct it.")
    _check(note.plan, said, at)
    if note.approved_at is not None and not reason.strip():
        raise Invalid([Problem("A correction of a public note needs its reason.", "Everyone reads it.", "reason")])
    before, after = _told(said_of(note)), _told(said)
    for name, value in _columns(said).items():
        setattr(note, name, value)
    public = note.approved_at is not None
    if public:
        note.corrected_at, note.correction_reason = at, reason.strip()
    kind = "note.corrected" if public else "note.edited"
    _record(
        session,
        kind,
        note,
        by,
        at,
        before=changed(after, before),
        after=changed(before, after),
        reason=reason.strip(),
        public=public,
    )
    return note


def ask(session: Session, *, note: ProgressNote, question: str, by: uuid.UUID, at: datetime) -> NoteQuestion:
    """Ask the agency about a note that is not public yet. Raises NotFound for anyone but policy staff, Invalid."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    if note.approved_at is not None:
        raise Conflict("This note is already public.")
    _need(question, "question", "Write the question.")
    asked = NoteQuestion(note_id=note.id, question=question.strip(), asked_by=by, asked_at=at)
    session.add(asked)
    session.flush()
    session.refresh(note, ["questions"])
    _record(session, "note.asked", note, by, at, after={"question": question.strip()})
    return asked


def answer(session: Session, *, note: ProgressNote, text: str, by: uuid.UUID, at: datetime) -> NoteQuestion:
    """Answer the question that is open about one's agency's note. Raises NotFound, Conflict where none is, Invalid."""
    policy.require(session, person_id=by, organisation_id=note.organisation_id, roles=(Role.CONTRIBUTOR,))
    waiting = open_question(note)
    if waiting is None:
        raise Conflict("No question about this note is open.")
    _need(text, "answer", "Write the answer.")
    waiting.answer, waiting.answered_by, waiting.answered_at = text.strip(), by, at
    _record(session, "note.answered", note, by, at, after={"answer": text.strip()})
    return waiting


def approve_note(session: Session, *, note: ProgressNote, by: uuid.UUID, at: datetime) -> ProgressNote:
    """Make a note public. Raises Conflict where it already is, NotFound for anyone but policy staff."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    if note.approved_at is not None:
        raise Conflict("This note is already public.")
    note.approved_by, note.approved_at = by, at
    _record(session, "note.approved", note, by, at, after={"action": note.action}, public=True)
    return note


def check(said: NoteText, *, today: date) -> list[Problem]:
    """What is wrong with a note's text."""
    problems = []
    if not said.text.strip():
        problems.append(Problem("Say what happened.", "One or two sentences are enough.", field="text"))
    for name in TEXTS:
        if len(getattr(said, name)) > LONGEST_TEXT:
            mend = f"Keep it under {LONGEST_TEXT:,} characters."
            problems.append(Problem("This is too long.", mend, field=name))
    if said.happened_on > today:
        problems.append(Problem("The day is in the future.", "Give the day on which it happened.", field="happened_on"))
    if said.state is ProgressState.DELAYED and not (said.delay_reason.strip() and said.mitigation.strip()):
        problems.append(
            Problem("A delay needs its reason and what is done about it.", "Fill in both.", field="delay_reason")
        )
    for link in said.links:
        if urlsplit(link).scheme not in ("http", "https") or not urlsplit(link).hostname:
            problems.append(Problem(f"“{link}” is not a web address.", "Begin it with https://.", field="links"))
    return problems


def open_action(plan: str, action: str) -> None:
    """Let through an action that may be reported on. Raises NotFound, or NotAllowed for an archived plan."""
    of_plan = plans.plan(plan)
    of_plan.action(action)
    if of_plan.archive:
        raise NotAllowed("This plan is an archive: nothing is added to it.")


def said_of(note: ProgressNote) -> NoteText:
    """What a stored note says."""
    return NoteText(
        ProgressState(note.state),
        note.text,
        note.happened_on,
        note.delay_reason,
        note.mitigation,
        tuple(note.links),
        note.next_steps,
        note.stage,
    )


def open_question(note: ProgressNote) -> NoteQuestion | None:
    """The question about a note that waits for its agency, where one does."""
    return next((each for each in reversed(note.questions) if each.answered_at is None), None)


def load_note(session: Session, note_id: uuid.UUID) -> ProgressNote:
    """The note with this id. Raises NotFound."""
    found = session.get(ProgressNote, note_id)
    if found is None:
        raise NotFound("There is no such note.")
    return found


def _check(plan: str, said: NoteText, at: datetime) -> None:
    problems = check(said, today=clock.local_date(at, plans.plan(plan).time_zone))
    if problems:
        raise Invalid(problems)


def _need(text: str, field: str, message: str) -> None:
    if not text.strip():
        raise Invalid([Problem(message, field=field)])
    if len(text) > LONGEST_TEXT:
        raise Invalid([Problem("This is too long.", f"Keep it under {LONGEST_TEXT:,} characters.", field=field)])


def _columns(said: NoteText) -> dict[str, Any]:
    given = {**asdict(said), "state": said.state.value, "links": list(said.links)}
    return {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}


def _told(said: NoteText) -> dict[str, Any]:
    """What a note says as its event keeps it."""
    return {**_columns(said), "happened_on": said.happened_on.isoformat()}


def _record(session: Session, kind: str, note: ProgressNote, by: uuid.UUID, at: datetime, **told: Any) -> None:
    events.record(session, kind=kind, subject=note, by=by, at=at, organisation_id=note.organisation_id, **told)
