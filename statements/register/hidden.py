"""Reasons of public events that held a passage which was taken down: nobody but officers reads them any more."""

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.events.models import Event
from statements.filing.models import Statement
from statements.moderation.takedown import HIDES, TAKEN_DOWN


def hidden_reasons(session: Session, statement_ids: Collection[uuid.UUID]) -> frozenset[int]:
    """The numbers of the events of these statements whose reasons are hidden."""
    query = select(Event.after).where(
        Event.kind == TAKEN_DOWN, Event.subject_kind == Statement.__tablename__, Event.subject_id.in_(statement_ids)
    )
    return frozenset(number for after in session.scalars(query) for number in after.get(HIDES, ()))
