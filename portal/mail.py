"""Mail: job rows are the outbox, plain text templates the words, Flask-Mailman the way out."""

import uuid
from datetime import datetime
from functools import cache
from typing import Any

from flask import Flask, render_template
from flask_mailman import EmailMessage, Mail
from sqlalchemy.orm import Session

from portal import language
from portal.config import Settings
from portal.work import Finish, Work
from statements.people import queries


def configure(app: Flask, settings: Settings) -> None:
    """Give an app the way out that the settings name."""
    app.config.update(
        MAIL_BACKEND=settings.mail_backend,
        MAIL_SERVER=settings.mail_server,
        MAIL_PORT=settings.mail_port,
        MAIL_DEFAULT_SENDER=settings.mail_sender,
        MAIL_TIMEOUT=20,
    )
    Mail(app)


@cache
def mail_app(settings: Settings) -> Flask:
    """A small app that only writes mail: the worker has no other."""
    app = Flask("portal")
    app.config["SERVER_NAME"] = "mail.invalid"
    configure(app, settings)
    language.set_up(app, settings.language)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(lambda: {"settings": settings, "service_name": settings.service_name})
    return app


def compose(template: str, address: str, *, message_id: str, **values: Any) -> EmailMessage:
    """The mail of a template of templates/mail: its first line is the subject, the rest, after a blank one, the text.

    Within an app's context. `message_id` stays the same when a mail is sent again, so that a reader sees it once.
    """
    subject, _, body = render_template(f"mail/{template}.txt", **values).partition("\n")
    headers = {"Message-ID": f"<{message_id}@mail.invalid>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject.strip(), body.strip() + "\n", to=[address], headers=headers)


def send(work: Work) -> Finish:
    """The handler of jobs of kind "mail": look the person up, write the mail, send it.

    It may be sent twice where a worker dies between sending and saying so, never lost.
    """
    with work.reading() as session:
        person = queries.load_person(session, uuid.UUID(work.arguments["person_id"]))
    with mail_app(work.settings).app_context():
        given = {**work.arguments["values"], "greeted": person.name}
        compose(work.arguments["template"], person.email, message_id=str(work.job_id), **given).send()

    def finish(_session: Session, at: datetime) -> dict[str, Any]:
        return {"sent_at": at.isoformat()}

    return finish
