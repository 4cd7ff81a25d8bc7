"""Which person's pages an officer sees just now: kept in the officer's own session, which ends by itself."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from flask import session as cookie

SEEING = "seeing"
MAY_BE_POSTED = frozenset({"seeing.leave", "security.logout"})
"""What may be sent while one sees as another."""


@dataclass(frozen=True)
class Seeing:
    """Whom an officer sees as, for which organisation, and until when."""

    person_id: uuid.UUID
    organisation_id: uuid.UUID
    until: datetime


def keep(seeing: Seeing) -> None:
    """Begin, in this browser."""
    told = (str(seeing.person_id), str(seeing.organisation_id), seeing.until.isoformat())
    cookie[SEEING] = dict(zip(("person", "organisation", "until"), told, strict=True))


def forget() -> Seeing | None:
    """Stop, in this browser; what was seen."""
    found = _read()
    cookie.pop(SEEING, None)
    return found


def current(at: datetime) -> Seeing | None:
    """Whom the person of this browser sees as at this moment, if anybody."""
    found = _read()
    return found if found is not None and at < found.until else None


def _read() -> Seeing | None:
    told = cookie.get(SEEING)
    if not told:
        return None
    return Seeing(uuid.UUID(told["person"]), uuid.UUID(told["organisation"]), datetime.fromisoformat(told["until"]))
