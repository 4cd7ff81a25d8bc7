"""Addresses of organisations in the register: an old one leads to the new; what was put right is told openly."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from statements.errors import Invalid, Problem
from statements.events import service as events
from statements.organisations import service as organisations
from statements.organisations.models import CorrectionNote, FormerAddress, Organisation

LONGEST_NOTE = 2000

# Put together once: every page of an organisation asks these.
_MERGED = select(Organisation.id).where(Organisation.merged_into_id.in_(bindparam("level", expanding=True)))
_CORRECTIONS = (
    select(CorrectionNote)
    .where(CorrectionNote.organisation_id == bindparam("whose"))
    .order_by(CorrectionNote.at.desc(), CorrectionNote.id)
)


def move(session: Session, *, organisation: Organisation, wanted: str, at: datetime) -> None:
    """Give an organisation another address, the wanted one or the next that is free; the old one leads to it.

    Whoever calls it writes the event of which this is a part.
    """
    old = organisation.slug
    if wanted == old:
        return
    taken = session.get(FormerAddress, wanted)
    if taken is not None and taken.organisation_id == organisation.id:
        session.delete(taken)
        session.flush()
    organisation.slug = organisations.free_slug(session, wanted)
    session.add(FormerAddress(slug=old, organisation_id=organisation.id, since=at))
    session.flush()


def leads_to(session: Session, slug: str) -> str | None:
    """The address to which this one leads: of a renamed or merged organisation; None where it leads nowhere else."""
    moved = session.get(FormerAddress, slug)
    found = session.get(Organisation, moved.organisation_id) if moved else organisations.by_slug(session, slug)
    stands = standing_for(session, found) if found is not None else None
    return stands.slug if stands is not None and stands.slug != slug else None


def standing_for(session: Session, organisation: Organisation) -> Organisation:
    """The organisation itself, or the one that it became by being merged, at any depth."""
    found, seen = organisation, {organisation.id}
    while found.merged_into_id is not None and found.merged_into_id not in seen:
        seen.add(found.merged_into_id)
        found = session.get_one(Organisation, found.merged_into_id)
    return found


def merged_into(session: Session, organisation_id: uuid.UUID) -> list[uuid.UUID]:
    """The ids of organisations that were merged into this one, at any depth."""
    found: list[uuid.UUID] = []
    level = [organisation_id]
    while level:
        level = list(session.scalars(_MERGED, {"level": level}))
        level = [each for each in level if each not in found]
        found += level
    return found


def note_correction(
    session: Session, *, organisation: Organisation, text: str, by: uuid.UUID, at: datetime
) -> CorrectionNote:
    """Say openly what the register got wrong about an organisation and put right. Raises Invalid."""
    if not text.strip() or len(text) > LONGEST_NOTE:
        fault = f"Say what was wrong and what is right now, in up to {LONGEST_NOTE} characters."
        raise Invalid([Problem(fault, field="text")])
    note = CorrectionNote(organisation_id=organisation.id, text=text.strip(), at=at, by=by)
    session.add(note)
    session.flush()
    events.record(
        session,
        kind="organisation.corrected",
        subject=organisation,
        by=by,
        at=at,
        organisation_id=organisation.id,
        reason=text.strip(),
        public=True,
    )
    return note


def corrections(session: Session, organisation_id: uuid.UUID) -> Sequence[CorrectionNote]:
    """What the register put right about an organisation, newest first."""
    return session.scalars(_CORRECTIONS, {"whose": organisation_id}).all()
