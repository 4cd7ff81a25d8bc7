"""Write down who opened a document: in a session of its own, for a page that is only read writes nothing itself."""

import uuid
from collections.abc import Collection

from portal import db
from portal.access import actor, seen_by
from statements.db import open_session
from statements.events.models import Way
from statements.events.search import note_access


def note_opened(documents: Collection[str], way: Way, *, version_id: uuid.UUID | None = None) -> None:
    """Write down that whoever makes this request opens these documents; who sees as another is named themselves."""
    office = seen_by()
    by, way = (office, Way.SEEN_AS) if office else (actor(), way)
    with open_session(db.engine(), for_writing=True) as session, session.begin():
        note_access(session, documents=documents, version_id=version_id, way=way, by=by, at=db.now())
