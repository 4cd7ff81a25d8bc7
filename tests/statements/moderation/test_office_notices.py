"""A notice is drafted by one officer, approved by another, answered, ended; never public without a legal basis."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from statements.errors import Conflict, Invalid, NotAllowed, NotFound
from statements.events import service as events
from statements.filing import profiles
from statements.moderation import office_notices as notices
from statements.moderation.notice_models import NoticeKind, NoticeState
from statements.organisations import obligations_service
from statements.people import interests
from statements.people.models import OutboxMessage, Role
from statements.reference.tables import non_working_days
from tests.factories import make_member, make_organisation
from tests.statements.moderation.world import make_officer, submitted

TERM = {"working_days": 10, "holidays": non_working_days()}


@pytest.fixture
def officers(session, now):
    return [make_officer(session, now, name=f"Officer {each}").id for each in ("One", "Two")]


@pytest.fixture
def owed(session, now):
    organisation = make_organisation(session, name="Kōwhai Foods Limited", at=now)
    period = {"period_start": date(2025, 4, 1), "period_end": date(2026, 3, 31), "due_on": date(2026, 9, 30)}
    return obligations_service.presume(
        session, organisation=organisation, profile="nz-bill-2026", source="list", by=None, at=now, **period
    )


def draft(session, now, by, about, kind=NoticeKind.LATE):
    return notices.draft(session, kind=kind, about=about, working_days=10, by=by, at=now)


def test_drafted_approved_by_another_answered_and_ended(session, now, officers, owed) -> None:
    one, two = officers
    filer = make_member(session, name="Filer", organisation=owed.organisation, role=Role.FILER, at=now)
    notice = draft(session, now, one, owed)
    assert "Kōwhai Foods Limited" in notice.text and "30 September 2026" in notice.text and "{" not in notice.text
    with pytest.raises(NotFound):
        notices.load(session, notice.id, by=filer.id)
    with pytest.raises(NotAllowed, match="another officer approves"):
        notices.approve(session, notice=notice, by=one, at=now, **TERM)
    notices.edit(session, notice=notice, text=f"{notice.text}\n\nPlease.", by=two, at=now)
    with pytest.raises(NotAllowed):
        notices.approve(session, notice=notice, by=two, at=now, **TERM)
    notices.approve(session, notice=notice, by=one, at=now, **TERM)
    assert notice.state == NoticeState.SENT and notice.answer_by > now + timedelta(days=13)
    mails = [(each.template, each.person_id) for each in session.query(OutboxMessage)]
    assert mails == [("office_notice", filer.id)]
    with pytest.raises(Conflict):
        notices.edit(session, notice=notice, text="Other", by=two, at=now)
    assert notices.load(session, notice.id, by=filer.id) is notice
    with pytest.raises(NotFound):
        notices.answer(session, notice=notice, text="Mine.", by=two, at=now)
    notices.answer(session, notice=notice, text="We filed it last week.", by=filer.id, at=now)
    with pytest.raises(Conflict):
        notices.answer(session, notice=notice, text="Again.", by=filer.id, at=now)
    notices.close(session, notice=notice, outcome="It was filed.", by=two, at=now)
    kinds = [each.kind.split(".")[1] for each in events.history(session, subject=notice)]
    assert kinds == ["drafted", "edited", "sent", "answered", "closed"]
    assert list(notices.listed(session, state=NoticeState.CLOSED)) == [notice] == list(notices.listed(session))


@pytest.mark.parametrize("kind", [NoticeKind.INCOMPLETE, NoticeKind.CONCERN])
def test_a_point_of_the_template_must_be_filled_in(session, now, officers, kind) -> None:
    one, two = officers
    notice = draft(session, now, one, submitted(session, at=now).statement, kind)
    with pytest.raises(Invalid, match="not filled in"):
        notices.approve(session, notice=notice, by=two, at=now, **TERM)
    points = [line for line in notice.text.splitlines() if line.startswith("- [")]
    notices.edit(session, notice=notice, text=notice.text.replace(points[0], "- No signature."), by=one, at=now)
    assert notices.approve(session, notice=notice, by=two, at=now, **TERM).state == NoticeState.SENT


def test_what_is_not_late_gets_no_notice(session, now, officers, owed) -> None:
    statement = submitted(session, at=now).statement
    for about, kind in ((statement, NoticeKind.LATE), (owed, NoticeKind.CONCERN)):
        with pytest.raises(Conflict):
            draft(session, now, officers[0], about, kind)
    for change in ({"filed_on": date(2026, 9, 1)}, {"filed_on": None, "due_on": now.date()}):
        for name, value in change.items():
            setattr(owed, name, value)
        with pytest.raises(Conflict, match="Nothing is late"):
            draft(session, now, officers[0], owed)


def test_an_officer_with_an_interest_sends_nothing(session, now, officers, owed) -> None:
    interests.declare(session, organisation=owed.organisation, reason="A friend.", by=officers[0], at=now)
    with pytest.raises(NotAllowed):
        draft(session, now, officers[0], owed)


def test_none_is_published_without_a_legal_basis_or_before_its_time(session, now, officers, owed, monkeypatch) -> None:
    one, two = officers
    notice = draft(session, now, one, owed)
    notices.approve(session, notice=notice, by=two, at=now, **TERM)
    later = notice.answer_by + timedelta(minutes=1)
    with pytest.raises(Conflict, match="legal basis"):
        notices.publish(session, notice=notice, by=two, at=later)
    law = profiles.profile("nz-bill-2026")
    allowed = replace(law, publication=replace(law.publication, notices_legal_basis="Section of an invented Act"))
    monkeypatch.setattr(profiles, "profile", lambda _name: allowed)
    with pytest.raises(Conflict, match="time to answer"):
        notices.publish(session, notice=notice, by=two, at=now)
    assert notices.publish(session, notice=notice, by=two, at=later).state == NoticeState.PUBLISHED
    assert events.history(session, subject=notice)[-1].public


def test_every_profile_ships_without_a_legal_basis_for_notices() -> None:
    assert {each.publication.notices_legal_basis for each in profiles.profiles()} == {""}
