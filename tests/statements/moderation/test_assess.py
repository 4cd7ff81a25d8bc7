"""What scoring is given of a version, and what is kept of what it found."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from scoring import Page, from_json, normalised, split_sentences, to_json
from statements.moderation.assess import dates_of, facts_of, pages_of
from statements.moderation.boilerplate import note_sentences
from statements.moderation.flags import Flag
from statements.moderation.models import AssessmentRecord, FindingRecord, FindingState, SentenceUse
from statements.organisations.models import Obligation, ObligationState
from tests.factories import make_organisation
from tests.statements.moderation.world import PAGES, add_document, assessed, make_statement, make_version, submitted

COPIED = "We respect the human rights of everybody who works for us or for our many suppliers."


def test_facts_hold_the_documents_pages_in_order(session, now) -> None:
    version = submitted(session, at=now)
    add_document(session, version=version, pages=["An appendix."], at=now)
    facts = facts_of(session, version)
    assert [(page.number, page.text) for page in facts.pages] == [(1, PAGES[0]), (2, PAGES[1]), (3, "An appendix.")]
    assert facts.organisation_name == "Tōtara Demonstration Limited"
    assert facts.covered_names == ("Tōtara Demonstration Limited",)
    assert [(page.of_document, page.filename) for page in pages_of(version)][2] == (1, "statement.pdf")


def test_without_a_document_free_text_answers_are_the_pages(session, now) -> None:
    answers = {
        "risks_description": "Fees paid by workers.",
        "structure_description": "A company.",
        "workers_employed": 7,
    }
    version = submitted(session, at=now, pages=None, answers=answers)
    assert [page.text for page in pages_of(version)] == ["A company.", "Fees paid by workers."]
    assert pages_of(version)[0].label == "Describe your organisation's structure and operations"
    assert facts_of(session, version).declared["C04"] is None


def test_a_scan_gives_no_text_and_answers_do_not_stand_in_for_it(session, now) -> None:
    version = submitted(session, at=now, pages=[""], answers={"structure_description": "A company."})
    record = assessed(session, version, now)
    criteria = [each for each in record.findings if each.criterion.startswith("C")]
    assert len(criteria) == 18
    assert {(each.machine_outcome, each.level) for each in criteria} == {("not scored", None)}
    assert {flag.flag for flag in record.flags} == {Flag.SCAN, Flag.LATE}


def test_ticked_answers_are_declared_never_pages(session, now) -> None:
    version = submitted(session, at=now, answers={"risks_identified": True, "supply_chain_mapped": "not_mapped"})
    facts = facts_of(session, version)
    assert (facts.declared["C06"], facts.declared["C05"]) == (True, False)
    assert len(facts.pages) == len(PAGES)


def test_lodged_is_the_first_version_in_local_days_and_due_comes_from_the_obligation(session, now) -> None:
    late_evening = datetime(2026, 9, 30, 11, 30, tzinfo=UTC)
    version = submitted(session, at=late_evening)
    second = make_version(session, statement=version.statement, at=now, pages=PAGES)
    assert dates_of(session, second).lodged_on == date(2026, 10, 1)
    assert (dates_of(session, second).due_on, dates_of(session, second).late) == (date(2026, 9, 30), True)
    statement = version.statement
    owed = {"profile": statement.profile, "period_start": statement.period_start, "period_end": statement.period_end}
    session.add(
        Obligation(
            organisation=statement.organisation,
            due_on=date(2026, 12, 1),
            state=ObligationState.CONFIRMED,
            source="test",
            **owed,
        )
    )
    session.flush()
    assert dates_of(session, second).late is False


def test_what_was_published_elsewhere_is_never_late(session, now) -> None:
    version = submitted(session, at=now + timedelta(days=900))
    version.statement.source = "elsewhere"
    assert dates_of(session, version).late is False


def test_an_assessment_is_kept_whole_and_once(session, now) -> None:
    version = submitted(session, at=now)
    record = assessed(session, version, now)
    assert assessed(session, version, now + timedelta(hours=1)) is record
    assert session.scalar(select(func.count()).select_from(AssessmentRecord)) == 1
    assert session.scalar(select(func.count()).select_from(FindingRecord)) == 22
    assert to_json(from_json(record.body)) == record.body
    trained = next(each for each in record.findings if each.criterion == "C12")
    assert trained.level == trained.machine_level and trained.level >= 1
    for item in trained.evidence:
        assert PAGES[item["page"] - 1][item["start"] : item["end"]] == item["text"]


def test_a_later_model_takes_over_only_what_no_officer_touched(session, now) -> None:
    version = submitted(session, at=now)
    first = assessed(session, version, now)
    first.model = "an earlier model"
    session.flush()
    second = assessed(session, version, now)
    assert (first.current, second.current) == (False, True)
    second.model = "a second model"
    second.findings[0].state = FindingState.CONFIRMED
    session.flush()
    third = assessed(session, version, now)
    assert (second.current, third.current) == (True, False)


def test_a_public_body_gets_the_criteria_that_officers_judge(session, now) -> None:
    record = assessed(session, submitted(session, at=now, organisation={"public_body": True}), now)
    judged = {each.criterion: each for each in record.findings if each.criterion.startswith("P")}
    assert set(judged) == {"P05", "P06", "P08"}
    assert all(each.level is None and each.machine_outcome == "not read by machine" for each in judged.values())


def test_a_sentence_that_three_filers_use_is_boilerplate_and_of_two_is_not(session, now) -> None:
    assessed(session, submitted(session, at=now, name="Rimu Demonstration", pages=[PAGES[1], COPIED]), now)
    version = submitted(session, at=now, pages=[COPIED, "Another sentence that only this one filer has in its text."])
    assert facts_of(session, version).boilerplate == frozenset()
    assessed(session, submitted(session, at=now, name="Mataī Demonstration", pages=[PAGES[1], COPIED]), now)
    assert facts_of(session, version).boilerplate == {normalised(COPIED)}


def test_one_group_counts_as_one_filer_and_nobody_copies_from_itself(session, now) -> None:
    parent = make_organisation(session, name="Parent Demonstration", at=now)
    for name in ("One", "Two", "Three"):
        child = make_organisation(session, name=f"{name} Demonstration", at=now, parent_id=parent.id)
        statement = make_statement(session, organisation=child, at=now)
        assessed(session, make_version(session, statement=statement, at=now, pages=[PAGES[1], COPIED]), now)
    assert session.scalar(select(func.count(SentenceUse.filer_id.distinct()))) == 1
    kept = session.scalar(select(func.count()).select_from(SentenceUse))
    sentences = split_sentences([Page(1, COPIED)])
    note_sentences(session, organisation=parent, sentences=sentences)
    assert session.scalar(select(func.count()).select_from(SentenceUse)) == kept
    assert facts_of(session, submitted(session, at=now, pages=[COPIED])).boilerplate == frozenset()


def test_reasons_to_look_closely_are_counted(session, now) -> None:
    answers = {"risks_identified": False, "supply_chain_mapped": "beyond_tier_2"}
    version = submitted(session, at=now + timedelta(days=300), answers=answers)
    counts = {flag.flag: flag.count for flag in assessed(session, version, now).flags}
    assert counts[Flag.LATE] == 1
    assert counts[Flag.DECLARED] >= 1


def test_approval_and_signature_made_here_reach_the_gates(session, now) -> None:
    signature = {"name": "Hana Demonstration", "role": "Chair", "signed_at": "2026-11-02T20:00:00+00:00"}
    answers = {"approved_by": "governing_body", "approved_on": "2026-10-30"}
    version = submitted(session, at=now, answers=answers, signature={**signature, "method": "signed in here"})
    facts = facts_of(session, version)
    assert (facts.approved_by_body, facts.approved_on) == (True, date(2026, 10, 30))
    assert (facts.signed_as, facts.signed_on) == ("Chair", date(2026, 11, 3))
    assert not facts.written_here
    typed = submitted(session, at=now, name="Typed Demonstration", pages=None, answers={"approved_by": "committee"})
    assert (facts_of(session, typed).written_here, facts_of(session, typed).approved_by_body) == (True, False)


def test_what_an_importer_brought_in_was_not_signed_here(session, now) -> None:
    version = submitted(session, at=now, answers={"approved_by": "governing_body"}, signature={"imported_by": "A tool"})
    version.statement.source = "elsewhere"
    facts = facts_of(session, version)
    assert (facts.approved_by_body, facts.signed_on, facts.written_here) == (None, None, False)
