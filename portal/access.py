"""Who may enter. Every view says so with `allow`; an app with an undecorated view does not start."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from flask import Flask, current_app, g, has_request_context, redirect, request, url_for
from flask_login import current_user
from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wrappers import Response

from portal import db, parking, seeing
from statements.errors import NotAllowed
from statements.people import policy
from statements.people.models import Role

View = TypeVar("View", bound=Callable[..., Any])


class Who(Enum):
    """Who may open a route. Which organisation's things they may touch is the policy's to say, use-case by use-case."""

    PUBLIC = "anyone"
    SIGNED_IN = "anyone signed in"
    MEMBER = "anyone who acts for an organisation"
    BUYER = "a buyer of an agency"
    BUYS = "anyone who files, buys or reports for an organisation"
    CONTRIBUTOR = "an agency contributor or an officer"
    OFFICER = "an officer"
    OPERATOR = "an operator"


ROLES = {
    Who.MEMBER: frozenset({Role.FILER, Role.DIRECTOR}),
    Who.BUYER: frozenset({Role.BUYER}),
    Who.BUYS: frozenset({Role.FILER, Role.DIRECTOR, Role.BUYER, Role.CONTRIBUTOR}),
    Who.CONTRIBUTOR: frozenset({Role.CONTRIBUTOR, Role.OFFICER}),
    Who.OFFICER: frozenset({Role.OFFICER}),
    Who.OPERATOR: frozenset({Role.OPERATOR}),
}

NOT_SEEN = frozenset({"calendar.address"})
"""Pages of a filer that hold a secret of theirs alone: no officer sees them as they do."""

LIBRARY_ENDPOINTS: dict[str, tuple[Who, str]] = {
    "static": (Who.PUBLIC, "style sheets, fonts and images"),
    "openapi.spec": (Who.PUBLIC, "the description of the API"),
    "security.change_password": (Who.SIGNED_IN, "one's own password"),
    "security.verify": (Who.SIGNED_IN, "the password once more"),
    "security.mf_recovery_codes": (Who.SIGNED_IN, "one's own recovery codes"),
    "security.two_factor_setup_validate": (Who.SIGNED_IN, "one's own second step"),
}
"""Endpoints that libraries add and that therefore carry no decorator of ours."""

LIBRARY_BLUEPRINTS: dict[str, tuple[Who, str]] = {
    "security": (Who.PUBLIC, "sign-in; the library itself guards what needs a signed-in person"),
    "security.static": (Who.PUBLIC, "the sign-in library's files"),
}


@dataclass(frozen=True)
class Door:
    """One route with who may enter: a row of docs/access.md."""

    rule: str
    methods: str
    endpoint: str
    who: Who


def allow(who: Who) -> Callable[[View], View]:
    """Declare who may open the view below."""

    def declare(view: View) -> View:
        # The mark travels on the function itself, for which its type has no room.
        view.who_may_enter = who  # type: ignore[attr-defined]
        return view

    return declare


def set_up(app: Flask) -> None:
    """Guard every request; call after the last route is registered."""
    undeclared = [rule.endpoint for rule in app.url_map.iter_rules() if who_may_enter(app, rule.endpoint) is None]
    if undeclared:
        raise RuntimeError(f"routes that do not say who may enter: {', '.join(sorted(set(undeclared)))}")
    app.before_request(_guard)
    app.context_processor(_reader)


def who_may_enter(app: Flask, endpoint: str) -> Who | None:
    """Who may open this endpoint, or None when nobody said."""
    if endpoint in LIBRARY_ENDPOINTS:
        return LIBRARY_ENDPOINTS[endpoint][0]
    blueprint = endpoint.rpartition(".")[0]
    if blueprint in LIBRARY_BLUEPRINTS:
        return LIBRARY_BLUEPRINTS[blueprint][0]
    return getattr(app.view_functions[endpoint], "who_may_enter", None)


def doors(app: Flask) -> list[Door]:
    """Every route of the app with who may enter, sorted by path."""
    found = []
    for rule in app.url_map.iter_rules():
        who = who_may_enter(app, rule.endpoint)
        methods = " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        if who is not None:
            found.append(Door(rule=rule.rule, methods=methods, endpoint=rule.endpoint, who=who))
    return sorted(found, key=lambda door: (door.rule, door.methods))


def actor() -> uuid.UUID:
    """The person who makes this request. Only for views that are not public; raises Forbidden elsewhere."""
    found: uuid.UUID | None = g.get("actor")
    if found is None:
        raise Forbidden()
    return found


def seen_by() -> uuid.UUID | None:
    """The officer who sees this request's pages as `actor` sees them; None where somebody is themselves."""
    found: uuid.UUID | None = g.get("seen_by")
    return found


def _reader() -> dict[str, Any]:
    """What templates know of whoever reads: nothing on public pages, so that they keep no cookie."""
    if has_request_context() and ("actor" in g or request.blueprint in ("security", "accounts")):
        return {"signed_in": True, "current_user": current_user, "seeing": g.get("seeing")}
    return {"signed_in": False, "seeing": None}


def _lacks_second_factor() -> bool:
    return current_user.tf_primary_method is None and current_user.check_tf_required_setup()


def _guard() -> Response | None:
    if request.endpoint is None:
        return None
    who = who_may_enter(current_app, request.endpoint)
    if who is None:
        raise NotFound()
    if who is Who.PUBLIC:
        return None
    if not current_user.is_authenticated:
        if parking.can_park():
            return parking.park()
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
    if request.blueprint != "security" and _lacks_second_factor():
        return redirect(url_for("security.two_factor_setup", next=request.full_path.rstrip("?")))
    g.actor = current_user.person_id
    _see_as(who)
    needed = ROLES.get(who)
    if needed and not policy.has_role(db.session(), person_id=g.actor, roles=needed):
        raise Forbidden()
    return None


def _see_as(who: Who) -> None:
    """Let an officer who sees as a filer read that filer's pages, and send nothing, wherever it leads."""
    g.seeing = seeing.current(db.now())
    if g.seeing is None or request.endpoint in seeing.MAY_BE_POSTED:
        return
    if request.method not in ("GET", "HEAD"):
        raise NotAllowed("You see this as its filer sees it: nothing can be changed. Leave that view first.")
    if not policy.has_role(db.session(), person_id=g.actor, roles=ROLES[Who.OFFICER]):
        g.seeing = None
    elif (who is Who.MEMBER and request.endpoint not in NOT_SEEN) or request.endpoint == "desk.home":
        g.seen_by, g.actor = g.actor, g.seeing.person_id
