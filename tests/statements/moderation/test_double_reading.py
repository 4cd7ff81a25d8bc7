"""Sampled second readings, and the figures of agreement."""

import uuid

import pytest

from statements.errors import Conflict, Invalid, NotAllowed
from statements.moderation import agreement, desk, double_reading, service
from tests.statements.moderation.world import assessed, make_officer, submitted


@pytest.fixture
def officers(session, now):
    return [make_officer(session, now, name=f"Officer {each} Demonstration") for each in ("One", "Two")]


@pytest.fixture
def record(session, now):
    return assessed(session, submitted(session, at=now), now)


@pytest.mark.parametrize(
    ("pairs", "wanted"),
    [
        ([], None),
        ([(1, 1), (1, 1)], None),
        ([(0, 0), (1, 1), (2, 2)], 1.0),
        ([(0, 1), (1, 0)], -1.0),
        ([(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15, 0.4),
        ([(None, None), (None, 2), (2, None), (2, 2)], 0.0),
    ],
)
def test_kappa(pairs, wanted) -> None:
    found = agreement.kappa(pairs)
    assert found == (pytest.approx(wanted) if wanted is not None else None)


def test_the_share_is_drawn_by_the_version_alone(session, now, record) -> None:
    assert double_reading.sample(session, assessment=record, percent=0, at=now) is None
    reading = double_reading.sample(session, assessment=record, percent=100, at=now)
    assert reading is not None and double_reading.sample(session, assessment=record, percent=100, at=now) is reading
    unread = assessed(session, submitted(session, at=now, name="Scan Limited", pages=[""]), now)
    assert double_reading.sample(session, assessment=unread, percent=100, at=now) is None


def test_the_share_is_about_the_share() -> None:
    drawn = sum(double_reading.falls_into(uuid.UUID(int=number), percent=10) for number in range(5000))
    assert 400 < drawn < 600


def test_a_second_officer_reads_blind_and_the_pairs_are_counted(session, now, officers, record) -> None:
    one, two = officers
    version = record.version
    reading = double_reading.sample(session, assessment=record, percent=100, at=now)
    assert double_reading.waiting_for(session, officer_id=one.id) == [reading]
    for row in desk.reading_of(session, version).in_order:
        service.decide_finding(session, finding=row, level=row.level, reason="", by=one.id, at=now)
    assert double_reading.waiting_for(session, officer_id=one.id) == []
    with pytest.raises(NotAllowed):
        double_reading.load(session, reading.id, by=one.id)
    with pytest.raises(NotAllowed):
        double_reading.save(session, reading=reading, levels={"C01": 0}, by=one.id, at=now)
    with pytest.raises(Invalid):
        double_reading.save(session, reading=reading, levels={"G1": 2}, by=two.id, at=now)
    levels = {each.criterion: each.level for each in record.findings}
    double_reading.save(session, reading=reading, levels={"C12": 1, "X9": 2}, by=two.id, at=now)
    assert double_reading.begun(session, version_id=version.id, officer_id=two.id) is reading
    assert agreement.pairs(session) == []
    double_reading.save(session, reading=reading, levels={**levels, "C12": 1}, by=two.id, at=now)
    assert reading.finished_at == now
    assert double_reading.begun(session, version_id=version.id, officer_id=two.id) is None
    with pytest.raises(Conflict):
        double_reading.save(session, reading=reading, levels=levels, by=two.id, at=now)
    found = agreement.pairs(session)
    (differing,) = [each for each in found if not each.agree]
    assert len(found) == len(levels) and (differing.criterion, differing.first, differing.second) == ("C12", 2, 1)
    assert agreement.pairs(session, criterion="C12") == [differing]
    figures = {each.criterion: each for each in agreement.by_criterion(found)}
    assert figures["C12"].percent == 0 and figures["C01"].percent == 100 and figures["C01"].kappa is None


def test_another_officers_reading_is_closed(session, now, officers, record) -> None:
    one, two = officers
    reading = double_reading.sample(session, assessment=record, percent=100, at=now)
    double_reading.save(session, reading=reading, levels={"C12": 1}, by=one.id, at=now)
    assert double_reading.waiting_for(session, officer_id=two.id) == []
    with pytest.raises(NotAllowed):
        double_reading.load(session, reading.id, by=two.id)
