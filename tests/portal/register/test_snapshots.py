"""Monthly snapshots: made once by the worker, the same bytes for ever, withheld where a passage of theirs came down."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.handlers import HANDLERS
from portal.register import snapshot_jobs
from portal.work import run_waiting
from statements.moderation import takedown
from statements.people.models import Role
from statements.register import rows, snapshots
from statements.register.snapshot_models import Snapshot
from statements.storage import sweep
from tests.factories import make_member, make_organisation
from tests.published import publish, withdraw


@pytest.fixture
def shelf(session, now):
    """Two statements, one with an answer that names somebody."""
    foods = make_organisation(session, name="Kererū Foods Limited", at=now, slug="foods")
    told = {"answers": {"structure_description": "We are run by zqAna zqExample."}, "pages": ("zqDocument words.",)}
    made = [publish(session, organisation=foods, at=now, **told)]
    made.append(publish(session, organisation=foods, at=now, period_end=date(2025, 3, 31)))
    session.commit()
    return made


@pytest.fixture
def work(session, settings, engine, store):
    """Let the worker look whether a snapshot is due at a moment, and make it."""

    def run(at: datetime) -> None:
        snapshot_jobs.ask_monthly(session, settings, at)
        session.commit()
        run_waiting(handlers=HANDLERS, engine=engine, store=store, settings=settings)
        session.expire_all()

    return run


def test_a_snapshot_is_made_once_a_month_and_never_changes(client, session, shelf, work) -> None:
    at = datetime.now(UTC)
    work(at)
    (made,) = session.scalars(select(Snapshot)).all()
    assert (made.statements, len(made.files)) == (2, 2)
    page = client.get("/data/snapshots").get_data(as_text=True)
    bodies = {}
    for file in made.files:
        answer = client.get(f"/data/snapshots/{file.name}")
        bodies[file.name] = answer.data
        assert hashlib.sha256(answer.data).hexdigest() == file.hash and len(answer.data) == file.size
        assert file.hash in page and f"{file.hash}  {file.name}\n" in client.get("/data/snapshots/SHA256SUMS").text
        again = client.get(f"/data/snapshots/{file.name}", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
    lines = [json.loads(line) for line in bodies[f"statements-{made.month}.jsonl"].decode().splitlines()]
    assert [each["statement"] for each in lines] == [1, 2] and len(lines[0]) == len(rows.columns())
    withdraw(session, statement=shelf[1], at=at, reason="Filed twice.")
    work(at + timedelta(days=2))
    assert len(session.scalars(select(Snapshot)).all()) == 1
    assert {name: client.get(f"/data/snapshots/{name}").data for name in bodies} == bodies
    assert snapshots.is_wanted(session, month="2099-01") and not snapshots.is_wanted(session, month=made.month)


def test_the_catalogue_lists_it_and_says_when_it_is_unchanged(client, session, shelf, work) -> None:
    empty = client.get("/data/catalogue.jsonld")
    work(datetime.now(UTC))
    told = client.get("/data/catalogue.jsonld", headers={"If-None-Match": empty.headers["ETag"]})
    assert told.status_code == 200 and "Set-Cookie" not in told.headers
    _whole, snapshot, series = told.get_json(force=True)["dcat:dataset"]
    assert snapshot["dcat:inSeries"]["@id"] == series["@id"]
    sums = {each["spdx:checksum"]["spdx:checksumValue"]["@value"] for each in snapshot["dcat:distribution"]}
    assert sums == {file.hash for file in session.scalars(select(Snapshot)).one().files}
    same = client.get("/data/catalogue.jsonld", headers={"If-None-Match": told.headers["ETag"]})
    assert same.status_code == 304


@pytest.mark.parametrize(("passage", "withheld"), [("zqAna zqExample", True), ("zqDocument words", False)])
def test_what_was_taken_down_is_no_longer_handed_out(
    client, session, store, shelf, work, now, passage, withheld
) -> None:
    at = datetime.now(UTC)
    work(at)
    officer = make_member(session, name="Hana Example", organisation=None, role=Role.OFFICER, at=now)
    reason = "It told who somebody is."
    takedown.take_down(session, statement=shelf[0], passage=passage, reason=reason, by=officer.id, at=at)
    session.commit()
    snapshot = session.scalars(select(Snapshot)).one()
    name, digest = snapshot.files[0].name, snapshot.files[0].hash
    assert client.get(f"/data/snapshots/{name}").status_code == (404 if withheld else 200)
    work(at)
    page = client.get("/data/snapshots").get_data(as_text=True)
    assert ("Withheld since" in page, f'href="/data/snapshots/{name}"' in page) == (withheld, not withheld)
    assert digest in page
    assert (digest in sweep.unreferenced(session, [digest])) == withheld
    session.commit()


def test_no_such_file(client, shelf) -> None:
    for name in ("nothing.csv", "statements-2026-11.csv", "%00", "é", "..%2f..%2fportal.db"):
        assert client.get(f"/data/snapshots/{name}").status_code == 404
    assert "The first one is made" in client.get("/data/snapshots").get_data(as_text=True)


def test_an_empty_register_wants_none(session) -> None:
    assert not snapshots.is_wanted(session, month="2026-11")
