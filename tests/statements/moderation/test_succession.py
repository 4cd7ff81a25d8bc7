"""Organisations renamed, merged, split and wrongly matched: what follows, what stays, where addresses lead."""

from datetime import date

import pytest

from statements.errors import Conflict, Invalid, NotAllowed
from statements.events import service as events
from statements.filing.models import Coverage
from statements.moderation import inheritance, succession
from statements.organisations import addresses, groups, obligations_service
from statements.organisations import service as organisations
from statements.people import interests
from statements.people.models import Membership, Role
from statements.register import organisations as register
from tests.factories import make_member
from tests.published import publish
from tests.statements.moderation.world import make_officer

WHY = "The companies register says so."


@pytest.fixture
def given(session, now):
    return {"reason": WHY, "by": make_officer(session, now).id, "at": now}


def company(session, now, name, **more):
    return organisations.add(session, name=name, kind="company", at=now, by=None, **more)


def owed(session, now, organisation):
    period = {"period_start": date(2025, 4, 1), "period_end": date(2026, 3, 31), "due_on": date(2026, 9, 30)}
    return obligations_service.presume(
        session, organisation=organisation, profile="nz-bill-2026", source="list", by=None, at=now, **period
    )


def test_a_renamed_organisation_keeps_its_history_and_its_old_address_leads_on(session, now, given) -> None:
    one = company(session, now, "Kōwhai Foods Limited")
    old = one.slug
    succession.rename(session, organisation=one, name="Rimu Foods Limited", on=now.date(), new_address=True, **given)
    assert one.slug != old and addresses.leads_to(session, old) == one.slug
    assert addresses.leads_to(session, one.slug) is None and addresses.leads_to(session, "nobody") is None
    assert {each.name for each in one.names} == {"Kōwhai Foods Limited", "Rimu Foods Limited"}
    assert company(session, now, "Kōwhai Foods Limited").slug not in (old, one.slug)
    succession.rename(session, organisation=one, name="Kōwhai Foods Limited", on=now.date(), new_address=True, **given)
    assert addresses.leads_to(session, old) == one.slug or one.slug == old
    with pytest.raises(Invalid):
        succession.rename(
            session, organisation=one, name="X", on=now.date(), new_address=False, **{**given, "reason": " "}
        )


def test_merged_organisations_become_one(session, now, given) -> None:
    gone = company(session, now, "Gone Limited", identifiers=[("nzbn", "9429000000017")])
    kept, head = company(session, now, "Kept Limited"), company(session, now, "Head Limited")
    child = company(session, now, "Child Limited", parent_id=gone.id)
    person = make_member(session, name="Hana", organisation=gone, role=Role.FILER, at=now)
    own = publish(session, organisation=gone, at=now, period_end=date(2025, 3, 31))
    clash, theirs = publish(session, organisation=gone, at=now), publish(session, organisation=kept, at=now)
    covering = publish(session, organisation=head, at=now, covers=[gone, kept])
    owed(session, now, gone)
    succession.merge(session, organisation=gone, into=kept, **given)
    assert own.organisation_id == kept.id and clash.organisation_id == gone.id
    covered = session.query(Coverage.organisation_id).filter_by(version_id=covering.current_version_id).all()
    assert {each for (each,) in covered} == {head.id, kept.id}
    assert child.parent_id == kept.id and [each.value for each in kept.identifiers] == ["9429000000017"]
    assert session.query(Membership.organisation_id).filter_by(person_id=person.id).scalar() == kept.id
    assert [each.organisation_id for each in obligations_service.of_organisation(session, organisation_id=kept.id)]
    assert "Gone Limited" in {each.name for each in kept.names}
    assert addresses.leads_to(session, gone.slug) == kept.slug
    one = [kept.id, *addresses.merged_into(session, kept.id)]
    found = register.statements_of_all(session, one)
    assert set(found) == {own.id, clash.id, theirs.id, covering.id}
    kinds = {each.kind for each in events.history(session, subject=kept)}
    assert "organisation.took_in" in kinds
    with pytest.raises(Conflict):
        succession.merge(session, organisation=gone, into=kept, **given)
    with pytest.raises(Conflict):
        succession.merge(session, organisation=kept, into=kept, **given)


def test_what_two_owed_for_one_period_is_owed_once_when_they_become_one(session, now, given) -> None:
    gone, kept = company(session, now, "Gone Limited"), company(session, now, "Kept Limited")
    twice, once = owed(session, now, gone), owed(session, now, kept)
    succession.merge(session, organisation=gone, into=kept, **given)
    assert (twice.state, once.state) == ("lapsed", "presumed")
    (told,) = [each for each in events.history(session, subject=twice) if each.kind == "obligation.lapsed"]
    assert told.reason == given["reason"]


def test_a_head_is_not_merged_into_what_belongs_to_it(session, now, given) -> None:
    head, child = company(session, now, "Head Limited"), company(session, now, "Child Limited")
    groups.set_parent(session, organisation=child, parent=head, by=None, at=now)
    with pytest.raises(Conflict, match="other way round"):
        succession.merge(session, organisation=head, into=child, **given)


def test_a_split_gives_the_new_organisation_its_statements(session, now, given) -> None:
    one = company(session, now, "Both Limited")
    first, second = (
        publish(session, organisation=one, at=now, period_end=date(2025, 3, 31)),
        publish(session, organisation=one, at=now),
    )
    for wrong in ([], [99]):
        with pytest.raises(Invalid):
            succession.split(session, organisation=one, name="New Limited", statements=wrong, **given)
    made = succession.split(session, organisation=one, name="New Limited", statements=[second.number], **given)
    assert second.organisation_id == made.id and first.organisation_id == one.id
    assert register.statement_ids(session, [made.id]) == {made.id: [second.id]}
    assert register.statement_ids(session, [one.id]) == {one.id: [first.id]}


def test_what_was_filed_stays_filed_when_two_become_one(session, now, given) -> None:
    gone, kept = company(session, now, "Gone Limited"), company(session, now, "Kept Limited")
    statement, duty = publish(session, organisation=gone, at=now), owed(session, now, gone)
    duty.filed_on, duty.statement_id = now.date(), statement.id
    succession.merge(session, organisation=gone, into=kept, **given)
    assert (duty.organisation_id, duty.filed_on, duty.statement_id) == (kept.id, now.date(), statement.id)


def test_a_wrongly_matched_statement_moves_with_what_it_answered(session, now, given) -> None:
    wrong, right = company(session, now, "Wrong Limited"), company(session, now, "Right Limited")
    statement = publish(session, organisation=wrong, at=now)
    before, after = owed(session, now, wrong), owed(session, now, right)
    before.filed_on, before.statement_id = now.date(), statement.id
    assert inheritance.answered_by(session, statement) is before
    assert succession.rematch(session, statement=statement, to=right, **given) is before
    told = [each.kind for each in inheritance.history_of(session, wrong)]
    assert told == ["obligation.owed_again", "organisation.added"]
    assert "statement.rematched" in [each.kind for each in inheritance.history_of(session, right)]
    assert before.filed_on is None and (after.filed_on, after.statement_id) == (now.date(), statement.id)
    assert register.statement_ids(session, [wrong.id, right.id]) == {right.id: [statement.id]}
    with pytest.raises(Conflict):
        succession.rematch(session, statement=statement, to=right, **given)
    interests.declare(session, organisation=right, reason="I own it.", by=given["by"], at=now)
    with pytest.raises(NotAllowed):
        succession.rematch(session, statement=statement, to=wrong, **given)
