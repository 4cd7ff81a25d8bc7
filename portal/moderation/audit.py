"""The history of everything, for officers: by organisation, person, kind and day; and who opened a document."""

import csv
import io
import json
import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from apiflask import APIBlueprint
from flask import Response, render_template, request
from flask_babel import gettext as _

from portal import carried
from portal.access import Who, allow
from portal.db import session
from portal.moderation import words
from statements.errors import NotFound
from statements.events import search as audit_log
from statements.events.models import Event
from statements.events.search import EventFilter
from statements.organisations import service as organisations
from statements.people import queries as people
from statements.register.rows import MARK, cell

audit = APIBlueprint("audit", __name__, enable_openapi=False, url_prefix="/review/audit")

PAGE, MOST = 50, 20_000
COLUMNS = ("number", "at", "who", "kind", "about", "organisation", "before", "after", "why")


@audit.get("")
@allow(Who.OFFICER)
def events() -> str:
    """Events that fit what is asked, the newest first; what is asked stands in the address."""
    found = audit_log.search(session(), _wanted(), limit=PAGE + 1)
    shown = found[:PAGE]
    more = shown[-1].number if len(found) > PAGE else None
    return render_template("moderation/audit.html", found=shown, names=_names(shown), asked=request.args, more=more)


@audit.get("/events.csv")
@allow(Who.OFFICER)
def as_csv() -> Response:
    """The same as CSV, up to 20,000 events: who, what, before, after and why."""
    found = audit_log.search(session(), _wanted(), limit=MOST)
    answer = Response(_lines(found), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="events.csv"'
    return answer


@audit.get("/documents/<sha256>")
@allow(Who.OFFICER)
def opened(sha256: str) -> str:
    """Who opened a document before or beside its publication."""
    found = audit_log.accesses(session(), sha256=sha256[:64], page=request.args.get("page", 1, type=int))
    names = people.names_of(session(), ids={each.person_id for each in found})
    return render_template("moderation/opened.html", found=found, names=names, words=words, sha256=sha256[:64])


def _wanted() -> EventFilter:
    """What the address asks for. Raises NotFound for an organisation or a person that nobody knows."""
    given = {key: request.args.get(key, "").strip()[:200] for key in ("organisation", "person", "kind", "from", "to")}
    known = organisations.by_slug(session(), given["organisation"]) if given["organisation"] else None
    person = people.by_email(session(), given["person"]) if given["person"] else None
    if (given["organisation"] and known is None) or (given["person"] and person is None):
        raise NotFound(_("Nobody is known by this address: check what you typed."))
    return EventFilter(
        organisation_id=known.id if known else None,
        actor=person.id if person else None,
        kind=given["kind"],
        since=_day(given["from"], 0),
        until=_day(given["to"], 1),
        before=request.args.get("before", type=int),
    )


def _day(text: str, later: int) -> datetime | None:
    try:
        day = date.fromisoformat(text) + timedelta(days=later)
    except (ValueError, OverflowError):
        return None
    return datetime.combine(day, time.min, ZoneInfo(carried.settings().time_zone))


def _names(found: Iterable[Event]) -> dict[uuid.UUID, str]:
    return people.names_of(session(), ids={each.actor for each in found if each.actor is not None})


def _lines(found: Sequence[Event]) -> str:
    names, out = _names(found), io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for each in found:
        who = names.get(each.actor, str(each.actor)) if each.actor else "the register"
        about, organisation = f"{each.subject_kind} {each.subject_id}", str(each.organisation_id or "")
        row = [each.number, each.at.isoformat(), who, each.kind, about, organisation]
        writer.writerow(cell(value) for value in [*row, _json(each.before), _json(each.after), each.reason])
    return MARK + out.getvalue()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
