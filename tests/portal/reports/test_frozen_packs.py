"""An officer freezes the pack of a year: it stays as it was, on a public page, with hashes that agree."""

import hashlib
import html
import re
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.handlers import HANDLERS
from portal.work import run_waiting
from statements.events.models import Event
from statements.jobs.models import Job, JobState
from statements.people.models import Role
from statements.reports import freezing
from statements.reports.models import FrozenPack
from statements.storage.store import Store
from tests import published
from tests.checked_client import CheckedClient
from tests.factories import make_organisation
from tests.signed_in import signed_in_as


@pytest.fixture
def statement(session: Session, now: datetime):
    """One released statement that answered two counts."""
    owner = make_organisation(session, name="=Frozen Demonstration Ō Limited", at=now, industry="G", region="auckland")
    answers = {"people_trained": 40, "incidents_own_operations": 3}
    made = published.publish(session, organisation=owner, at=now, period_end=date(2026, 3, 31), answers=answers)
    published.assess(session, statement=made, at=now, levels={"C01": 2, "C02": None}, released_at=now)
    session.commit()
    return made


@pytest.fixture
def freeze(app: Flask, session: Session, now, engine: Engine, store: Store, settings: Settings):
    """Lets an officer ask for the pack of 2026, and the worker make it."""

    def ask() -> CheckedClient:
        officer = signed_in_as(app, session, Role.OFFICER, at=now)
        answer = _ask(officer, "2026")
        assert answer.status_code == 302
        assert "Waiting for its turn" in officer.get(answer.location).get_data(as_text=True)
        assert run_waiting(handlers=HANDLERS, engine=engine, store=store, settings=settings) == 1
        assert "/reports/packs/" in officer.get(answer.location).location
        return officer

    return ask


def test_a_pack_is_frozen_listed_and_opens_its_rows(client: CheckedClient, session, statement, freeze) -> None:
    officer = freeze()
    [pack] = session.scalars(select(FrozenPack))
    assert "Officer" in officer.get("/reports/office/packs").get_data(as_text=True)
    page = client.get("/reports/packs").get_data(as_text=True)
    assert pack.stamp in page
    assert "Officer" not in page
    sums = client.get(f"/reports/packs/{pack.number}/SHA256SUMS").data
    assert hashlib.sha256(sums).hexdigest() == pack.stamp
    for line in sums.decode().splitlines():
        digest, name = line.split("  ")
        assert digest in page
        assert hashlib.sha256(client.get(f"/reports/packs/{pack.number}/{name}").data).hexdigest() == digest
    figures = client.get(f"/reports/packs/{pack.number}").get_data(as_text=True)
    cells = set(re.findall(r'href="(/reports/packs/\d+/list[^"]+)"[^>]*>([\d,]+)<', figures))
    assert len(cells) > 20
    for link, count in sorted(cells):
        behind = client.get(html.unescape(link)).get_data(as_text=True)
        rows = [int(each) for each in re.findall(r'number">([\d,]+)</td>\s*</tr>', behind)]
        assert sum(rows) == int(count), link
    assert [each.actor for each in session.scalars(select(Event).where(Event.kind == "pack.frozen"))] == [
        pack.frozen_by
    ]


def test_what_is_frozen_stays(client, session: Session, store, now, statement, freeze) -> None:
    freeze()
    [pack] = session.scalars(select(FrozenPack))
    before = client.get(f"/reports/packs/{pack.number}/figures-2026.csv").data
    published.add_version(session, statement=statement, at=now, answers={"people_trained": 90})
    session.commit()
    freeze()
    assert client.get(f"/reports/packs/{pack.number}/figures-2026.csv").data == before
    assert client.get("/reports/packs/2/figures-2026.csv").data != before
    assert freezing.read(store, freezing.load(session, 1)).table("count-people_trained").rows[0].counts == (1, 40, 0)
    pack.year = 2025
    with pytest.raises(RuntimeError, match="never changed"):
        session.flush()


def test_a_stamp_that_no_longer_agrees_is_told(client, session: Session, statement, freeze) -> None:
    freeze()
    session.execute(text("UPDATE pack_files SET sha256 = 'x' WHERE name LIKE 'statements%'"))
    session.commit()
    assert client.get("/reports/packs/1").status_code == 404


def test_a_job_that_runs_twice_freezes_once(session, engine, store, settings, statement, freeze) -> None:
    freeze()
    [job] = session.scalars(select(Job).where(Job.kind == freezing.FREEZE))
    assert (job.done, job.total) == (2, 2)
    job.state = JobState.WAITING
    session.commit()
    run_waiting(handlers=HANDLERS, engine=engine, store=store, settings=settings)
    assert len(session.scalars(select(FrozenPack)).all()) == 1


def test_a_year_without_anything_is_refused(app: Flask, session: Session, now, statement) -> None:
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    assert _ask(officer, "1999").status_code == 422
    assert session.scalars(select(Job)).all() == []


def _ask(officer: CheckedClient, year: str):
    page = "/reports/office/packs"
    return officer.post(page, data={"csrf_token": officer.token(page), "year": year})


HIDDEN = re.compile(r'nonce="[^"]+"|\d{1,2}:\d\d')


def test_no_page_and_no_file_tells_an_answer_below_six(client, session: Session, now, statement) -> None:
    """Whatever the hidden number is, and whichever it was before, everything public reads the very same."""
    version = statement.versions[0]
    told = set()
    for hidden in range(6):
        version.answers = {**version.answers, "incidents_own_operations": hidden}
        session.commit()
        told.add(tuple(_surfaces(client, session, now, statement.number)))
    assert len(told) == 1
    version.answers = {**version.answers, "incidents_own_operations": 6}
    session.commit()
    assert tuple(_surfaces(client, session, now, statement.number)) not in told


def _surfaces(client: CheckedClient, session: Session, now: datetime, number: int):
    client.application.extensions.pop("figures", None)
    count = "table=count-incidents_own_operations&row=G"
    for path in (
        *("/reports?year=2026", "/reports/figures.csv?year=2026", "/reports/statements.csv"),
        *(f"/statements/{number}", f"/api/v1/statements/{number}"),
        *(f"/reports/list?year=2026&{count}&column={column}" for column in ("answers", "sum", "fewer")),
    ):
        yield HIDDEN.sub("", client.get(path).get_data(as_text=True))
    given = {"year": 2026, "profile": published.LAW, "at": now}
    counted = freezing.gather(session, **given, on=now.date(), progress=lambda _read: None)
    made = freezing.make(counted, **given, title="Register", time_zone="Pacific/Auckland")
    yield made.stamp
