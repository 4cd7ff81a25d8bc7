"""Copied wording is told in both directions: the first two filers are looked at again when a third comes."""

import pytest
from sqlalchemy import select

from portal.handlers import HANDLERS
from portal.work import run_waiting
from scoring import normalised
from statements.db import open_session
from statements.events.service import history
from statements.jobs import service as jobs
from statements.moderation import service
from statements.moderation.assess import facts_of, load_version
from statements.moderation.flags import Flag
from statements.moderation.models import AssessmentRecord, FindingState
from tests.statements.moderation.world import make_officer, submitted

COPIED = "{} Demonstration Limited has a zero tolerance approach to modern slavery in its business and supply chains."
OWN = {
    "Rimu": "We grow apples on four orchards near Hastings and sell them to shops in the towns of the region.",
    "Mataī": "Our tannery buys wool, hides and salt from farms that our own drivers visit every second week.",
    "Kahikatea": "Two boats and a packing shed are everything that this family has owned since the year 1974.",
    "Pūriri": "Honey is what the bees of our thirty hives make, and nobody but us has ever worked with them.",
}
FILERS = list(OWN)


@pytest.fixture
def work(engine, settings, store):
    return lambda: run_waiting(handlers=HANDLERS, engine=engine, store=store, settings=settings)


def arrive(session, now, filer) -> object:
    """A statement of this filer comes, and a job asks for it to be read."""
    text = f"{OWN[filer]} {COPIED.format(filer)}"
    version = submitted(session, at=now, name=f"{filer} Demonstration Limited", pages=[text])
    jobs.ask(session, kind="assess", arguments={"version_id": str(version.id)}, by=None, at=now)
    session.commit()
    return version


def read(engine, version) -> tuple[AssessmentRecord, dict, list]:
    with open_session(engine, for_writing=False) as reading:
        record = reading.scalars(select(AssessmentRecord).where(AssessmentRecord.version_id == version.id)).one()
        kinds = [each.kind for each in history(reading, subject=record.version.statement)]
        return record, {each.flag: each.count for each in record.flags}, kinds


def test_a_sentence_with_another_name_in_it_is_copied_wording(session, now, work) -> None:
    for filer in FILERS[:2]:
        arrive(session, now, filer)
    work()
    third = arrive(session, now, FILERS[2])
    facts = facts_of(session, load_version(session, third.id))
    assert facts.boilerplate == {normalised(COPIED.format("Kahikatea"))}


def test_the_first_two_are_read_again_when_the_third_comes(engine, session, now, work) -> None:
    first, second = arrive(session, now, FILERS[0]), arrive(session, now, FILERS[1])
    assert work() == 2
    assert Flag.COPIED not in read(engine, first)[1]
    third = arrive(session, now, FILERS[2])
    assert work() == 2
    for version in (first, second, third):
        assert read(engine, version)[1][Flag.COPIED] == 1
    assert read(engine, first)[2][-1] == read(engine, second)[2][-1] == "assessment.copies_found"
    arrive(session, now, FILERS[3])
    assert work() == 1


def test_what_an_officer_decided_stays_and_only_the_flag_tells(engine, session, now, work) -> None:
    first = arrive(session, now, FILERS[0])
    arrive(session, now, FILERS[1])
    work()
    session.expire_all()
    record = session.scalars(select(AssessmentRecord).where(AssessmentRecord.version_id == first.id)).one()
    finding, body = record.findings[0], record.body
    by = make_officer(session, now).id
    service.decide_finding(session, finding=finding, level=None, reason="Mine.", by=by, at=now)
    session.commit()
    arrive(session, now, FILERS[2])
    work()
    kept, flags, _ = read(engine, first)
    assert kept.body == body and flags[Flag.COPIED] == 1
    session.expire_all()
    assert session.get(type(finding), finding.id).state in (FindingState.CHANGED, FindingState.CONFIRMED)


def test_a_renewed_reading_holds_copied_wording_at_one(engine, session, now, work) -> None:
    first = arrive(session, now, FILERS[0])
    arrive(session, now, FILERS[1])
    arrive(session, now, FILERS[2])
    work()
    record, _, _ = read(engine, first)
    shown = [finding for finding in record.body["findings"] if "zero tolerance" in str(finding["why_not_higher"])]
    assert shown == []
    commitment = next(each for each in record.body["findings"] if each["criterion"] == "C01")
    assert commitment["level"] != 2
