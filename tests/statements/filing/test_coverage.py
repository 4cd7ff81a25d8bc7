"""What is worth a look about whom a statement covers, and last year's list with what changed since."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from statements.errors import Invalid
from statements.filing import coverage, queries
from statements.filing import service as filing
from statements.filing.coverage import NoteKind
from statements.organisations import groups, statuses
from statements.organisations import service as organisations
from statements.organisations.models import NameKind, Obligation, ObligationState
from tests.filing_world import make_filing_world, make_ready, submit_ready


@pytest.fixture
def world(session, now):
    return make_filing_world(session, at=now)


def add(session, name, now, parent=None):
    parent_id = parent.id if parent else None
    return organisations.add(session, name=name, kind="company", at=now, by=None, parent_id=parent_id)


def told(session, world, *ids):
    found = coverage.notes(session, statement=world.statement, ids=[each.id for each in ids])
    return [(each.kind, each.organisation.name, each.other) for each in found]


def test_a_clean_list_is_not_spoken_about(session, world, now) -> None:
    one, two = add(session, "Rimu One Limited", now), add(session, "Rimu Two Limited", now)
    assert told(session, world, one, two) == []


def test_covered_elsewhere_counts_only_what_stands_and_overlaps(session, world, now) -> None:
    shared = add(session, "Shared Stores Limited", now)
    other = make_filing_world(session, at=now, name="Other Head Limited")
    draft = make_ready(session, other, at=now)
    filing.save(session, draft=draft, by=other.filer.id, at=now, covers=[shared.id])
    assert told(session, world, shared) == []
    submit_ready(session, other, at=now)
    assert told(session, world, shared) == [(NoteKind.ELSEWHERE, "Shared Stores Limited", "Other Head Limited")]
    other.statement.period_start, other.statement.period_end = date(2024, 4, 1), date(2025, 3, 31)
    session.flush()
    assert told(session, world, shared) == []


def test_owing_nothing_renamed_and_twice(session, world, now) -> None:
    gone, renamed = add(session, "Gone Limited", now), add(session, "Old Name Limited", now)
    twin = add(session, "Old Name Ltd", now)
    organisations.rename(session, organisation=renamed, name="New Name Limited", by=None, at=now, on=date(2025, 9, 1))
    organisations.add_name(session, organisation=gone, name="Long Ago Limited", kind=NameKind.FORMER, by=None, at=now)
    period = {"period_start": date(2025, 4, 1), "period_end": date(2026, 3, 31), "due_on": date(2026, 9, 30)}
    given = {"state": ObligationState.OUT_OF_SCOPE, "source": "declared", "reason": "Dissolved in May 2025."}
    session.add(Obligation(organisation_id=gone.id, profile="nz-bill-2026", **period, **given))
    session.flush()
    assert told(session, world, gone, renamed, twin) == [
        (NoteKind.OWES_NOTHING, "Gone Limited", "Dissolved in May 2025."),
        (NoteKind.RENAMED, "New Name Limited", "Old Name Limited"),
        (NoteKind.TWICE, "Old Name Ltd", "New Name Limited"),
    ]


def test_dissolved_and_merged_are_told_followed_and_left_out_of_the_tree(session, world, now) -> None:
    ended, old = add(session, "Ended Limited", now), add(session, "Old Half Limited", now, world.organisation)
    child, whole = add(session, "Child Limited", now, old), add(session, "Whole Limited", now, world.organisation)
    given = {"organisation": ended, "source": "Companies Register", "by": world.filer.id, "at": now}
    with pytest.raises(Invalid):
        statuses.note(session, status="gone", since=date(2030, 1, 1), **given)
    statuses.note(session, status="dissolved", since=date(2025, 9, 1), **given)
    old.merged_into_id = whole.id
    session.flush()
    assert told(session, world, ended, old) == [
        (NoteKind.DISSOLVED, "Ended Limited", "dissolved; Companies Register"),
        (NoteKind.MERGED, "Old Half Limited", "Whole Limited"),
    ]
    assert [each.name for each in groups.below(session, world.organisation)] == ["Child Limited", "Whole Limited"]
    draft = queries.draft_of(session, world.statement)
    filing.save(session, draft=draft, by=world.filer.id, at=now, covers=[old.id, child.id])
    assert set(draft.covers) == {str(whole.id), str(child.id)}
    statuses.note(session, status="active", since=date(2025, 9, 2), **given)
    assert told(session, world, ended) == []


def test_last_years_list_is_offered_with_what_changed(session, world, now) -> None:
    lead = world.organisation
    stays, leaves = add(session, "Stays Limited", now, lead), add(session, "Leaves Limited", now, lead)
    typed, buyer = add(session, "Typed Partner Limited", now), add(session, "Buyer Limited", now)
    draft = make_ready(session, world, at=now)
    filing.save(session, draft=draft, by=world.filer.id, at=now, covers=[stays.id, leaves.id, typed.id])
    submit_ready(session, world, at=now)
    later = now + timedelta(days=365)
    groups.set_parent(session, organisation=leaves, parent=buyer, by=None, at=later)
    joined = add(session, "Joined Limited", later, lead)
    given = {"organisation": lead, "profile": "nz-bill-2026", "by": world.filer.id, "at": later}
    statement = filing.start(session, period_start=date(2026, 4, 1), period_end=date(2027, 3, 31), **given)
    found = coverage.last_list(session, statement=statement)
    assert found is not None and found.number == world.statement.number
    assert [each.name for each in found.stay] == ["Stays Limited", "Typed Partner Limited"]
    assert [each.name for each in found.left] == ["Leaves Limited"]
    assert [each.name for each in found.new] == [joined.name]
    notes = coverage.notes(session, statement=statement, ids=[leaves.id, stays.id])
    assert [(each.kind, each.organisation.name) for each in notes] == [(NoteKind.LEFT, "Leaves Limited")]
    assert coverage.last_list(session, statement=world.statement) is None
    assert queries.last_years(session, statement) is not None


def test_a_long_list_is_looked_at_with_few_questions(session, engine, world, now) -> None:
    many = [add(session, f"Member {number} Limited", now, world.organisation) for number in range(60)]
    session.flush()
    ids, asked = [each.id for each in many], []
    session.expire_all()
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    assert coverage.notes(session, statement=world.statement, ids=ids) == []
    assert 0 < len(asked) <= 15
