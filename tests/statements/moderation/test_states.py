"""Every way that a version may go, and that every other is closed."""

import itertools

import pytest

from statements.errors import Conflict
from statements.filing.models import StatementState, VersionState
from statements.moderation import states
from tests.statements.moderation.world import make_statement, make_version, submitted

OPEN = {
    (VersionState.SUBMITTED, VersionState.PUBLISHED),
    (VersionState.SUBMITTED, VersionState.RETURNED),
    (VersionState.SUBMITTED, VersionState.SUPERSEDED),
    (VersionState.SUBMITTED, VersionState.WITHDRAWN),
    (VersionState.PUBLISHED, VersionState.SUPERSEDED),
    (VersionState.PUBLISHED, VersionState.WITHDRAWN),
}


@pytest.mark.parametrize(("came_from", "to"), list(itertools.product(VersionState, VersionState)))
def test_only_the_ways_in_the_table_are_open(session, now, came_from, to) -> None:
    version = submitted(session, at=now)
    version.state = came_from
    if (came_from, to) in OPEN:
        states.move(version, to)
        assert version.state == to
    else:
        with pytest.raises(Conflict, match=came_from):
            states.move(version, to)
        assert version.state == came_from


def test_publishing_supersedes_what_came_before(session, now) -> None:
    first = submitted(session, at=now)
    states.move(first, VersionState.PUBLISHED)
    second = make_version(session, statement=first.statement, at=now, pages=["Corrected."])
    states.move(second, VersionState.PUBLISHED)
    assert (first.state, second.state) == (VersionState.SUPERSEDED, VersionState.PUBLISHED)
    assert first.statement.current_version_id == second.id
    assert states.published_version(first.statement) is second


def test_a_returned_correction_leaves_what_is_public(session, now) -> None:
    first = submitted(session, at=now)
    states.move(first, VersionState.PUBLISHED)
    second = make_version(session, statement=first.statement, at=now)
    states.move(second, VersionState.RETURNED)
    assert first.statement.state == StatementState.PUBLISHED
    assert states.published_version(first.statement) is first


def test_a_returned_first_version_returns_its_statement(session, now) -> None:
    version = submitted(session, at=now)
    states.move(version, VersionState.RETURNED)
    assert version.statement.state == StatementState.RETURNED


def test_a_statement_published_again_after_withdrawal_drops_the_reason(session, now) -> None:
    first = submitted(session, at=now)
    states.move(first, VersionState.PUBLISHED)
    states.move(first, VersionState.WITHDRAWN)
    first.statement.withdrawn_reason = "Wrong file."
    second = make_version(session, statement=first.statement, at=now)
    states.move(second, VersionState.PUBLISHED)
    assert (first.statement.state, first.statement.withdrawn_reason) == (StatementState.PUBLISHED, "")
    assert first.state == VersionState.WITHDRAWN


def test_the_newest_version_is_the_highest_number(session, now) -> None:
    statement = make_statement(
        session,
        organisation=submitted(session, at=now).statement.organisation,
        at=now,
        period_start=now.date(),
        period_end=now.date(),
    )
    versions = [make_version(session, statement=statement, at=now) for _ in range(3)]
    assert states.newest_version(statement) is versions[-1]
