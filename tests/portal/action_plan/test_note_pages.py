"""The Plan of Action: reported on by agencies, approved by officers."""

from statements.people.models import Role
from tests.factories import make_organisation
from tests.plan_fixtures import make_responsible
from tests.signed_in import signed_in_as

NOTE = "/plan/nz-2020-2025/actions/13/note"


def test_a_note_goes_from_agency_to_officer_to_everyone(app, session, now, client) -> None:
    agency = make_organisation(session, name="Demonstration Agency", at=now)
    make_responsible(session, agency, "2", "13", at=now)
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


def test_policy_asks_the_agency_answers_and_everyone_reads(app, session, now, client) -> None:
    agency = make_organisation(session, name="Demonstration Agency", at=now)
    make_responsible(session, agency, "2", "13", at=now)
    writer = signed_in_as(app, session, Role.CONTRIBUTOR, at=now, organisation=agency)
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    stranger = signed_in_as(app, session, Role.CONTRIBUTOR, at=now)
    given = {"organisation": str(agency.id), "state": "under way", "happened_on": ["1", "10", "2026"]}
    told = {"text": "Two trainings held.", "next_steps": "A third in May.", "links": "https://agency.example.nz/x"}
    assert writer.post(NOTE, data={**given, **told, "csrf_token": writer.token(NOTE)}).status_code == 303
    note = officer.get("/plan/waiting").get_data(as_text=True).split('href="/plan/notes/', 1)[1].split('"', 1)[0]
    page = f"/plan/notes/{note}"
    assert stranger.get(page).status_code == 404
    token = officer.token(page)
    empty = officer.post(f"{page}/ask", data={"csrf_token": token, "question": ""})
    assert empty.status_code == 422 and "Write the question." in empty.get_data(as_text=True)
    assert officer.post(f"{page}/ask", data={"csrf_token": token, "question": "How many?"}).status_code == 303
    assert "How many?" in writer.get("/plan/mine").get_data(as_text=True)
    token = writer.token(page)
    assert writer.post(f"{page}/answer", data={"csrf_token": token, "answer": ""}).status_code == 422
    assert writer.post(f"{page}/answer", data={"csrf_token": token, "answer": "Forty-one."}).status_code == 303
    changed = {"state": "under way", "happened_on": ["1", "10", "2026"], "text": "Two trainings held for 41 people."}
    assert (
        officer.post(f"{page}/edit", data={**changed, "csrf_token": officer.token(f"{page}/edit")}).status_code == 303
    )
    assert officer.post(f"{page}/approve", data={"csrf_token": officer.token(page)}).status_code == 303
    public = client.get("/plan/nz-2020-2025/actions/13").get_data(as_text=True)
    assert "held for 41 people" in public and "How many?" not in public
    token = officer.token(f"{page}/edit")
    without = officer.post(f"{page}/edit", data={**changed, "csrf_token": token})
    assert without.status_code == 422 and "needs its reason" in without.get_data(as_text=True)
    corrected = {**changed, "text": "Three trainings held.", "reason": "A third was found.", "csrf_token": token}
    assert officer.post(f"{page}/edit", data=corrected).status_code == 303
    public = client.get("/plan/nz-2020-2025/actions/13").get_data(as_text=True)
    assert "Three trainings held." in public and "A third was found." in public
    assert "Two trainings held for 41 people." in writer.get(page).get_data(as_text=True)
    assert client.get("/plan/nz-2020-2025/reports.json").get_json()["rows"][0]["text"] == "Three trainings held."


def test_a_measure_is_charted_with_its_table(app, session, now, client) -> None:
    agency = make_organisation(session, name="Demonstration Agency", at=now)
    make_responsible(session, agency, "2", "13", at=now)
    writer = signed_in_as(app, session, Role.CONTRIBUTOR, at=now, organisation=agency)
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    page = "/plan/nz-2020-2025/actions/2/measure"
    token = writer.token(page)
    given = {"organisation": str(agency.id), "measure": "Staff trained", "unit": "people", "source": "Register"}
    refused = writer.post(page, data={**given, "csrf_token": token, "value": "many", "measured_on": ["1", "2", "2026"]})
    assert refused.status_code == 422
    for value, month in (("12", "2"), ("41", "3"), ("2", "4")):
        more = {"value": value, "measured_on": ["1", month, "2026"], "counts_people": "y", "csrf_token": token}
        assert writer.post(page, data={**given, **more}).status_code == 303
    waiting = officer.get("/plan/waiting").get_data(as_text=True)
    token = officer.token("/plan/waiting")
    for part in waiting.split('action="/plan/measures/')[1:]:
        address = "/plan/measures/" + part.split('"', 1)[0]
        assert officer.post(address, data={"csrf_token": token}).status_code == 303
    public = client.get("/plan/nz-2020-2025/actions/2").get_data(as_text=True)
    assert "<polyline" in public and "fewer than 6" in public
    rows = client.get("/plan/nz-2020-2025/measures.json").get_json()["rows"]
    assert [row["value"] for row in rows] == [12.0, 41.0, "fewer than 6"]


def test_the_archive_takes_no_notes(app, session, now) -> None:
    writer = signed_in_as(app, session, Role.CONTRIBUTOR, at=now)
    assert writer.get("/plan/nz-2009/actions/1/note").status_code == 403


def test_policy_staff_assign_and_an_agency_reports_on_its_own(app, session, now, client) -> None:
    agency = make_organisation(session, name="Demonstration Agency", at=now)
    writer = signed_in_as(app, session, Role.CONTRIBUTOR, at=now, organisation=agency)
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    refused = writer.get(NOTE)
    assert refused.status_code == 403 and "none is assigned yet" in refused.get_data(as_text=True)
    told = writer.post(NOTE, data={"csrf_token": writer.token("/desk")})
    assert told.status_code == 403 and "is not yours to report on" in told.get_data(as_text=True)
    assert "nobody yet" in officer.get("/plan/responsible").get_data(as_text=True)
    page = "/plan/nz-2020-2025/actions/13/responsible"
    token = officer.token("/desk")
    empty = officer.post(f"{page}?q=demonstration", data={"csrf_token": token, "organisation": agency.slug})
    assert empty.status_code == 422 and "Say why, in one line." in empty.get_data(as_text=True)
    given = {"csrf_token": token, "organisation": agency.slug, "reason": "It buys for all of government."}
    assert officer.post(page, data={**given, "organisation": "nobody"}).status_code == 422
    assert officer.post(page, data=given).status_code == 303
    public = client.get("/plan/nz-2020-2025/actions/13").get_data(as_text=True)
    assert "not stated in the plan" in public and "It buys for all of government." in public
    assert "It buys for all of government." in client.get(f"/plan/agencies/{agency.slug}").get_data(as_text=True)
    assert "you have not reported yet" in writer.get("/plan/mine").get_data(as_text=True)
    assert writer.get(NOTE).status_code == 200
    ending = officer.get(page).get_data(as_text=True).split(f'action="{page}/', 1)[1].split('"', 1)[0]
    assert officer.post(f"{page}/{ending}", data={"csrf_token": token}).status_code == 422
    assert officer.post(f"{page}/{ending}", data={"csrf_token": token, "reason": "It was merged."}).status_code == 303
    assert writer.get(NOTE).status_code == 403
