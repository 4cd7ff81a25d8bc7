"""A message that cannot be sent is tried again, later each time; one that came back is marked; an operator sees it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from portal import mail
from portal.cli.main import portal
from portal.handlers import HANDLERS
from portal.work import run_waiting
from statements.db import open_session
from statements.jobs.models import Job
from statements.people import messages, outbox
from statements.people.models import MailState, OutboxMessage, Role
from tests.factories import make_person
from tests.signed_in import signed_in_as

BOUNCE = """From: MAILER-DAEMON@example.nz
Content-Type: multipart/report; report-type=delivery-status; boundary="part"
MIME-Version: 1.0

--part
Content-Type: text/plain

It could not be delivered.
--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.nz

Final-Recipient: rfc822; ada@example.nz
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 no such user
--part
Content-Type: message/rfc822

Message-ID: <{id}@mail.invalid>
Subject: Anything

Text
--part--
"""


@pytest.fixture
def given(settings, engine, store):
    return {"handlers": HANDLERS, "engine": engine, "store": store, "settings": settings}


@pytest.fixture
def message(session, now):
    person = make_person(session, name="Ada Ash", at=now)
    values = {"organisation": "Acme", "role": "filer", "reason": "", "path": "/desk"}
    messages.tell(session, person_id=person.id, template="request_approved", values=values, at=now)
    found = session.scalar(select(OutboxMessage))
    session.commit()
    return found


def stands(engine):
    with open_session(engine, for_writing=False) as reading:
        return reading.scalar(select(OutboxMessage))


def test_what_was_sent_says_so_and_is_not_sent_twice(engine, given, session, message) -> None:
    assert run_waiting(**given) == 1
    row = stands(engine)
    assert (row.state, row.address, row.attempts) == (MailState.SENT, "ada.ash@example.nz", 1)
    session.expire_all()
    assert outbox.ask_again(session, at=message.asked_at + timedelta(days=9)) == 0


def test_what_cannot_be_sent_is_tried_again_and_fails_in_the_end(engine, given, session, message, now) -> None:
    nobody = {**given, "settings": replace(given["settings"], mail_backend="smtp", mail_port=1)}
    waited = []
    for _turn in range(len(outbox.WAITS) + 1):
        assert run_waiting(**nobody) == 1
        row = stands(engine)
        waited.append(row.state)
        assert "refused" in row.problem
        session.rollback()
        later = row.next_try_at + timedelta(seconds=1)
        assert outbox.ask_again(session, at=row.next_try_at - timedelta(seconds=1)) == 0
        outbox.ask_again(session, at=later)
        session.commit()
    assert waited == [MailState.WAITING] * len(outbox.WAITS) + [MailState.FAILED]
    assert run_waiting(**given) == 0


def test_what_old_messages_said_is_deleted_and_what_became_of_them_stays(engine, given, session, message, now) -> None:
    late = now.replace(minute=0) + timedelta(days=91)
    assert outbox.forget_old(session, at=late, days=90) == 0
    session.commit()
    run_waiting(**given)
    session.execute(update(Job).values(ended_at=now))
    session.commit()
    mail.forget_old(session, given["settings"], late - timedelta(days=2))
    assert stands(engine).values["organisation"] == "Acme"
    mail.forget_old(session, given["settings"], late)
    mail.forget_old(session, given["settings"], late)
    session.commit()
    row = stands(engine)
    assert (row.values, row.address, row.state) == ({}, "", MailState.SENT)
    assert session.scalar(select(Job.arguments)) == {}


def test_a_report_of_a_bounce_marks_its_message(settings, engine, monkeypatch, given, message) -> None:
    run_waiting(**given)
    for name in ("database_url", "data_dir", "secret_key"):
        monkeypatch.setenv(f"PORTAL_{name.upper()}", getattr(settings, name))
    report = BOUNCE.replace("{id}", str(message.id))
    assert "Written down" in CliRunner().invoke(portal, ["mail-bounce"], input=report).output
    row = stands(engine)
    assert row.state == MailState.BOUNCED and row.problem == "5.1.1; smtp; 550 no such user"
    other = BOUNCE.replace("{id}", "0" * 8 + "-0000-0000-0000-" + "0" * 12)
    for text in (other, "Subject: hello\n\nNo report at all."):
        assert "no message of ours" in CliRunner().invoke(portal, ["mail-bounce"], input=text).output


def test_a_late_message_is_not_taken_for_one_that_came_back(engine, given, session, message) -> None:
    run_waiting(**given)
    session.rollback()
    late = BOUNCE.replace("{id}", str(message.id)).replace("Action: failed", "Action: delayed")
    assert outbox.note_bounce(session, report=late.encode()) is None
    unreadable = BOUNCE.replace("{id}", "-" * 36)
    assert outbox.note_bounce(session, report=unreadable.encode()) is None


def test_people_whom_mail_does_not_reach_are_known_until_one_arrives_or_their_address_changes(
    engine, given, session, message, now
) -> None:
    person_id, later = message.person_id, now + timedelta(days=1)
    run_waiting(**given)
    session.rollback()
    outbox.note_bounce(session, report=BOUNCE.replace("{id}", str(message.id)).encode())
    session.commit()
    assert outbox.unreached(session, [person_id])[person_id].problem == "5.1.1; smtp; 550 no such user"
    session.commit()
    values = {"organisation": "Acme", "role": "filer", "reason": "", "path": "/desk"}
    messages.tell(session, person_id=person_id, template="request_approved", values=values, at=later)
    session.commit()
    assert person_id in outbox.unreached(session, [person_id]), "what only waits says nothing"
    session.commit()
    run_waiting(**given)
    session.expire_all()
    assert not outbox.unreached(session, [person_id])


def test_an_operator_corrects_an_address_and_sends_again(
    settings, engine, monkeypatch, given, session, message
) -> None:
    run_waiting(**given)
    for name in ("database_url", "data_dir", "secret_key"):
        monkeypatch.setenv(f"PORTAL_{name.upper()}", getattr(settings, name))
    session.rollback()
    person_id = message.person_id
    outbox.note_bounce(session, report=BOUNCE.replace("{id}", str(message.id)).encode())
    session.commit()
    change = ["people", "readdress", "ada.ash@example.nz", "ada@example.org"]
    assert "Missing option" in CliRunner().invoke(portal, change).output
    said = CliRunner().invoke(portal, [*change, "--reason", "Telephoned her."]).output
    assert "sign in with this address" in said
    assert not outbox.unreached(session, [person_id])
    session.commit()
    assert "Nobody has the address" in CliRunner().invoke(portal, [*change, "--reason", "Again."]).output


def test_an_operator_sees_what_became_of_mail_and_how_it_looks(app, engine, session, now, message) -> None:
    operator = signed_in_as(app, session, Role.OPERATOR, at=now)
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    assert officer.get("/operator/mail").status_code == 403
    listed = operator.get("/operator/mail?state=waiting").get_data(as_text=True)
    assert "ada.ash@example.nz" in listed and "Acme" not in listed
    look = operator.get("/operator/mail/templates/reminder_before")
    assert "A statement is due on 30 September 2026" in look.get_data(as_text=True)
    assert "<html" in operator.get("/operator/mail/templates/reminder_before/html").get_data(as_text=True)
    assert operator.get("/operator/mail/templates/base").status_code == 404
    token, again = operator.token("/desk"), f"/operator/mail/{message.id}/again"
    session.rollback()
    assert operator.post(again, data={"csrf_token": token}).status_code == 409
    session.refresh(message)
    message.state = MailState.FAILED
    session.commit()
    assert operator.post(again, data={"csrf_token": token}).status_code == 303
    assert stands(engine).state == MailState.WAITING


@pytest.mark.parametrize(("asked", "page", "rows"), [(0, 1, 50), (1, 1, 50), (2, 2, 50), (3, 3, 1), (9, 3, 1)])
def test_messages_are_listed_a_page_at_a_time(session, now, asked, page, rows) -> None:
    person = make_person(session, name="Ada Ash", at=now)
    told = {"person_id": person.id, "template": "request_approved", "values": {}, "next_try_at": now}
    session.add_all(OutboxMessage(**told, asked_at=now - timedelta(minutes=each)) for each in range(101))
    found = outbox.listed(session, page=asked)
    assert (found.page, len(found), found.last, found.total) == (page, rows, 3, 101)
    assert [each.asked_at for each in found] == sorted((each.asked_at for each in found), reverse=True)


def test_the_pages_of_the_list_keep_its_state_in_the_address(app, session, now) -> None:
    person = make_person(session, name="Ada Ash", at=now)
    told = {"person_id": person.id, "template": "request_approved", "values": {}, "next_try_at": now}
    session.add_all(OutboxMessage(**told, asked_at=now, state=MailState.FAILED) for _each in range(51))
    operator = signed_in_as(app, session, Role.OPERATOR, at=now)
    html = operator.get("/operator/mail?state=failed&page=2").get_data(as_text=True)
    assert "(page 2 of 2)" in html and 'href="/operator/mail?state=failed"' in html
    assert html.count("Try again") == 1 and "again?state=failed&amp;page=2" in html
