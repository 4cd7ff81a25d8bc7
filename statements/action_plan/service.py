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
from statements.action_plan import plans, responsible
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


@dataclass(frozen=True)
class Origin:
    """Where a report stands that the portal enters from a published document: whose, which entry, and our reading.

    `agency` is its key in agencies.toml, `document` that of a file of archive/, `told` what its events give as reason.
    """

    agency: str
    document: str
    entry: int
    paragraphs: str
    reading: str
    told: str


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

    Raises NotFound for another agency or an action that the plan does not have, NotAllowed for an archived plan or an
    action that is another agency's, Invalid with every problem of the text.
    """
    policy.require(session, person_id=by, organisation_id=organisation_id, roles=(Role.CONTRIBUTOR,))
    responsible.require_own(session, plan=plan, action=action, organisation_id=organisation_id)
    note = ProgressNote(plan=plan, action=action, organisation_id=organisation_id)
    return _write(session, note, said, by, at)


def enter_note(
    session: Session, *, plan: str, action: str, origin: Origin, said: NoteText, at: datetime
) -> ProgressNote:
    """Keep a published document's report on an action (empty: the whole plan) as a note, public by the same act.

    The portal itself writes and approves it, no person; both events say so. Raises Invalid.
    """
    note = ProgressNote(plan=plan, action=action)
    note.agency, note.document, note.entry = origin.agency, origin.document, origin.entry
    note.paragraphs, note.reading = origin.paragraphs, origin.reading
    _write(session, note, said, None, at, origin.told)
    return _publish(session, note, None, at, origin.told)


def mend_entry(
    session: Session, *, note: ProgressNote, action: str, origin: Origin, said: NoteText, at: datetime
) -> bool:
    """Let an entered note say what its document's file says now; whether anything had changed."""
    before = _told_entry(note)
    note.action, note.agency, note.paragraphs, note.reading = action, origin.agency, origin.paragraphs, origin.reading
    for name, value in _columns(said).items():
        setattr(note, name, value)
    after = _told_entry(note)
    if after == before:
        return False
    note.corrected_at, note.correction_reason = at, origin.told
    was, now = changed(after, before), changed(before, after)
    _record(session, "note.corrected", note, None, at, before=was, after=now, reason=origin.told, public=True)
    return True


def edit_note(
    session: Session, *, note: ProgressNote, said: NoteText, by: uuid.UUID, at: datetime, reason: str = ""
) -> ProgressNote:
    """Change what a note says: policy staff at any time, its agency until it is public.

    A public note is corrected with a reason, which everyone reads. Raises NotFound for anyone else, Invalid.
    """
    _require_editor(session, note, by)
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
    _require_agency(session, note, by)
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
    return _publish(session, note, by, at)


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


def _write(
    session: Session, note: ProgressNote, said: NoteText, by: uuid.UUID | None, at: datetime, reason: str = ""
) -> ProgressNote:
    _check(note.plan, said, at)
    for name, value in _columns(said).items():
        setattr(note, name, value)
    note.written_by, note.written_at = by, at
    session.add(note)
    after = {"plan": note.plan, "action": note.action, **_told(said)}
    _record(session, "note.written", note, by, at, after=after, reason=reason)
    return note


def _publish(
    session: Session, note: ProgressNote, by: uuid.UUID | None, at: datetime, reason: str = ""
) -> ProgressNote:
    note.approved_by, note.approved_at = by, at
    _record(session, "note.approved", note, by, at, after={"action": note.action}, reason=reason, public=True)
    return note


def _require_editor(session: Session, note: ProgressNote, by: uuid.UUID) -> None:
    if not policy.has_role(session, person_id=by, roles=(Role.OFFICER,)):
        _require_agency(session, note, by)
        if note.approved_at is not None:
            raise NotAllowed("This note is public. Ask the policy staff to correct it.")
    if note.document:
        raise NotAllowed("This note is quoted from a published document: its words are not ours to change.")


def _require_agency(session: Session, note: ProgressNote, by: uuid.UUID) -> None:
    if note.organisation_id is None:
        raise NotFound("There is nothing here that you may see.")
    policy.require(session, person_id=by, organisation_id=note.organisation_id, roles=(Role.CONTRIBUTOR,))


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


def _told_entry(note: ProgressNote) -> dict[str, Any]:
    """What an entered note says and how we read it, as its events keep it."""
    ours = {name: getattr(note, name) for name in ("action", "agency", "paragraphs", "reading")}
    return {**ours, **_told(said_of(note))}


def _record(session: Session, kind: str, note: ProgressNote, by: uuid.UUID | None, at: datetime, **told: Any) -> None:
    events.record(session, kind=kind, subject=note, by=by, at=at, organisation_id=note.organisation_id, **told)
