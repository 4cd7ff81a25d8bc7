"""Write down who opened a document: in a session of its own, for a page that is only read writes nothing itself."""

import uuid

from portal import db
from portal.access import actor
from statements.db import open_session
from statements.events.search import note_access


def note_opened(version_id: uuid.UUID, sha256: str) -> None:
    """Write down that whoever makes this request opens a document."""
    with open_session(db.engine(), for_writing=True) as session, session.begin():
        note_access(session, sha256=sha256, version_id=version_id, by=actor(), at=db.now())
