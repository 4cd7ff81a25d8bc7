"""Every mail has a subject, words and a way back; it goes to the address that its person has now."""

from pathlib import Path

import pytest
from sqlalchemy import select

from portal import mail
from portal.handlers import HANDLERS
from portal.work import run_waiting
from statements.db import open_session
from statements.jobs.models import Job, JobState
from statements.people import messages
from tests.factories import make_person

FOLDER = Path(mail.__file__).parent / "templates" / "mail"
TEMPLATES = sorted(path.stem for path in FOLDER.glob("*.txt") if path.stem != "base")


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_mail_is_whole(settings, template) -> None:
    values = dict.fromkeys(("person", "organisation", "role", "reason", "number", "answer_by", "note"), "Rātā & Co")
    values |= {"days": 7, "presumed": 1}
    with mail.mail_app(settings).app_context():
        message = mail.compose(template, "a@example.nz", message_id="1", greeted="Ada", path="/desk", **values)
    assert message.subject
    assert "\n" not in message.subject
    assert "Kia ora Ada," in message.body
    assert f"{settings.public_url}/desk" in message.body
    assert "&amp;" not in message.subject + message.body
    assert "{" not in message.subject + message.body


def test_a_mail_goes_out_once_to_the_address_of_the_moment(settings, engine, session, store, now) -> None:
    person = make_person(session, name="Ada Ash", at=now)
    values = {"organisation": "Acme", "role": "filer", "reason": "", "path": "/desk"}
    messages.tell(session, person_id=person.id, template="request_approved", values=values, at=now)
    person.email = "new@example.nz"
    session.commit()
    given = {"handlers": HANDLERS, "engine": engine, "store": store, "settings": settings}
    assert [run_waiting(**given), run_waiting(**given)] == [1, 0]
    (message,) = mail.mail_app(settings).extensions["mailman"].outbox
    assert message.to == ["new@example.nz"]
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_mail_that_cannot_be_written_says_so(settings, engine, session, store, now) -> None:
    person = make_person(session, name="Ada Ash", at=now)
    messages.tell(session, person_id=person.id, template="no_such_mail", values={}, at=now)
    session.commit()
    run_waiting(handlers=HANDLERS, engine=engine, store=store, settings=settings)
    with open_session(engine, for_writing=False) as reading:
        assert reading.scalar(select(Job.state)) == JobState.FAILED
