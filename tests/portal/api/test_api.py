"""The API answers exactly what it promises, in one shape of errors, to any request that its description allows."""

import re
from datetime import date

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from tests.factories import make_organisation
from tests.published import assess, give_names, publish

FACETS = {"year", "sector", "region", "size", "kind"}


@pytest.fixture
def register(session, now):
    """Three statements of two organisations, one with a released profile."""
    foods = make_organisation(
        session, name="Kererū Demonstration Foods Limited", at=now, slug="kereru-foods", industry="1111", region="otago"
    )
    give_names(session, foods, former=["Old Foods"], identifiers=[("nzbn", "9429000000001")])
    council = make_organisation(session, name="Ruru Demonstration Council", at=now, slug="ruru", kind="council")
    publish(session, organisation=foods, at=now, period_end=date(2025, 6, 30), pages=("We <b>visited</b> farms.",))
    latest = publish(
        session, organisation=foods, at=now, covers=[council], pages=("Debt bondage & fees", "were repaid.")
    )
    publish(session, organisation=council, at=now, pages=("Procurement.",))
    found = {"text": "Debt", "rest": [{"page": 2, "start": 0, "end": 12}]}
    assess(session, statement=latest, at=now, levels={"C06": None}, released_at=now, evidence=[found])
    session.commit()


# Any text may be the id of an organisation, so there is no wrong one to try.
TRIED = [
    ("/api/v1/statements", GenerationMode.POSITIVE),
    ("/api/v1/statements", GenerationMode.NEGATIVE),
    ("/api/v1/statements/{number}", GenerationMode.POSITIVE),
    ("/api/v1/statements/{number}", GenerationMode.NEGATIVE),
    ("/api/v1/organisations/{slug}", GenerationMode.POSITIVE),
    ("/api/v1/changes", GenerationMode.POSITIVE),
    ("/api/v1/changes", GenerationMode.NEGATIVE),
]


@pytest.mark.parametrize(("path", "mode"), TRIED)
def test_every_request_is_answered_as_described(app, register, path, mode) -> None:
    promised = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)

    @settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=promised[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate()

    ask()


def test_a_search_answers_exactly_this(client, register) -> None:
    answer = client.get("/api/v1/statements?q=visited+farms&year=2025&sector=C&facets=1&limit=20")
    assert "Set-Cookie" not in answer.headers
    assert answer.get_json() == {
        "total": 1,
        "results": [
            {
                "id": 1,
                "organisation": "Kererū Demonstration Foods Limited",
                "year": 2025,
                "url": "http://127.0.0.1:8000/statements/1",
                "profile": None,
                "snippet": "We &lt;b&gt;<mark>visited</mark>&lt;/b&gt; <mark>farms</mark>.",
            }
        ],
        "facets": {
            "year": {"2025": 1},
            "sector": {"C": 1},
            "region": {"otago": 1},
            "size": {"unknown": 1},
            "kind": {"company": 1},
        },
    }


def test_a_released_profile_is_told_by_its_points(client, register) -> None:
    found = client.get("/api/v1/statements?q=bondage").get_json()
    assert found["results"][0]["profile"] == {"commit": 3, "know": None, "act": 4, "track": 2, "remedy": 3}
    assert set(found) == {"total", "results"}
    assert client.get("/api/v1/statements?commit=middle").get_json()["total"] == 1


def test_paging_walks_through_everything_once(client, register) -> None:
    first = client.get("/api/v1/statements?limit=2&sort=name")
    name = "kererū demonstration foods limited".encode().hex()
    where = f"limit=2&sort=name&cursor=name-{name}-739432-1-2"
    assert first.headers["Link"] == f'<http://127.0.0.1:8000/api/v1/statements?{where}>; rel="next"'
    second = client.get("/api/v1/statements?limit=2&sort=name&offset=2")
    assert "Link" not in second.headers
    ids = [each["id"] for answer in (first, second) for each in answer.get_json()["results"]]
    assert ids == [2, 1, 3]


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/api/v1/statements?colour=red", ["colour"]),
        ("/api/v1/statements?year=soon&limit=1000", ["year", "limit"]),
        ("/api/v1/statements?sector=Z", ["sector"]),
        ("/api/v1/statements?sort=score", ["sort"]),
        ("/api/v1/statements?q=" + "a" * 501, ["q"]),
        ("/api/v1/statements?q=" + "(" * 61, ["q"]),
        ("/api/v1/organisations/ruru?x=1", ["x"]),
    ],
)
def test_what_cannot_be_used_is_named(client, register, address, fields) -> None:
    answer = client.get(address)
    assert answer.status_code == 422
    assert {each["field"] for each in answer.get_json()["error"]["problems"]} == set(fields)


def test_a_statement_is_told_whole(client, register) -> None:
    shown = client.get("/api/v1/statements/2").get_json()
    assert shown["organisation"] == {"id": "kereru-foods", "name": "Kererū Demonstration Foods Limited"}
    assert (shown["status"], shown["version"], shown["period_end"]) == ("published", 1, "2026-03-31")
    assert {each["id"] for each in shown["covers"]} == {"kereru-foods", "ruru"}
    assert "pages" not in shown["documents"][0]
    evidence = shown["profile"]["findings"][0]["evidence"][0]
    assert (evidence["text"], evidence["rest"]) == ("Debt", [{"page": 2, "start": 0, "end": 12}])
    assert re.search(r'id="s0-rest"[^>]*>were repaid\.</mark>', client.get("/statements/2").get_data(as_text=True))
    text = client.get("/api/v1/statements/2?text=1").get_json()
    assert text["documents"][0]["pages"] == ["Debt bondage & fees", "were repaid."]
    missing = client.get("/api/v1/statements/99")
    assert (missing.status_code, missing.get_json()["error"]["code"]) == (404, "not_found")


def test_an_organisation_is_told_with_what_covers_it(client, register) -> None:
    shown = client.get("/api/v1/organisations/ruru").get_json()
    assert [(each["id"], each["organisation"]["id"]) for each in shown["statements"]] == [
        (3, "ruru"),
        (2, "kereru-foods"),
    ]
    foods = client.get("/api/v1/organisations/kereru-foods").get_json()
    assert foods["identifiers"] == [{"scheme": "nzbn", "value": "9429000000001"}]
    assert foods["other_names"] == [{"name": "Old Foods", "kind": "former", "since": None, "until": None}]


def test_an_answer_that_did_not_change_is_not_sent_again(client, register, session, now) -> None:
    first = client.get("/api/v1/statements")
    again = client.get("/api/v1/statements", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get("/api/v1/statements").data == first.data
    late = make_organisation(session, name="Late Demonstration Limited", at=now)
    publish(session, organisation=late, at=now)
    session.commit()
    changed = client.get("/api/v1/statements", headers={"If-None-Match": first.headers["ETag"]})
    assert (changed.status_code, changed.get_json()["total"]) == (200, 4)


def test_other_sites_may_read(client, register) -> None:
    assert client.get("/api/v1/statements").headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/api/v1/openapi.json").get_json()["openapi"].startswith("3.1")


def test_any_filter_is_asked_and_counted(client, register) -> None:
    answer = client.get("/api/v1/statements?profile=released&count=level_c04&count=status").get_json()
    assert (answer["total"], answer["facets"]) == (1, {"level_c04": {"1": 1}, "status": {"published": 1}})
    assert client.get("/api/v1/statements?count=nothing").status_code == 422


def test_changes_are_told_in_order_and_only_once(client, register) -> None:
    first = client.get("/api/v1/changes?limit=3").get_json()
    rest = client.get(f"/api/v1/changes?since={first['next']}").get_json()
    told = [*first["changes"], *rest["changes"]]
    assert [each["kind"] for each in told] == ["statement.published"] * 3 + ["profile.released"]
    assert [each["number"] for each in told] == sorted({each["number"] for each in told})
    assert client.get(f"/api/v1/changes?since={rest['next']}").get_json() == {"changes": [], "next": rest["next"]}
