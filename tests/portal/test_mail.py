"""Every mail has a subject, words and a way back; it goes to the address that its person has now."""

import re
from pathlib import Path

import pytest
from jinja2 import meta
from sqlalchemy import select

from portal import mail
from portal.config import Settings
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
    values = {**mail.SAMPLE, "organisation": "Rātā & Co", "reason": "Rātā & Co", "path": "/desk"}
    with mail.mail_app(settings).app_context():
        message = mail.compose(template, "a@example.nz", message_id="1", greeted="Ada", **values)
    assert message.subject
    assert "\n" not in message.subject
    assert "Kia ora Ada," in message.body
    assert f"{settings.public_url}/desk" in message.body
    assert "&amp;" not in message.subject + message.body
    assert "{" not in message.subject + message.body
    ((html, kind),) = message.alternatives
    assert kind == "text/html" and f'href="{settings.public_url}/desk"' in html and "Kia ora Ada," in html


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_private_fact_stands_in_a_subject(settings, template) -> None:
    # A number leads to an organisation: it stands only where all that is told is public. Counts choose words.
    public = {"criterion", "due", "days", "count"} | ({"number"} if template == "statement_published" else set())
    values = {key: value if key in public else f"PRIVATE-{key}" for key, value in mail.SAMPLE.items()}
    values |= {"presumed": 1}
    with mail.mail_app(settings).app_context():
        message = mail.compose(template, "a@example.nz", message_id="1", **{**values, "greeted": "PRIVATE-name"})
    assert "PRIVATE" not in message.subject
    assert not re.search(r"held|declined|late\b|overdue|was due|wrong|concern|incident", message.subject, re.I)


def test_no_template_asks_for_a_value_that_the_sample_lacks() -> None:
    known = {*mail.SAMPLE, "greeted", "settings", "service_name", "_", "ngettext", "super", "self"}
    environment = mail.mail_app(Settings()).jinja_env
    for template in TEMPLATES:
        source = (FOLDER / f"{template}.txt").read_text(encoding="utf-8")
        assert meta.find_undeclared_variables(environment.parse(source)) <= known, template


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
