"""Find the organisation by name or number, also in a register of businesses; and the questions whether it files."""

import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from portal.business_register import RECORDED, Unreachable, lookup
from portal.config import Settings
from statements.organisations import service as organisations
from statements.organisations.business_register import read_entries, read_entry
from statements.people.models import Role
from tests.factories import make_organisation
from tests.signed_in import signed_in_as

NZBN = json.loads(RECORDED.read_text(encoding="utf-8"))["items"][0]["nzbn"]


def text_of(response):
    return response.get_data(as_text=True)


@pytest.fixture
def client(app, session, now):
    lead = make_organisation(session, name="Kōwhai Foods Limited", at=now)
    return signed_in_as(app, session, Role.FILER, organisation=lead, at=now)


def with_settings(app, **changes) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], **changes)


@pytest.mark.parametrize("text", [NZBN, f"NZBN {NZBN[:4]} {NZBN[4:8]} {NZBN[8:]}", "tui timber", "TŪĪ demonstration"])
def test_an_organisation_is_found_by_name_or_number(client, app, text) -> None:
    with_settings(app, nzbn_api_url=RECORDED.as_uri())
    page = text_of(client.get("/desk/organisations/ask", query_string={"q": text}))
    assert "In the NZBN register, not in this one yet" in page and "Tūī Demonstration Timber Limited" in page
    add = text_of(client.get(f"/desk/organisations/new?name=T%C5%AB%C4%AB&nzbn={NZBN}&kind=company"))
    assert f'value="{NZBN}"' in add and 'value="company" selected' in add


def test_it_works_without_a_register_and_says_so_when_one_is_silent(client, app) -> None:
    page = text_of(client.get("/desk/organisations/ask?q=tui"))
    assert "NZBN register" not in page and "Add it to the register" in page
    with_settings(app, nzbn_api_url="http://127.0.0.1:9")
    page = text_of(client.get("/desk/organisations/ask?q=tui"))
    assert "does not answer just now" in page and "Add it to the register" in page


def test_what_this_register_knows_already_is_not_offered_twice(client, app, session, now) -> None:
    with_settings(app, nzbn_api_url=RECORDED.as_uri())
    given = {"name": "Tūī Demonstration Timber Limited", "kind": "company", "identifiers": [("nzbn", NZBN)]}
    organisations.add(session, **given, at=now, by=None)
    session.commit()
    page = text_of(client.get(f"/desk/organisations/ask?q={NZBN}"))
    assert "1 organisation" in page and "not in this one yet" not in page


def test_a_removed_company_a_former_name_and_strange_answers_are_told_or_left_out() -> None:
    ask = lookup(Settings(nzbn_api_url=RECORDED.as_uri()))
    assert [each.active for each in ask("gone demonstration")] == [False]
    assert [each.name for each in ask("pigeon haulage")] == ["Kererū Demonstration Freight Limited"]
    assert ask("nobody is called this") == [] and lookup(Settings()) is None
    assert read_entry({"nzbn": "1", "entityName": "X"}) is None and read_entry(["x"]) is None
    assert read_entries({"items": "no"}) == [] and read_entries(None) == []


class Api(BaseHTTPRequestHandler):
    """Answers like the API: from the recorded file, 404 for what it does not know, nonsense when asked for it."""

    def do_GET(self) -> None:
        items = json.loads(RECORDED.read_text(encoding="utf-8"))["items"]
        body: object = {"items": items[:1]}
        if "/entities/" in self.path:
            body = next((each for each in items if self.path.endswith(each["nzbn"])), None)
        self.send_response(404 if body is None else 200)
        self.end_headers()
        asked = self.headers.get("Ocp-Apim-Subscription-Key")
        self.wfile.write(b"<nonsense" if "nonsense" in self.path or asked != "a key" else json.dumps(body).encode())

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


def test_the_api_is_asked_over_http_with_its_key() -> None:
    server = HTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/nzbn/v5/"
    ask = lookup(Settings(nzbn_api_url=address, nzbn_api_key="a key"))
    assert [each.nzbn for each in ask(NZBN)] == [NZBN]
    assert [each.nzbn for each in ask("tui")] == [NZBN]
    assert ask("9429000079990") == []
    with pytest.raises(Unreachable):
        ask("nonsense")
    server.shutdown()


def test_do_we_need_to_file_keeps_nothing_and_its_state_is_the_address(app) -> None:
    client = app.test_client()
    page = client.get("/need-to-file")
    assert "At most four questions" in text_of(page) and "Set-Cookie" not in page.headers
    assert client.get("/need-to-file?asked=kind").status_code == 422
    page = text_of(client.get("/need-to-file?kind=company"))
    assert "Is its consolidated annual revenue over NZD 100,000,000?" in page
    page = text_of(client.get("/need-to-file?kind=overseas-company&here=yes&size=yes&covered=no"))
    assert "Yes: it files a statement for each period of 12 months" in page
    assert 'href="/need-to-file?kind=overseas-company&amp;here=yes"' in page
    ends = {"size=no": "below the size", "size=unsure": "Find out", "size=yes&covered=yes": "covers it"}
    assert client.get("/need-to-file?kind=company&size=yes&asked=covered&covered=yes").status_code == 200
    for path, told in ends.items():
        assert told in text_of(client.get(f"/need-to-file?kind=company&{path}"))
    assert "do not name this kind" in text_of(client.get("/need-to-file?kind=school"))
