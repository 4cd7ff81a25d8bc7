"""Reading progress notes: what is public, what waits for whom, how a note came to say what it says."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from statements.action_plan import agencies
from statements.action_plan.agencies import AgencyRef
from statements.action_plan.models import ProgressNote
from statements.action_plan.service import NoteText, said_of
from statements.errors import NotFound
from statements.events import service as events
from statements.organisations.models import Organisation
from statements.people import policy
from statements.people.models import MembershipState, Role


@dataclass(frozen=True)
class PublicNote:
    """An approved note as anyone may read it: no person in it. A correction is told with its reason.

    `document` is the key of the published document from which the portal entered it, with our reading; else empty.
    """

    id: uuid.UUID
    action: str
    agency: AgencyRef
    said: NoteText
    approved_at: datetime
    corrected_at: datetime | None = None
    correction_reason: str = ""
    document: str = ""
    paragraphs: str = ""
    reading: str = ""


@dataclass(frozen=True)
class Step:
    """One line of a note's history: what was done, when, what the texts were before, and why."""

    kind: str
    at: datetime
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str


def public_notes(session: Session, *, plan: str) -> Sequence[PublicNote]:
    """The approved notes of a plan, newest first."""
    query = select(ProgressNote, Organisation.slug, Organisation.name)
    query = query.outerjoin(Organisation, Organisation.id == ProgressNote.organisation_id)
    query = query.where(ProgressNote.plan == plan, ProgressNote.approved_at.is_not(None))
    newest = (ProgressNote.happened_on.desc(), ProgressNote.written_at.desc(), ProgressNote.entry)
    return [_public(note, slug, name) for note, slug, name in session.execute(query.order_by(*newest)).all()]


def waiting_notes(session: Session) -> Sequence[tuple[ProgressNote, str]]:
    """Notes that wait for approval with their agency's name, oldest first."""
    query = _notes().where(ProgressNote.approved_at.is_(None)).order_by(ProgressNote.written_at)
    return [(note, agency.name) for note, agency in session.execute(query).all()]


def notes_of(session: Session, *, organisation_ids: Collection[uuid.UUID]) -> Sequence[tuple[ProgressNote, str]]:
    """Every note of these agencies with the agency's name, newest first."""
    query = _notes().where(ProgressNote.organisation_id.in_(organisation_ids))
    query = query.order_by(ProgressNote.written_at.desc())
    return [(note, agency.name) for note, agency in session.execute(query).all()]


def agencies_of(session: Session, *, person_id: uuid.UUID) -> list[Organisation]:
    """The agencies for which a person may report."""
    return [
        each.organisation
        for each in policy.memberships(session, person_id=person_id)
        if each.role == Role.CONTRIBUTOR and each.state == MembershipState.APPROVED and each.organisation
    ]


def note_for(session: Session, note_id: uuid.UUID, *, person_id: uuid.UUID) -> tuple[ProgressNote, str]:
    """A note with its agency's name, for policy staff or its own agency. Raises NotFound for anyone else."""
    found = session.execute(_notes().where(ProgressNote.id == note_id)).first()
    if found is None:
        raise NotFound("There is no such note.")
    note, agency = found
    if note.organisation_id is None:
        raise NotFound("There is no such note.")
    policy.require(
        session,
        person_id=person_id,
        organisation_id=note.organisation_id,
        roles=(Role.CONTRIBUTOR,),
        officers_too=True,
    )
    return note, agency.name


def history(session: Session, note: ProgressNote) -> list[Step]:
    """How a note came to say what it says, oldest first."""
    found = events.history(session, subject=note)
    return [Step(each.kind, each.at, each.before, each.after, each.reason) for each in found]


def _notes() -> Select[ProgressNote, Organisation]:
    query = select(ProgressNote, Organisation).join(Organisation, Organisation.id == ProgressNote.organisation_id)
    return query.options(selectinload(ProgressNote.questions))


def _public(note: ProgressNote, slug: str | None, name: str | None) -> PublicNote:
    return PublicNote(
        note.id,
        note.action,
        agencies.reporting(slug, name) if slug and name else agencies.planned(note.agency),
        said_of(note),
        note.approved_at or note.written_at,
        note.corrected_at,
        note.correction_reason,
        note.document,
        note.paragraphs,
        note.reading,
    )
