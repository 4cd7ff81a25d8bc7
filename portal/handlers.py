"""Which handler does which kind of job, and what is done every so often: two tables."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from portal import mail
from portal.config import Settings
from portal.work import Handler

HANDLERS: Mapping[str, Handler] = {
    "mail": mail.send,
}

Periodic = Callable[[Session, Settings, datetime], None]
"""A short task in one writing transaction: session, settings, moment."""

EVERY_MINUTE: Mapping[str, Periodic] = {}
