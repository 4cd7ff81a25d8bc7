"""The calendar at its private address, and the worker that asks for reminders."""

import re
from datetime import UTC, date, datetime

from sqlalchemy import select

from portal.worker import run_periodic
from statements.filing.models import Reminder
from statements.organisations.models import Obligation, ObligationState
from statements.people.models import Role
from tests.factories import make_organisation
from tests.signed_in import signed_in_as


def owes(session, now):
    organisation = make_organisation(session, name="Kōwhai Foods Limited", at=now)
    period = {"period_start": date(2025, 5, 1), "period_end": date(2026, 4, 30), "due_on": date(2026, 11, 9)}
    state = ObligationState.CONFIRMED
    session.add(Obligation(organisation_id=organisation.id, profile="nz-bill-2026", state=state, source="x", **period))
    return organisation


def test_only_the_newest_address_opens_the_calendar(app, client, session, now) -> None:
    filer = signed_in_as(app, session, Role.FILER, at=now, organisation=owes(session, now))

    def address():
        html = filer.get("/desk/calendar").get_data(as_text=True)
        return "/calendar/" + re.search(r'value="[^"]*/calendar/([^"]+)"', html).group(1)

    first = address()
    answer = client.get(first)
    assert answer.mimetype == "text/calendar" and "Set-Cookie" not in answer.headers
    assert "BEGIN:VEVENT" in answer.get_data(as_text=True) and "Kōwhai Foods" in answer.get_data(as_text=True)
    assert filer.post("/desk/calendar", data={"csrf_token": filer.token("/desk/calendar")}).status_code == 303
    assert client.get(first).status_code == 404
    assert address() != first and client.get(address()).status_code == 200
    for wrong in ("/calendar/x.ics", "/calendar/WyJ4IiwwXQ.ics", address().replace(".ics", "x.ics")):
        assert client.get(wrong).status_code == 404


def test_the_worker_asks_for_reminders_by_day_and_once(engine, settings, session, now) -> None:
    owes(session, now)
    session.commit()
    night, morning = datetime(2026, 11, 1, 16, 0, tzinfo=UTC), datetime(2026, 11, 1, 20, 0, tzinfo=UTC)
    run_periodic(engine, settings, night)
    assert session.scalars(select(Reminder)).all() == []
    session.rollback()
    for minute in (0, 1, 2):
        run_periodic(engine, settings, morning.replace(minute=minute))
    assert [each.step for each in session.scalars(select(Reminder))] == [-7]
