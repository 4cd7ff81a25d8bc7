"""The mails with links that only their reader may use: asking to sign, and telling of a filing.

The outbox names ids only: the link is made when the mail is sent, and written into no table.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from portal.config import Settings, secret_key
from portal.db import Session
from portal.filing.links import sign_token
from portal.filing.not_us import not_us_token
from portal.mail import Fill
from statements import clock
from statements.filing import holds, rules, signing
from statements.people import queries as people


def sign_request(session: Session, settings: Settings, kept: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the director of a request reads; nothing where it was answered, or replaced, meanwhile."""
    asked = signing.load_request(session, uuid.UUID(kept["request_id"]))
    if asked.ended_at is not None:
        return None
    statement = signing.draft_to_sign(session, asked).statement
    return {
        "asker": people.load_person(session, asked.asked_by).name,
        "organisation": statement.organisation.name,
        "period_end": rules.spoken(statement.period_end),
        "expires_at": rules.spoken(clock.local_date(asked.expires_at, settings.time_zone)),
        "path": f"/sign/{sign_token(asked.id, secret_key(settings))}",
    }


def received(session: Session, settings: Settings, kept: Mapping[str, Any]) -> dict[str, Any]:
    """What one person reads of a filing in their organisation's name, with their link to say that it was not theirs."""
    ids = {name: uuid.UUID(kept[name]) for name in ("receipt_id", "person_id")}
    receipt, person = holds.load_filing(session, **ids)
    signature = receipt.version.signature
    return {
        "organisation": receipt.version.statement.organisation.name,
        "receipt": receipt.number,
        "signed_by": ", ".join(signature[key] for key in ("name", "role") if signature.get(key)),
        "path": f"/not-us/{not_us_token(receipt.id, person.id, secret_key(settings))}",
    }


FILLS: Mapping[str, Fill] = {signing.ASKED: sign_request, holds.RECEIVED: received}
"""By the name of the message's template."""
