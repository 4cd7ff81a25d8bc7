"""The jobs of moderation: read a version, and let confirmed profiles out when their time has come."""

import uuid
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from portal import rescoring
from portal.config import Settings
from portal.work import Finish, Work
from scoring import assess as read
from scoring import rubric_in_force
from statements.db import Session
from statements.filing import profiles, reminders
from statements.filing.versions import ASSESS
from statements.jobs import service as jobs
from statements.moderation import again, double_reading, service
from statements.moderation.assess import facts_of, is_of_its_text, load_version, record_assessment


def assess(work: Work) -> Finish:
    """Read the version named by `version_id` against the rubric in force for its period."""
    version_id = uuid.UUID(work.arguments["version_id"])
    with work.reading() as session:
        facts = facts_of(session, load_version(session, version_id))
    assessment = read(facts, rubric_in_force(facts.period_end))

    def finish(session: Session, at: datetime) -> dict[str, Any]:
        version = load_version(session, version_id)
        if not is_of_its_text(version, assessment):
            return {"asked_again": str(jobs.ask(session, kind=ASSESS, arguments=work.arguments, by=None, at=at).id)}
        record = record_assessment(session, version=version, assessment=assessment, at=at, facts=facts)
        double_reading.sample(session, assessment=record, percent=work.settings.double_reading_percent, at=at)
        looked_at = again.ask_again(session, version=version, sentences=assessment.sentences, at=at)
        return {"assessment_id": str(record.id), "findings": len(record.findings), "to_read_again": looked_at}

    return finish


def read_again(work: Work) -> Finish:
    """Read again the versions named by `version_ids`, whose wording turned out to be copied by a third filer."""
    ids = [uuid.UUID(each) for each in work.arguments["version_ids"]]
    found = []
    for done, version_id in enumerate(ids, start=1):
        with work.reading() as session:
            facts = facts_of(session, load_version(session, version_id))
        found.append((version_id, facts, read(facts, rubric_in_force(facts.period_end))))
        work.progress(done, len(ids))

    def finish(session: Session, at: datetime) -> dict[str, Any]:
        renewed = [
            again.renew(session, version=version, assessment=assessment, facts=facts, at=at)
            for version_id, facts, assessment in found
            if is_of_its_text(version := load_version(session, version_id), assessment)
        ]
        return {"read": len(renewed), "renewed": sum(renewed)}

    return finish


def rescore(work: Work) -> Finish:
    """Go on with a reading of the whole register that was begun at the command line and left."""
    rubric = work.arguments["rubric"]
    outcome = rescoring.run(work.engine, rubric=rubric, reading=rescoring.one_process(), progress=work.progress)

    def finish(_session: Session, _at: datetime) -> dict[str, Any]:
        return {"read": outcome.read, "total": outcome.total}

    return finish


def release_due(session: Session, _settings: Settings, at: datetime) -> None:
    """Make public the confirmed profiles whose notice period is over."""
    service.release_due(session, at=at)


FIRST_HOUR = 8
"""Reminders are asked for from this hour of the register's day."""


def send_reminders(session: Session, settings: Settings, at: datetime) -> None:
    """Ask for the reminders that are due today, some at a time."""
    local = at.astimezone(ZoneInfo(settings.time_zone))
    if local.hour < FIRST_HOUR:
        return
    for law in profiles.filed_here():
        reminders.send_due(session, law=law, today=local.date(), at=at)
