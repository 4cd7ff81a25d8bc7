"""Mail about what is new: asked for, confirmed by the address itself, ended in one step, and then forgotten."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.errors import NotFound
from statements.events import service as events
from statements.people import messages, outbox
from statements.people.service import checked_email
from statements.register.alert_models import Alert
from statements.register.query_language import parse
from statements.register.search import SearchQuery

CONFIRM, NEWS = "alert_confirm", "alert_news"
"""The templates of the mails."""
UNCONFIRMED_FOR = timedelta(days=7)
"""How long an address that did not confirm is kept."""
MOST_UNCONFIRMED = 3
MOST_OF_ONE_ADDRESS = 50
"""No address is written to more often than this by people who only type it."""


def ask(
    session: Session,
    *,
    address: str,
    query: SearchQuery | None = None,
    organisation_id: uuid.UUID | None = None,
    at: datetime,
) -> None:
    """Ask for mail about a search or an organisation: the address is sent a link that confirms it.

    Whoever asks learns nothing of what the address had asked for before: asking twice, or too often, changes nothing
    and says nothing. Raises Invalid for what is no address, or for a search that cannot be read.
    """
    checked = checked_email(address)
    wanted = _wanted(query) if query is not None else {}
    known = session.scalars(select(Alert).where(Alert.address == checked)).all()
    same = [each for each in known if (each.organisation_id, each.wanted) == (organisation_id, wanted)]
    waiting = [each for each in known if each.confirmed_at is None]
    if same or len(waiting) >= MOST_UNCONFIRMED or len(known) >= MOST_OF_ONE_ADDRESS:
        return
    alert = Alert(address=checked, organisation_id=organisation_id, wanted=wanted, asked_at=at)
    session.add(alert)
    session.flush()
    _record(session, "alert.asked", alert, at)
    messages.tell_reader(session, reader_id=alert.id, template=CONFIRM, values={}, at=at)


def confirm(session: Session, *, alert: Alert, at: datetime) -> None:
    """The address said itself that it wants the mail; what is new from now on is sent. Said twice it is done once."""
    session.refresh(alert, with_for_update=True)
    if alert.confirmed_at is None:
        alert.confirmed_at, alert.seen = at, events.latest_number(session)
        _record(session, "alert.confirmed", alert, at)


def end(session: Session, *, alert: Alert, at: datetime) -> None:
    """End an alert: its row goes with its address, and so does what was written to it."""
    _record(session, "alert.ended", alert, at)
    outbox.forget_reader(session, reader_id=alert.id)
    session.delete(alert)
    session.flush()


def end_all(session: Session, *, address: str, at: datetime) -> int:
    """End every alert of an address; how many there were."""
    found = session.scalars(select(Alert).where(Alert.address == address)).all()
    for each in found:
        end(session, alert=each, at=at)
    return len(found)


def forget_old(session: Session, *, at: datetime) -> int:
    """End the alerts that nobody confirmed in time, and those whose mail came back; how many."""
    late = Alert.confirmed_at.is_(None) & (Alert.asked_at < at - UNCONFIRMED_FOR)
    found = session.scalars(select(Alert).where(late | Alert.id.in_(outbox.readers_out_of_reach()))).all()
    for each in found:
        end(session, alert=each, at=at)
    return len(found)


def find(session: Session, alert_id: uuid.UUID) -> Alert | None:
    """The alert with this id, or None where it has ended."""
    return session.get(Alert, alert_id)


def load(session: Session, alert_id: uuid.UUID) -> Alert:
    """The alert with this id. Raises NotFound where it has ended."""
    found = find(session, alert_id)
    if found is None:
        raise NotFound("This alert has ended. Its address is no longer kept.")
    return found


def confirmed(session: Session) -> Sequence[Alert]:
    """Every alert that was confirmed."""
    return session.scalars(select(Alert).where(Alert.confirmed_at.is_not(None)).order_by(Alert.id)).all()


def query_of(wanted: Mapping[str, object]) -> SearchQuery:
    """The search that an alert is about."""
    filters = wanted.get("filters")
    chosen = {name: list(values) for name, values in filters.items()} if isinstance(filters, dict) else {}
    return SearchQuery(text=str(wanted.get("text", "")), filters=chosen)


def _wanted(query: SearchQuery) -> dict[str, object]:
    parse(query.text)
    chosen = {name: list(values) for name, values in sorted(query.filters.items()) if values}
    return {"text": query.text.strip(), "filters": chosen}


def _record(session: Session, kind: str, alert: Alert, at: datetime) -> None:
    events.record(session, kind=kind, subject=alert, by=None, at=at)
