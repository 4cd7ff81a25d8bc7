"""Mail of the accounts, with links that set a password: sent at once, for such a link may stand in no table.

The outbox is told what became of it, so that a bounce is known.
"""

import uuid
from typing import Any

from flask import Response, after_this_request, current_app
from flask_mailman import EmailMultiAlternatives
from flask_security import MailUtil
from sqlalchemy.orm import Session, object_session

from portal import db, mail
from portal.accounts.models import User
from statements.people import outbox


class AccountMail(MailUtil):
    """The way out for what the accounts' library writes."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        """Send what the library has rendered, in plain text and HTML. One that cannot be sent is noted as failed."""
        login: User = kwargs["user"]
        key = uuid.uuid4()
        message = mail.written(str(subject), body or "", str(recipient), message_id=str(key))
        session = object_session(login) or db.session()
        send_at_once(session, login, key, template.rpartition("/")[2], message)
        after_this_request(_commit)


def _commit(response: Response) -> Response:
    """Keep what was noted: the library commits its own session only where it changed something itself."""
    current_app.extensions["account_sessions"].commit()
    return response


def send_at_once(session: Session, login: User, key: uuid.UUID, template: str, message: EmailMultiAlternatives) -> bool:
    """Send a message to who signs in so, and note what became of it; whether it left."""
    problem = mail.sent(message)
    outbox.note_at_once(
        session,
        message_id=key,
        person_id=login.person_id,
        template=template,
        address=message.to[0],
        problem=problem,
        at=db.now(),
    )
    return not problem
