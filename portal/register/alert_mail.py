"""The worker's part in mail about what is new: once a day it looks for each alert, and writes to the outbox."""

import uuid
from datetime import datetime
from typing import Any

from flask_babel import gettext

from portal.config import Settings
from portal.mail import mail_app
from portal.register import alerting, words
from portal.work import Finish, Work
from statements.db import Session
from statements.filing.rules import spoken
from statements.jobs import service as jobs
from statements.people import messages
from statements.register import alerts, news
from statements.register.news import News

LOOK_FOR_NEWS = "look-for-news"
MOST_LINES = 50
"""Statements named in one mail; the rest are counted."""


def ask_daily(session: Session, _settings: Settings, at: datetime) -> None:
    """Want the look for news, once a day; forget addresses that never confirmed or cannot be reached."""
    alerts.forget_old(session, at=at)
    jobs.ask_daily(session, kind=LOOK_FOR_NEWS, at=at)


def look_for_news(work: Work) -> Finish:
    """Find what is new for each alert without holding the database; write the mails in the short end."""
    with work.reading() as session, mail_app(work.settings).app_context():
        latest, found = news.gather(session)
        told = {key: _values(session, key, some, work.settings) for key, some in found.items()}

    def finish(session: Session, at: datetime) -> dict[str, Any]:
        sent = 0
        for alert in alerts.confirmed(session):
            if alert.id in told and alert.seen < latest:
                messages.tell_reader(session, reader_id=alert.id, template=alerts.NEWS, values=told[alert.id], at=at)
                sent += 1
            alert.seen = max(alert.seen, latest)
        return {"sent": sent}

    return finish


def _values(session: Session, alert_id: uuid.UUID, found: list[News], settings: Settings) -> dict[str, str | int]:
    site = settings.public_url.rstrip("/")
    lines = [
        f"{each.organisation}, {gettext('period to')} {spoken(each.period_end)}: "
        f"{'; '.join(words.happening(kind) for kind in each.kinds)}\n{site}/statements/{each.number}"
        for each in found[:MOST_LINES]
    ]
    if len(found) > MOST_LINES:
        lines.append(gettext("and %(more)s more", more=len(found) - MOST_LINES))
    what = alerting.about(alerts.load(session, alert_id))
    return {"count": len(found), "what": what, "news": "\n\n".join(lines)}
