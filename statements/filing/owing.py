"""An obligation that is written down after its statement came: what was filed before counts."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements import clock
from statements.filing import profiles
from statements.filing.models import Coverage, Statement, Version, VersionState
from statements.organisations import obligations_service
from statements.organisations.models import Obligation

RECEIVED = (VersionState.SUBMITTED, VersionState.PUBLISHED, VersionState.SUPERSEDED)


def note_earlier_filing(session: Session, *, obligation: Obligation) -> bool:
    """Mark the obligation as filed where a received statement covers its organisation and period; whether one does."""
    query = (
        select(Statement, Version.submitted_at)
        .join(Version, Version.statement_id == Statement.id)
        .join(Coverage, Coverage.version_id == Version.id)
        .where(
            Coverage.organisation_id == obligation.organisation_id,
            Statement.profile == obligation.profile,
            Statement.period_end == obligation.period_end,
            Version.state.in_(RECEIVED),
        )
        .order_by(Version.submitted_at)
    )
    found = session.execute(query).first()
    if found is None:
        return False
    statement, submitted_at = found
    zone = profiles.profile(statement.profile).time_zone
    obligations_service.mark_filed(
        session,
        organisation_ids=[obligation.organisation_id],
        profile=obligation.profile,
        period_end=obligation.period_end,
        statement_id=statement.id,
        filed_on=clock.local_date(submitted_at, zone),
    )
    return True
