"""Reminders that a statement is due: each sent once, and none once it is filed."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.events import service as events
from statements.filing import rules
from statements.filing.models import Reminder
from statements.filing.profiles import Profile, ReminderRule
from statements.organisations.models import Obligation, ObligationState
from statements.people import messages

CAUGHT_UP = 7
"""A reminder whose day passed while nothing ran is sent for so many days; after that it is left out."""
OWING = (ObligationState.PRESUMED, ObligationState.CONFIRMED)


def windows(rule: ReminderRule, today: date) -> Iterator[tuple[int, date, date]]:
    """Each step with the first and last due date to which it belongs today; no date belongs to two.

    A step counts days from the due date, before it negative: -60 is sixty days before.
    """
    before = sorted(rule.days_before)
    for nearer, days in zip([0, *before], before, strict=False):
        first = max(nearer + 1, days - CAUGHT_UP + 1)
        yield -days, today + timedelta(first), today + timedelta(days)
    after = sorted(rule.days_after)
    for days, later in zip(after, [*after[1:], after[-1] + CAUGHT_UP if after else 0], strict=True):
        last = min(later, days + CAUGHT_UP) - 1
        yield days, today - timedelta(last), today - timedelta(days)


def send_due(session: Session, *, law: Profile, today: date, at: datetime, limit: int = 200) -> int:
    """Ask for the mails of at most `limit` obligations that are to be reminded today; of how many it did.

    Run again it goes on where it stopped: what was sent has its row.
    """
    sent = 0
    for step, first, last in windows(law.reminders, today):
        for obligation in _waiting(session, law.key, step, first, last, limit - sent):
            _send(session, obligation, step, today, at)
            sent += 1
    return sent


def sent_for(session: Session, *, obligation: Obligation) -> Sequence[Reminder]:
    """The reminders of an obligation, oldest first."""
    query = select(Reminder).where(Reminder.obligation_id == obligation.id)
    return session.scalars(query.order_by(Reminder.sent_at, Reminder.step)).all()


def _waiting(session: Session, profile: str, step: int, first: date, last: date, limit: int) -> Sequence[Obligation]:
    told = select(Reminder.id).where(Reminder.obligation_id == Obligation.id, Reminder.step == step)
    query = (
        select(Obligation)
        .where(Obligation.due_on.between(first, last), Obligation.profile == profile)
        .where(Obligation.filed_on.is_(None), Obligation.state.in_(OWING), ~told.exists())
        .order_by(Obligation.due_on, Obligation.id)
        .limit(limit)
    )
    return session.scalars(query).all() if limit > 0 else []


def _send(session: Session, obligation: Obligation, step: int, today: date, at: datetime) -> None:
    days = (obligation.due_on - today).days
    template = "reminder_before" if days >= 0 else "reminder_after"
    values: dict[str, str | int] = {
        "organisation": obligation.organisation.name,
        "due": rules.spoken(obligation.due_on),
        "period_end": rules.spoken(obligation.period_end),
        "days": abs(days),
        "presumed": int(obligation.state == ObligationState.PRESUMED),
        "path": f"/desk?for={obligation.organisation.slug}",
    }
    count = messages.tell_members(
        session, organisation_id=obligation.organisation_id, template=template, values=values, at=at
    )
    session.add(Reminder(obligation_id=obligation.id, step=step, sent_at=at, people=count))
    events.record(
        session,
        kind="obligation.reminded",
        subject=obligation,
        by=None,
        at=at,
        organisation_id=obligation.organisation_id,
        after={"step": step, "people": count},
    )
