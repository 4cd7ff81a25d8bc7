"""Officers decide, organisations answer, and nothing is public before its time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from statements.db import open_session
from statements.errors import Conflict, Invalid, NotFound
from statements.events import service as events
from statements.filing.models import StatementState, VersionState
from statements.jobs.models import Job
from statements.moderation import queries, service
from statements.moderation.evidence import Change
from statements.moderation.models import FindingRecord, FindingState
from statements.organisations.models import Obligation, ObligationState
from statements.people.models import Role
from statements.reference.tables import non_working_days
from tests.factories import make_member
from tests.statements.moderation.world import PAGES, assessed, make_officer, make_version, submitted


@pytest.fixture
def officer(session, now):
    return make_officer(session, now).id


@pytest.fixture
def record(session, now):
    return assessed(session, submitted(session, at=now), now)


def row(record, criterion):
    return next(each for each in record.findings if each.criterion == criterion)


def noticed(session, record, officer, at, days=10):
    seen = {each.criterion: each.revision for each in record.findings}
    service.confirm_rest(session, assessment=record, seen=seen, by=officer, at=at)
    service.publish(session, version=record.version, reason="", by=officer, at=at)
    return service.confirm_profile(
        session, assessment=record, by=officer, at=at, working_days=days, holidays=non_working_days()
    )


def test_confirming_keeps_the_level_and_says_who(session, now, officer, record) -> None:
    finding = service.decide_finding(
        session, finding=row(record, "C12"), level=row(record, "C12").level, reason="", by=officer, at=now
    )
    assert (finding.state, finding.decided_by, finding.decided_at) == (FindingState.CONFIRMED, officer, now)
    told = events.history(session, subject=record.version.statement)[-1]
    assert (told.kind, told.after["criterion"], told.public) == ("finding.decided", "C12", False)


def test_a_change_needs_a_reason_and_a_level_needs_evidence(session, now, officer, record) -> None:
    finding = row(record, "C13")
    assert (finding.evidence, finding.level) == ([], 0)
    with pytest.raises(Invalid) as caught:
        service.decide_finding(session, finding=finding, level=1, reason=" ", by=officer, at=now)
    assert [problem.field for problem in caught.value.problems] == ["reason", "quote"]
    with pytest.raises(Invalid):
        service.decide_finding(session, finding=finding, level=3, reason="Why not", by=officer, at=now)
    with pytest.raises(Invalid, match="not in the statement"):
        service.decide_finding(
            session,
            finding=finding,
            level=1,
            reason="See it",
            by=officer,
            at=now,
            evidence=Change(quote="no such words"),
        )
    assert (finding.state, finding.level) == (FindingState.OPEN, finding.machine_level)


def test_an_officer_adds_a_sentence_by_its_words_and_strikes_one(session, now, officer, record) -> None:
    finding = row(record, "C13")
    quoted = Change(quote="owns two  companies, Totara growers limited")
    service.decide_finding(session, finding=finding, level=1, reason="Seen.", by=officer, at=now, evidence=quoted)
    (item,) = finding.evidence
    assert item["added_by_officer"] and "Tōtara Growers Limited" in item["text"] and item["page"] == 1
    assert (finding.state, finding.level) == (FindingState.CHANGED, 1)
    trained = row(record, "C12")
    struck = Change(struck=[each["sentence"] for each in trained.evidence])
    service.decide_finding(session, finding=trained, level=0, reason="Old.", by=officer, at=now, evidence=struck)
    assert (trained.evidence, trained.state) == ([], FindingState.CHANGED)


def test_gates_are_met_or_not_and_never_two(session, now, officer, record) -> None:
    with pytest.raises(Invalid):
        service.decide_finding(session, finding=row(record, "G2"), level=2, reason="x", by=officer, at=now)
    service.decide_finding(session, finding=row(record, "G2"), level=0, reason="Put to it.", by=officer, at=now)
    assert queries.profile_of(record).gates[1].met is False


def test_only_officers_decide(session, now, record) -> None:
    organisation = record.version.statement.organisation
    filer = make_member(session, name="Filer Demonstration", organisation=organisation, role=Role.FILER, at=now).id
    with pytest.raises(NotFound):
        service.decide_finding(session, finding=row(record, "C01"), level=0, reason="x", by=filer, at=now)
    with pytest.raises(NotFound):
        service.publish(session, version=record.version, reason="", by=filer, at=now)
    with pytest.raises(NotFound):
        service.confirm_profile(session, assessment=record, by=filer, at=now, working_days=0, holidays=())


def test_the_second_of_two_officers_is_told_and_overwrites_nothing(engine, session, now, officer, record) -> None:
    finding_id, seen = row(record, "C12").id, row(record, "C12").revision
    other = make_officer(session, now, "Second Officer Demonstration").id
    version_id = record.version_id
    session.commit()
    for by, level in ((officer, 0), (other, 2)):
        with open_session(engine, for_writing=True) as theirs:
            finding = theirs.get(FindingRecord, finding_id)
            given = {"finding": finding, "level": level, "reason": "Mine.", "by": by, "at": now, "seen": seen}
            if by == officer:
                service.decide_finding(theirs, **given)
                theirs.commit()
            else:
                with pytest.raises(Conflict, match="Another officer has decided C12"):
                    service.decide_finding(theirs, **given)
    with open_session(engine, for_writing=False) as after:
        kept = after.get(FindingRecord, finding_id)
        assert (kept.level, kept.decided_by) == (0, officer)
        assert kept.assessment.version_id == version_id


def test_confirming_the_rest_leaves_what_was_decided(session, now, officer, record) -> None:
    seen = {each.criterion: each.revision for each in record.findings}
    service.decide_finding(session, finding=row(record, "C12"), level=0, reason="No.", by=officer, at=now)
    count = service.confirm_rest(session, assessment=record, seen=seen, by=officer, at=now)
    assert count == 21
    assert row(record, "C12").state == FindingState.CHANGED
    assert {each.state for each in record.findings} == {FindingState.CONFIRMED, FindingState.CHANGED}


def test_a_version_is_published_once(session, now, officer, record) -> None:
    service.publish(session, version=record.version, reason="", by=officer, at=now)
    statement = record.version.statement
    assert (statement.state, statement.published_at) == (StatementState.PUBLISHED, now)
    with pytest.raises(Conflict, match="published already"):
        service.publish(session, version=record.version, reason="", by=officer, at=now)
    with pytest.raises(Conflict):
        service.return_to_filer(session, version=record.version, reason="Late", points=[], by=officer, at=now)


def test_a_version_with_a_newer_one_is_not_published(session, now, officer, record) -> None:
    make_version(session, statement=record.version.statement, at=now, pages=PAGES)
    with pytest.raises(Conflict, match="newer version"):
        service.publish(session, version=record.version, reason="", by=officer, at=now)


def test_a_return_says_why_and_is_answered_once(session, now, officer, record) -> None:
    version, organisation = record.version, record.version.statement.organisation
    filer = make_member(session, name="Filer Demonstration", organisation=organisation, role=Role.FILER, at=now).id
    with pytest.raises(Invalid):
        service.return_to_filer(session, version=version, reason=" ", points=[], by=officer, at=now)
    points = [{"criterion": "G3", "text": "Not signed."}, {"criterion": "C01", "text": " "}]
    review = service.return_to_filer(session, version=version, reason="Sign it.", points=points, by=officer, at=now)
    (shown,) = queries.returns_open(session, statement=version.statement)
    assert (shown.reason, shown.points) == ("Sign it.", ({"criterion": "G3", "text": "Not signed."},))
    assert version.state == VersionState.RETURNED
    mails = [job.arguments["template"] for job in session.scalars(select(Job).where(Job.kind == "mail"))]
    assert mails == ["statement_returned"]
    with pytest.raises(NotFound):
        service.answer_return(session, review=review, text="Done", by=officer, at=now)
    service.answer_return(session, review=review, text="Signed now.", by=filer, at=now)
    with pytest.raises(Conflict):
        service.answer_return(session, review=review, text="Again", by=filer, at=now)


def test_notice_needs_every_finding_decided_and_the_version_published(session, now, officer, record) -> None:
    given = {"assessment": record, "by": officer, "at": now, "working_days": 10, "holidays": ()}
    with pytest.raises(Conflict, match="C01"):
        service.confirm_profile(session, **given)
    seen = {each.criterion: each.revision for each in record.findings}
    service.confirm_rest(session, assessment=record, seen=seen, by=officer, at=now)
    with pytest.raises(Conflict, match="Publish"):
        service.confirm_profile(session, **given)
    service.publish(session, version=record.version, reason="", by=officer, at=now)
    service.confirm_profile(session, **given)
    with pytest.raises(Conflict, match="already"):
        service.confirm_profile(session, **given)
    with pytest.raises(Conflict, match="take the notice back"):
        service.decide_finding(session, finding=row(record, "C01"), level=0, reason="x", by=officer, at=now)


def test_the_notice_runs_in_working_days_to_the_end_of_the_last(session, officer) -> None:
    thursday_evening = datetime(2026, 10, 22, 9, 0, tzinfo=UTC)
    record = assessed(session, submitted(session, at=thursday_evening), thursday_evening)
    assert non_working_days()[date(2026, 10, 26)] == "Labour Day"
    notice = noticed(session, record, officer, thursday_evening, days=5)
    assert notice.answer_by.astimezone(UTC) == datetime(2026, 10, 30, 10, 59, 59, tzinfo=UTC)


def test_release_waits_for_the_end_of_the_notice(session, now, officer, record) -> None:
    notice = noticed(session, record, officer, now)
    assert service.release_due(session, at=notice.answer_by) == 0
    assert notice.released_at is None
    later = notice.answer_by + timedelta(seconds=1)
    assert service.release_due(session, at=later) == 1
    assert service.release_due(session, at=later + timedelta(days=1)) == 0
    told = events.history(session, subject=record.version.statement)[-1]
    assert (told.kind, told.public, told.actor) == ("profile.released", True, None)


def test_a_withdrawn_statement_releases_nothing(session, now, officer, record) -> None:
    notice = noticed(session, record, officer, now)
    statement = record.version.statement
    owed = Obligation(
        organisation=statement.organisation,
        profile=statement.profile,
        period_start=statement.period_start,
        period_end=statement.period_end,
        due_on=statement.period_end,
        state=ObligationState.CONFIRMED,
        source="test",
        filed_on=now.date(),
        statement_id=statement.id,
    )
    session.add(owed)
    service.withdraw(session, statement=statement, reason="Wrong file.", by=officer, at=now)
    session.refresh(owed)
    assert owed.filed_on is None
    assert service.release_due(session, at=notice.answer_by + timedelta(days=1)) == 0
    assert record.version.state == VersionState.WITHDRAWN
    assert events.history(session, subject=record.version.statement, public_only=True)[-1].reason == "Wrong file."


def test_a_superseded_versions_profile_is_still_released(session, now, officer, record) -> None:
    notice = noticed(session, record, officer, now)
    second = make_version(session, statement=record.version.statement, at=now, pages=PAGES)
    service.publish(session, version=second, reason="", by=officer, at=now)
    assert record.version.state == VersionState.SUPERSEDED
    assert service.release_due(session, at=notice.answer_by + timedelta(days=1)) == 1
    assert set(queries.released(session, version_ids=[record.version_id, second.id])) == {record.version_id}
