"""Start, save, submit, correct, withdraw, discard: with a real database."""

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from statements.errors import AlreadyFiled, Conflict, Invalid, NotFound
from statements.events import service as events
from statements.filing import queries, service
from statements.filing.content import ReadFile, Signature
from statements.filing.models import Document, Draft, Statement, StatementState, Version, VersionState
from statements.filing.receipts import is_receipt_number
from statements.jobs.models import Job
from tests.factories import make_organisation
from tests.filing_world import make_filing_world, make_ready, submit_ready


def signed(world, at):
    return Signature(world.director.name, "Chair", person_id=world.director.id, signed_at=at)


def publish(session, world, at):
    """What an officer's decision leaves behind."""
    version = queries.latest_version(session, world.statement)
    version.state, version.published_at = VersionState.PUBLISHED, at
    world.statement.state, world.statement.current_version_id = StatementState.PUBLISHED, version.id
    session.flush()
    return version


def kinds(session, statement):
    return [each.kind for each in events.history(session, subject=statement)]


def test_starting_numbers_statements_and_refuses_the_same_period_twice(session, now) -> None:
    world = make_filing_world(session, at=now)
    other = make_filing_world(session, at=now, name="Rimu Freight Limited")
    assert (world.statement.number, other.statement.number) == (1, 2)
    assert world.statement.state == StatementState.DRAFT
    given = dict(organisation=world.organisation, profile="nz-bill-2026", by=world.filer.id, at=now)
    with pytest.raises(AlreadyFiled, match="it is number 1"):
        service.start(session, period_start=date(2025, 4, 1), period_end=date(2026, 3, 31), **given)
    with pytest.raises(Invalid, match="one day longer"):
        service.start(session, period_start=date(2024, 4, 1), period_end=date(2025, 4, 1), **given)
    with pytest.raises(NotFound):
        stranger = {**given, "by": other.filer.id}
        service.start(session, period_start=date(2024, 4, 1), period_end=date(2025, 3, 31), **stranger)


def test_saving_merges_answers_and_a_blank_takes_one_away(session, now) -> None:
    world = make_filing_world(session, at=now)
    draft = queries.draft_of(session, world.statement)
    save = {"draft": draft, "by": world.filer.id, "at": now}
    service.save(session, **save, answers={"training_given": "no", "workers_employed": "40"})
    service.save(session, **save, answers={"workers_employed": "", "risks_identified": True})
    session.expire_all()
    assert queries.draft_of(session, world.statement).answers == {"training_given": False, "risks_identified": True}
    assert kinds(session, world.statement) == ["statement.started", "statement.saved", "statement.saved"]
    service.save(session, **save, answers={"training_given": "no"})
    assert len(kinds(session, world.statement)) == 3


def test_a_save_with_a_wrong_answer_keeps_nothing_of_it(session, now) -> None:
    world = make_filing_world(session, at=now)
    draft = queries.draft_of(session, world.statement)
    with pytest.raises(Invalid) as refused:
        answers = {"workers_employed": "many", "training_given": "no"}
        service.save(session, draft=draft, by=world.filer.id, at=now, answers=answers)
    assert [each.field for each in refused.value.problems] == ["workers_employed"]
    assert draft.answers == {}


def test_of_two_writers_the_slower_is_told(session, now) -> None:
    world = make_filing_world(session, at=now)
    draft = queries.draft_of(session, world.statement)
    seen = draft.revision
    service.save(session, draft=draft, by=world.filer.id, at=now, answers={"training_given": True}, revision=seen)
    with pytest.raises(Conflict, match="Someone else"):
        service.save(session, draft=draft, by=world.filer.id, at=now, answers={"training_given": False}, revision=seen)
    assert draft.answers == {"training_given": True}


def test_only_own_people_touch_a_draft(session, now) -> None:
    world = make_filing_world(session, at=now)
    other = make_filing_world(session, at=now, name="Rimu Freight Limited")
    draft = queries.draft_of(session, world.statement)
    with pytest.raises(NotFound):
        service.save(session, draft=draft, by=other.filer.id, at=now, answers={"training_given": True})
    with pytest.raises(NotFound):
        queries.statement_for(session, number=world.statement.number, person_id=other.director.id)
    assert queries.statement_for(session, number=1, person_id=world.director.id) is world.statement


def test_coverage_names_known_organisations_and_never_the_lead_twice(session, now) -> None:
    world = make_filing_world(session, at=now)
    draft = queries.draft_of(session, world.statement)
    child = make_organisation(session, name="Kōwhai Packing Limited", at=now, parent_id=world.organisation.id)
    service.save(session, draft=draft, by=world.filer.id, at=now, covers=[child.id, world.organisation.id, child.id])
    assert draft.covers == [str(child.id)]
    with pytest.raises(Invalid, match="not known"):
        service.save(session, draft=draft, by=world.filer.id, at=now, covers=[uuid.uuid4()])


def test_a_document_is_attached_once_and_can_be_taken_off(session, now) -> None:
    world = make_filing_world(session, at=now)
    draft = make_ready(session, world, at=now)
    [document] = queries.documents_of(session, draft)
    read = ReadFile(document.sha256, "again.txt", "text/plain", 3, ("abc",), 1, False)
    assert service.add_document(session, draft=draft, read=read, by=world.filer.id, at=now) is document
    service.remove_document(session, draft=draft, document=document, by=world.filer.id, at=now)
    assert draft.documents == [] and session.scalar(select(func.count()).select_from(Document)) == 0
    draft = make_ready(session, world, at=now)
    [document] = queries.documents_of(session, draft)
    other = make_filing_world(session, at=now, name="Rimu Freight Limited")
    theirs = queries.draft_of(session, other.statement)
    with pytest.raises(Invalid, match="documents is not known"):
        service.save(session, draft=theirs, by=other.filer.id, at=now, documents=[document.id])


def test_submitting_needs_everything_and_a_signature(session, now) -> None:
    world = make_filing_world(session, at=now)
    draft = queries.draft_of(session, world.statement)
    with pytest.raises(Invalid) as refused:
        service.submit(session, draft=draft, signature=None, by=world.filer.id, at=now)
    fields = [each.field for each in refused.value.problems]
    assert "structure_description" in fields and fields[-1] == "signature"
    assert session.scalar(select(func.count()).select_from(Version)) == 0


def test_a_submitted_statement_is_a_version_with_coverage_receipt_event_and_job(session, now) -> None:
    world = make_filing_world(session, at=now)
    child = make_organisation(session, name="Kōwhai Packing Limited", at=now)
    draft = make_ready(session, world, at=now)
    answers = {"risks_identified": False, "risks_description": "Typed, then not asked."}
    service.save(session, draft=draft, by=world.filer.id, at=now, covers=[child.id], answers=answers)
    receipt = submit_ready(session, world, at=now)
    version = receipt.version
    assert is_receipt_number(receipt.number) and version.number == 1 and version.state == VersionState.SUBMITTED
    assert "risks_description" not in version.answers and version.answers["risks_identified"] is False
    assert version.approval["signatory_role"] == "Chair of the board"
    assert version.signature["person_id"] == str(world.director.id)
    assert {each.organisation.name for each in version.coverage} == {world.organisation.name, child.name}
    assert [each.filename for each in version.documents] == ["statement.txt"]
    assert world.statement.state == StatementState.SUBMITTED
    assert kinds(session, world.statement)[-1] == "statement.submitted"
    jobs = session.scalars(select(Job)).all()
    assert [each.arguments for each in jobs if each.kind == "assess"] == [{"version_id": str(version.id)}]
    told = {each.arguments["values"]["person_id"] for each in jobs if each.kind == "mail"}
    assert told == {str(world.filer.id), str(world.director.id)} and len(jobs) == 3


def test_the_same_content_twice_is_one_filing(session, now) -> None:
    world = make_filing_world(session, at=now)
    make_ready(session, world, at=now)
    first = submit_ready(session, world, at=now)
    assert submit_ready(session, world, at=now + timedelta(seconds=2)) is first
    publish(session, world, now)
    assert submit_ready(session, world, at=now + timedelta(days=2)) is first
    assert session.scalar(select(func.count()).select_from(Version)) == 1


def test_a_submitted_draft_is_closed_until_it_is_returned(session, now) -> None:
    world = make_filing_world(session, at=now)
    draft = make_ready(session, world, at=now)
    first = submit_ready(session, world, at=now)
    change = {"draft": draft, "by": world.filer.id, "at": now, "answers": {"training_given": True}}
    with pytest.raises(Conflict, match="not open"):
        service.save(session, **change)
    first.version.state = VersionState.RETURNED
    world.statement.state = StatementState.RETURNED
    service.save(session, **change)
    second = submit_ready(session, world, at=now)
    assert (second.version.number, world.statement.state) == (2, StatementState.SUBMITTED)
    assert second.number != first.number


def test_a_correction_is_a_new_version_and_leaves_the_first_as_it_was(session, now) -> None:
    world = make_filing_world(session, at=now)
    draft = make_ready(session, world, at=now)
    with pytest.raises(Conflict, match="Only a statement that was published"):
        service.correct(session, statement=world.statement, reason="Typing error", by=world.filer.id, at=now)
    submit_ready(session, world, at=now)
    first = publish(session, world, now)
    with pytest.raises(Invalid, match="What is corrected"):
        service.correct(session, statement=world.statement, reason=" ", by=world.filer.id, at=now)
    opened = service.correct(session, statement=world.statement, reason="A wrong count", by=world.filer.id, at=now)
    assert opened is draft and len(draft.documents) == 1 and draft.approval["signatory_role"]
    service.save(
        session, draft=draft, by=world.filer.id, at=now, answers={"people_trained": 12, "training_given": True}
    )
    receipt = submit_ready(session, world, at=now)
    assert (receipt.version.number, receipt.version.correction_reason) == (2, "A wrong count")
    assert "people_trained" not in first.answers and first.state == VersionState.PUBLISHED
    assert world.statement.state == StatementState.PUBLISHED
    assert submit_ready(session, world, at=now) is receipt
    with pytest.raises(Conflict, match="under review already"):
        service.correct(session, statement=world.statement, reason="Again", by=world.filer.id, at=now)


def test_a_withdrawn_statement_stays_with_its_reason_and_can_be_filed_again(session, now) -> None:
    world = make_filing_world(session, at=now)
    make_ready(session, world, at=now)
    submit_ready(session, world, at=now)
    with pytest.raises(Conflict):
        service.withdraw(session, statement=world.statement, reason="Wrong year", by=world.filer.id, at=now)
    version = publish(session, world, now)
    with pytest.raises(Invalid):
        service.withdraw(session, statement=world.statement, reason="", by=world.filer.id, at=now)
    service.withdraw(session, statement=world.statement, reason="Wrong year", by=world.filer.id, at=now)
    assert (world.statement.state, version.state) == (StatementState.WITHDRAWN, VersionState.WITHDRAWN)
    event = events.history(session, subject=world.statement)[-1]
    assert (event.kind, event.reason, event.public) == ("statement.withdrawn", "Wrong year", True)
    service.correct(session, statement=world.statement, reason="The right year", by=world.filer.id, at=now)
    assert submit_ready(session, world, at=now).version.number == 2


def test_a_draft_that_was_never_submitted_can_be_thrown_away_and_nothing_else(session, now) -> None:
    world = make_filing_world(session, at=now)
    make_ready(session, world, at=now)
    assert service.discard(session, statement=world.statement, by=world.filer.id, at=now) is True
    assert session.scalar(select(func.count()).select_from(Document)) == 0
    assert session.scalar(select(func.count()).select_from(Statement)) == 0
    assert session.scalar(select(func.count()).select_from(Draft)) == 0
    other = make_filing_world(session, at=now, name="Rimu Freight Limited")
    make_ready(session, other, at=now)
    submit_ready(session, other, at=now)
    with pytest.raises(Conflict, match="cannot be thrown away"):
        service.discard(session, statement=other.statement, by=other.filer.id, at=now)
    publish(session, other, now)
    service.correct(session, statement=other.statement, reason="A wrong count", by=other.filer.id, at=now)
    assert service.discard(session, statement=other.statement, by=other.filer.id, at=now) is False
    assert not queries.is_editable(session, queries.draft_of(session, other.statement))
    assert session.scalar(select(func.count()).select_from(Document)) == 1


def test_last_years_answers_fill_what_is_empty_but_not_the_approval(session, now) -> None:
    world = make_filing_world(session, at=now)
    draft = make_ready(session, world, at=now)
    service.save(session, draft=draft, by=world.filer.id, at=now, answers={"training_given": True, "people_trained": 9})
    submit_ready(session, world, at=now)
    given = dict(organisation=world.organisation, profile="nz-bill-2026", by=world.filer.id)
    later = now + timedelta(days=365)
    start, end = date(2026, 4, 1), date(2027, 3, 31)
    following = service.start(session, period_start=start, period_end=end, at=later, **given)
    draft = queries.draft_of(session, following)
    service.save(session, draft=draft, by=world.filer.id, at=later, answers={"people_trained": 20})
    version = queries.last_years(session, following)
    service.take_over(session, draft=draft, version=version, by=world.filer.id, at=later)
    assert draft.answers == {"training_given": True, "people_trained": 20}
