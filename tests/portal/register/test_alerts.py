"""Mail about what is new: asked for on a page, confirmed by the address, sent by the worker, ended in one press."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal import mail
from portal.handlers import HANDLERS
from portal.register import alert_mail
from portal.work import run_waiting
from statements.events.models import Event
from statements.people.models import MailState, OutboxMessage
from statements.register import alerts
from statements.register.alert_models import Alert
from tests.factories import make_organisation
from tests.published import add_version, publish, withdraw

READER = "zqreader@example.org"


@pytest.fixture
def shelf(session, now):
    """A statement of a food company and one of a builder."""
    foods = make_organisation(session, name="Kererū Foods Limited", at=now, slug="foods", industry="1111")
    works = make_organisation(session, name="Ruru Works Limited", at=now, slug="works", industry="3011")
    made = [publish(session, organisation=each, at=now) for each in (foods, works)]
    session.commit()
    return made


@pytest.fixture
def send(settings, engine, store):
    """Let the worker do what waits; the mails that went out, by subject."""

    def run() -> list:
        box = mail.mail_app(settings).extensions["mailman"].outbox = []
        run_waiting(handlers=HANDLERS, engine=engine, store=store, settings=settings)
        return list(box)

    return run


def ask(client, about, email=READER, expect=303):
    page = f"/alerts/new?{about}"
    answer = client.post(page, data={"csrf_token": client.token(page), "email": email})
    assert answer.status_code == expect and "Set-Cookie" not in answer.headers
    return answer


def link_in(message, settings) -> str:
    return next(line for line in message.body.splitlines() if "/alerts/" in line).removeprefix(settings.public_url)


def press(client, page, button):
    answer = client.post(page, data={"csrf_token": client.token(page), button: "1"})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def subscribe(client, settings, send, about) -> str:
    """Ask and confirm; the address of the alert's page."""
    ask(client, about)
    (message,) = send()
    page = link_in(message, settings)
    press(client, page, "confirm")
    return page


def look(session, settings, send, at):
    """What the worker sends when it looks for news at this moment."""
    alert_mail.ask_daily(session, settings, at)
    session.commit()
    return send()


def test_only_what_was_asked_for_comes_and_one_press_ends_it(client, session, settings, send, shelf, now) -> None:
    page = subscribe(client, settings, send, "q=visited+farms&sector=C")
    kept = session.scalars(select(Alert)).one()
    assert (kept.address, kept.confirmed_at is not None, kept.wanted["filters"]) == (READER, True, {"sector": ["C"]})
    foods, works = (each.organisation for each in shelf)
    publish(session, organisation=foods, at=now, period_end=date(2025, 3, 31), pages=("We visited farms.",))
    publish(session, organisation=works, at=now, period_end=date(2025, 3, 31), pages=("We visited farms.",))
    add_version(session, statement=shelf[0], at=now, pages=("Nothing new.",))
    (message,) = look(session, settings, send, now)
    assert message.to == [READER] and message.subject == "New in the register: 1 statement"
    assert "/statements/3" in message.body and "/statements/4" not in message.body
    assert "“visited farms”; Sector: Manufacturing" in message.body
    headers = message.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    once = headers["List-Unsubscribe"].strip("<>").removeprefix(settings.public_url)
    assert once == f"{page}/unsubscribe"
    assert look(session, settings, send, now + timedelta(days=2)) == []
    assert session.scalars(select(OutboxMessage.address)).all() == ["", ""]
    session.commit()
    assert READER in client.get(once).get_data(as_text=True)
    assert client.post(once, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert client.post(once, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert client.get(page).status_code == 404
    assert session.scalar(select(func.count()).select_from(Alert)) == 0
    assert session.scalar(select(func.count()).select_from(OutboxMessage)) == 0
    events = session.scalars(select(Event).where(Event.kind.startswith("alert.")).order_by(Event.number)).all()
    assert [each.kind for each in events] == ["alert.asked", "alert.confirmed", "alert.ended"]
    assert not any(each.after or each.before or each.reason or each.public for each in events)


def test_an_organisation_is_followed_and_every_alert_of_an_address_ends(
    client, session, settings, send, shelf, now
) -> None:
    page = subscribe(client, settings, send, "organisation=foods")
    subscribe(client, settings, send, "")
    withdraw(session, statement=shelf[0], at=now, reason="Filed twice.")
    add_version(session, statement=shelf[1], at=now, covers=[shelf[0].organisation])
    first, second = sorted(look(session, settings, send, now), key=lambda each: "every statement" in each.body)
    assert "withdrawn" in first.body and "/statements/1" in first.body and "/statements/2" in first.body
    assert "/statements/2" in second.body
    assert "Nothing more is sent to this address" in press(client, page, "end-all")
    assert session.scalar(select(func.count()).select_from(Alert)) == 0


def test_nobody_is_written_to_who_did_not_confirm(client, session, settings, send, shelf, now) -> None:
    for about in ("q=one", "q=one", "q=two", "q=three", "q=four"):
        ask(client, about)
    assert len(send()) == alerts.MOST_UNCONFIRMED
    publish(session, organisation=shelf[0].organisation, at=now, period_end=date(2024, 3, 31), pages=("one two",))
    assert look(session, settings, send, now) == []
    asked = session.scalars(select(Alert.asked_at)).all()
    assert alerts.forget_old(session, at=max(asked) + timedelta(days=6)) == 0
    assert alerts.forget_old(session, at=max(asked) + timedelta(days=8)) == 3
    assert session.scalars(select(Alert)).all() == []


def test_an_address_out_of_reach_is_forgotten(client, session, settings, send, shelf, now) -> None:
    subscribe(client, settings, send, "q=one")
    session.scalars(select(OutboxMessage)).one().state = MailState.BOUNCED
    assert alerts.forget_old(session, at=now) == 1
    assert session.scalars(select(OutboxMessage)).all() == []


@pytest.mark.parametrize(
    ("about", "email", "expect"),
    [("q=a", "nobody", 422), ("q=" + "a" * 600, READER, 422), ("organisation=nobody", READER, 404)],
)
def test_what_cannot_be_asked(client, shelf, about, email, expect) -> None:
    page = "/alerts/new"
    data = {"csrf_token": client.token(page), "email": email}
    assert client.post(f"{page}?{about}", data=data).status_code == expect


def test_a_link_that_is_not_ours_leads_nowhere(client) -> None:
    assert client.get("/alerts/x.y").status_code == 404
    assert client.post("/alerts/x.y/unsubscribe").status_code == 404
