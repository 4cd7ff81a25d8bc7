"""Every address that changes something says in docs/acts.md what it writes down."""

import pytest
from flask import Flask

from statements.events.models import Event
from tests.acts import acts, check_act, kinds


def test_every_address_that_changes_something_says_what_it_writes_down(app: Flask) -> None:
    changing = {str(rule) for rule in app.url_map.iter_rules() if {"POST", "PUT", "PATCH", "DELETE"} & rule.methods}
    assert changing == set(acts())
    assert {kind for act in acts().values() for way in act.ways for kind in way} <= set(kinds())


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("/review/<uuid:version_id>/publish", []),
        ("/review/<uuid:version_id>/publish", ["statement.published", "statement.published"]),
        ("/review/<uuid:version_id>/publish", ["statement.returned"]),
        ("/desk/no-statement-owed", ["obligation.presumed"]),
        ("/account/login", ["person.added"]),
        ("/nowhere", []),
    ],
)
def test_an_act_that_writes_down_too_little_or_too_much_is_found(address: str, written: list[str]) -> None:
    with pytest.raises(AssertionError):
        check_act(address, [Event(kind=kind) for kind in written])


def test_an_event_that_does_not_tell_why_is_found() -> None:
    told = {
        "kind": "statement.withdrawn",
        "actor": "somebody",
        "before": {"state": "published"},
        "after": {"state": ""},
    }
    check_act("/filing/<int:number>/withdraw", [Event(**told, reason="Filed twice.")])
    with pytest.raises(AssertionError, match="reason"):
        check_act("/filing/<int:number>/withdraw", [Event(**told, reason="")])
