"""What officers say openly about an organisation: what the register got wrong, and whether it stands.

Nobody with an interest in it does so.
"""

import uuid
from datetime import date, datetime

from sqlalchemy.orm import Session

from statements.organisations import addresses, statuses
from statements.organisations.models import CorrectionNote, Organisation, OrganisationStatus
from statements.people import interests


def correct(session: Session, *, organisation: Organisation, text: str, by: uuid.UUID, at: datetime) -> CorrectionNote:
    """Say openly what the register got wrong and put right. Raises NotAllowed with an interest, Invalid."""
    interests.require_impartial(session, officer_id=by, organisation_id=organisation.id)
    return addresses.note_correction(session, organisation=organisation, text=text, by=by, at=at)


def note_status(
    session: Session,
    *,
    organisation: Organisation,
    status: str,
    since: date | None,
    source: str,
    by: uuid.UUID,
    at: datetime,
) -> OrganisationStatus:
    """Write down what an organisation is from a day on, and the source. Raises NotAllowed with an interest, Invalid."""
    interests.require_impartial(session, officer_id=by, organisation_id=organisation.id)
    return statuses.note(session, organisation=organisation, status=status, since=since, source=source, by=by, at=at)
