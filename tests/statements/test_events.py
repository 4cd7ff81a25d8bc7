"""Events are numbered in order, one for each change, and read back from the tail."""

from statements.events import service as events
from tests.factories import make_organisation


def test_events_are_numbered_and_read_in_order(session, now) -> None:
    organisation = make_organisation(session, name="Event Demonstration Limited", at=now)
    first = events.record(session, kind="organisation.added", subject=organisation, by=None, at=now)
    second = events.record(
        session, kind="organisation.renamed", subject=organisation, by=None, at=now, after={"name": "New"}, public=True
    )
    session.commit()
    assert (first.number, second.number) == (1, 2)
    assert [event.kind for event in events.tail(session, after=1)] == ["organisation.renamed"]
    assert events.latest_number(session) == 2
    assert [event.number for event in events.history(session, subject=organisation, public_only=True)] == [2]
