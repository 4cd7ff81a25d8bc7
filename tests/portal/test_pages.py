"""The pages that only tell."""

from tests.checked_client import CheckedClient


def test_home_greets_and_sets_no_cookie(client: CheckedClient) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_a_wrong_address_gets_a_page_or_json(client: CheckedClient) -> None:
    page = client.get("/no-such-page")
    assert page.status_code == 404
    assert "check it" in page.get_data(as_text=True)
    answer = client.get("/api/v1/no-such-thing")
    assert answer.status_code == 404
    assert answer.get_json()["error"]["code"] == "not_found"
