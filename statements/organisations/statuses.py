"""Whether organisations stand: dissolved, in liquidation or active again, each from a day on and with its source."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from statements.clock import latest_date
from statements.errors import Invalid, Problem
from statements.events import service as events
from statements.organisations.models import Organisation, OrganisationStatus, Status

LONGEST_SOURCE = 2000
_NOTED = (
    select(OrganisationStatus)
    .where(OrganisationStatus.organisation_id.in_(bindparam("ids", expanding=True)))
    .order_by(OrganisationStatus.since, OrganisationStatus.recorded_at)
)


def note(
    session: Session,
    *,
    organisation: Organisation,
    status: str,
    since: date | None,
    source: str,
    by: uuid.UUID,
    at: datetime,
) -> OrganisationStatus:
    """Write down what an organisation is from a day on, and the source, which is public. Raises Invalid."""
    said, problems = source.strip(), []
    if status not in set(Status):
        problems.append(Problem("Choose what it is.", field="status"))
    if since is None or since > latest_date(at):
        problems.append(Problem("Give the day from which it is so.", "It cannot be in the future.", "since"))
    if not said or len(said) > LONGEST_SOURCE:
        problems.append(
            Problem("Say where this is known from.", f"In at most {LONGEST_SOURCE:,} characters.", "source")
        )
    if problems or since is None:
        raise Invalid(problems)
    given = {"status": status, "since": since, "source": said}
    row = OrganisationStatus(organisation_id=organisation.id, recorded_at=at, recorded_by=by, **given)
    session.add(row)
    session.flush()
    events.record(
        session,
        kind="organisation.status_noted",
        subject=organisation,
        by=by,
        at=at,
        organisation_id=organisation.id,
        after={"status": status, "since": since.isoformat()},
        reason=said,
        public=True,
    )
    return row


def current(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, OrganisationStatus]:
    """What each of these organisations is now, where anything is noted: of several the one with the newest day."""
    return {each.organisation_id: each for each in session.scalars(_NOTED, {"ids": list(ids)})}
