"""Statements brought in from elsewhere; and two people who press the button at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import func, select

from statements.clock import Period
from statements.db import open_session
from statements.errors import AlreadyFiled, Invalid
from statements.events import service as events
from statements.filing import queries, service
from statements.filing.content import Signature
from statements.filing.models import Coverage, Receipt, StatementState, Version, VersionState
from tests.factories import make_organisation
from tests.filing_world import bring_in, make_filing_world, make_ready


def test_a_statement_from_elsewhere_is_published_with_its_importer_and_nobody_else(session, now) -> None:
    lead = make_organisation(session, name="Elsewhere plc", at=now)
    owned = [make_organisation(session, name=f"Elsewhere {n} Ltd", at=now) for n in range(3)]
    statement = bring_in(session, lead, now, covers=[each.id for each in [*owned, owned[0]]])
    [version] = queries.versions_of(session, statement)
    assert (statement.state, version.state) == (StatementState.PUBLISHED, VersionState.PUBLISHED)
    assert (statement.source, statement.started_by, version.submitted_by) == ("elsewhere", None, None)
    assert statement.current_version_id == version.id
    assert version.signature == {"imported_by": "Import of March"}
    assert version.answers == {"group_statement": True}
    assert session.scalar(select(func.count()).select_from(Coverage)) == 4
    assert session.scalar(select(func.count()).select_from(Receipt)) == 0
    [event] = events.history(session, subject=statement, public_only=True)
    assert (event.kind, event.actor, event.after["importer"]) == ("statement.published", None, "Import of March")


def test_the_same_organisation_and_period_again_is_already_filed(session, now) -> None:
    lead = make_organisation(session, name="Elsewhere plc", at=now)
    bring_in(session, lead, now)
    with pytest.raises(AlreadyFiled, match="is already filed"):
        bring_in(session, lead, now)
    bring_in(session, lead, now, period=Period(date(2023, 1, 1), date(2023, 12, 31)))


def test_what_the_profile_does_not_take_is_named(session, now) -> None:
    lead = make_organisation(session, name="Elsewhere plc", at=now)
    with pytest.raises(Invalid) as refused:
        wrong = {"period": Period(date(2020, 1, 1), date(2023, 12, 31)), "answers": {"group_statement": "perhaps"}}
        bring_in(session, lead, now, **wrong)
    assert [each.field for each in refused.value.problems] == ["period_end", "group_statement"]


def test_a_hundred_submits_at_once_file_once_and_give_one_receipt(session, engine, now) -> None:
    world = make_filing_world(session, at=now)
    make_ready(session, world, at=now)
    session.commit()
    number, director = world.statement.number, world.director.id
    ready = Barrier(100)

    def press(_turn: int) -> str:
        with open_session(engine, for_writing=True) as own:
            ready.wait()
            statement = queries.statement_for(own, number=number, person_id=director)
            signature = Signature("Director", "Chair", person_id=director, signed_at=now)
            draft = queries.draft_of(own, statement)
            receipt = service.submit(own, draft=draft, signature=signature, by=director, at=now)
            own.commit()
            return receipt.number

    with ThreadPoolExecutor(100) as pool:
        numbers = list(pool.map(press, range(100)))
    assert len(numbers) == 100 and len(set(numbers)) == 1
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(Version)) == 1
    assert session.scalar(select(func.count()).select_from(Receipt)) == 1


def test_two_starts_at_once_make_one_statement(session, engine, now) -> None:
    world = make_filing_world(session, at=now)
    session.commit()
    organisation_id, filer = world.organisation.id, world.filer.id
    ready = Barrier(3)

    def begin(_turn: int) -> str:
        with open_session(engine, for_writing=True) as own:
            ready.wait()
            organisation = next(
                each for each in queries.organisations_of(own, person_id=filer) if each.id == organisation_id
            )
            try:
                start, end = date(2024, 4, 1), date(2025, 3, 31)
                given = {"organisation": organisation, "profile": "nz-bill-2026", "by": filer, "at": now}
                service.start(own, period_start=start, period_end=end, **given)
            except AlreadyFiled:
                return "already"
            own.commit()
            return "started"

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(begin, range(3))) == ["already", "already", "started"]
