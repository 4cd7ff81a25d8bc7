"""Start a statement, its task list, its history, and the list of all that one works on."""

from typing import Any

from apiflask import APIBlueprint
from flask import redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import access, db
from portal.access import Who, allow
from portal.fields import offered
from portal.filing.forms import StartForm
from portal.filing.links import page_url
from portal.filing.story import story_of
from portal.filing.unsaved import who_writes
from portal.filing.work import DOCUMENTS, open_work
from portal.forms import show_problems
from statements import clock
from statements.errors import AlreadyFiled, Invalid, Problem
from statements.filing import drafts, holds, periods, profiles, queries, rules, service, signing, taken_over
from statements.filing.asked import asked_of
from statements.filing.models import Statement
from statements.filing.parsers import parse_date
from statements.filing.periods import NextPeriod
from statements.moderation import queries as moderation
from statements.organisations.models import Organisation
from statements.people import outbox
from statements.people import queries as people

filing = APIBlueprint("filing", __name__, enable_openapi=False)


@filing.get("/filing")
@allow(Who.MEMBER)
def index() -> str:
    """Every statement of the organisations that one may file for."""
    session = db.session()
    organisations = queries.organisations_of(session, person_id=access.actor())
    ids, page = [each.id for each in organisations], request.args.get("page", 1, type=int)
    statements = queries.statements_page(session, organisation_ids=ids, page=page)
    asked = signing.requests_to(session, person_id=access.actor(), at=db.now())
    waiting = [(signing.draft_to_sign(session, each).statement, each) for each in asked]
    return render_template(
        "filing/index.html",
        statements=statements,
        asked_signatures=asked_of(session, statements.rows, at=db.now()),
        waiting=waiting,
        several=len(organisations) > 1,
    )


@filing.get("/filing/start")
@allow(Who.MEMBER)
def ask_start() -> str:
    """For whom and for which period: the next one is offered."""
    organisations = queries.organisations_of(db.session(), person_id=access.actor())
    wanted = request.args.get("organisation", "")
    chosen = next((each for each in organisations if each.slug == wanted or len(organisations) == 1), None)
    data: dict[str, Any] = {"organisation": chosen.slug if chosen else None}
    coming = _next_period(chosen) if chosen else None
    if coming is not None and coming.to_offer is not None:
        data |= {"period_start": coming.to_offer.start, "period_end": coming.to_offer.end}
    return _start_page(_start_form(organisations, data), coming=coming)


@filing.post("/filing/start")
@allow(Who.MEMBER)
def start() -> Response | tuple[str, int]:
    """Start the statement, or say what is wrong, or lead to the one that exists."""
    session, by = db.session(), access.actor()
    organisations = queries.organisations_of(session, person_id=by)
    form = _start_form(organisations, {})
    begun: Statement | None = None
    try:
        given = _given(form, organisations)
        begun = queries.same_period(session, **_period_key(given))
        statement = service.start(session, **given, by=by, at=db.now())
    except AlreadyFiled as error:
        show_problems(form, error)
        return _start_page(form, begun), 409
    except Invalid as error:
        show_problems(form, error)
        return _start_page(form), 422
    return redirect(page_url(statement.number, DOCUMENTS), 303)


@filing.get("/filing/<int:number>")
@allow(Who.MEMBER)
def tasks(number: int) -> str | Response:
    """What is done and what is open; once submitted, where the statement stands."""
    session = db.session()
    if queries.statement_for(session, number=number, person_id=access.actor()).source == rules.ELSEWHERE:
        return redirect(f"/statements/{number}")
    work = open_work(number)
    asked = signing.latest_request(session, work.statement)
    return render_template(
        "filing/tasks.html" if work.editable else "filing/standing.html",
        work=work,
        gaps=drafts.gaps(session, work.draft, at=db.now()) if work.editable else [],
        asked=asked,
        asked_state=signing.state_of(session, asked, at=db.now()) if asked else None,
        director=people.load_person(session, asked.director_id) if asked else None,
        unreached=outbox.unreached(session, [asked.director_id]).get(asked.director_id) if asked else None,
        last_year=queries.last_years(session, work.statement) if work.editable else None,
        groups=taken_over.groups_version(session, work.statement) if work.editable else None,
        covers=queries.covered_by(session, work.draft),
        returned=moderation.returns_open(session, statement=work.statement),
        story=story_of(work.statement),
        held=holds.open_hold(session, work.latest) if work.latest else None,
        **who_writes(work),
    )


@filing.get("/filing/<int:number>/history")
@allow(Who.MEMBER)
def history(number: int) -> str:
    """Everything that happened to the statement, for its own people."""
    work = open_work(number)
    return render_template("filing/history.html", work=work, story=story_of(work.statement))


def _start_form(organisations: Any, data: dict[str, Any]) -> StartForm:
    form = StartForm(data=data)
    form.organisation.choices = offered((each.slug, each.name) for each in organisations)
    form.profile.choices = offered((each.key, each.name) for each in profiles.filed_here())
    form.period_start.description = _("For example, 1 4 2025.")
    form.period_end.description = _("Usually twelve months later: for example, 31 3 2026.")
    return form


def _next_period(organisation: Organisation) -> NextPeriod | None:
    law = profiles.filed_here()[0]
    today = clock.local_date(db.now(), law.time_zone)
    return periods.next_period(db.session(), organisation_id=organisation.id, profile=law.key, on=today)


def _given(form: StartForm, organisations: Any) -> dict[str, Any]:
    """What was chosen and typed. Raises Invalid where it is not whole."""
    chosen = form.organisation.data or (organisations[0].slug if len(organisations) == 1 else "")
    organisation = next((each for each in organisations if each.slug == chosen), None)
    laws = [each.key for each in profiles.filed_here()]
    profile = form.profile.data or (laws[0] if len(laws) == 1 else "")
    start, end = (parse_date(form[name].data or "") for name in ("period_start", "period_end"))
    faults = {
        "organisation": (organisation is None, _("Choose the organisation.")),
        "profile": (profile not in laws, _("Choose the law.")),
        "period_start": (start is None, _("Enter the first day of the period, with day, month and year.")),
        "period_end": (end is None, _("Enter the last day of the period, with day, month and year.")),
    }
    problems = [Problem(message, field=name) for name, (wrong, message) in faults.items() if wrong]
    if problems:
        raise Invalid(problems)
    return {"organisation": organisation, "profile": profile, "period_start": start, "period_end": end}


def _period_key(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "organisation_id": given["organisation"].id,
        "profile": given["profile"],
        "start": given["period_start"],
        "end": given["period_end"],
    }


def _start_page(form: StartForm, begun: Statement | None = None, coming: NextPeriod | None = None) -> str:
    return render_template("filing/start.html", form=form, begun=begun, coming=coming)
