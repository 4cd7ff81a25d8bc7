"""The demonstration world loads whole through the use-cases, once, and shows nothing before its time."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from markupsafe import escape
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.cli.main import portal as command
from portal.config import Settings
from portal.demo import seed
from portal.demo.answer_key import answer_key, officers_levels
from portal.demo.world_files import day_of, read_world
from statements.db import open_session
from statements.events.models import Event
from statements.filing.models import Document, Receipt, Statement, StatementState, Version, VersionState
from statements.jobs.models import Job, JobState
from statements.moderation.models import AssessmentRecord, FindingRecord, FindingState, Notice, Reply
from statements.organisations.models import Obligation, Organisation
from statements.people.models import Membership, MembershipState, Person
from statements.register import queries
from statements.suppliers.models import ProcurementReturn, SupplierLine, SupplierList
from tests.checked_client import CheckedClient
from tests.databases import POSTGRES, empty
from tests.demo_database import LOADED_AT, copied, demonstration, load
from tests.signed_in import sign_in_by_form

WORLD = read_world()
PASSWORD = WORLD.settings["password"]
BANNER = WORLD.settings["banner"]


@pytest.fixture(scope="module")
def settings_of_world(
    request: pytest.FixtureRequest, migrated_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """A demonstration with its world, on SQLite or PostgreSQL."""
    folder = tmp_path_factory.mktemp("demonstration")
    if not POSTGRES:
        return copied(request.getfixturevalue("loaded_folder"), folder)
    empty(migrated_url)
    settings = replace(demonstration(folder), database_url=migrated_url)
    load(settings)
    return settings


@pytest.fixture(scope="module")
def demo_app(settings_of_world: Settings) -> Iterator[Flask]:
    """The portal on it."""
    made = create_app(settings_of_world)
    made.test_client_class = CheckedClient
    yield made
    made.extensions["engine"].dispose()


@pytest.fixture
def reading(demo_app: Flask) -> Iterator[Session]:
    """A session to look with."""
    with open_session(demo_app.extensions["engine"], for_writing=False) as opened:
        yield opened


def count(session: Session, model: type, *conditions: object) -> int:
    """How many rows there are."""
    return session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def test_everyone_and_everything_of_the_world_is_there(reading):
    assert count(reading, Organisation) == len(WORLD.organisations) >= 65
    assert count(reading, Organisation, Organisation.demonstration.is_(False)) == 0
    assert count(reading, Person) == len(WORLD.people)
    assert count(reading, Statement) == len(WORLD.statements) >= 40
    with_document = sum("document" in each for each in WORLD.statements)
    assert count(reading, Document) == with_document >= 12
    assert reading.scalars(select(Document.filename).where(Document.scan)).all() == ["wirewren-2025.pdf"]


def test_statements_stand_where_the_world_says(reading):
    wanted = {(each["organisation"], each["period_end"]): each["state"] for each in WORLD.statements}
    names = {each["key"]: each["name"] for each in WORLD.organisations}
    rows = reading.execute(
        select(Organisation.name, Statement.period_end, Statement.state).join(Statement.organisation)
    )
    assert {(name, end): state for name, end, state in rows} == {
        (names[key], end): state for (key, end), state in wanted.items()
    }


def test_the_past_lies_in_the_past_and_runs_forward(reading):
    moments = reading.scalars(select(Event.at).where(Event.kind != seed.LOADED).order_by(Event.number)).all()
    assert moments == sorted(moments)
    assert moments[-1] <= LOADED_AT
    assert {each.year for each in moments} == {2024, 2025, 2026}
    submitted = reading.execute(
        select(Version.submitted_at, AssessmentRecord.made_at).join(AssessmentRecord.version)
    ).all()
    assert all(made >= at for at, made in submitted)
    # A statement whose wording others copied is read again when the third of them comes.
    assert sum(made > at for at, made in submitted) == 1


def test_every_version_has_its_receipt_and_was_read(reading):
    versions = count(reading, Version)
    assert count(reading, Receipt) == count(reading, AssessmentRecord) == versions
    assert count(reading, Version, Version.state == VersionState.RETURNED) == 2
    assert count(reading, Version, Version.state == VersionState.SUPERSEDED) == 1
    assert count(reading, Job, Job.state != JobState.DONE) == 0


def test_a_correction_and_a_withdrawal_say_why(reading):
    reasons = set(reading.scalars(select(Version.correction_reason).where(Version.number == 2)))
    assert WORLD_CORRECTION in reasons
    withdrawn = reading.scalars(select(Statement).where(Statement.state == StatementState.WITHDRAWN)).one()
    assert "audits that had been planned" in withdrawn.withdrawn_reason
    assert queries.statement(reading, withdrawn.number).profile is None


WORLD_CORRECTION = next(each["correction"]["reason"] for each in WORLD.statements if "correction" in each)


def test_a_renamed_organisation_keeps_its_address_and_its_old_name(reading):
    found = reading.scalars(select(Organisation).where(Organisation.name.startswith("Hearth"))).one()
    assert found.slug.startswith("wool-and-needle")
    former = [each for each in found.names if each.kind == "former"]
    assert [each.name for each in former] == ["Wool & Needle Imports (Demonstration) Limited"]


def test_what_was_confirmed_of_a_keyed_document_is_what_the_key_says(reading):
    files = {each["document"] for each in WORLD.statements if "document" in each and "confirmed" in each}
    assert len(files) >= 8
    query = (
        select(Document.filename, FindingRecord)
        .join(FindingRecord.assessment)
        .join(AssessmentRecord.version)
        .join(Version.documents)
        .where(Document.filename.in_(files))
    )
    for name, finding in reading.execute(query):
        assert finding.state in (FindingState.CONFIRMED, FindingState.CHANGED)
        told = answer_key()[name].findings.get(finding.criterion)
        if told is not None and answer_key()[name].scored:
            assert finding.level == told.level, (name, finding.criterion)
        assert finding.state != FindingState.CHANGED or finding.reason


def test_only_what_was_confirmed_and_could_be_answered_is_public(reading):
    wanted = Counter(each.get("findings") for each in WORLD.statements if each["state"] == "published")
    assert count(reading, Notice, Notice.released_at.is_not(None)) == wanted["public"]
    assert count(reading, Notice, Notice.released_at.is_(None)) == wanted["in notice"] == 1
    assert count(reading, Reply) == sum("reply" in each for each in WORLD.statements)
    assert all(notice.released_at > notice.answer_by for notice in released(reading))
    names = {each["name"]: each["key"] for each in WORLD.organisations}
    public = {
        (each["organisation"], each["period_end"]) for each in WORLD.statements if each.get("findings") == "public"
    }
    for statement in reading.scalars(select(Statement).where(Statement.state == StatementState.PUBLISHED)):
        shown = queries.statement(reading, statement.number)
        key = names[statement.organisation.name], statement.period_end
        assert (shown.profile is not None) == (key in public), key


def released(session: Session) -> list[Notice]:
    """The notices whose time is over."""
    return list(session.scalars(select(Notice).where(Notice.released_at.is_not(None))))


def test_who_owes_what_is_known(reading):
    states = Counter(reading.scalars(select(Obligation.state)))
    assert states["exempt"] == 2 and states["declared out of scope"] == 1 and states["lapsed"] == 1
    late = select(Organisation.name).join(Obligation).where(Obligation.filed_on > Obligation.due_on)
    assert {name.split(" (")[0] for name in reading.scalars(late)} >= {
        "Pallet & Prow Logistics",
        "Four Rivers District Council",
    }
    told = reading.scalars(select(Obligation).where(Obligation.lateness_public_from.is_not(None))).all()
    assert told and all(each.filed_on is None or each.filed_on > each.due_on for each in told)
    filed = {
        (each["organisation"], each["period_end"])
        for each in WORLD.statements
        if each["state"] in ("published", "submitted", "returned")
    }
    keys = {each["name"]: each["key"] for each in WORLD.organisations}
    for owed in reading.scalars(select(Obligation).where(Obligation.filed_on.is_(None))):
        assert (keys[owed.organisation.name], owed.period_end) not in filed


def test_those_who_asked_still_wait(reading):
    waiting = reading.scalars(select(Membership).where(Membership.state == MembershipState.ASKED)).all()
    assert {each.person.email for each in waiting} == {"newcomer@example.nz", "longview.filer@example.nz"}
    assert all((LOADED_AT - each.asked_at).days <= 3 for each in waiting)


@pytest.mark.parametrize("email", [each["email"] for each in WORLD.people if "featured" in each])
def test_the_printed_sign_ins_work_without_a_second_factor(demo_app, email):
    client = demo_app.test_client()
    answer = sign_in_by_form(client, email, PASSWORD)
    assert answer.status_code == 302 and answer.location.endswith("/desk")
    desk = client.get("/desk")
    assert desk.status_code == 200 and BANNER in desk.text


def test_a_second_start_changes_nothing(settings_of_world, reading):
    before = count(reading, Event)
    environment = {
        "PORTAL_DATA_DIR": settings_of_world.data_dir,
        "PORTAL_DATABASE_URL": settings_of_world.database_url,
        "PORTAL_INDEX_DIR": str(Path(settings_of_world.data_dir) / "new-index"),
    }
    for said in ("the search index is built", ""):
        answer = CliRunner().invoke(command, ["demo", "--load-only"], env=environment, catch_exceptions=False)
        assert answer.exit_code == 0 and answer.output.strip() == said
    reading.rollback()
    assert count(reading, Event) == before


def test_the_world_is_loaded_only_into_a_demonstration(tmp_path):
    with pytest.raises(RuntimeError, match="demonstration"):
        seed.load_world(create_app(Settings(data_dir=str(tmp_path))), now=LOADED_AT)


def test_the_demonstration_refuses_any_other_address(tmp_path):
    environment = {"PORTAL_DATA_DIR": str(tmp_path), "PORTAL_HOST": "0.0.0.0"}
    answer = CliRunner().invoke(command, ["demo", "--load-only"], env=environment)
    assert answer.exit_code == 1 and "loopback" in answer.output
    with pytest.raises(ValueError, match="loopback"):
        create_app(replace(demonstration(tmp_path), host="0.0.0.0"))


def test_fresh_never_removes_a_folder_of_someones_own(tmp_path):
    (tmp_path / "mine.txt").write_text("kept")
    answer = CliRunner().invoke(command, ["demo", "--fresh", "--load-only"], env={"PORTAL_DATA_DIR": str(tmp_path)})
    assert answer.exit_code == 1 and (tmp_path / "mine.txt").exists()


def test_a_moment_is_told_by_the_day_of_loading():
    day = LOADED_AT.date()
    assert {day_of(each["submitted"], day) for each in WORLD.statements if each["state"] == "submitted"} >= {
        day_of(3, day),
        day_of(12, day),
    }


def test_every_confirmed_profile_is_whole_and_a_scan_has_none(reading):
    for notice in reading.scalars(select(Notice)):
        unread = [each.criterion for each in notice.assessment.findings if each.level is None]
        assert [each for each in unread if each.startswith("C")] == []
    scan = select(FindingRecord.level).join(FindingRecord.assessment).join(AssessmentRecord.version)
    of_criteria = scan.where(FindingRecord.criterion.startswith("C"))
    levels = reading.scalars(of_criteria.join(Version.documents).where(Document.scan)).all()
    assert levels and set(levels) == {None}


def test_the_officers_of_the_story_gave_the_levels_that_are_told(reading):
    names = {each["name"]: each["key"] for each in WORLD.organisations}
    keys = {(each["organisation"], each["period_end"]): each["key"] for each in WORLD.statements}
    seen = set()
    for notice in reading.scalars(select(Notice)):
        statement = notice.assessment.version.statement
        key = keys[names[statement.organisation.name], statement.period_end]
        given = {each.criterion: each.level for each in notice.assessment.findings}
        told = {name: each.level for name, each in officers_levels().get(key, {}).items()}
        assert {name: given[name] for name in told} == told, key
        seen.add(key)
    assert set(officers_levels()) <= seen


def test_no_public_page_tells_what_the_machine_found_before_its_time(demo_app, reading):
    client, private = demo_app.test_client(), []
    released = select(Notice.assessment_id).where(Notice.released_at.is_not(None))
    query = select(AssessmentRecord).join(AssessmentRecord.version).join(Version.statement)
    for record in reading.scalars(
        query.where(Statement.published_at.is_not(None), AssessmentRecord.id.not_in(released))
    ):
        statement = record.version.statement
        if record.version_id != statement.current_version_id:
            continue
        answer = client.get(f"/statements/{statement.number}")
        assert answer.status_code == 200 and BANNER in answer.text
        told = [each.criterion for each in record.findings if str(escape(each.machine_reason)) in answer.text]
        assert told == [], statement.number
        data = client.get(f"/api/v1/statements/{statement.number}")
        assert data.status_code == 200 and data.json["profile"] is None
        private.append(statement.state)
    wanted = Counter(each["state"] for each in WORLD.statements if each.get("findings") in ("unconfirmed", "in notice"))
    assert Counter(private) == wanted and sum(wanted.values()) >= 5


def test_every_live_figure_of_the_plan_opens_as_many_as_it_tells(demo_app):
    client = demo_app.test_client()
    rows = client.get("/plan/figures.json").get_json()["rows"]
    lists = [row for row in rows if not row["opens"].startswith(("/plan/figures#", "/plan/readership#"))]
    assert len(lists) == 4 and all(int(row["shown"]) > 5 for row in lists)
    for row in lists:
        html = client.get(row["opens"]).get_data(as_text=True)
        told = re.search(r'(?:id="total"><b class="figures">|govuk-body-l">)(\d+)', html)
        assert told and told[1] == row["shown"], row["figure"]
    covered = client.get("/plan/figures/covered.json").get_json()["rows"]
    assert str(len(covered)) == next(row["shown"] for row in lists if row["opens"].endswith("/covered"))


def test_the_ministry_has_its_return_and_its_checked_suppliers(reading):
    returned = reading.scalars(select(ProcurementReturn)).one()
    assert len(returned.lines) == 14 and returned.statement_id is not None
    listed = reading.scalars(select(SupplierList)).one()
    lines = reading.scalars(select(SupplierLine).where(SupplierLine.list_id == listed.id)).all()
    outcomes = Counter(each.outcome for each in lines)
    assert len(lines) == 61 and outcomes["nzbn"] and outcomes["none"]
    assert (LOADED_AT - listed.uploaded_at).days <= 6
