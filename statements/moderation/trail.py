"""Every decision leaves its event on the statement, and tells those whom it concerns."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from statements.events import service as events
from statements.filing.models import Version
from statements.people import messages


def record(
    session: Session,
    kind: str,
    version: Version,
    by: uuid.UUID | None,
    at: datetime,
    after: dict[str, Any],
    *,
    before: Mapping[str, Any] | None = None,
    reason: str = "",
    public: bool = False,
) -> None:
    """Write the event of a change to what is said or shown of a version; `before` and `after` tell what changed."""
    events.record(
        session,
        kind=kind,
        subject=version.statement,
        by=by,
        at=at,
        organisation_id=version.statement.organisation_id,
        before=dict(before or {}),
        after={"version": version.number, **after},
        reason=reason.strip(),
        public=public,
    )


def tell(session: Session, template: str, version: Version, *, path: str, at: datetime, **values: str) -> None:
    """Mail everyone who files or signs for the version's organisation; `path` is the page that the mail links to."""
    statement = version.statement
    known: dict[str, str | int] = {
        "organisation": statement.organisation.name,
        "number": statement.number,
        "path": path,
    }
    messages.tell_members(
        session, organisation_id=statement.organisation_id, template=template, values={**known, **values}, at=at
    )
