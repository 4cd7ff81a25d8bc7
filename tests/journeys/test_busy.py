"""A form that comes while the database is busy is given back whole: never a 500, never typed for nothing."""

import re
from contextlib import ExitStack

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.db import CONNECTIONS_PER_THREAD
from statements import db
from statements.db import may_go_well_again, open_session, writing
from statements.filing.models import Draft
from tests.databases import POSTGRES
from tests.filing_world import make_filing_world
from tests.signed_in import signed_in

SECTION = "/filing/1/sections/improvement"
TYPED = "Kōrero typed while another writer holds the register."


@pytest.mark.skipif(bool(POSTGRES), reason="PostgreSQL has no lock on the whole database")
def test_what_is_typed_while_another_holds_the_database_is_given_back_and_sent_again(
    app, engine, session, now, monkeypatch
) -> None:
    filer = signed_in(app, session, make_filing_world(session, at=now).filer)
    html = filer.get(SECTION).get_data(as_text=True)
    fields = {name: re.search(rf'name="{name}"[^>]*value="([^"]+)"', html)[1] for name in ("csrf_token", "seen")}
    typed = {**fields, "improvement_description": TYPED}
    app.extensions["engine"].dispose()
    monkeypatch.setattr(db, "PATIENCE_MS", 20)
    with writing(engine).connect() as holder:
        holder.begin()
        answer = filer.post(SECTION, data=typed, headers={"Accept": "text/html"})
        kept = filer.post(f"{SECTION}/unsaved", data=typed)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, kept.status_code) == (503, 503) and answer.headers["Retry-After"]
    assert f'filing-text">{TYPED}</p>' in page and f'action="{SECTION}"' in page
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert filer.post(SECTION, data=hidden).status_code == 303
    with open_session(engine, for_writing=False) as reading:
        assert reading.scalars(select(Draft)).one().answers["improvement_description"] == TYPED


def test_every_thread_of_a_process_finds_the_connections_it_may_need(app, settings) -> None:
    with ExitStack() as held:
        for _each in range(CONNECTIONS_PER_THREAD * settings.threads):
            held.enter_context(app.extensions["engine"].connect())


def test_what_fails_only_when_it_is_kept_is_told_like_any_other_fault(app, session, now) -> None:
    world = make_filing_world(session, at=now)
    filer = signed_in(app, session, world.filer)
    html = filer.get(SECTION).get_data(as_text=True)
    fields = {name: re.search(rf'name="{name}"[^>]*value="([^"]+)"', html)[1] for name in ("csrf_token", "seen")}
    second = {"statement_id": world.statement.id, "answers": {}, "covers": [], "documents": [], "approval": {}}

    def spoil(opened: Session) -> None:
        opened.add(Draft(**second, updated_at=now))

    event.listen(Session, "before_commit", spoil)
    try:
        answer = filer.post(SECTION, data={**fields, "improvement_description": TYPED})
    finally:
        event.remove(Session, "before_commit", spoil)
    assert answer.status_code == 409 and "Someone changed this" in answer.get_data(as_text=True)
    with open_session(app.extensions["engine"], for_writing=False) as reading:
        assert reading.scalars(select(Draft.answers)).one() == {}


class Said(Exception):
    """An error as a driver raises it."""

    def __init__(self, **told: str) -> None:
        self.__dict__.update(told)


@pytest.mark.parametrize(
    ("told", "again"),
    [
        ({"sqlite_errorname": "SQLITE_BUSY"}, True),
        ({"sqlite_errorname": "SQLITE_BUSY_SNAPSHOT"}, True),
        ({"sqlite_errorname": "SQLITE_ERROR"}, False),
        ({"sqlstate": "40P01"}, True),
        ({"sqlstate": "57P01"}, True),
        ({"sqlstate": "42P01"}, False),
    ],
)
def test_what_passes_is_told_from_what_is_wrong(told, again) -> None:
    assert may_go_well_again(OperationalError("SELECT 1", {}, Said(**told))) is again
