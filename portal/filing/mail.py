"""The mails with links that only their reader may use: asking to sign, and telling of a filing.

Their jobs name ids only: the link is made when the mail is sent, and written into no table.
"""

import uuid
from datetime import datetime
from typing import Any

from portal.config import secret_key
from portal.filing.links import sign_token
from portal.filing.not_us import not_us_token
from portal.mail import compose, mail_app
from portal.work import Finish, Work
from statements import clock
from statements.filing import holds, rules, signing
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


def send_received(work: Work) -> Finish:
    """Tell one person that something was filed in their organisation's name, with their link to say that it was not."""
    with work.reading() as session:
        ids = {name: uuid.UUID(work.arguments[name]) for name in ("receipt_id", "person_id")}
        receipt, person = holds.load_filing(session, **ids)
        signature, secret = receipt.version.signature, secret_key(work.settings)
        values = {
            "greeted": person.name,
            "organisation": receipt.version.statement.organisation.name,
            "receipt": receipt.number,
            "signed_by": ", ".join(signature[key] for key in ("name", "role") if signature.get(key)),
            "path": f"/not-us/{not_us_token(receipt.id, person.id, secret)}",
        }
        address = person.email
    with mail_app(work.settings).app_context():
        compose("statement_received", address, message_id=str(work.job_id), **values).send()

    def finish(_session: Any, at: datetime) -> dict[str, Any]:
        return {"sent_at": at.isoformat()}

    return finish
