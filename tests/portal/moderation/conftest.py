"""What the tests of the officers' pages begin from: an officer who is signed in, a version that was read."""

import pytest

from statements.people.models import Role
from tests.signed_in import signed_in_as
from tests.statements.moderation.world import assessed, submitted


@pytest.fixture
def officer(app, session, now):
    """A browser in which an officer is signed in."""
    return signed_in_as(app, session, Role.OFFICER, at=now)


@pytest.fixture
def version(session, now):
    """A version that was submitted and read."""
    made = submitted(session, at=now)
    assessed(session, made, now)
    session.commit()
    return made
