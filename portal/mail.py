"""Mail: the outbox holds it, plain text templates the words, Flask-Mailman is the way out."""

import re
import uuid
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, render_template
from flask_mailman import EmailMultiAlternatives, Mail
from sqlalchemy.orm import Session

from portal import language
from portal.config import Settings
from portal.work import Finish, Work
from statements.people import outbox, queries
from statements.people.models import MailState, Person


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


SAMPLE: dict[str, Any] = {
    "person": "Tama Example",
    "organisation": "Example Foods Limited",
    "role": "filer",
    "reason": "A reason that somebody gave.",
    "note": "A note that somebody wrote.",
    "question": "A question that somebody asked.",
    "asker": "Hana Example",
    "giver": "Hana Example",
    "officer": "Hana Example",
    "signed_by": "Tama Example",
    "director": "Tama Example",
    "criterion": "C06",
    "number": 12,
    "version": 1,
    "receipt": "R-000012-01-EXAMPLE",
    "answer_by": "30 June 2026",
    "period_end": "31 March 2026",
    "due": "30 September 2026",
    "expires_at": "30 June 2026",
    "days": 7,
    "presumed": 1,
    "path": "/desk",
}
"""Values that stand in for real ones where a mail is only looked at."""


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


def compose(template: str, address: str, *, message_id: str, **values: Any) -> EmailMultiAlternatives:
    """The mail of a template of templates/mail: its first line is the subject, the rest, after a blank one, the text.

    The same words go out as HTML beside the text. Within an app's context. `message_id` stays the same when a mail is
    sent again, so that a reader sees it once.
    """
    subject, _, body = render_template(f"mail/{template}.txt", **values).partition("\n")
    headers = {"Message-ID": f"<{message_id}@mail.invalid>", "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(subject.strip(), body.strip() + "\n", to=[address], headers=headers)
    paragraphs = [each.strip() for each in re.split(r"\n\s*\n", body.strip()) if each.strip()]
    shown = render_template("mail/html.html", paragraphs=paragraphs, title=subject.strip())
    message.attach_alternative(shown, "text/html")
    return message


def send(work: Work) -> Finish:
    """The handler of jobs of kind "mail": look the person up, write the mail, send it, say so in the outbox.

    It may be sent twice where a worker dies between sending and saying so, never lost: what could not be sent is tried
    again, later each time.
    """
    message_id = uuid.UUID(work.arguments["message_id"])
    with work.reading() as session:
        state = outbox.load(session, message_id).state
        person = queries.load_person(session, uuid.UUID(work.arguments["person_id"]))
    if state != MailState.WAITING:
        return lambda _session, _at: {"not_needed": True}
    problem = _send(work, person, message_id)

    def finish(session: Session, at: datetime) -> dict[str, Any]:
        message = outbox.load(session, message_id)
        if problem:
            outbox.note_failure(message, problem=problem, at=at)
            return {"problem": problem}
        outbox.note_sent(message, address=person.email, at=at)
        return {"sent_at": at.isoformat()}

    return finish


def _send(work: Work, person: Person, message_id: uuid.UUID) -> str:
    """Send it; what the way out said where it would not, else nothing."""
    with mail_app(work.settings).app_context():
        given = {**work.arguments["values"], "greeted": person.name}
        message = compose(work.arguments["template"], person.email, message_id=str(message_id), **given)
        try:
            message.send()
        except OSError as error:  # smtplib's own errors are OSErrors too
            return f"{type(error).__name__}: {error}"
    return ""


def ask_again(session: Session, _settings: Settings, at: datetime) -> None:
    """Ask for the messages whose next try has come."""
    outbox.ask_again(session, at=at)


def preview(template: str) -> EmailMultiAlternatives:
    """A mail as it would look, with invented values in every place. Within an app's context."""
    return compose(template, "reader@example.nz", message_id="preview", **{**SAMPLE, "greeted": "Aroha Example"})


def templates() -> list[str]:
    """The names of every mail's template."""
    folder = Path(__file__).parent / "templates" / "mail"
    return sorted(path.stem for path in folder.glob("*.txt") if path.stem != "base")
