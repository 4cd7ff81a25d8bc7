"""A test client that checks every HTML page it is given, so that each test is a test of structure too."""

from collections import Counter
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.acts import check_act, written_events

MOST_BYTES = 150_000
REGISTER = ("/statements", "/organisations", "/sectors", "/regions", "/compare", "/data", "/alerts")
"""Pages below these stay cheap to send: at most so many bytes before they are packed."""
ORDINARY = 300
"""A longer question is told back on the page, which then is as long as it."""


class Page(HTMLParser):
    """What the checks need of a page: ids, headings, title, labels, forms."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.fields: list[dict[str, str]] = []
        self.labelled: set[str] = set()
        self.headings: list[str] = []
        self.title = ""
        self.language = ""
        self.post_forms = 0
        self.tokens = 0
        self._inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag says."""
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag in ("title", "h1"):
            self._inside.append(tag)
            if tag == "h1":
                self.headings.append("")
        if tag == "html":
            self.language = given.get("lang", "")
        if tag == "label":
            self.labelled.add(given.get("for", ""))
        if tag == "form" and given.get("method", "get").lower() == "post":
            self.post_forms += 1
        if tag == "input" and given.get("name") == "csrf_token":
            self.tokens += 1
        if tag in ("input", "select", "textarea") and given.get("type") not in ("hidden", "submit", "button"):
            self.fields.append(given)

    def handle_endtag(self, tag: str) -> None:
        """Leave a title or heading."""
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        """Gather the text of the title and of headings."""
        if "svg" in self._inside:
            return
        if "title" in self._inside:
            self.title += data
        elif "h1" in self._inside:
            self.headings[-1] += data


def check_page(html: str, path: str) -> None:
    """Fail where a page has not one h1, its title does not begin with it, ids repeat, or a field has no label."""
    page = Page(html)
    assert page.language, f"{path}: the page names no language"
    assert len(page.headings) == 1, f"{path}: {len(page.headings)} h1 headings"
    heading, title = " ".join(page.headings[0].split()), " ".join(page.title.split())
    bare = title.removeprefix("Error: ")
    assert bare.startswith(heading), f"{path}: the title {title!r} does not begin with the heading {heading!r}"
    repeated = [name for name, count in Counter(page.ids).items() if count > 1]
    assert not repeated, f"{path}: ids that repeat: {repeated}"
    for field in page.fields:
        named = field.get("aria-label") or field.get("aria-labelledby") or field.get("id", "") in page.labelled
        assert named, f"{path}: a field without a label: {field}"
    assert page.tokens >= page.post_forms, f"{path}: a form without its token"


class CheckedClient(FlaskClient):
    """Checks each page, that nothing fails on our side, and that each act writes down what it must."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Make the request, then look at what came."""
        # Read to the end, as a web server would: a streamed answer that nobody reads keeps its session open.
        kwargs.setdefault("buffered", True)
        with written_events() as written:
            response = super().open(*args, **kwargs)
        if response.request.method != "GET" and response.status_code < 400:
            check_act(self._rule(response), written)
        honest = response.status_code < 500 or "Retry-After" in response.headers
        assert honest, f"{response.request.path}: {response.status_code}"
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303, 304, 308) and response.data:
            check_page(response.get_data(as_text=True), response.request.path)
            if response.request.path.startswith(REGISTER) and len(response.request.query_string) < ORDINARY:
                assert len(response.data) <= MOST_BYTES, f"{response.request.path}: {len(response.data)} bytes"
        return response

    def _rule(self, response: TestResponse) -> str:
        """The rule of the address that answered, as docs/access.md names it."""
        rules = self.application.url_map.bind("localhost")
        try:
            return str(rules.match(response.request.path, method=response.request.method, return_rule=True)[0])
        except HTTPException:
            return response.request.path

    def token(self, path: str) -> str:
        """The cross-site request token of the form at this path."""
        html = self.get(path).get_data(as_text=True)
        return html.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
