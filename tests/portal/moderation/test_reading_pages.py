"""The officer's pages about readings: what waits, old and new level side by side, taking one up, taking one away."""

import json
from dataclasses import replace
from datetime import timedelta

from statements.moderation.assess import facts_of, record_assessment
from statements.people.models import Role
from tests.signed_in import signed_in_as
from tests.statements.moderation.world import assessment_of


def text_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


def test_a_new_reading_waits_is_shown_side_by_side_and_taken_up(officer, session, now, version) -> None:
    page = f"/review/{version.id}"
    assert "None waits." in text_of(officer, "/review/readings")
    assert "No new reading waits" in text_of(officer, f"{page}/reading")
    given = {"csrf_token": officer.token(page), "level": "0", "reason": "An old course.", "seen": 1}
    assert officer.post(f"{page}/findings/C12", data=given).status_code == 302
    session.expire_all()
    later = replace(assessment_of(facts_of(session, version)), model="later")
    new = record_assessment(session, version=version, assessment=later, at=now + timedelta(hours=1))
    session.commit()
    assert f'href="{page}/reading"' in text_of(officer, "/review/readings")
    shown = text_of(officer, f"{page}/reading")
    assert '<b class="figures">1</b> of 22 levels differ.' in shown and "decided by an officer" in shown
    assert "model later" in shown
    address = f"{page}/reading/{new.id}"
    assert officer.post(address, data={"csrf_token": officer.token(f"{page}/reading")}).status_code == 303
    assert '<b class="figures">0 of 22</b> decided.' in text_of(officer, page)
    assert officer.post(address, data={"csrf_token": officer.token(page)}).status_code == 404


def test_the_assessment_is_taken_away_by_officers_alone(app, officer, session, now, version) -> None:
    answer = officer.get(f"/review/{version.id}/assessment.json")
    told = json.loads(answer.get_data(as_text=True))
    assert (answer.mimetype, told["version"], told["decisions"]) == ("application/json", 1, {})
    organisation = version.statement.organisation
    for role in (Role.FILER, Role.BUYER):
        other = signed_in_as(app, session, role, at=now, organisation=organisation)
        for address in ("/review/readings", f"/review/{version.id}/reading", f"/review/{version.id}/assessment.json"):
            assert other.get(address).status_code == 403
