"""The released assessment of a public version, to take away and to compute again."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.errors import NotFound
from statements.filing.models import Statement, Version
from statements.moderation import taking_away
from statements.register.queries import LARGEST_NUMBER, NO_VERSION
from statements.register.visible import is_public


def assessment(session: Session, number: int, version_number: int) -> dict[str, Any]:
    """The export of what was confirmed and released about this version. Raises NotFound where nothing is released."""
    if max(number, version_number) > LARGEST_NUMBER:
        raise NotFound(NO_VERSION)
    query = select(Version.id).join(Version.statement).where(is_public(), Statement.number == number)
    version_id = session.scalar(query.where(Version.number == version_number))
    if version_id is None:
        raise NotFound(NO_VERSION)
    return taking_away.for_all(session, version_id=version_id)
