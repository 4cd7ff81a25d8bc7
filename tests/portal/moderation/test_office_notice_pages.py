"""Notices of the office through HTTP."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from statements.filing import profiles
from statements.moderation import office_notices
from statements.moderation.notice_models import NoticeKind, NoticeState
from statements.organisations.models import Obligation
from statements.people.models import Membership, Role
from tests import published
from tests.factories import make_organisation
from tests.signed_in import signed_in_as
from tests.statements.moderation.world import submitted


def send(client, page, action="", **given):
    return client.post(action or page, data={"csrf_token": client.token(page), **given})


def test_a_notice_from_draft_to_answer(app, session, now) -> None:
    version = submitted(session, at=now)
    organisation, number = version.statement.organisation, version.statement.number
    first = signed_in_as(app, session, Role.OFFICER, at=now)
    second = signed_in_as(app, session, Role.OFFICER, at=now)
    filer = signed_in_as(app, session, Role.FILER, at=now, organisation=organisation)
    stranger_of = submitted(session, at=now, name="Other Limited").statement.organisation
    stranger = signed_in_as(app, session, Role.FILER, at=now, organisation=stranger_of)
    page = f"/review/{version.id}"
    assert send(first, page, f"/review/notices/late/statement/{number}").status_code == 404
    made = send(first, page, f"/review/notices/concern/statement/{number}").location
    read = made.replace("/review/notices/", "/office-notices/")
    assert filer.get(read).status_code == 404
    assert send(second, made, f"{made}/approve").status_code == 422
    assert send(first, made, text=" ").status_code == 422
    assert send(first, made, text="Please say what page 2 rests on.").status_code == 303
    assert send(first, made, f"{made}/approve").status_code == 403
    assert send(second, made, f"{made}/approve").status_code == 303
    assert "Nothing of it is public." in filer.get(read).get_data(as_text=True)
    assert stranger.get(read).status_code == 404
    assert send(filer, read, text="").status_code == 422
    assert send(filer, read, text="On our own audit.").status_code == 303
    shown = second.get(made).get_data(as_text=True)
    assert "On our own audit." in shown and "No legal basis" in shown
    assert send(second, f"{made}/close", f"{made}/publish").status_code == 409
    assert "answered" in first.get("/review/notices?state=sent").get_data(as_text=True)
    assert send(first, f"{made}/close", text="Answered well.").status_code == 303
    assert "Answered well." in first.get(made).get_data(as_text=True)


def test_a_late_notice_is_drafted_from_what_is_owed(app, session, now) -> None:
    organisation = make_organisation(session, name="Late Demonstration Limited", at=now)
    period = {"profile": published.LAW, "period_start": date(2025, 4, 1), "period_end": date(2026, 3, 31)}
    owed = Obligation(
        organisation_id=organisation.id, due_on=date(2026, 9, 30), state="confirmed", source="list", **period
    )
    session.add(owed)
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    made = send(officer, "/review", f"/review/notices/late/{owed.id}").location
    assert "30 September 2026" in officer.get(made).get_data(as_text=True)


def test_a_published_notice_has_a_page_only_where_the_law_allows(
    app, client, session, now, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = submitted(session, at=now).statement
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    by = session.scalars(select(Membership.person_id).where(Membership.role == Role.OFFICER)).first()
    made = office_notices.draft(session, kind=NoticeKind.CONCERN, about=about, working_days=10, by=by, at=now)
    made.state, made.sent_at, made.answer_by = NoticeState.SENT, now, now
    made.reply, made.replied_at = "On our own audit.", now
    waiting = office_notices.draft(session, kind=NoticeKind.INCOMPLETE, about=about, working_days=10, by=by, at=now)
    page, other = f"/published-notices/{made.id}", f"/published-notices/{waiting.id}"
    published.publish(session, organisation=about.organisation, at=now, period_end=date(2025, 3, 31))
    session.commit()
    owner = f"/organisations/{about.organisation.slug}"
    assert page not in client.get(owner).get_data(as_text=True)
    assert [client.get(path).status_code for path in ("/published-notices", page)] == [404, 404]
    law = profiles.profile(about.profile)
    allowed = replace(law, publication=replace(law.publication, notices_legal_basis="Section of an invented Act"))
    monkeypatch.setattr(profiles, "profiles", lambda: (allowed,))
    monkeypatch.setattr(profiles, "profile", lambda _name: allowed)
    desk = f"/review/notices/{made.id}"
    assert send(officer, desk, f"{desk}/publish").status_code == 303
    assert page in client.get("/published-notices").get_data(as_text=True)
    shown = client.get(page).get_data(as_text=True)
    assert "Section of an invented Act" in shown and "On our own audit." in shown
    assert client.get(other).status_code == 404
    assert page in client.get(owner).get_data(as_text=True)
    assert page in officer.get(desk).get_data(as_text=True)
