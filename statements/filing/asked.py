"""How the signature of each open draft stands, for the lists that its people start from."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.filing import queries, signing
from statements.filing.models import SignatureRequest, Statement
from statements.filing.signing import RequestState
from statements.people import outbox
from statements.people import queries as people


@dataclass(frozen=True)
class Asked:
    """The newest request to sign a draft that is open: how it stands, whom it asked, whether mail reaches them."""

    state: RequestState
    director: str
    reached: bool


def asked_of(session: Session, statements: Sequence[Statement], *, at: datetime) -> dict[uuid.UUID, Asked]:
    """The newest request of each of these statements whose draft is open, by the statement's id."""
    query = select(SignatureRequest).where(SignatureRequest.statement_id.in_([each.id for each in statements]))
    newest = {each.statement_id: each for each in session.scalars(query.order_by(SignatureRequest.asked_at))}
    drafts = {each.id: each.draft for each in statements if each.id in newest and each.draft is not None}
    waiting = [newest[key] for key, draft in drafts.items() if queries.is_editable(session, draft)]
    directors = {each.director_id for each in waiting}
    names, lost = people.names_of(session, ids=directors), outbox.unreached(session, directors)
    states = {each.statement_id: (each, signing.state_of(session, each, at=at)) for each in waiting}
    return {
        key: Asked(state, names[each.director_id], each.director_id not in lost)
        for key, (each, state) in states.items()
        if state != RequestState.SIGNED
    }
