"""The pages that only tell."""

import pytest

from statements import limits
from tests.checked_client import CheckedClient

TELLING = ["/", "/about", "/contact", "/privacy", "/copyright", "/accessibility", "/scoring", "/help", "/limits"]


@pytest.mark.parametrize("path", TELLING)
def test_pages_set_no_cookie_and_say_where_help_is(client: CheckedClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert "0800 200 088" in response.get_data(as_text=True)
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_scoring_page_shows_the_whole_rubric(client: CheckedClient) -> None:
    html = client.get("/scoring").get_data(as_text=True)
    assert all(f"C{number:02} " in html for number in range(1, 19))


def test_a_wrong_address_gets_a_page_or_json(client: CheckedClient) -> None:
    page = client.get("/no-such-page")
    assert page.status_code == 404
    assert "check it" in page.get_data(as_text=True)
    answer = client.get("/api/v1/no-such-thing")
    assert answer.status_code == 404
    assert answer.get_json()["error"]["code"] == "not_found"


def test_the_limits_are_the_table_that_the_code_reads(client: CheckedClient) -> None:
    html = client.get("/limits").get_data(as_text=True)
    assert all(f'id="{each.name}"' in html and each.readable in html for each in limits.LIMITS)
    assert 'href="/limits"' in client.get("/").get_data(as_text=True)


def test_what_is_too_large_is_told_the_limits(client: CheckedClient) -> None:
    answer = client.post("/account/login", data={"email": "x" * (limits.REQUEST_BYTES.value + 1)})
    assert answer.status_code == 413
    assert 'href="/limits"' in answer.get_data(as_text=True)
