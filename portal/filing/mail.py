"""The mail that asks a director to sign. Its job names the request only: the link is made when the mail is sent."""

import uuid
from datetime import datetime
from typing import Any

from portal.config import secret_key
from portal.filing.links import sign_token
from portal.mail import compose, mail_app
from portal.work import Finish, Work
from statements import clock
from statements.filing import rules, signing
from statements.people import queries as people

MAIL_DIRECTOR = "mail-director"
"""The kind of job that sends it; its arguments hold the request's id."""


def send(work: Work) -> Finish:
    """Write to the director of a request that is still open; one that was answered meanwhile needs no mail."""
    with work.reading() as session:
        asked = signing.load_request(session, uuid.UUID(work.arguments["request_id"]))
        statement = signing.draft_to_sign(session, asked).statement
        director = people.load_person(session, asked.director_id)
        values = {
            "greeted": director.name,
            "asker": people.load_person(session, asked.asked_by).name,
            "organisation": statement.organisation.name,
            "period_end": rules.spoken(statement.period_end),
            "expires_at": rules.spoken(clock.local_date(asked.expires_at, work.settings.time_zone)),
            "path": f"/sign/{sign_token(asked.id, secret_key(work.settings))}",
        }
        address, is_open = director.email, asked.ended_at is None
    if is_open:
        with mail_app(work.settings).app_context():
            compose("sign_request", address, message_id=str(work.job_id), **values).send()

    def finish(_session: Any, at: datetime) -> dict[str, Any]:
        return {"sent_at": at.isoformat()} if is_open else {"not_needed": True}

    return finish
