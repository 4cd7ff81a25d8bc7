"""Progress notes: an agency writes, an officer approves, everyone reads."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements import clock
from statements.action_plan import plans
from statements.action_plan.models import ProgressNote, ProgressState
from statements.errors import Conflict, Invalid, NotFound, Problem
from statements.events import service as events
from statements.limits import NOTE_TEXT
from statements.organisations.models import Organisation
from statements.people import policy
from statements.people.models import Role

LONGEST_TEXT = NOTE_TEXT.value


@dataclass(frozen=True)
class NoteText:
    """What an agency says about one action on one day; `links` are addresses of evidence."""

    state: ProgressState
    text: str
    happened_on: date
    delay_reason: str = ""
    mitigation: str = ""
    links: tuple[str, ...] = ()
    next_steps: str = ""
    stage: str = ""


@dataclass(frozen=True)
class PublicNote:
    """An approved note as anyone may read it: no person in it."""

    action: str
    agency: str
    agency_slug: str
    said: NoteText
    approved_at: datetime


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

    Raises NotFound for another agency or an action that the plan does not have, Invalid with
    every problem of the text.
    """
    policy.require(session, person_id=by, organisation_id=organisation_id, roles=(Role.CONTRIBUTOR,))
    of_plan = plans.plan(plan)
    of_plan.action(action)
    problems = check(said, today=clock.local_date(at, of_plan.time_zone))
    if problems:
        raise Invalid(problems)
    note = ProgressNote(
        plan=plan,
        action=action,
        organisation_id=organisation_id,
        state=said.state,
        text=said.text.strip(),
        delay_reason=said.delay_reason.strip(),
        mitigation=said.mitigation.strip(),
        links=list(said.links),
        happened_on=said.happened_on,
        written_by=by,
        written_at=at,
    )
    session.add(note)
    after = {"plan": plan, "action": action, "state": said.state}
    events.record(
        session, kind="note.written", subject=note, by=by, at=at, organisation_id=organisation_id, after=after
    )
    return note


def check(said: NoteText, *, today: date) -> list[Problem]:
    """What is wrong with a note's text."""
    problems = []
    if not said.text.strip():
        problems.append(Problem("Say what happened.", "One or two sentences are enough.", field="text"))
    if len(said.text) > LONGEST_TEXT:
        problems.append(Problem("The note is too long.", f"Keep it under {LONGEST_TEXT:,} characters.", field="text"))
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


def approve_note(session: Session, *, note: ProgressNote, by: uuid.UUID, at: datetime) -> ProgressNote:
    """Make a note public. Raises Conflict where it already is, NotFound for anyone but an officer."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    if note.approved_at is not None:
        raise Conflict("This note is already public.")
    note.approved_by, note.approved_at = by, at
    events.record(
        session,
        kind="note.approved",
        subject=note,
        by=by,
        at=at,
        organisation_id=note.organisation_id,
        after={"action": note.action},
        public=True,
    )
    return note


def load_note(session: Session, note_id: uuid.UUID) -> ProgressNote:
    """The note with this id. Raises NotFound."""
    found = session.get(ProgressNote, note_id)
    if found is None:
        raise NotFound("There is no such note.")
    return found


def waiting_notes(session: Session) -> Sequence[tuple[ProgressNote, str]]:
    """Notes that wait for approval with their agency's name, oldest first."""
    query = (
        select(ProgressNote, Organisation.name)
        .join(Organisation, Organisation.id == ProgressNote.organisation_id)
        .where(ProgressNote.approved_at.is_(None))
        .order_by(ProgressNote.written_at)
    )
    return [(note, name) for note, name in session.execute(query).all()]


def public_notes(session: Session, *, plan: str, action: str | None = None) -> Sequence[PublicNote]:
    """The approved notes of a plan, or of one of its actions, newest first."""
    query = (
        select(ProgressNote, Organisation)
        .join(Organisation, Organisation.id == ProgressNote.organisation_id)
        .where(ProgressNote.plan == plan, ProgressNote.approved_at.is_not(None))
        .order_by(ProgressNote.happened_on.desc(), ProgressNote.written_at.desc())
    )
    if action is not None:
        query = query.where(ProgressNote.action == action)
    return [_public(note, agency) for note, agency in session.execute(query).all()]


def _public(note: ProgressNote, agency: Organisation) -> PublicNote:
    said = NoteText(
        ProgressState(note.state), note.text, note.happened_on, note.delay_reason, note.mitigation, tuple(note.links)
    )
    approved = note.approved_at or note.written_at
    return PublicNote(note.action, agency.name, agency.slug, said, approved)
