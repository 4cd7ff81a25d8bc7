"""Mail: the outbox holds it, plain text templates the words, Flask-Mailman is the way out."""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, render_template
from flask_mailman import EmailMultiAlternatives, Mail
from sqlalchemy.orm import Session

from portal import language, reader_links
from portal.config import Settings
from portal.work import Finish, Work
from statements.people import outbox, queries
from statements.people.models import MailState, OutboxMessage
from statements.register import alerts


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
    "count": 2,
    "what": "what the filters leave",
    "news": "Example Foods Limited, period to 31 March 2026: published\nhttp://127.0.0.1:8000/statements/12",
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


def compose(
    template: str, address: str, *, message_id: str, headers: Any = None, **values: Any
) -> EmailMultiAlternatives:
    """The mail of a template of templates/mail: its first line is the subject, the rest, after a blank one, the text.

    Within an app's context.
    """
    subject, _, body = render_template(f"mail/{template}.txt", **values).partition("\n")
    return written(subject, body, address, message_id=message_id, headers=headers)


def written(
    subject: str, body: str, address: str, *, message_id: str, headers: Mapping[str, str] | None = None
) -> EmailMultiAlternatives:
    """A mail of these words; they go out as HTML beside the text. Within an app's context.

    `message_id` stays the same when a mail is sent again, so that a reader sees it once; `headers` are further ones.
    """
    told = {"Message-ID": f"<{message_id}@mail.invalid>", "Auto-Submitted": "auto-generated", **(headers or {})}
    message = EmailMultiAlternatives(subject.strip(), body.strip() + "\n", to=[address], headers=told)
    paragraphs = [each.strip() for each in re.split(r"\n\s*\n", body.strip()) if each.strip()]
    shown = render_template("mail/html.html", paragraphs=paragraphs, title=subject.strip())
    message.attach_alternative(shown, "text/html")
    return message


@dataclass(frozen=True)
class Addressed:
    """To whom a message goes: the address, what else the template needs, headers of its own.

    `kept` is what the outbox writes down of the address: nothing of a reader's.
    """

    address: str
    values: dict[str, Any]
    headers: dict[str, str]
    kept: str


Fill = Callable[[Session, Settings, Mapping[str, Any]], dict[str, Any] | None]
"""What a message says that is in no table (a private link), from the values that are; None where nobody needs it."""


def send(work: Work, *, fills: Mapping[str, Fill] | None = None) -> Finish:
    """The handler of jobs of kind "mail": look the address up, write the mail, send it, say so in the outbox.

    It may be sent twice where a worker dies between sending and saying so, never lost: what could not be sent is tried
    again, later each time. `fills` say by template what is written into a message only when it is sent.
    """
    message_id = uuid.UUID(work.arguments["message_id"])
    with work.reading() as session:
        message = outbox.load(session, message_id)
        waits = message.state == MailState.WAITING
        to = _addressed(session, work, message, fills or {}) if waits else None
    if to is None:
        return lambda session, _at: _not_needed(session, message_id)
    problem = _send(work, to, message_id)

    def finish(session: Session, at: datetime) -> dict[str, Any]:
        message = outbox.load(session, message_id)
        if problem:
            outbox.note_failure(message, problem=problem, at=at)
            return {"problem": problem}
        outbox.note_sent(message, address=to.kept, at=at)
        return {"sent_at": at.isoformat()}

    return finish


def _not_needed(session: Session, message_id: uuid.UUID) -> dict[str, Any]:
    outbox.drop_waiting(session, message_id=message_id)
    return {"not_needed": True}


def _addressed(session: Session, work: Work, message: OutboxMessage, fills: Mapping[str, Fill]) -> Addressed | None:
    """Where a message goes now; None where its reader wants no more mail, or what it asked for was done meanwhile."""
    if message.person_id is not None:
        person, fill = queries.load_person(session, message.person_id), fills.get(message.template)
        said = fill(session, work.settings, message.values) if fill else {}
        if said is None:
            return None
        return Addressed(person.email, {"greeted": person.name, **said}, {}, person.email)
    alert = alerts.find(session, message.reader_id) if message.reader_id else None
    if alert is None:
        return None
    values, headers = reader_links.for_mail(alert.id, work.settings)
    return Addressed(alert.address, {"greeted": "", **values}, headers, "")


def _send(work: Work, to: Addressed, message_id: uuid.UUID) -> str:
    """Send it; what the way out said where it would not, else nothing."""
    with mail_app(work.settings).app_context():
        given = {**work.arguments["values"], **to.values}
        template, key = work.arguments["template"], str(message_id)
        message = compose(template, to.address, message_id=key, headers=to.headers, **given)
        return sent(message)


def sent(message: EmailMultiAlternatives) -> str:
    """Send a message now; what the way out said where it would not, else nothing. Within an app's context."""
    try:
        message.send()
    except OSError as error:  # smtplib's own errors are OSErrors too
        return f"{type(error).__name__}: {error}"
    return ""


def ask_again(session: Session, _settings: Settings, at: datetime) -> None:
    """Ask for the messages whose next try has come."""
    outbox.ask_again(session, at=at)


def forget_old(session: Session, settings: Settings, at: datetime) -> None:
    """Once an hour, delete what old messages said."""
    if at.minute == 0:
        outbox.forget_old(session, at=at, days=settings.mail_kept_days)


def preview(template: str) -> EmailMultiAlternatives:
    """A mail as it would look, with invented values in every place. Within an app's context."""
    return compose(template, "reader@example.nz", message_id="preview", **{**SAMPLE, "greeted": "Aroha Example"})


def templates() -> list[str]:
    """The names of every mail's template."""
    folder = Path(__file__).parent / "templates" / "mail"
    return sorted(path.stem for path in folder.glob("*.txt") if path.stem != "base")
