"""The register's public pages: results, statements, organisations, what can be taken away."""

import csv
import io
import json
import re
from datetime import date, timedelta
from html import unescape
from xml.etree import ElementTree

import pytest

from tests.factories import make_organisation
from tests.published import add_version, assess, give_names, publish, withdraw

EVIDENCE = [{"sentence": 0, "text": "We commit.", "page": 1, "start": 0, "end": 10, "status": "done"}]
ADDRESSES = [
    "/",
    "/reports",
    "/statements",
    "/statements?q=visited&region=otago&sort=name",
    "/statements?q=nothing+like+this&year=1999",
    "/statements/1",
    "/statements/2",
    "/statements/2/versions/1",
    "/statements/3",
    "/organisations/kereru-foods",
    "/organisations/ruru",
    "/sectors",
    "/sectors/C",
    "/sectors/A",
    "/regions",
    "/regions/otago",
    "/data",
    "/statements/2/versions/2/changes",
    "/compare?organisation=kereru-foods&organisation=ruru",
    "/grievance-channels?q=kereru",
    "/statements/filters",
    "/statements/filters?q=visited&region=otago&level_c01=1",
    "/statements/suggest?q=kereruu",
]


@pytest.fixture
def register(session, now, store):
    """A company with two years, one of them corrected and scored; a council whose statement was withdrawn."""
    foods = make_organisation(
        session, name="Kererū Demonstration Foods Limited", at=now, slug="kereru-foods", industry="1111", region="otago"
    )
    give_names(session, foods, former=["Old Foods Limited"], identifiers=[("nzbn", "9429000000001")])
    council = make_organisation(session, name="Ruru Demonstration Council", at=now, slug="ruru", kind="council")
    publish(session, organisation=foods, at=now, period_end=date(2025, 3, 31), pages=("We visited <i>farms</i>.",))
    scored = publish(session, organisation=foods, at=now, pages=("Wrong figure.",), answers={"training_given": False})
    add_version(
        session,
        statement=scored,
        at=now + timedelta(days=3),
        pages=("We commit. More follows.",),
        answers={"risks_identified": True, "incidents_own_operations": 2, "published_at": "https://a.nz/%Me%20x"},
        covers=[council],
        correction_reason="A figure was wrong",
        store=store,
    )
    assess(session, statement=scored, at=now, released_at=now, levels={"C06": None}, evidence=EVIDENCE)
    gone = publish(session, organisation=council, at=now, pages=("Taken back.",))
    assess(session, statement=gone, at=now, released_at=now)
    withdraw(session, statement=gone, at=now, reason="Filed for the wrong year")
    session.commit()


def text_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.get_data(as_text=True).split())


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_set_no_cookie_and_are_told_unchanged(client, register, address) -> None:
    first = client.get(address)
    assert first.status_code == 200
    assert "Set-Cookie" not in first.headers
    assert "Cookie" not in first.headers.get("Vary", "")
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    kept = client.get(address)
    assert kept.data == first.data
    assert kept.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_results_show_filters_counts_and_chips(client, register) -> None:
    page = text_of(client, "/statements?region=otago&q=kereru")
    assert '<b class="figures">2</b> statements' in page
    assert "Remove the filter" in page and "Region:" in page
    assert 'href="/statements?q=kereru"' in page
    assert 'name="year" value="2026"' in page
    assert "sort=score" not in page


def test_the_front_page_and_the_list_count_alike(client, register) -> None:
    home, everything = text_of(client, "/"), text_of(client, "/statements")
    assert '<span class="big-figure">3</span> statements</a><br>1 of them withdrawn' in home
    assert '<b class="figures">3</b> statements, 1 of them withdrawn' in everything
    assert "of them withdrawn" not in text_of(client, "/statements?q=kereru")
    confirmed = re.search(r'href="(/statements\?commit=[^"]+)"><span class="big-figure">(\d+)<', home)
    assert f'<b class="figures">{confirmed.group(2)}</b>' in text_of(client, unescape(confirmed.group(1)))


def test_every_filter_stands_in_a_section_with_its_count(client, register) -> None:
    page = text_of(client, "/statements/filters?region=otago")
    for section, name in (("Training", "answer_training_given"), ("Know", "level_c06"), ("Gates", "gate_g1")):
        assert f'name="section" value="{section}"' in page and f'name="{name}"' not in page
        assert f'name="{name}"' in text_of(client, f"/statements/filters?region=otago&section={section}")
    assert 'name="level_c06" value="2" checked' in text_of(client, "/statements/filters?level_c06=2")
    assert 'name="region" value="otago" checked' in page
    assert 'name="industry" value="11"' in page and 'name="industry" value="111"' not in page
    assert 'name="industry" value="111"' in text_of(client, "/statements/filters?industry=11")
    chosen = text_of(client, "/statements?answer_risks_identified=yes&level_c01=1")
    assert '<b class="figures">1</b> statement' in chosen
    assert chosen.count("Remove the filter") == 2


@pytest.mark.parametrize(("typed", "names"), [("kerer", 1), ("KERERŪ dem", 1), ("kereruu", 1), ("old f", 1), ("k", 0)])
def test_names_are_suggested_while_typing(client, register, typed, names) -> None:
    assert len(client.get("/statements/suggest", query_string={"q": typed}).get_json()) == names
    assert client.get("/statements/suggest", query_string={"q": "\x00(" + "z" * 5000}).status_code == 200


def test_a_search_for_nothing_helps_on(client, register) -> None:
    page = text_of(client, "/statements?q=visited+zebras&region=otago")
    assert "No statement matches all of this" in page
    assert 'href="/statements?q=visited+OR+zebras"' in page
    assert 'href="/statements?q=visited"' in text_of(client, "/statements?q=visitde")
    far = text_of(client, "/statements?page=40")
    assert "There is no such page" in far


@pytest.mark.parametrize(
    "wrong", ["page=x", "page=-1", "page=99999999999", "sort=total", "year=abc", "year=", "q=%00", "kind=%25M"]
)
def test_an_odd_address_is_answered(client, register, wrong) -> None:
    assert client.get(f"/statements?{wrong}").status_code == 200


def test_a_text_too_long_is_refused_in_place(client, register) -> None:
    response = client.get("/statements?q=" + "a" * 501)
    assert response.status_code == 422
    assert "at most 500 are read" in response.get_data(as_text=True)
    assert client.get("/statements.csv?q=" + "a" * 501).status_code == 422


def test_a_released_profile_heads_the_statement(client, register) -> None:
    page = text_of(client, "/statements/2")
    page = page.split("<main", 1)[1].split("</nav>", 1)[1]
    assert page.index("Disclosure profile") < page.index("Findings and text") < page.index('id="answers"')
    assert "They do not grade how the organisation behaves" in page
    assert '<mark class="found found--done" id="s0" tabindex="-1">We commit.</mark>' in page
    assert "fewer than 6" in page
    assert "A figure was wrong" in page
    assert 'href="/statements/2/versions/1"' in page
    assert "The confirmed profile was released" in page


def test_an_older_version_says_so_and_shows_its_own_text(client, register) -> None:
    page = text_of(client, "/statements/2/versions/1")
    assert "which was superseded" in page
    assert "Wrong figure." in page
    assert "Not yet confirmed" in page


def test_text_is_escaped(client, register) -> None:
    page = text_of(client, "/statements/1")
    assert "We visited &lt;i&gt;farms&lt;/i&gt;." in page
    assert "Not yet confirmed" in page


def test_a_withdrawn_statement_says_why_and_has_no_profile(client, register) -> None:
    page = text_of(client, "/statements/3")
    assert "Filed for the wrong year" in page
    assert "A withdrawn statement has no profile" in page
    assert "finding" not in page
    assert "Withdrawn" in text_of(client, "/statements?q=ruru")


def test_an_organisation_shows_its_years_side_by_side(client, register) -> None:
    page = text_of(client, "/organisations/kereru-foods")
    assert "Old Foods Limited" in page and "9429000000001" in page
    assert page.index("31 March 2026") < page.index("31 March 2025")
    assert "not yet confirmed" in page
    assert "Covered by statements of others" in text_of(client, "/organisations/ruru")


def test_sectors_lead_into_the_register(client, register) -> None:
    page = text_of(client, "/sectors")
    assert 'href="/sectors/C">Manufacturing</a>' in page
    assert 'href="/statements?sector=unknown">' in page
    spread = text_of(client, "/sectors/C")
    assert "2 published statements" in spread and "1 has a confirmed profile" in spread
    assert 'href="/statements?status=published&amp;sector=C&amp;year=2025"' in spread
    assert 'href="/statements?status=published&amp;sector=C&amp;commit=middle">1</a>' in spread
    assert 'href="/statements?status=published&amp;region=otago&amp;sector=C"' in text_of(client, "/regions/otago")
    assert "None is confirmed yet" not in spread


def test_a_document_comes_as_it_was_filed(client, register, session) -> None:
    shown = json.loads(client.get("/api/v1/statements/2").data)["documents"][0]
    path = f"/statements/2/documents/{shown['sha256']}"
    response = client.get(path)
    assert response.data == b"We commit. More follows."
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert client.get(path, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
    assert client.get(f"/statements/1/documents/{shown['sha256']}").status_code == 404
    assert client.get("/statements/2/documents/" + "0" * 64).status_code == 404


def test_results_can_be_taken_away(app, client, register) -> None:
    table = client.get("/statements.csv?sort=name").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"), newline="")))
    assert [row["statement"] for row in rows] == ["2", "1", "3"]
    assert rows[0]["status"] == "published" and rows[2]["withdrawn_reason"] == "Filed for the wrong year"
    assert (rows[0]["points_commit"], rows[0]["points_know"], rows[2]["points_commit"]) == ("3", "", "")
    lines = client.get("/statements.jsonl?q=visited").get_data(as_text=True).splitlines()
    assert [json.loads(line)["statement"] for line in lines] == [1]
    assert app.extensions["engine"].pool.checkedout() == 0
    feed = ElementTree.fromstring(client.get("/statements.atom").data)
    ids = [each.text for each in feed.iter("{http://www.w3.org/2005/Atom}id")]
    assert ids[1] == "http://127.0.0.1:8000/statements/2/versions/2"
    assert len(ids) == 4


HUGE = 10**30
NOWHERE = [
    "/statements/9",
    f"/statements/{HUGE}",
    "/statements/2/versions/9",
    f"/statements/2/versions/{HUGE}",
    f"/statements/{HUGE}/documents/{'0' * 64}",
    "/statements/2/documents/%00",
    "/organisations/nobody",
    "/sectors/Z",
    "/regions/unknown",
    "/organisations/%00",
    "/organisations/" + "a" * 5000,
]


@pytest.mark.parametrize("address", NOWHERE)
def test_what_is_not_there_is_a_page_that_says_so(client, register, address) -> None:
    assert client.get(address).status_code == 404


def test_a_released_assessment_is_taken_away_and_no_other(client, register) -> None:
    answer = client.get("/statements/2/versions/2/assessment.json")
    told = json.loads(answer.get_data(as_text=True))
    assert (answer.status_code, answer.mimetype, told["statement"]) == (200, "application/json", 2)
    assert {each["criterion"] for each in told["findings"]} >= {"C01", "C18"}
    assert "facts" not in told
    assert "/statements/2/versions/2/assessment.json" in text_of(client, "/statements/2")
    for address in ("/statements/2/versions/1", "/statements/1/versions/1", "/statements/3/versions/1"):
        assert client.get(f"{address}/assessment.json").status_code == 404
