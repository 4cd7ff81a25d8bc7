"""Forms that came when their sender was no longer signed in: kept for hours, given back once they are signed in again.

A parked form is nobody's act: nothing is done with it but to show it to whoever holds its token. It makes no event.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from statements.errors import NotFound, TooLarge
from statements.limits import PARKED_FORMS, UNSAVED_CHARACTERS
from statements.people.models import ParkedForm

KEPT_FOR = timedelta(hours=12)


def park(session: Session, *, token: str, path: str, fields: Sequence[tuple[str, str]], at: datetime) -> ParkedForm:
    """Keep a form until its sender is signed in again. Raises TooLarge, also where too many wait already."""
    if sum(len(name) + len(value) for name, value in fields) > UNSAVED_CHARACTERS.value:
        raise TooLarge("This form is too large to be kept while you sign in.")
    forget_old(session, at=at)
    if (session.scalar(select(func.count()).select_from(ParkedForm)) or 0) >= PARKED_FORMS.value:
        raise TooLarge("Too many forms wait for their senders to sign in.")
    parked = ParkedForm(token_hash=_hash(token), path=path, fields=[list(each) for each in fields], parked_at=at)
    session.add(parked)
    session.flush()
    return parked


def find(session: Session, *, token: str, at: datetime) -> ParkedForm:
    """The form that was parked with this token. Raises NotFound where there is none, or none any more."""
    found = session.scalar(select(ParkedForm).where(ParkedForm.token_hash == _hash(token)))
    if found is None or found.parked_at <= at - KEPT_FOR:
        raise NotFound("Nothing waits to be sent.")
    return found


def forget(session: Session, parked: ParkedForm) -> None:
    """Throw a parked form away: it was sent, or its sender does not want it any more."""
    session.delete(parked)
    session.flush()


def forget_old(session: Session, *, at: datetime) -> None:
    """Throw away what nobody came back for."""
    session.execute(delete(ParkedForm).where(ParkedForm.parked_at <= at - KEPT_FOR))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
