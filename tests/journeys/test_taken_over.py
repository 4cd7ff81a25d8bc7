"""Answers of last year's statement, and of the group's, are put in, marked one by one until somebody looks at them."""

import re
from datetime import date, timedelta

import pytest

from statements.errors import NotFound
from statements.filing import queries, service, taken_over
from statements.moderation import service as moderation
from statements.organisations import groups
from statements.people.models import Role
from tests.factories import make_member, make_organisation
from tests.filing_world import make_filing_world, make_ready, submit_ready
from tests.signed_in import signed_in
from tests.statements.moderation.world import make_officer

GIVEN = {"training_given": True, "people_trained": 3, "improvement_description": "We mend what we find."}


@pytest.fixture
def filed(session, now):
    """A world whose first statement is published, with three answers."""
    world = make_filing_world(session, at=now)
    draft = make_ready(session, world, at=now)
    service.save(session, draft=draft, by=world.filer.id, at=now, answers=GIVEN)
    version = submit_ready(session, world, at=now).version
    moderation.publish(session, version=version, reason="", by=make_officer(session, now).id, at=now)
    return world


def start(session, organisation, by, at, start=date(2026, 4, 1), end=date(2027, 3, 31)):
    given = {"organisation": organisation, "profile": "nz-bill-2026", "by": by.id, "at": at}
    return service.start(session, period_start=start, period_end=end, **given)


def text_of(response):
    return response.get_data(as_text=True)


def test_each_answer_is_marked_until_its_section_is_saved_or_it_is_said_to_hold(app, session, now, filed) -> None:
    later = now + timedelta(days=365)
    statement = start(session, filed.organisation, filed.filer, later)
    filer = signed_in(app, session, filed.filer)
    tasks, training = f"/filing/{statement.number}", f"/filing/{statement.number}/sections/training"
    assert filer.post(f"{tasks}/last-year", data={"csrf_token": filer.token(tasks)}).status_code == 303
    assert text_of(filer.get(tasks)).count("Look: taken over") == 2
    page = text_of(filer.get(training))
    assert page.count("from last year&#39;s statement (no. 1)") == 2
    check = text_of(filer.get(f"{tasks}/check"))
    assert "3 answers were taken over" in check and check.count("filing-carried") == 3

    fields = {name: re.search(rf'name="{name}"[^>]*value="([^"]+)"', page)[1] for name in ("csrf_token", "seen")}
    saved = filer.post(training, data={**fields, "training_given": "yes", "people_trained": "3"})
    assert saved.status_code == 303
    check = text_of(filer.get(f"{tasks}/check"))
    assert "1 answer was taken over" in check and check.count("filing-carried") == 1
    assert filer.post(f"{tasks}/still-hold", data={"csrf_token": fields["csrf_token"]}).status_code == 303
    assert "taken over" not in text_of(filer.get(f"{tasks}/check"))
    session.rollback()
    session.expire_all()
    draft = queries.draft_of(session, statement)
    assert draft.carried == {} and draft.answers["improvement_description"] == GIVEN["improvement_description"]


def test_what_the_group_said_publicly_is_inherited_without_counts(app, session, now, filed) -> None:
    member = make_organisation(session, name="Kōwhai Packing Limited", at=now)
    groups.set_parent(session, organisation=member, parent=filed.organisation, by=None, at=now)
    filer = make_member(session, name="Pita Packer", organisation=member, role=Role.FILER, at=now)
    statement = start(session, member, filer, now, date(2025, 4, 1), date(2026, 3, 31))
    client, tasks = signed_in(app, session, filer), f"/filing/{statement.number}"
    assert "Put in what Kōwhai Foods Limited said for the group" in text_of(client.get(tasks))
    assert client.post(f"{tasks}/from-group", data={"csrf_token": client.token(tasks)}).status_code == 303
    assert "from the statement of Kōwhai Foods Limited" in text_of(client.get(f"{tasks}/sections/improvement"))
    session.rollback()
    session.expire_all()
    draft = queries.draft_of(session, statement)
    assert set(draft.answers) == {"training_given", "improvement_description"} and set(draft.carried.values()) == {1}

    stranger = make_organisation(session, name="Rātā Packing Limited", at=now)
    other = make_member(session, name="Rua Stranger", organisation=stranger, role=Role.FILER, at=now)
    own = queries.draft_of(session, start(session, stranger, other, now, date(2025, 4, 1), date(2026, 3, 31)))
    version = taken_over.groups_version(session, statement)
    with pytest.raises(NotFound):
        service.take_over(session, draft=own, version=version, by=other.id, at=now)
