"""Which handler does which kind of job, and what is done every so often: two tables."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from portal import mail, rescoring, sweep
from portal.config import Settings
from portal.filing import mail as filing
from portal.filing import reading
from portal.moderation import handlers as moderation
from portal.procurement import handlers as procurement
from portal.register import alert_mail, snapshot_jobs
from portal.reports import handlers as reports
from portal.work import Handler
from statements.moderation.advice import READ_DRAFT
from statements.moderation.again import READ_AGAIN
from statements.people import parked
from statements.reports import keeping
from statements.reports.freezing import FREEZE

HANDLERS: Mapping[str, Handler] = {
    "assess": moderation.assess,
    "check-suppliers": procurement.check_suppliers,
    "mail": partial(mail.send, fills=filing.FILLS),
    rescoring.KIND: moderation.rescore,
    sweep.SWEEP_FILES: sweep.sweep_files,
    READ_AGAIN: moderation.read_again,
    READ_DRAFT: reading.read_draft,
    FREEZE: reports.freeze,
    keeping.COUNT: reports.count_figures,
    alert_mail.LOOK_FOR_NEWS: alert_mail.look_for_news,
    snapshot_jobs.MAKE_SNAPSHOT: snapshot_jobs.make_snapshot,
}

Periodic = Callable[[Session, Settings, datetime], None]
"""A short task in one writing transaction: session, settings, moment."""

EVERY_MINUTE: Mapping[str, Periodic] = {
    "forget parked forms": lambda session, _settings, at: parked.forget_old(session, at=at),
    "release profiles": moderation.release_due,
    "sweep files": sweep.ask_daily,
    "look for news": alert_mail.ask_daily,
    "make snapshots": snapshot_jobs.ask_monthly,
    "send mail again": mail.ask_again,
    "forget old mail": mail.forget_old,
    "count figures": reports.ask_figures,
    "send reminders": moderation.send_reminders,
}
