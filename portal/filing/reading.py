"""How the draft reads, before it is sent: a job reads it, pages show what was found as advice and never as a hurdle."""

import uuid
from datetime import UTC, datetime
from typing import Any

from apiflask import APIBlueprint
from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import access, db
from portal.access import Who, allow
from portal.filing.links import tasks_url
from portal.filing.work import open_work
from portal.work import Finish
from portal.work import Work as Job
from scoring import assess, rubric_in_force
from statements.db import Session
from statements.moderation import advice

filing_reading = APIBlueprint("filing_reading", __name__, enable_openapi=False)


@filing_reading.get("/filing/<int:number>/reading")
@allow(Who.MEMBER)
def show(number: int) -> str | Response:
    """Every finding beside the draft's text, with its sentences marked."""
    work = open_work(number)
    if not work.editable:
        return redirect(tasks_url(number))
    found = advice.advice_on(db.session(), draft=work.draft, by=access.actor())
    return render_template("filing/reading.html", work=work, advice=found)


@filing_reading.post("/filing/<int:number>/reading")
@allow(Who.MEMBER)
def ask(number: int) -> Response:
    """Have the draft read as it stands."""
    work = open_work(number)
    if work.editable:
        advice.ask_reading(db.session(), draft=work.draft, by=access.actor(), at=db.now())
    return redirect(url_for("filing_sending.check", number=number, _anchor="reading"), 303)


def read_draft(work: Job) -> Finish:
    """Read the draft named by `draft_id` against the rubric in force for its period; nothing where it is gone."""
    draft_id = uuid.UUID(work.arguments["draft_id"])
    with work.reading() as session:
        facts = advice.draft_facts(session, draft_id=draft_id, at=datetime.now(UTC))
    found = assess(facts, rubric_in_force(facts.period_end)) if facts else None

    def finish(session: Session, at: datetime) -> dict[str, Any]:
        kept = found is not None and advice.keep_reading(session, draft_id=draft_id, assessment=found, at=at)
        return {"kept": kept}

    return finish
