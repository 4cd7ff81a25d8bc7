"""The Plan of Action: reported on by agencies, approved by officers."""

from statements.people.models import Role
from tests.factories import make_organisation
from tests.signed_in import signed_in_as

NOTE = "/plan/nz-2020-2025/actions/13/note"


def test_a_note_goes_from_agency_to_officer_to_everyone(app, session, now, client) -> None:
    agency = make_organisation(session, name="Demonstration Agency", at=now)
    writer = signed_in_as(app, session, Role.CONTRIBUTOR, at=now, organisation=agency)
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    given = {
        "csrf_token": writer.token(NOTE),
        "organisation": str(agency.id),
        "state": "delayed",
        "happened_on": ["1", "10", "2026"],
        "text": "The buyers' guide waits for a translation into te reo Māori.",
    }
    no_day = writer.post(NOTE, data={**given, "happened_on": ["31", "2", "2026"]})
    assert no_day.status_code == 422
    assert "Enter the day on which this was so" in no_day.get_data(as_text=True)
    assert 'value="31"' in no_day.get_data(as_text=True)
    refused = writer.post(NOTE, data=given)
    assert refused.status_code == 422
    assert "A delay needs its reason" in refused.get_data(as_text=True)
    assert "translation into te reo Māori" in refused.get_data(as_text=True)
    sent = writer.post(NOTE, data={**given, "delay_reason": "No translator", "mitigation": "One is engaged"})
    assert sent.status_code == 303
    assert "waits for a translation" not in client.get("/plan/nz-2020-2025/actions/13").get_data(as_text=True)
    waiting = officer.get("/plan/waiting").get_data(as_text=True)
    address = waiting.split('action="/plan/notes/', 1)[1].split('"', 1)[0]
    token = officer.token("/plan/waiting")
    assert writer.post(f"/plan/notes/{address}", data={"csrf_token": given["csrf_token"]}).status_code == 403
    assert officer.post(f"/plan/notes/{address}", data={"csrf_token": token}).status_code == 303
    assert "waits for a translation" in client.get("/plan/nz-2020-2025/actions/13").get_data(as_text=True)
