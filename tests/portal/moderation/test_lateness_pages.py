"""Why a statement is late, through HTTP: said at both desks, listed and counted for the office, told to nobody else."""

from datetime import date, timedelta

from statements.organisations.models import Obligation, ObligationState
from statements.people.models import Role
from tests.factories import make_organisation
from tests.signed_in import signed_in_as

SECRET = "The sealing clerk resigned."


def test_a_reason_from_each_desk_reaches_the_office_alone(app, client, officer, session, now) -> None:
    owner = make_organisation(session, name="Tardy Demonstration Limited", at=now, slug="tardy")
    filer = signed_in_as(app, session, Role.FILER, at=now, organisation=owner)
    period = {"period_start": date(2024, 4, 1), "period_end": date(2025, 3, 31), "due_on": date(2025, 9, 30)}
    stands = {"state": ObligationState.CONFIRMED, "lateness_public_from": now - timedelta(days=99)}
    owed = Obligation(organisation_id=owner.id, profile="nz-bill-2026", source="list", **stands, **period)
    session.add(owed)
    session.commit()
    mine, theirs = f"/desk/late/{owed.id}", f"/review/obligations/{owed.id}"
    assert mine in filer.get("/desk").get_data(as_text=True)
    refused = filer.post(mine, data={"csrf_token": filer.token(mine), "code": "other", "words": ""})
    assert refused.status_code == 422 and "Say in a sentence" in refused.get_data(as_text=True)
    told = {"code": "people", "words": SECRET}
    assert filer.post(mine, data={"csrf_token": filer.token(mine), **told}).status_code == 303
    assert signed_in_as(app, session, Role.FILER, at=now).get(mine).status_code == 404
    for page in (theirs, "/review/obligations", "/review/obligations/list.csv?standing=missing&year=2025"):
        assert SECRET in officer.get(page).get_data(as_text=True), page
    explain = f"{theirs}/lateness"
    assert officer.post(explain, data={"csrf_token": officer.token(explain), "code": ""}).status_code == 422
    given = {"csrf_token": officer.token(explain), "code": "technical", "words": "Its upload failed twice."}
    assert officer.post(explain, data=given).status_code == 303
    pack = officer.get("/reports/office?year=2025&only=lateness").get_data(as_text=True)
    link = "/reports/office/obligations?year=2025&standing=missing&because=technical"
    assert link in pack.replace("&amp;", "&")
    assert "A fault of the portal" in officer.get(link).get_data(as_text=True)
    assert client.get("/reports?year=2025&only=lateness").status_code == 404
    assert "A fault" not in client.get("/reports/obligations?year=2025&because=technical").get_data(as_text=True)
    shown = officer.post(f"{explain}/show", data={"csrf_token": officer.token(theirs), "place": 2})
    assert shown.status_code == 303
    assert "shown beside the lateness from" in filer.get(mine).get_data(as_text=True)
    assert officer.post(f"{explain}/show", data={"csrf_token": officer.token(theirs), "place": 2}).status_code == 409
