"""Public pages kept rendered by address, index generation and language: told "not modified", or served again.

A page is kept only while nothing public changed. Its script nonce is made of its address and generation with the
secret key, so that a copy kept by a browser or a proxy and the headers of a later answer still agree.
"""

import hashlib
import hmac
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any

from flask import Flask, Response, current_app, g, make_response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import AnonymousUserMixin

from portal import index
from portal.config import ROOT, Settings

MOST_BYTES = 24_000_000
LONGEST_KEPT = 1_000_000
LONGEST_WAIT = 0.25
"""Seconds that a page waits for its turn to be rendered."""
SOURCES = ("portal", "statements", "scoring")

View = Callable[..., Any]
A_DAY = 86_400


class Sessions(SecureCookieSessionInterface):
    """Sessions as ever, but for pages for everyone: those never set a cookie and never vary by one."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Tell the browser of the session, unless the page is for everyone."""
        if not g.get("for_everyone", False):
            super().save_session(app, session, response)


class Pages:
    """Rendered pages by their tag, the least lately used thrown out first."""

    def __init__(self, release: str) -> None:
        self.release = release
        self.size = 0
        self.turn = threading.Lock()
        self.bodies: OrderedDict[str, tuple[bytes, str]] = OrderedDict()
        self.rendering = threading.Lock()

    @contextmanager
    def turn_to_render(self) -> Iterator[None]:
        """One page after another, for threads that render at once hinder each other: together they take a quarter more
        of the processor. A slow page holds up the others for LONGEST_WAIT at most."""
        held = self.rendering.acquire(timeout=LONGEST_WAIT)
        try:
            yield
        finally:
            if held:
                self.rendering.release()

    def get(self, tag: str) -> tuple[bytes, str] | None:
        """The body and content type kept under this tag."""
        with self.turn:
            if tag in self.bodies:
                self.bodies.move_to_end(tag)
            return self.bodies.get(tag)

    def keep(self, tag: str, body: bytes, content_type: str) -> None:
        """Keep a body, throwing out others where there is no room."""
        if len(body) > LONGEST_KEPT:
            return
        with self.turn:
            self.size += len(body) - len(self.bodies.get(tag, (b"", ""))[0])
            self.bodies[tag] = (body, content_type)
            while self.size > MOST_BYTES:
                _, (old, _) = self.bodies.popitem(last=False)
                self.size -= len(old)


def set_up(app: Flask, settings: Settings) -> None:
    """Give the app room for pages, none of which outlives a new release or another setting."""
    app.session_interface = Sessions()
    app.extensions["pages"] = Pages(release=hashlib.sha256(f"{_newest_source()} {settings!r}".encode()).hexdigest())


@cache
def _newest_source() -> int:
    """When the youngest file of the portal was written; looked up once, since a process keeps its code."""
    return max(path.stat().st_mtime_ns for name in SOURCES for path in (ROOT / name).rglob("*.*") if path.is_file())


def kept(view: View) -> View:
    """Serve the view's page from what is kept, and say "not modified" to whoever has it already."""
    return _kept(view, lambda *_args, **_kwargs: "")


def kept_with(mark: View) -> Callable[[View], View]:
    """As `kept`, for a page that tells more than the index knows of: it is kept while `mark` of it stays the same.

    `mark` takes what the view takes and answers a text.
    """
    return lambda view: _kept(view, mark)


def _kept(view: View, mark: View) -> View:
    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> Response:
        # Templates are handed the signed-in person: a page for everyone is rendered for nobody.
        g._login_user = AnonymousUserMixin()
        g.for_everyone = True
        found = index.current()
        if found is None:
            return make_response(view(*args, **kwargs))
        tag = _tag(found.changed, mark(*args, **kwargs))
        g.nonce = tag
        if request.if_none_match.contains_weak(tag):
            return _marked(Response(status=304), tag)
        pages: Pages = current_app.extensions["pages"]
        body = pages.get(tag)
        if body is not None:
            return _marked(_again(body), tag)
        with pages.turn_to_render():
            body = pages.get(tag)
            return _rendered(view, args, kwargs, tag) if body is None else _marked(_again(body), tag)

    return answer


def _rendered(view: View, args: tuple[Any, ...], kwargs: dict[str, Any], tag: str) -> Response:
    response = make_response(view(*args, **kwargs))
    if response.status_code == 200 and not response.is_streamed:
        pages: Pages = current_app.extensions["pages"]
        pages.keep(tag, response.get_data(), response.content_type)
        _marked(response, tag)
    return response


def _again(body: tuple[bytes, str]) -> Response:
    return Response(body[0], content_type=body[1])


def conditional(view: View) -> View:
    """Make the view's page for nobody in particular, and say "not modified" to whoever has the same one already.

    For what changes without the register's index: it is rendered each time, and only sent again where it differs.
    """

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> Response:
        g._login_user = AnonymousUserMixin()
        g.for_everyone = True
        g.nonce = _tag(0)
        response = make_response(view(*args, **kwargs))
        response.headers["Cache-Control"] = "public, no-cache"
        response.add_etag()
        response.make_conditional(request)
        return response

    return answer


def to_strangers(serve: Callable[[View], View]) -> Callable[[View], View]:
    """Serve a page so (`kept`, `conditional`) to whoever sends no cookie; anyone else may be known by name on it."""

    def of_view(view: View) -> View:
        served = serve(view)

        @wraps(view)
        def answer(*args: Any, **kwargs: Any) -> Any:
            return view(*args, **kwargs) if request.cookies else served(*args, **kwargs)

        return answer

    return of_view


def _tag(changed: int, also: str = "") -> str:
    """What stands for this address at this moment of the register, unguessable without the secret key."""
    pages: Pages = current_app.extensions["pages"]
    language = current_app.config["BABEL_DEFAULT_LOCALE"]
    told = "\n".join((pages.release, language, str(changed), also, request.method, request.full_path))
    return hmac.new(current_app.config["SECRET_KEY"].encode(), told.encode(), hashlib.sha256).hexdigest()[:32]


def _marked(response: Response, tag: str) -> Response:
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "public, no-cache"
    return response
