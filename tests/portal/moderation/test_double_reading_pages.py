"""A second reading through HTTP: what the first decided is nowhere on its pages."""

import pytest

from statements.moderation import double_reading, service
from statements.people.models import Role
from tests.signed_in import signed_in_as
from tests.statements.moderation.world import assessed, make_officer, submitted

FIRST = "The first officer thought so."


@pytest.fixture
def reading(session, now):
    record = assessed(session, submitted(session, at=now), now)
    by = make_officer(session, now).id
    rows = {each.criterion: each for each in record.findings}
    service.decide_finding(session, finding=rows["C12"], level=1, reason=FIRST, by=by, at=now)
    made = double_reading.sample(session, assessment=record, percent=100, at=now)
    session.commit()
    return made


def test_a_reading_is_kept_in_parts_and_finished(app, session, now, reading) -> None:
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    page, case = f"/review/double/{reading.id}", f"/review/{reading.assessment.version_id}"
    assert page in officer.get("/review/double").get_data(as_text=True)
    blind = officer.get(page).get_data(as_text=True)
    assert FIRST not in blind and "checked" not in blind and 'class="found' not in blind
    token = officer.token(page)
    assert officer.post(page, data={"csrf_token": token, "level-C01": "9", "level-C12": "2"}).location.endswith(page)
    assert officer.get(case).location.endswith(page)
    ids = {each.criterion for each in reading.assessment.findings}
    session.commit()
    every = {f"level-{each}": "0" for each in ids} | {"level-C12": "2"}
    assert officer.post(page, data={"csrf_token": token, **every}).location.endswith("/review/double")
    assert officer.get(page).status_code == 409 and officer.get(case).status_code == 200
    figures = officer.get("/review/agreement?criterion=C12").get_data(as_text=True)
    assert "differ" in figures and "criterion=C12#pairs" in figures


def test_who_decided_part_of_it_cannot_read_it(app, session, now, reading) -> None:
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    assert "No second reading is finished" in officer.get("/review/agreement").get_data(as_text=True)
    case = f"/review/{reading.assessment.version_id}"
    given = {"csrf_token": officer.token(case), "seen": "1", "level": "0", "reason": ""}
    assert officer.post(f"{case}/findings/C01", data=given).status_code == 302
    assert officer.get(f"/review/double/{reading.id}").status_code == 403
