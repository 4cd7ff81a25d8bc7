"""The plans as anyone reads them: pages, lists, permalinks by the plans' own numbers."""

import csv
import io
import re
from pathlib import Path

import pytest

from statements.action_plan import agencies, listings, plans
from tests.checked_client import CheckedClient

pytestmark = pytest.mark.usefixtures("briefed")
EARLIER, LATER = "/plan/nz-2009", "/plan/nz-2020-2025"


def test_every_page_of_every_plan_can_be_read(client: CheckedClient) -> None:
    for plan in plans.plans().values():
        home = f"/plan/{plan.key}"
        paths = [home, f"{home}/annual-reports", f"{home}/timeline", f"{home}/late", f"{home}/record"]
        paths += [f"{home}/pillars/{each.key}" for each in plan.pillars]
        paths += [f"{home}/topics/{each.key}" for each in plan.topics]
        paths += [f"{home}/goals/{each.key}" for each in plan.goals]
        paths += [f"{home}/principles/{each.key}" for each in plan.principles]
        paths += [f"{home}/actions/{each.number}" for each in plan.actions]
        for path in paths:
            assert client.get(path).status_code == 200, path
    for path in [
        "/plan",
        "/plan/agencies",
        "/plan/crosswalk",
        f"{EARLIER}/documents/nz-2009-2010",
        *(f"/plan/agencies/{key}" for key in agencies.agencies()),
    ]:
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize(
    "path",
    [f"{LATER}/actions/99", "/plan/no-such-plan", f"{EARLIER}/goals/11", f"{EARLIER}/topics/no", "/plan/agencies/no"]
    + [f"{EARLIER}/late?on=soon", f"{EARLIER}/nothing.csv", f"{LATER}/goals/1"],
)
def test_what_is_not_there(client: CheckedClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (f"{EARLIER}/actions/1", ["Train operational staff", "13 July 2010", "13 July 2011", "not stated in our copy"]),
        (f"{EARLIER}/actions/13", ["No date: it is done when a case arises.", "Worded in two ways", "victim of"]),
        (f"{EARLIER}/actions/11", ["nothing corresponds", "international sharing", "information sharing"]),
        (f"{EARLIER}/goals/7", ["No topic of the document says that it is related to goal 7."]),
        (f"{EARLIER}/goals/10", ["The criminal justice process is supportive", "SUPPORT FOR VICTIMS OF TRAFFICKING"]),
        (f"{LATER}/actions/26", ["Folded into", "Action 26 has been incorporated into Action 9."]),
        (f"{LATER}/actions/N1", ["Added after the plan was published, under a number of its own"]),
        (f"{LATER}/actions/13", ["procurement returns filed", "Government procurement was not in the 2009 plan."]),
        ("/plan/agencies/dol", ["What it owed, and by when", "has commissioned research", "Ministry of Business"]),
        ("/plan/agencies/customs", ["due without a report"]),
        (f"{EARLIER}/actions/3", ["Entered from the published briefing of 2010", "by this portal on 2 November 2026"]),
        (f"{EARLIER}/documents/nz-2009-2010", ["New Zealand Police", "names are withheld under section 9(2)(a)"]),
        ("/plan/crosswalk", ["nothing corresponds", "New since 2009"]),
    ],
)
def test_what_pages_say(client: CheckedClient, path: str, words: list[str]) -> None:
    html = client.get(path).get_data(as_text=True)
    for each in words:
        assert each in html, each


THIRD = """
key = "nz-third"
title = "Third Plan (invented)"
years = "2031"
country = "New Zealand"
released_on = 2031-02-01
year_ends = "06-30"
time_zone = "Pacific/Auckland"
document = "An invented document"
table_place = "Actions"
acknowledgement = "Invented."
expected_actions = 1
objective = "To show that a plan is a file."
kinds_note = "Not stated."
pillars = [{ key = "one", name = "Pillar one (invented)", wording = "A wording." }]
goals = [{ key = "1", wording = "A goal of the third plan." }]
topics = [{ key = "first", pillar = "one", heading = "First topic (invented)", goals = ["1"] }]
agencies = [{ key = "police" }]

[terms]
short = 12

[[actions]]
number = "X1"
pillar = "one"
topic = "first"
wording = "Do the invented thing."
timing = "staged"
agencies = ["police"]
agency_wording = "Police"
stages = [{ term = "short", wording = "Begin it." }]
"""


def test_a_third_plan_is_shown_and_taken_away_without_code(
    client: CheckedClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nz-third.toml").write_text(THIRD, encoding="utf-8")
    third = plans.read_plan(tmp_path / "nz-third.toml")
    every = {third.key: third, **plans.plans()}
    monkeypatch.setattr(plans, "plans", lambda: every)
    monkeypatch.setattr(listings, "plans", lambda: every)
    home = "/plan/nz-third"
    for path in ("", "/pillars/one", "/topics/first", "/goals/1", "/actions/X1", "/timeline", "/late"):
        assert "Third Plan (invented)" in client.get(home + path).get_data(as_text=True), path
    assert "1 February 2032" in client.get(f"{home}/actions/X1").get_data(as_text=True)
    assert "Third Plan (invented)" in client.get("/plan").get_data(as_text=True)
    assert "Do the invented thing." in client.get("/plan/agencies/police").get_data(as_text=True)
    assert client.get("/plan/plans.json").get_json()["rows"][0]["plan"] == "nz-third"
    assert client.get(f"{home}/actions.json?goal=1").get_json()["rows"][0]["agencies"] == ["police"]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("q=visa", ["9"]),
        ("q=PASSPORT", ["11"]),
        ("pillar=prosecution&timing=ongoing", ["27"]),
        ("goal=8", ["14", "15", "16", "20", "21"]),
        ("agency=acc", ["18", "28"]),
        ("state=delayed", ["1", "3"]),
        ("timing=medium", ["1", "4"]),
        ("topic=training", ["1"]),
        ("principle=C", []),
        ("q=nothing-of-the-kind", []),
    ],
)
def test_search_and_filters_are_the_address(client: CheckedClient, query: str, numbers: list[str]) -> None:
    html = client.get(f"{EARLIER}?{query}").get_data(as_text=True)
    rows = client.get(f"{EARLIER}/actions.json?{query}").get_json()["rows"]
    assert [row["number"] for row in rows] == numbers
    assert [number for number in map(str, range(1, 29)) if f'id="action-{number}"' in html] == numbers


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("/plan/plans", 2),
        ("/plan/agencies", len(agencies.agencies())),
        ("/plan/crosswalk", 47),
        (f"{EARLIER}/actions", 28),
        (f"{LATER}/actions", 29),
        (f"{EARLIER}/goals", 13),
        (f"{EARLIER}/topics", 17),
        (f"{EARLIER}/reports", 12),
        (f"{EARLIER}/late", 9),
        (f"{EARLIER}/timeline", 29),
        (f"{EARLIER}/record", 1),
        ("/plan/figures", 10),
        ("/plan/releases", 1),
    ],
)
def test_every_list_is_a_csv_and_a_json(client: CheckedClient, address: str, count: int) -> None:
    told = client.get(f"{address}.json").get_json()
    text = client.get(f"{address}.csv").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(told["rows"]) == len(rows) == count
    assert list(rows[0]) == list(told["rows"][0])
    assert told["source"]


def test_what_a_page_shows_is_what_it_takes_away(client: CheckedClient) -> None:
    def told(address: str) -> list[str]:
        return [row["action"] for row in client.get(address).get_json()["rows"]]

    assert told(f"{EARLIER}/reports.json?agency=police") == ["1", "1"]
    assert told(f"{EARLIER}/reports.json?action=3") == ["3"]
    assert told(f"{EARLIER}/measures.json?action=3") == told(f"{LATER}/annual-reports.json") == []


def test_every_department_s_progress_is_one_click_from_home(client: CheckedClient) -> None:
    assert 'href="/plan/agencies">What progress has each department made?' in client.get("/").get_data(as_text=True)
    html = client.get("/plan/agencies").get_data(as_text=True)
    for key in ("dol", "police", "msd"):
        row = html.split(f'href="/plan/agencies/{key}"', 1)[1].split("</tr>", 1)[0]
        assert "30 July 2010" in row
        for state in ("done", "none"):
            found = re.search(rf"agency={key}&amp;state={state}#actions\">(\d+)", row)
            rows = client.get(f"{EARLIER}/actions.json?agency={key}&state={state}").get_json()["rows"]
            assert len(rows) == (int(found[1]) if found else 0)
