"""Whatever is sent to a public address is answered with what it asked for or with what is wrong, never a failure."""

import os
from datetime import date
from itertools import cycle
from random import Random
from urllib.parse import quote, urlencode

import pytest

from tests.factories import make_organisation
from tests.portal.register.nasty import NASTY, addresses, parameters, public_rules
from tests.published import assess, publish

TURNS = int(os.environ.get("FUZZ_TURNS", "1"))
"""`make fuzz` takes many: each turn puts other values in other places."""
PATHS = (
    *("/statements", "/api/v1/statements", "/statements.csv", "/statements.xlsx", "/statements.atom", "/compare"),
    *("/statements/filters", "/api/v1/changes", "/grievance-channels", "/alerts/new", "/reports", "/need-to-file"),
)
KNOWN = {
    "number": "1",
    "version_number": "1",
    "earlier": "2",
    "slug": "foods",
    "value": "C",
    "part": "1",
    "key": "nz-2020-2025",
    "audience": "worker",
    "language": "en",
    "year": "2026",
    "ending": "csv",
    "kind": "pdf",
}


@pytest.fixture
def register(session, now):
    foods = make_organisation(session, name="Kererū Foods Limited", at=now, slug="foods", industry="1111")
    first = publish(session, organisation=foods, at=now)
    publish(session, organisation=foods, at=now, period_end=date(2025, 3, 31))
    assess(session, statement=first, at=now, released_at=now)
    session.commit()


def ask(client, address: str) -> int:
    answer = client.get(address)
    assert answer.status_code < 500, address
    return answer.status_code


def encoded(value: str) -> str:
    return quote(value.encode("utf-8", errors="surrogatepass"))


def shuffled(turn: int) -> list[str]:
    """The nasty values in an order of their own for each turn: the first is always the same."""
    values = list(NASTY)
    Random(turn).shuffle(values)
    return values


@pytest.mark.parametrize("turn", range(TURNS))
def test_every_route_takes_nasty_values(app, client, register, turn) -> None:
    """Each public route as it should be asked, then with a nasty value in each of its parts."""
    values, seen = cycle(shuffled(turn)), set()
    for rule in public_rules(app):
        seen |= {ask(client, each) for each in addresses(rule, KNOWN, encoded(next(values)))}
    assert {200, 404} <= seen


@pytest.mark.parametrize("turn", range(TURNS))
def test_every_parameter_takes_nasty_values(app, client, register, turn) -> None:
    """Every parameter with a nasty value; every value as a search and as a cursor; every parameter at once."""
    names, values = parameters(app), shuffled(turn)
    assert {"q", "sort", "page", "year", "sector", "cursor", "since", "organisation", "limit", "facets"} <= set(names)
    for name, value, path in zip(names, cycle(values), cycle(PATHS), strict=False):
        ask(client, f"{path}?{encoded(name)}={encoded(value)}")
    for value in values:
        ask(client, f"/api/v1/statements?limit=1&q={encoded(value)}&cursor={encoded(value)}")
    for value in values[:: len(values) // 4]:
        everything = urlencode([(name, value.encode("utf-8", errors="surrogatepass")) for name in names])
        ask(client, f"/statements?{everything}"[:60_000])
