"""An officer chooses in the text which sentences a finding rests on; the public later sees those and no others."""

import re
from datetime import timedelta

from statements.moderation import service
from statements.moderation.models import FindingRecord
from statements.people.models import Role
from statements.reference.tables import non_working_days
from tests.signed_in import signed_in_as
from tests.statements.moderation.world import assessed, make_officer

FOUND = "In May 2025 we trained 310 of our 412 employees"
ADDED = "We plan to open a grievance channel to workers of our suppliers next year."


def page_of(version, criterion="C12") -> str:
    return f"/review/{version.id}/findings/{criterion}/evidence"


def box(html: str, words: str) -> tuple[int, bool]:
    """The sentence's number and whether it is ticked."""
    for value, rest, label in re.findall(r'name="evidence"[^>]*value="(\d+)"([^>]*)>\s*<label[^>]*>([^<]*)', html):
        if words in label:
            return int(value), "checked" in rest
    raise AssertionError(f"no sentence with {words!r}")


def send(client, page, **given):
    return client.post(page, data={"csrf_token": client.token(page), "seen": 1, **given})


def test_every_sentence_can_be_chosen_and_what_stands_is_ticked(officer, version) -> None:
    html = officer.get(page_of(version)).get_data(as_text=True)
    assert html.count('name="evidence"') == 7
    assert box(html, FOUND)[1] and not box(html, ADDED)[1]
    assert "0.90" in html and "Page 2" in html
    assert officer.get(page_of(version, "X99")).status_code == 404


def test_only_officers_choose(app, session, now, version) -> None:
    filer = signed_in_as(app, session, Role.FILER, at=now, organisation=version.statement.organisation)
    assert filer.get(page_of(version)).status_code == 403


def test_a_change_needs_its_reason_and_keeps_what_was_ticked(officer, version) -> None:
    page = page_of(version)
    chosen = box(officer.get(page).get_data(as_text=True), ADDED)[0]
    answer = send(officer, page, level="1", evidence=[chosen], reason="")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "There is a problem" in html
    assert box(html, ADDED)[1] and not box(html, FOUND)[1]
    assert send(officer, page, level="1", evidence=[999], reason="Mine.").status_code == 422
    none = send(officer, page, level="1", evidence=[], reason="Mine.")
    assert none.status_code == 422 and "rests on at least one sentence" in none.get_data(as_text=True)


def test_added_and_struck_sentences_reach_the_public_page_the_api_and_the_history(
    client, officer, session, now, version
) -> None:
    page, number = page_of(version), version.statement.number
    chosen = box(officer.get(page).get_data(as_text=True), ADDED)[0]
    assert send(officer, page, level="1", evidence=[chosen], reason="It says only what is planned.").status_code == 302
    review = officer.get(f"/review/{version.id}").get_data(as_text=True)
    assert "1 sentence added; 1 sentence struck" in review and "added by an officer" in review
    assert send(officer, page, level="2", evidence=[chosen], reason="Again.").status_code == 409

    release(session, version, now)
    shown = client.get(f"/statements/{number}").get_data(as_text=True)
    assert f'<q class="evidence__words">{ADDED}</q>' in shown and "added by an officer" in shown
    assert f'<q class="evidence__words">{FOUND}' not in shown
    assert "an officer confirmed 21 findings, and decided C12 by their own reading" in " ".join(shown.split())
    told = client.get(f"/api/v1/statements/{number}").get_json()["profile"]
    (evidence,) = next(each for each in told["findings"] if each["criterion"] == "C12")["evidence"]
    assert evidence["text"] == ADDED and evidence["status"] == "planned"
    assert evidence["added_by_officer"] and evidence["probability"] is None
    assert (evidence["page"], evidence["end"] - evidence["start"]) == (2, len(ADDED))


def test_a_struck_sentence_that_is_put_back_is_the_machines_again(officer, session, version) -> None:
    page = page_of(version)
    found = box(officer.get(page).get_data(as_text=True), FOUND)[0]
    assert send(officer, page, level="0", evidence=[], reason="About another year.").status_code == 302
    assert send(officer, page, level="2", evidence=[found], reason="", seen=2).status_code == 302
    row = session.query(FindingRecord).filter_by(criterion="C12").one()
    session.refresh(row)
    assert (row.state, row.evidence[0]["added_by_officer"]) == ("confirmed", False)


def release(session, version, now) -> None:
    """Confirm the rest, publish, give notice and let the notice period pass."""
    by, record = make_officer(session, now).id, assessed(session, version, now)
    session.refresh(record)
    seen = {each.criterion: each.revision for each in record.findings}
    service.confirm_rest(session, assessment=record, seen=seen, by=by, at=now)
    service.publish(session, version=version, reason="", by=by, at=now)
    given = {"working_days": 10, "holidays": non_working_days()}
    notice = service.confirm_profile(session, assessment=record, by=by, at=now, **given)
    service.release_due(session, at=notice.answer_by + timedelta(minutes=1))
    session.commit()
