"""The outbox: what became of each message, which are tried again, which came back."""

import email
import re
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from email.message import Message
from typing import Any

from sqlalchemy import Select, String, cast, delete, func, select, update
from sqlalchemy.orm import Session, aliased, joinedload

from statements.db import PageOf, page_of
from statements.errors import Conflict, NotFound
from statements.events import service as events
from statements.jobs import service as jobs
from statements.jobs.models import Job
from statements.people import policy
from statements.people.models import MailState, OutboxMessage, Person, Role

JOB_KIND = "mail"
FIRST_WAIT = timedelta(minutes=10)
"""How long a message may wait for its worker before it is asked for again."""
WAITS = tuple(timedelta(minutes=each) for each in (1, 5, 30, 120, 480, 1440))
"""How long each next try is put off after one that failed; after the last the message has failed."""
MESSAGE_ID = re.compile(r"^Message-ID:\s*<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE | re.MULTILINE)
LONGEST_PROBLEM = 500
NOTHING = "{}"
"""An empty object of JSON as either database writes it."""


def load(session: Session, message_id: uuid.UUID) -> OutboxMessage:
    """The message with this id. Raises NotFound."""
    found = session.get(OutboxMessage, message_id)
    if found is None:
        raise NotFound("There is no such message.")
    return found


def note_sent(message: OutboxMessage, *, address: str, at: datetime) -> None:
    """Write down that a message went out."""
    message.state, message.address, message.sent_at, message.problem = MailState.SENT, address, at, ""
    message.attempts += 1


def note_failure(message: OutboxMessage, *, problem: str, at: datetime) -> None:
    """Write down that a message could not be sent; it is tried again later, or has failed for good."""
    message.problem, waits = problem[:LONGEST_PROBLEM], WAITS[message.attempts : message.attempts + 1]
    message.attempts += 1
    if waits:
        message.next_try_at = at + waits[0]
    else:
        message.state = MailState.FAILED


def note_at_once(
    session: Session,
    *,
    message_id: uuid.UUID,
    person_id: uuid.UUID,
    template: str,
    address: str,
    problem: str,
    at: datetime,
) -> None:
    """Write down a message that was sent as soon as it was asked for, or that could not be: a `problem` says why.

    What such a message says is kept nowhere, for its link is as good as a password: it is never tried again.
    """
    message = OutboxMessage(id=message_id, person_id=person_id, template=template, values={}, attempts=1)
    message.asked_at = message.next_try_at = at
    if problem:
        message.state, message.problem = MailState.FAILED, problem[:LONGEST_PROBLEM]
    else:
        message.state, message.address, message.sent_at = MailState.SENT, address, at
    session.add(message)


def ask_again(session: Session, *, at: datetime, limit: int = 200) -> int:
    """Ask for the messages whose next try has come; how many. Each is put off, so that none is asked for twice."""
    query = select(OutboxMessage).where(OutboxMessage.state == MailState.WAITING, OutboxMessage.next_try_at <= at)
    due = session.scalars(
        query.order_by(OutboxMessage.next_try_at).limit(limit).with_for_update(skip_locked=True)
    ).all()
    for message in due:
        message.next_try_at = at + FIRST_WAIT
        _ask(session, message, None, at)
    return len(due)


def forget_old(session: Session, *, at: datetime, days: int) -> int:
    """Delete what messages older than so many days said and where they went; how many. What became of each stays."""
    before = at - timedelta(days=days)
    old = OutboxMessage.state != MailState.WAITING, OutboxMessage.asked_at < before
    said = cast(OutboxMessage.values, String) != NOTHING
    forgotten = update(OutboxMessage).where(*old, said).values(values={}, address="")
    found = session.execute(forgotten, execution_options={"synchronize_session": False})
    ended = Job.kind == JOB_KIND, Job.ended_at < before, cast(Job.arguments, String) != NOTHING
    session.execute(update(Job).where(*ended).values(arguments={}), execution_options={"synchronize_session": False})
    return int(getattr(found, "rowcount", 0))


def send_again(session: Session, *, message: OutboxMessage, by: uuid.UUID, at: datetime) -> None:
    """Try a message that failed or came back once more, for an operator. Raises Conflict where it waits or was sent."""
    policy.require_role(session, person_id=by, role=Role.OPERATOR)
    session.refresh(message, with_for_update=True)
    if message.state not in (MailState.FAILED, MailState.BOUNCED):
        raise Conflict(f"This message is {message.state}.")
    if not message.values:
        raise Conflict("What this message said is not kept, or no more. Whoever waits for it can ask for a new one.")
    before = {"state": str(message.state), "attempts": message.attempts}
    message.state, message.attempts, message.next_try_at = MailState.WAITING, 0, at + FIRST_WAIT
    after = {"state": str(message.state), "template": message.template}
    events.record(session, kind="mail.sent_again", subject=message, by=by, at=at, before=before, after=after)
    _ask(session, message, by, at)


def note_bounce(session: Session, *, report: bytes) -> OutboxMessage | None:
    """Read a report that a message came back (RFC 3464) and write it down; None where it is about none of ours.

    Reports that a message is late, or arrived, change nothing.
    """
    read = email.message_from_bytes(report)
    known = _message_id(read) if _has_failed(read) else None
    message = session.get(OutboxMessage, known) if known else None
    if message is None:
        return None
    message.state, message.problem = MailState.BOUNCED, _diagnosis(read)[:LONGEST_PROBLEM]
    return message


def drop_waiting(session: Session, *, message_id: uuid.UUID) -> None:
    """Take a message that nobody needs any more out of the outbox; one that was sent stays."""
    waits = OutboxMessage.id == message_id, OutboxMessage.state == MailState.WAITING
    session.execute(delete(OutboxMessage).where(*waits))


def unreached(session: Session, person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, OutboxMessage]:
    """Those of these people whom mail does not reach: the newest message that left for them came back, or never left.

    Nobody whose address was changed since is among them.
    """
    other = aliased(OutboxMessage)
    newest = select(func.max(other.asked_at)).where(other.person_id == Person.id, other.state != MailState.WAITING)
    query = select(OutboxMessage).join(Person, OutboxMessage.person_id == Person.id)
    query = query.where(
        Person.id.in_(list(person_ids)), OutboxMessage.asked_at == newest.correlate(Person).scalar_subquery()
    )
    lost = OutboxMessage.state.in_((MailState.BOUNCED, MailState.FAILED))
    found = session.scalars(query.where(lost, OutboxMessage.address.in_(("", Person.email))))
    return {each.person_id: each for each in found if each.person_id is not None}


def listed(session: Session, *, state: MailState | None = None, page: int = 1) -> PageOf[OutboxMessage]:
    """A page of messages, the newest first; of one state where it is named."""
    query = select(OutboxMessage).order_by(OutboxMessage.asked_at.desc(), OutboxMessage.id)
    query = query.where(OutboxMessage.state == state) if state else query
    return page_of(session, query, page, joinedload(OutboxMessage.person))


def counts(session: Session) -> dict[MailState, int]:
    """How many messages are in each state."""
    query = select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)
    found = {state: count for state, count in session.execute(query)}
    return {state: found.get(state, 0) for state in MailState}


def arguments_of(message: OutboxMessage) -> dict[str, Any]:
    """What the job that sends a message is given."""
    return {"message_id": str(message.id), "template": message.template, "values": dict(message.values)}


def forget_reader(session: Session, *, reader_id: uuid.UUID) -> None:
    """Delete what was written to a reader who wants no more mail, sent or not."""
    session.execute(delete(OutboxMessage).where(OutboxMessage.reader_id == reader_id))


def readers_out_of_reach() -> Select[Any]:
    """The ids of readers to whom a message came back, or could not be sent for good."""
    lost = OutboxMessage.state.in_((MailState.BOUNCED, MailState.FAILED))
    return select(OutboxMessage.reader_id).where(lost, OutboxMessage.reader_id.is_not(None))


def _ask(session: Session, message: OutboxMessage, by: uuid.UUID | None, at: datetime) -> None:
    jobs.ask(session, kind=JOB_KIND, arguments=arguments_of(message), by=by, at=at)


def _message_id(read: Message) -> uuid.UUID | None:
    for part in read.walk():
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            found = MESSAGE_ID.search(part.as_string())
            if found:
                return uuid.UUID(found.group(1))
    return None


def _has_failed(read: Message) -> bool:
    """Whether a report tells of a failure; one that names no action is taken to."""
    actions = re.findall(r"^Action:\s*(\S+)", "\n".join(_status_parts(read)), re.MULTILINE | re.IGNORECASE)
    return not actions or any(each.lower() == "failed" for each in actions)


def _status_parts(read: Message) -> list[str]:
    return [part.as_string() for part in read.walk() if part.get_content_type() == "message/delivery-status"]


def _diagnosis(read: Message) -> str:
    kept = re.findall(r"^(?:Status|Diagnostic-Code):\s*(.+)$", "\n".join(_status_parts(read)), re.MULTILINE)
    return "; ".join(dict.fromkeys(each.strip() for each in kept)) or "It came back."
