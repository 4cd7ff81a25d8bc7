"""Policy staff decide passage by passage; everyone reads what is left, and why the rest is not there."""

from statements.people.models import Role
from tests.signed_in import signed_in_as

WORK = "/plan/releases/work"


def test_a_text_goes_from_proposals_to_release(app, session, now, client) -> None:
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    token = officer.token(WORK)
    assert officer.post(WORK, data={"csrf_token": token, "title": "", "text": ""}).status_code == 422
    text = "Call Olive Writer on (04) 555 0199.\nThe source is Zebra-77."
    begun = officer.post(
        WORK, data={"csrf_token": token, "title": "Note on training", "origin": "A note", "text": text}
    )
    assert begun.status_code == 303
    page = begun.location
    html = officer.get(page).get_data(as_text=True)
    assert html.count("to decide") == 1 and client.get(page).status_code == 302
    early = officer.post(f"{page}/release", data={"csrf_token": token})
    assert early.status_code == 422 and "Decide on every proposed passage first." in early.get_data(as_text=True)
    mark = html.split('id="mark-', 1)[1].split('"', 1)[0]
    decision = {"csrf_token": token, "decision": "withhold", "ground": "s 9(2)(a)", "reason": ""}
    assert officer.post(f"{page}/marks/{mark}", data=decision).status_code == 422
    assert officer.post(f"{page}/marks/{mark}", data={**decision, "reason": "One person's line."}).status_code == 303
    more = {"csrf_token": token, "line": "2", "words": "Zebra-77", "kind": "other passage", "ground": "s 9(2)(ba)"}
    assert officer.post(f"{page}/marks", data=more).status_code == 422
    assert officer.post(f"{page}/marks", data={**more, "reason": "In confidence."}).status_code == 303
    done = officer.post(f"{page}/release", data={"csrf_token": token})
    assert done.status_code == 303
    public = client.get(done.location).get_data(as_text=True)
    assert "Olive Writer" in public and "[withheld: s 9(2)(ba)]" in public and "In confidence." in public
    for ending in ("", ".docx", ".pdf", ".csv", ".json"):
        answer = client.get(f"{done.location}{ending}")
        assert answer.status_code == 200 and b"555 0199" not in answer.data and b"Zebra-77" not in answer.data
    assert "Note on training" in client.get("/plan/releases").get_data(as_text=True)
    assert officer.post(f"{page}/release", data={"csrf_token": token}).status_code == 422


def test_the_briefing_is_the_example(client) -> None:
    html = client.get("/plan/releases/briefing-2010").get_data(as_text=True)
    assert "Formal training for staff" in html and "Schedule of what was withheld" in html
    assert client.get("/plan/releases/briefing-2010.pdf").data.startswith(b"%PDF-")
    assert client.get("/plan/releases/nothing").status_code == 404


def test_a_frozen_report_is_released(app, briefed, session, now) -> None:
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    home = "/plan/annual-reports"
    token = officer.token(home)
    report = officer.post(home, data={"csrf_token": token, "plan": "nz-2009", "year": "2010"}).location
    frozen = officer.post(f"{report}/freeze", data={"csrf_token": token}).location
    number = report.rsplit("/", 1)[1]
    begun = officer.post(f"{WORK}/report/{number}/1", data={"csrf_token": token})
    assert begun.status_code == 303 and frozen.endswith("/versions/1")
    assert "Formal training for staff" in officer.get(begun.location).get_data(as_text=True)
