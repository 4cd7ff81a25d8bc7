"""Nothing typed is lost: kept while it is typed, put back, sent again after signing in; two who write at once."""

import io
import re

import pypdfium2
import pytest
from flask import before_render_template
from sqlalchemy import func, select

from statements import db
from statements.db import writing
from statements.filing import queries
from statements.filing.models import Draft, UnsavedSection
from statements.people.models import ParkedForm, Role
from tests.factories import make_organisation
from tests.filing_world import make_filing_world, make_ready, submit_ready
from tests.signed_in import signed_in, signed_in_as

SECTION = "/filing/1/sections/improvement"
FIELD = "improvement_description"
SENT_BY_A_PAGE = {"Origin": "http://localhost", "Accept": "text/html"}


@pytest.fixture
def world(session, now):
    return make_filing_world(session, at=now)


@pytest.fixture
def filer(app, session, world):
    return signed_in(app, session, world.filer)


@pytest.fixture
def other(app, session, world):
    return signed_in(app, session, world.director)


def text_of(response):
    return response.get_data(as_text=True)


def fields(client, **typed):
    html = text_of(client.get(SECTION))
    found = {name: re.search(rf'name="{name}"[^>]*value="([^"]+)"', html)[1] for name in ("csrf_token", "seen")}
    return {**found, **typed}


def keep(client, **typed):
    return client.post(f"{SECTION}/unsaved", data=fields(client, **typed))


def answers(session):
    session.expire_all()
    found = dict(session.scalars(select(Draft)).one().answers)
    session.rollback()
    return found


def count(session, row):
    session.rollback()
    found = session.scalar(select(func.count()).select_from(row))
    session.rollback()
    return found


def test_what_is_typed_is_kept_put_back_and_forgotten_once_saved(filer, session) -> None:
    assert text_of(keep(filer, improvement_description="Half a sen")) == "Kept."
    assert text_of(keep(filer, improvement_description="Half a sentence", goals_set="")) == "Kept."
    assert answers(session) == {} and count(session, UnsavedSection) == 1
    page = text_of(filer.get(SECTION))
    assert "You had not saved what you wrote here." in page and "Half a sentence</textarea>" in page
    assert "Not saved yet" in text_of(filer.get("/filing/1"))
    assert "You wrote something that is not saved" in text_of(filer.get("/filing/1/check"))
    assert filer.post(SECTION, data=fields(filer, improvement_description="A whole sentence.")).status_code == 303
    assert answers(session)[FIELD] == "A whole sentence." and count(session, UnsavedSection) == 0
    assert "You had not saved" not in text_of(filer.get(SECTION))


def test_what_is_kept_can_be_thrown_away_and_what_equals_the_draft_is_not_told(filer, session) -> None:
    filer.post(SECTION, data=fields(filer, improvement_description="Saved."))
    keep(filer, improvement_description=" Saved. ")
    assert "You had not saved" not in text_of(filer.get(SECTION))
    keep(filer, improvement_description="Saved and more")
    filer.post(f"{SECTION}/unsaved/discard", data=fields(filer))
    assert count(session, UnsavedSection) == 0 and "Saved.</textarea>" in text_of(filer.get(SECTION))


def test_an_answer_that_cannot_be_read_is_kept_as_it_was_typed(filer) -> None:
    path = "/filing/1/sections/training"
    token = fields(filer)["csrf_token"]
    typed = {"csrf_token": token, "seen": "", "people_trained": "a few", "training_given": "yes"}
    filer.post(f"{path}/unsaved", data=typed)
    assert 'value="a few"' in text_of(filer.get(path))


def test_who_else_writes_is_told_and_what_they_type_is_theirs_alone(filer, other, world) -> None:
    keep(filer, improvement_description="A secret of the first hour")
    page = text_of(other.get(SECTION))
    assert f"<b>{world.filer.name}</b> is writing in this section now" in page and "secret" not in page
    assert text_of(keep(other, improvement_description="Mine")) == f"Kept. {world.filer.name} is writing here too."
    filer.post(SECTION, data=fields(filer, improvement_description="Ready."))
    assert f"Last saved by {world.filer.name}" in text_of(other.get("/filing/1"))


def test_a_stranger_can_keep_nothing_and_a_page_too_large_is_refused(app, filer, session, now) -> None:
    elsewhere = make_organisation(session, name="Rimu Freight Limited", at=now)
    stranger = signed_in_as(app, session, Role.FILER, organisation=elsewhere, at=now)
    given = {"csrf_token": stranger.token("/filing/start"), FIELD: "x"}
    assert stranger.post(f"{SECTION}/unsaved", data=given).status_code == 404
    assert keep(filer, improvement_description="x" * 200_001).status_code == 413
    assert count(session, UnsavedSection) == 0


def both_write(filer, other):
    mine = fields(filer, improvement_description="What Hana wrote.")
    other.post(SECTION, data=fields(other, improvement_description="What Tama wrote."))
    answer = filer.post(SECTION, data=mine)
    assert answer.status_code == 409
    page = text_of(answer)
    return page, {**mine, "seen": re.search(r'name="seen"[^>]*value="(\w+)"', page)[1]}


def test_the_loser_sees_both_versions_and_combines_them(app, filer, other, session, engine, world, monkeypatch) -> None:
    monkeypatch.setattr(db, "PATIENCE_MS", 20)

    def somebody_else_may_write(_app, **_page):
        with writing(engine).begin() as connection:
            connection.execute(select(Draft.id).with_for_update(nowait=True))

    with before_render_template.connected_to(somebody_else_may_write, app):
        page, mine = both_write(filer, other)
    sides = page.split('class="filing-sides"')[1].split("</fieldset>")[0]
    assert "What Tama wrote." in sides and "What Hana wrote." in sides and world.director.name in sides
    assert "What Hana wrote.</textarea>" in page
    chosen = {**mine, "combine-improvement_description": "both", "then": "combine"}
    answer = filer.post(SECTION, data=chosen)
    assert answer.status_code == 200 and "What Tama wrote.\n\nWhat Hana wrote.</textarea>" in text_of(answer)
    assert answers(session)[FIELD] == "What Tama wrote."
    filer.post(SECTION, data={**mine, FIELD: "What Tama wrote.\n\nWhat Hana wrote."})
    assert answers(session)[FIELD] == "What Tama wrote.\n\nWhat Hana wrote."


def test_theirs_can_be_taken_and_a_late_writer_sees_both_when_coming_back(filer, other) -> None:
    keep(filer, improvement_description="What Hana wrote.")
    other.post(SECTION, data=fields(other, improvement_description="What Tama wrote."))
    page = text_of(filer.get(SECTION))
    assert 'id="conflict"' in page and "What Hana wrote.</textarea>" in page and "What Tama wrote." in page
    chosen = {"combine-improvement_description": "theirs", "then": "combine", FIELD: "What Hana wrote."}
    answer = text_of(filer.post(SECTION, data={**fields(filer), **chosen}))
    assert "What Tama wrote.</textarea>" in answer


def test_another_section_saved_meanwhile_is_no_conflict(filer, other, session) -> None:
    mine = fields(filer, improvement_description="Mine.")
    path = "/filing/1/sections/consultation"
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', text_of(other.get(path)))[1]
    token = fields(other)["csrf_token"]
    assert other.post(path, data={"csrf_token": token, "seen": seen}).status_code == 303
    assert filer.post(SECTION, data=mine).status_code == 303
    assert answers(session)[FIELD] == "Mine."


def sign_out(client):
    with client.session_transaction() as cookie:
        return {key: cookie.pop(key) for key in ("_user_id", "_fresh")}


def sign_in(client, kept):
    with client.session_transaction() as cookie:
        cookie.update(kept)


@pytest.mark.parametrize("cookie_gone", [False, True])
def test_what_is_sent_when_signed_out_is_sent_again_after_signing_in(filer, session, cookie_gone) -> None:
    typed = fields(filer, improvement_description="Written before the session ended.")
    kept = sign_out(filer)
    if cookie_gone:
        with filer.session_transaction() as cookie:
            cookie.clear()
    answer = filer.post(SECTION, data=typed, headers=SENT_BY_A_PAGE)
    assert answer.status_code == 303 and answer.headers["Location"] == "/account/again"
    assert "/account/login?next=/account/again" in filer.get("/account/again").headers["Location"]
    sign_in(filer, kept)
    page = text_of(filer.get("/account/again"))
    assert '<p class="govuk-body filing-text">Written before the session ended.</p>' in page
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.split("</form>")[0]))
    answer = filer.post("/account/again", data=hidden)
    assert (answer.status_code, answer.headers["Location"]) == (307, SECTION)
    assert count(session, ParkedForm) == 0
    assert filer.post(SECTION, data=hidden).status_code == 303
    assert answers(session)[FIELD] == "Written before the session ended."
    assert filer.get("/account/again").headers["Location"] == "/desk"


def test_a_page_open_too_long_is_given_back_too_and_can_be_thrown_away(filer, session) -> None:
    typed = {**fields(filer, improvement_description="Written on an old page."), "csrf_token": "of yesterday"}
    assert filer.post(SECTION, data=typed, headers=SENT_BY_A_PAGE).headers["Location"] == "/account/again"
    token = filer.token("/account/again")
    assert filer.post("/account/again/leave", data={"csrf_token": token}).headers["Location"] == "/desk"
    assert count(session, ParkedForm) == 0 and answers(session) == {}


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elsewhere.example", "Accept": "text/html"}])
def test_what_no_page_of_ours_sent_is_not_kept(filer, session, headers) -> None:
    sign_out(filer)
    answer = filer.post(SECTION, data={FIELD: "From elsewhere"}, headers=headers)
    assert answer.status_code == 400 and count(session, ParkedForm) == 0


def test_the_receipt_is_a_pdf_with_every_hash_and_always_the_same(filer, session, world, now) -> None:
    make_ready(session, world, at=now)
    receipt = submit_ready(session, world, at=now)
    number, fingerprint = receipt.number, receipt.version.fingerprint
    hashes = [each.sha256 for each in queries.documents_of(session, world.statement.draft)]
    session.commit()
    assert "/filing/1/receipt/1.pdf" in text_of(filer.get("/filing/1/receipt"))
    first, second = (filer.get("/filing/1/receipt/1.pdf") for _ in range(2))
    assert first.mimetype == "application/pdf" and first.data == second.data
    text = pypdfium2.PdfDocument(io.BytesIO(first.data))[0].get_textpage().get_text_bounded()
    for told in (number, "Kōwhai Foods Limited", "2 November 2026, 2:30 pm", fingerprint, *hashes):
        assert told in text
    assert filer.get("/filing/1/receipt/2.pdf").status_code == 404
