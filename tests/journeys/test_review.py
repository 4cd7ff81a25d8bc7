"""Submitted, read by the machine, decided by an officer, published, noticed, answered, released: over HTTP."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from portal.handlers import HANDLERS
from portal.work import run_waiting
from portal.worker import run_periodic
from statements.db import open_session
from statements.filing import queries as filing
from statements.filing import service
from statements.filing.holds import RECEIVED
from statements.moderation import queries
from statements.moderation.models import Notice
from statements.people.models import Role
from tests.filing_world import make_filing_world, make_ready, submit_ready
from tests.signed_in import signed_in, signed_in_as
from tests.statements.moderation.world import PAGES, submitted

WORDS = "We checked every supplier of seafood again in May 2026."


@pytest.fixture
def world(session, now):
    """An organisation whose filer has submitted a statement, signed by its director."""
    made = make_filing_world(session, at=now, name="Tōtara Demonstration Limited")
    make_ready(session, made, at=now, text="\n\n".join(PAGES))
    submit_ready(session, made, at=now)
    session.commit()
    return made


@pytest.fixture
def version(session, world):
    """The version that was submitted; it waits to be read."""
    return filing.latest_version(session, world.statement)


def released(engine, version):
    """What the public may see of what was found in the version."""
    with open_session(engine, for_writing=False) as session:
        return queries.released(session, version_ids=[version.id])


def post(client, page, action, **given):
    """Send a form of a page, found by where it goes; the answer."""
    return client.post(f"{page}{action}", data={"csrf_token": client.token(page), **given})


def read_by_machine(engine, settings, store):
    """Let the worker do what waits; how many jobs it ran, the mails about filings not counted."""
    mails = []
    handlers = {**HANDLERS, "mail": lambda work: mails.append(work) or HANDLERS["mail"](work)}
    ran = run_waiting(handlers=handlers, engine=engine, store=store, settings=settings)
    return ran - sum(each.arguments["template"] == RECEIVED for each in mails)


def test_from_submission_to_a_public_profile(app, engine, session, settings, store, now, world, version) -> None:
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    filer = signed_in(app, session, world.filer)
    page = f"/review/{version.id}"
    assert "has not read this version yet" in officer.get(page).get_data(as_text=True)

    assert read_by_machine(engine, settings, store) == 1
    queue = officer.get("/review").get_data(as_text=True)
    assert "Tōtara Demonstration Limited" in queue and "Gate not met" in queue
    html = officer.get(page).get_data(as_text=True)
    assert 'id="C18"' in html and 'class="found found--' in html and "0 of 22" in html

    changed = {"level": "0", "reason": "Only its first sentence speaks of it.", "seen": 1, "struck": []}
    revised = post(officer, page, "/findings/C04", **changed)
    assert revised.status_code == 302 and revised.location.endswith("#C04")
    html = officer.get(page).get_data(as_text=True)
    assert "1 of 22" in html and "The machine said:" in html

    seen = re.findall(r'name="seen" value="([CG]\d\d?:\d+)"', html)
    assert len(seen) == 21
    assert post(officer, page, "/confirm-rest", seen=seen).status_code == 302
    assert post(officer, page, "/publish", reason="").status_code == 302
    assert released(engine, version) == {}
    assert post(officer, page, "/notice").status_code == 302
    assert released(engine, version) == {}

    with open_session(engine, for_writing=False) as reading:
        notice = reading.query(Notice).one()
    assert f"/notices/{notice.id}" in filer.get("/desk").get_data(as_text=True)
    told = filer.get(f"/notices/{notice.id}").get_data(as_text=True)
    assert "Nothing of it is public yet" in told and "Only its first sentence speaks of it." in told
    assert post(filer, f"/notices/{notice.id}", "", text="").status_code == 422
    answered = post(filer, f"/notices/{notice.id}", "", text=WORDS)
    assert answered.status_code == 302
    assert WORDS in officer.get(page).get_data(as_text=True)

    run_periodic(engine, settings, notice.answer_by - timedelta(minutes=2))
    assert released(engine, version) == {}
    run_periodic(engine, settings, notice.answer_by + timedelta(minutes=2))
    found = released(engine, version)[version.id]
    assert [reply.text for reply in found.replies] == [WORDS]
    assert next(each for each in found.findings if each.criterion == "C04").changed_by_officer
    assert "Public since" in officer.get(page).get_data(as_text=True)


def test_a_return_is_seen_and_answered_by_its_filer_alone(
    app, engine, session, settings, store, now, world, version
) -> None:
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    filer = signed_in(app, session, world.filer)
    other = submitted(session, at=now, name="Other Demonstration Limited").statement.organisation
    stranger = signed_in_as(app, session, Role.FILER, at=now, organisation=other)
    read_by_machine(engine, settings, store)
    page = f"/review/{version.id}/return"
    empty = post(officer, page, "", reason="", **{"point-G3": "No signature on any page."})
    assert empty.status_code == 422 and "No signature on any page." in empty.get_data(as_text=True)
    assert post(officer, page, "", reason="Please sign it.", **{"point-G3": "No signature."}).status_code == 302
    with open_session(engine, for_writing=False) as reading:
        (review,) = queries.reviews_of(reading, version=version)
    path = f"/returns/{review.id}"
    assert "No signature." in filer.get(path).get_data(as_text=True)
    assert path in filer.get("/desk").get_data(as_text=True)
    assert path not in stranger.get("/desk").get_data(as_text=True)
    assert stranger.get(path).status_code == 404
    assert post(filer, path, "", text="The new file is signed on page 3.").status_code == 302
    assert "signed on page 3" in officer.get(f"/review/{version.id}").get_data(as_text=True)
    assert "Returned, awaiting the filer" in officer.get("/review?stage=returned").get_data(as_text=True)

    with open_session(engine, for_writing=True) as writing:
        draft = filing.draft_of(writing, filing.statement_for(writing, number=1, person_id=world.filer.id))
        service.save(writing, draft=draft, by=world.filer.id, at=now, answers={"training_given": True})
        submit_ready(writing, replace(world, statement=draft.statement), at=now + timedelta(days=2))
        writing.commit()
    read_by_machine(engine, settings, store)
    assert "Sent again after a return" in officer.get("/review").get_data(as_text=True)
    assert "Tōtara" not in officer.get("/review?stage=returned").get_data(as_text=True)
