"""The officer's pages: who may open them, and what they say when something is wrong."""

import pytest

from statements.moderation import service
from statements.people.models import Role
from statements.reference.tables import non_working_days
from tests.signed_in import signed_in_as
from tests.statements.moderation.world import assessed, make_officer, submitted


@pytest.fixture
def version(session, now):
    made = submitted(session, at=now, answers={"risks_identified": True})
    assessed(session, made, now)
    session.commit()
    return made


def send(client, page, action, **given):
    return client.post(f"{page}{action}", data={"csrf_token": client.token(page), **given})


@pytest.mark.parametrize("role", [Role.FILER, Role.DIRECTOR, Role.BUYER, Role.OPERATOR])
def test_only_officers_enter(app, session, now, version, role) -> None:
    organisation = None if role is Role.OPERATOR else version.statement.organisation
    other = signed_in_as(app, session, role, at=now, organisation=organisation)
    assert other.get("/review").status_code == 403
    assert other.get(f"/review/{version.id}").status_code == 403


def test_nobody_enters_without_signing_in(client, version) -> None:
    assert "/account/login" in client.get(f"/review/{version.id}").location


def test_a_change_without_a_reason_comes_back_with_what_was_typed(officer, version) -> None:
    page = f"/review/{version.id}"
    answer = send(officer, page, "/findings/C12", level="1", reason="", quote="words that nobody wrote", seen=1)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "There is a problem" in html and "words that nobody wrote" in html and 'href="#C12-' in html
    assert send(officer, page, "/findings/C12", level="5", seen=1).status_code == 422
    assert send(officer, page, "/findings/X99", level="1", seen=1).status_code == 404


def test_a_finding_that_moved_on_is_a_conflict(officer, version) -> None:
    page = f"/review/{version.id}"
    assert send(officer, page, "/findings/C12", level="2", seen=1).status_code == 302
    answer = send(officer, page, "/findings/C12", level="0", reason="Mine", seen=1)
    assert answer.status_code == 409
    assert "Another officer has decided C12" in answer.get_data(as_text=True)


def test_a_public_body_shows_what_officers_judge(officer, session, now) -> None:
    agency = submitted(session, at=now, name="Agency Demonstration", organisation={"public_body": True})
    assessed(session, agency, now)
    session.commit()
    page = f"/review/{agency.id}"
    assert "Public bodies: judged by officers" in officer.get(page).get_data(as_text=True)
    given = {"level": "1", "reason": "Page 2.", "seen": 1, "quote": "We buy cotton from India and seafood"}
    assert send(officer, page, "/findings/P06", **given).status_code == 302


def test_the_queue_filters_by_stage_reason_and_name(officer, session, now, version) -> None:
    assessed(session, submitted(session, at=now, name="Scanned Demonstration Limited", pages=[""]), now)
    session.commit()
    both = officer.get("/review").get_data(as_text=True)
    assert both.index("Scanned Demonstration") < both.index("Tōtara Demonstration")
    assert "Next in the queue" in officer.get(f"/review/{version.id}").get_data(as_text=True)
    scans = officer.get("/review?flag=scan").get_data(as_text=True)
    assert "Scanned Demonstration" in scans and "Tōtara Demonstration" not in scans
    named = officer.get("/review?q=Tōtara").get_data(as_text=True)
    assert "Tōtara Demonstration" in named and "Scanned Demonstration" not in named
    assert "Nothing waits here" in officer.get("/review?stage=released").get_data(as_text=True)
    assert officer.get("/review?stage=nonsense&flag=nonsense&page=-3&q=%25").status_code == 200


def test_a_statement_is_withdrawn_with_a_public_reason(officer, version) -> None:
    page = f"/review/{version.id}"
    send(officer, page, "/publish", reason="")
    assert send(officer, f"{page}/withdraw", "", text="").status_code == 422
    assert send(officer, f"{page}/withdraw", "", text="Filed for the wrong year.").status_code == 302
    assert "Filed for the wrong year." in officer.get(page).get_data(as_text=True)


def test_a_notice_is_taken_back_and_findings_open_again(officer, session, now, version) -> None:
    by = make_officer(session, now).id
    record = assessed(session, version, now)
    seen = {each.criterion: each.revision for each in record.findings}
    service.confirm_rest(session, assessment=record, seen=seen, by=by, at=now)
    service.publish(session, version=version, reason="", by=by, at=now)
    given = {"working_days": 10, "holidays": non_working_days()}
    notice = service.confirm_profile(session, assessment=record, by=by, at=now, **given)
    session.commit()
    page = f"/review/{version.id}"
    assert "Change</span>" not in officer.get(page).get_data(as_text=True)
    assert officer.get(f"/notices/{notice.id}").status_code == 403
    assert send(officer, f"{page}/take-back", "", text="A page was misread.").status_code == 302
    assert "Change C01" in officer.get(page).get_data(as_text=True)


def test_a_document_opens_for_officers_before_publication(app, officer, session, version) -> None:
    document = version.documents[0]
    document.sha256 = app.extensions["store"].put(b"%PDF-1.4 nothing")
    session.commit()
    answer = officer.get(f"/review/{version.id}/documents/{document.sha256}")
    assert answer.data == b"%PDF-1.4 nothing" and "attachment" in answer.headers["Content-Disposition"]
    assert officer.get(f"/review/{version.id}/documents/{'0' * 64}").status_code == 404
