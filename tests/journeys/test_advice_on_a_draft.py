"""Before a statement is sent, its filer sees how its text reads: advice, ready when it is ready, and nobody else's."""

import io
import re

import pytest
from sqlalchemy import func, select

from portal.handlers import HANDLERS
from portal.work import run_waiting
from statements.db import open_session
from statements.filing import queries
from statements.filing import service as filing
from statements.jobs.models import Job
from statements.moderation.models import AssessmentRecord, DraftReading
from statements.people.models import Role
from tests.factories import make_member, make_organisation
from tests.filing_world import make_filing_world
from tests.signed_in import signed_in

TRAINED = "In May 2025 we trained 310 of our 412 employees on how to see forced labour."
TEXT = (
    "Kōwhai Foods Limited made this statement for the year to 31 March 2026. We are a company that grows and packs "
    "fruit in Hawke's Bay and employs 412 people. We buy crates and cartons from two makers in Napier and Hastings. "
    f"{TRAINED} We know of no better place to work for any of our people, and we say so. "
) * 2
CHECK, READING = "/filing/1/check", "/filing/1/reading"


@pytest.fixture
def world(session, now):
    return make_filing_world(session, at=now)


@pytest.fixture
def filer(app, session, world):
    return signed_in(app, session, world.filer)


@pytest.fixture
def read(engine, settings, store):
    """Runs the jobs that wait, as a worker would."""
    return lambda: run_waiting(handlers=HANDLERS, engine=engine, store=store, settings=settings)


def page_of(client, path) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def upload(client, text=TEXT):
    given = {"csrf_token": client.token("/filing/1/documents"), "document": (io.BytesIO(text.encode()), "ours.txt")}
    assert client.post("/filing/1/documents", data=given, content_type="multipart/form-data").status_code == 303


def send(client, path):
    return client.post(path, data={"csrf_token": client.token("/filing/1/documents")})


def test_the_upload_is_read_by_a_job_and_the_page_says_when(filer, read) -> None:
    assert "There is no text to read yet" in page_of(filer, CHECK)
    upload(filer)
    waiting = filer.get(CHECK).get_data(as_text=True)
    assert "Your text is being read." in waiting and "data-look-again" in waiting
    assert "has not been read to its end" in page_of(filer, READING)
    assert read() == 1
    ready = page_of(filer, CHECK)
    assert "What it found" in ready and "Structure and operations page 1" in ready
    assert "What it could not find" in ready and "When signed" in ready
    full = filer.get(READING).get_data(as_text=True)
    assert 'class="found found--done"' in full and TRAINED in full and 'id="C12"' in full


def test_what_was_ticked_is_compared_as_it_stands_now(session, filer, world, now, read) -> None:
    upload(filer)
    read()
    assert "you ticked" not in page_of(filer, CHECK)
    draft = queries.draft_of(session, world.statement)
    ticked = {"consulted": ["unions"], "structure_disclosed": ["none"]}
    filing.save(session, draft=draft, by=world.filer.id, at=now, answers=ticked)
    session.commit()
    shown = page_of(filer, CHECK)
    assert "Consultation : you ticked that it is there; no sentence was found that says so" in shown
    assert "Structure and operations : you ticked that it is not there; the text shows some of it" in shown
    assert "Declared by the organisation: yes . No sentence of it was found" in page_of(filer, READING)


def test_approval_is_joined_without_another_reading(session, filer, world, now, read) -> None:
    upload(filer)
    read()
    draft = queries.draft_of(session, world.statement)
    approved = {"approved_by": "committee", "approved_on": "2026-08-01"}
    filing.save(session, draft=draft, by=world.filer.id, at=now, answers=approved)
    session.commit()
    assert "others than the governing body itself approved it" in page_of(filer, CHECK)
    assert session.scalar(select(func.count()).select_from(Job)) == 1


def test_a_changed_text_is_read_again_and_the_same_one_is_not(session, filer, world, now, read) -> None:
    upload(filer)
    read()
    assert send(filer, READING).status_code == 303
    assert read() == 0
    session.expire_all()
    draft = queries.draft_of(session, world.statement)
    (document,) = queries.documents_of(session, draft)
    filing.remove_document(session, draft=draft, document=document, by=world.filer.id, at=now)
    text = {"structure_description": f"{TEXT} We sell what we grow in the towns of the region."}
    filing.save(session, draft=draft, by=world.filer.id, at=now, answers=text)
    session.commit()
    assert "has not been read" in page_of(filer, CHECK)
    assert send(filer, READING).status_code == 303
    assert read() == 1
    assert "Structure and operations in an answer" in page_of(filer, CHECK)


def test_nothing_of_it_leaves_the_organisation(app, session, client, filer, now, read) -> None:
    upload(filer)
    read()
    stranger = make_member(
        session, name="Ola Nord", organisation=make_organisation(session, name="Rimu", at=now), role=Role.FILER, at=now
    )
    other = signed_in(app, session, stranger)
    assert other.get(READING).status_code == other.get(CHECK).status_code == 404
    assert client.get(READING).status_code == 302
    assert session.scalar(select(func.count()).select_from(AssessmentRecord)) == 0
    session.commit()
    assert other.post(READING, data={"csrf_token": other.token("/desk")}).status_code == 404


def test_a_reading_goes_with_its_draft_and_a_late_job_does_no_harm(engine, session, filer, world, now, read) -> None:
    upload(filer)
    filing.discard(session, statement=world.statement, by=world.filer.id, at=now)
    session.commit()
    assert read() == 1
    with open_session(engine, for_writing=False) as reading:
        assert reading.scalar(select(func.count()).select_from(DraftReading)) == 0
        assert reading.scalars(select(Job.result)).all() == [{"kept": False}]
