"""What the public may see of statements and organisations, and what it never sees."""

from datetime import date, timedelta

import pytest

from statements.errors import NotFound
from statements.filing.models import StatementState, VersionState
from statements.moderation.models import FindingRecord, FindingState, Reply
from statements.register import happenings, organisations, queries
from tests.factories import make_organisation
from tests.published import add_version, assess, give_names, publish, withdraw


@pytest.fixture
def grocer(session, now):
    made = make_organisation(
        session,
        name="Kererū Demonstration Grocers Limited",
        at=now,
        slug="kereru-grocers",
        industry="411",
        region="waikato",
        revenue_band="100m-to-250m",
    )
    give_names(session, made, trading=["Kererū Mart"], former=["Old Grocers Limited"], identifiers=[("nzbn", "9429")])
    return made


def test_a_published_statement_is_shown_with_its_organisation(session, now, grocer) -> None:
    made = publish(session, organisation=grocer, at=now, pages=("One.", "Two."), answers={"risks_identified": False})
    shown = queries.statement(session, made.number)
    assert (shown.number, shown.year, shown.withdrawn, shown.profile) == (made.number, 2026, False, None)
    assert shown.organisation.sector == "G"
    assert [each.name for each in shown.organisation.other_names] == ["Old Grocers Limited", "Kererū Mart"]
    assert shown.organisation.identifier("nzbn") == "9429"
    assert shown.version.documents[0].pages == ("One.", "Two.")
    assert shown.version.answers == {"risks_identified": False}
    assert [each.slug for each in shown.version.covers] == ["kereru-grocers"]


@pytest.mark.parametrize("state", [StatementState.DRAFT, StatementState.SUBMITTED, StatementState.RETURNED])
def test_what_was_never_published_is_not_there(session, now, grocer, state) -> None:
    made = publish(session, organisation=grocer, at=now)
    made.state = state
    only = made.versions[0]
    only.state, only.published_at = VersionState.RETURNED, None
    session.flush()
    with pytest.raises(NotFound):
        queries.statement(session, made.number)
    with pytest.raises(NotFound):
        organisations.organisation(session, grocer.slug)
    assert queries.counts(session).statements == 0


def test_versions_stay_public_and_a_returned_one_never_is(session, now, grocer) -> None:
    made = publish(session, organisation=grocer, at=now, pages=("First text.",))
    add_version(session, statement=made, at=now + timedelta(days=1), pages=("Refused.",), state=VersionState.RETURNED)
    assert queries.statement(session, made.number).version.number == 1
    second = now + timedelta(days=2)
    add_version(session, statement=made, at=second, pages=("Right text.",), correction_reason="A wrong figure")
    shown = queries.statement(session, made.number)
    assert shown.version.number == 3
    assert shown.version.documents[0].pages == ("Right text.",)
    assert [(each.number, each.correction_reason) for each in shown.versions] == [(1, ""), (3, "A wrong figure")]
    assert shown.published_at == now
    _, first = queries.version(session, made.number, 1)
    assert first.documents[0].pages == ("First text.",)
    with pytest.raises(NotFound):
        queries.version(session, made.number, 2)


def test_a_withdrawn_statement_stays_with_its_reason(session, now, grocer) -> None:
    made = publish(session, organisation=grocer, at=now)
    assess(session, statement=made, at=now, released_at=now)
    withdraw(session, statement=made, at=now, reason="Filed for the wrong company")
    shown = queries.statement(session, made.number)
    assert (shown.withdrawn, shown.withdrawn_reason) == (True, "Filed for the wrong company")
    assert shown.profile is None
    history = happenings.history(session, shown)
    assert [each.kind for each in history] == ["statement.published", "profile.released", "statement.withdrawn"]
    assert history[-1].detail == "Filed for the wrong company"
    found = queries.counts(session)
    assert (found.statements, found.withdrawn, found.organisations) == (1, 1, 0)


def test_nothing_of_an_assessment_is_public_before_its_release(session, now, grocer) -> None:
    made = publish(session, organisation=grocer, at=now)
    notice = assess(session, statement=made, at=now)
    assert queries.statement(session, made.number).profile is None
    notice.released_at = now
    session.add(Reply(notice_id=notice.id, text="We answer.", by=notice.confirmed_by, at=now))
    session.flush()
    profile = queries.statement(session, made.number).profile
    assert profile is not None
    assert profile.points == {"commit": 3, "know": 6, "act": 4, "track": 2, "remedy": 3}
    assert [pillar.maximum for pillar in profile.pillars] == [6, 12, 8, 4, 6]
    assert [reply.text for reply in profile.replies] == ["We answer."]
    assert [(gate.gate, gate.met) for gate in profile.gates][:1] == [("G1", True)]
    notice.recalled_at = now
    session.flush()
    assert queries.statement(session, made.number).profile is None
    assert queries.counts(session).released == 0


def test_a_finding_nobody_decided_keeps_its_pillar_unscored(session, now, grocer) -> None:
    made = publish(session, organisation=grocer, at=now)
    notice = assess(session, statement=made, at=now, level=2, released_at=now)
    opened = session.query(FindingRecord).filter_by(assessment_id=notice.assessment_id, criterion="C13").one()
    opened.state = FindingState.OPEN
    session.flush()
    profile = queries.statement(session, made.number).profile
    assert profile is not None
    assert profile.points == {"commit": 6, "know": 12, "act": 8, "track": None, "remedy": 6}
    assert "C13" not in {each.criterion for each in profile.findings}


def test_a_changed_finding_keeps_the_machines_reason_private(session, now, grocer) -> None:
    made = publish(session, organisation=grocer, at=now)
    evidence = [{"text": "We commit.", "page": 1, "start": 0, "end": 10, "status": "done"}]
    notice = assess(session, statement=made, at=now, released_at=now, reason="Machine words", evidence=evidence)
    changed = session.query(FindingRecord).filter_by(assessment_id=notice.assessment_id, criterion="C01").one()
    changed.state, changed.level, changed.reason = FindingState.CHANGED, 0, "The officer read it otherwise"
    session.flush()
    profile = queries.statement(session, made.number).profile
    assert profile is not None
    found = {each.criterion: each for each in profile.findings}
    assert (found["C01"].reason, found["C01"].changed_by_officer) == ("The officer read it otherwise", True)
    assert found["C02"].reason == "Machine words"
    assert found["C02"].evidence[0].text == "We commit."


def test_small_counts_and_questions_for_the_registrar_are_kept_back(session, now, grocer) -> None:
    answers = {
        "incidents_own_operations": 3,
        "people_trained": 412,
        "note_to_registrar": "In confidence",
        "no_such_question": "Stray",
        "published_at": "",
    }
    made = publish(session, organisation=grocer, at=now, answers=answers)
    shown = queries.statement(session, made.number)
    assert shown.version.answers == {"incidents_own_operations": "fewer than 6", "people_trained": 412}


def test_an_organisation_is_public_when_it_is_covered(session, now, grocer) -> None:
    covered = make_organisation(session, name="Covered Demonstration Limited", at=now, slug="covered")
    hidden = make_organisation(session, name="Hidden Demonstration Limited", at=now, slug="hidden")
    covered.parent_id = hidden.parent_id = grocer.id
    older = publish(session, organisation=grocer, at=now, period_end=date(2025, 3, 31), covers=[covered])
    newer = publish(session, organisation=grocer, at=now)
    shown = organisations.organisation(session, "covered")
    assert shown.parent is not None and shown.parent.slug == "kereru-grocers"
    assert organisations.statement_ids(session, [covered.id, grocer.id]) == {
        covered.id: [older.id],
        grocer.id: [newer.id, older.id],
    }
    assert organisations.touching(session, covered.id) == {older.id}
    with pytest.raises(NotFound):
        organisations.organisation(session, "hidden")
    parent = organisations.organisation(session, "kereru-grocers")
    assert [each.slug for each in organisations.group(session, parent)] == ["covered"]


def test_counts_are_exact(session, now, grocer) -> None:
    other = make_organisation(session, name="Other Demonstration Limited", at=now)
    first = publish(session, organisation=grocer, at=now, covers=[other])
    publish(session, organisation=grocer, at=now, period_end=date(2024, 3, 31))
    assess(session, statement=first, at=now, released_at=now)
    gone = publish(session, organisation=other, at=now, period_end=date(2022, 3, 31))
    gone.state = gone.versions[0].state = StatementState.WITHDRAWN
    session.flush()
    found = queries.counts(session)
    assert (found.statements, found.withdrawn) == (3, 1)
    assert (found.organisations, found.covered, found.released) == (1, 2, 1)
    assert (found.first_year, found.last_year) == (2024, 2026)
