"""What tests of the Plan of Action ask for: the published briefing entered, an agency responsible for an action."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from statements.action_plan.entering import enter_documents
from statements.action_plan.models import ActionAgency
from statements.organisations.models import Organisation
from tests.factories import make_person

LATER = "nz-2020-2025"


@pytest.fixture
def briefed(session: Session, now: datetime) -> Session:
    """A session on a database into which the published briefing of 2010 was entered, committed."""
    enter_documents(session, at=now)
    session.commit()
    return session


def make_responsible(session: Session, organisation: Organisation, *actions: str, at: datetime) -> None:
    """Make an organisation responsible for these actions of the plan 2020-25."""
    by = make_person(session, name="Polly Policy", at=at).id
    for action in actions:
        given = {"plan": LATER, "action": action, "organisation_id": organisation.id, "reason": "It does this work."}
        session.add(ActionAgency(**given, assigned_by=by, assigned_at=at))
    session.flush()
