"""The public history of a statement: what was published, taken back and answered, and what an officer decided."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from statements.events.models import Event
from statements.filing.holds import HELD, HOLD_ENDED
from statements.filing.models import Statement
from statements.moderation.takedown import HIDES, TAKEN_DOWN
from statements.register.public import Happening, PublicStatement

ANSWERED = "reader_report.answered"
REMATCHED = "statement.rematched"
WITH_REASON = frozenset(
    {
        "statement.corrected",
        "statement.withdrawn",
        "profile.recalled",
        TAKEN_DOWN,
        REMATCHED,
        ANSWERED,
    }
)
RELEASED = "profile.released"
HISTORY = WITH_REASON | {"statement.published", RELEASED, "reply.added", HELD, HOLD_ENDED}
"""Kinds of event that the public history shows; any other kind is left out even where it was marked public."""

_OF_A_STATEMENT = (
    select(Event.number, Event.kind, Event.at, Event.reason, Event.after)
    .where(Event.subject_kind == Statement.__tablename__, Event.subject_id == bindparam("statement"))
    .where(Event.public, Event.kind.in_(HISTORY))
    .order_by(Event.number)
)


def history(session: Session, shown: PublicStatement) -> list[Happening]:
    """The public lines of a statement's history, oldest first; kinds not listed in HISTORY are left out."""
    rows = session.execute(_OF_A_STATEMENT, {"statement": shown.id}).all()
    hidden = {number for row in rows if row.kind == TAKEN_DOWN for number in row.after.get(HIDES, ())}
    return [_happening(kind, at, "" if number in hidden else reason, after) for number, kind, at, reason, after in rows]


def _happening(kind: str, at: datetime, reason: str, after: Mapping[str, Any]) -> Happening:
    if kind != RELEASED:
        came = str(after.get("outcome", "")) if kind == ANSWERED else ""
        return Happening(kind, at, reason if kind in WITH_REASON else "", outcome=came)
    return Happening(kind, at, confirmed=int(after.get("confirmed", 0)), changed=tuple(after.get("changed", ())))
