"""Figures that take long to count are kept by the worker: the same as those that are counted when asked for."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from statements.jobs import service as jobs
from statements.reports import keeping, summary
from statements.reports.figures import Audience
from tests import published
from tests.factories import make_organisation

ON = date(2026, 11, 2)
GIVEN = {"profile": published.LAW, "on": ON}


@pytest.fixture
def kept(session: Session, now: datetime) -> keeping.Made:
    """The figures of two years, counted and kept."""
    owner = make_organisation(session, name="Kept Demonstration Limited", at=now, industry="G")
    for year in (2025, 2026):
        made = published.publish(session, organisation=owner, at=now, period_end=date(year, 3, 31))
        published.assess(session, statement=made, at=now, released_at=now)
    made = keeping.make(session, **GIVEN, at=now)
    assert keeping.keep(session, made, profile=published.LAW) == 4
    return made


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("year", [2025, 2026])
def test_what_is_kept_is_what_is_counted(session, now, kept, year, audience) -> None:
    told = {"year": year, "audience": audience, **GIVEN}
    assert keeping.kept(session, **told, at=now) == summary.make_pack(session, **told, at=now)


def test_it_is_told_for_a_while_and_longer_where_nothing_changed(session, now, kept) -> None:
    told = {"year": 2026, "audience": Audience.PUBLIC, **GIVEN}
    late = now + keeping.HOLDS
    assert keeping.kept(session, **told, at=late) is not None
    make_event(session, now)
    assert keeping.kept(session, **told, at=late - timedelta(seconds=1)) is not None
    assert keeping.kept(session, **told, at=late) is None
    assert keeping.kept(session, **{**told, "year": 1990}, at=now) is None


def test_it_is_wanted_where_many_statements_changed_and_once_in_a_while(session, now, kept) -> None:
    later = now + keeping.SHORTEST
    assert keeping.ask(session, **GIVEN, at=later, many=2) is None
    make_event(session, now)
    assert keeping.ask(session, **GIVEN, at=later) is None
    asked = keeping.ask(session, **GIVEN, at=later, many=2)
    assert asked is not None and keeping.ask(session, **GIVEN, at=later, many=2) is None
    for took, pause in ((0, 60), (12, 120), (500, 300)):
        jobs.end(asked, at=later, result={"seconds": took})
        session.flush()
        assert keeping.ask(session, **GIVEN, at=later + timedelta(seconds=pause - 1), many=2) is None
        later += timedelta(seconds=pause)
        asked = keeping.ask(session, **GIVEN, at=later, many=2)
        assert asked is not None


def test_what_changed_since_the_count_is_told(session, now, kept) -> None:
    pack = next(each for each in kept.packs if (each.year, each.audience) == (2026, Audience.PUBLIC))
    assert keeping.changed_since(session, pack) is None
    make_event(session, now)
    assert keeping.changed_since(session, pack) == 1
    assert keeping.changed_since(session, replace(pack, as_at=now + timedelta(hours=1))) is None


def make_event(session: Session, at: datetime) -> None:
    """Something changes."""
    owner = make_organisation(session, name="Another Demonstration Limited", at=at)
    published.publish(session, organisation=owner, at=at)
