"""What the officers of the demonstration world decide: return, publish, read again, give notice; and the replies.

Where the answer key holds a document, the officer is the careful reader who wrote it: findings become what the key
says, with its words. Of typed statements the world tells what the officers decided; what nothing is told of they
confirm as it was found, and settle by its first sentence where it was left open.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from portal.demo.answer_key import KeyedFinding, answer_key, officers_levels
from portal.demo.loading import Loading
from portal.demo.timeline import Act
from statements.db import Session
from statements.errors import Invalid
from statements.filing.models import Version
from statements.moderation import desk, queries, service, states
from statements.moderation.evidence import Change
from statements.moderation.models import AssessmentRecord, FindingRecord
from statements.reference.tables import non_working_days

ANSWERED_AFTER = timedelta(days=5)
"""How long an organisation thinks before it replies to a notice."""
NEXT_MINUTE = timedelta(minutes=1)
NOT_SAID = "Read in full, the statement does not say this."
SHORTEST_QUOTE = 12

Entry = dict[str, Any]


def plan(loading: Loading) -> None:
    """Plan every decision about what was filed."""
    for entry in loading.world.statements:
        for turn in entry.get("returned", []):
            loading.plan(loading.at(turn["on"], "15:10"), _returning(loading, entry, turn))
        for turn in [entry, entry.get("correction", {})]:
            if "decided" in turn:
                loading.plan(loading.at(turn["decided"], "15:30"), _publishing(loading, entry, turn))
            if "confirmed" in turn:
                loading.plan(loading.at(turn["confirmed"], "16:10"), _confirming(loading, entry, turn))


def _newest(loading: Loading, session: Session, entry: Entry) -> Version:
    return states.newest_version(loading.statement(session, entry["key"]))


def _returning(loading: Loading, entry: Entry, turn: Entry) -> Act:
    def give_back(session: Session, at: datetime) -> None:
        version, by = _newest(loading, session, entry), loading.people[turn["officer"]]
        service.return_to_filer(session, version=version, reason="\n\n".join(turn["reasons"]), points=[], by=by, at=at)

    return give_back


def _publishing(loading: Loading, entry: Entry, turn: Entry) -> Act:
    def publish(session: Session, at: datetime) -> None:
        version, by = _newest(loading, session, entry), loading.people[turn["officer"]]
        service.publish(session, version=version, reason="", by=by, at=at)

    return publish


def _confirming(loading: Loading, entry: Entry, turn: Entry) -> Act:
    """Every finding is decided, notice is given; a reply and the release follow in their time."""

    def confirm(session: Session, at: datetime) -> None:
        version, by = _newest(loading, session, entry), loading.people[turn["officer"]]
        assessment = queries.current_assessment(session, version)
        if assessment is None:
            raise LookupError(f"{entry['key']} has not been read")
        _decide_all(session, assessment, _told_of(entry), by=by, at=at)
        notice = service.confirm_profile(
            session,
            assessment=assessment,
            by=by,
            at=at,
            working_days=loading.settings.notice_working_days,
            holidays=non_working_days(),
        )
        if "reply" in turn:
            loading.plan(at + ANSWERED_AFTER, _replying(loading, entry, notice.id))
        loading.plan(notice.answer_by + NEXT_MINUTE, _release)

    return confirm


def _replying(loading: Loading, entry: Entry, notice_id: uuid.UUID) -> Act:
    def reply(session: Session, at: datetime) -> None:
        by = loading.people[entry["director"]]
        notice = desk.notice_for(session, notice_id=notice_id, by=by)
        service.reply(session, notice=notice, text=entry["reply"], by=by, at=at)

    return reply


def _release(session: Session, at: datetime) -> None:
    service.release_due(session, at=at)


def _told_of(entry: Entry) -> Mapping[str, KeyedFinding]:
    """What the officer thinks of this statement, by criterion or gate, as far as it is told."""
    document = entry.get("document", "")
    return answer_key()[document].findings if document in answer_key() else officers_levels().get(entry["key"], {})


def _decide_all(
    session: Session, assessment: AssessmentRecord, told: Mapping[str, KeyedFinding], *, by: uuid.UUID, at: datetime
) -> None:
    for finding in assessment.findings:
        wanted = told.get(finding.criterion) or _settled(finding)
        if wanted is not None and wanted.level != finding.machine_level:
            _change(session, finding, wanted, by=by, at=at)
    seen = {each.criterion: each.revision for each in assessment.findings}
    service.confirm_rest(session, assessment=assessment, seen=seen, by=by, at=at)


def _settled(finding: FindingRecord) -> KeyedFinding | None:
    """What an officer of whom nothing is told makes of a criterion that was left open; None where it was not."""
    if finding.machine_level is not None or not finding.criterion.startswith("C"):
        return None
    quoted = tuple(each["text"] for each in finding.evidence[:1])
    return KeyedFinding(1 if quoted else 0, quoted, "", not_found=not quoted)


def _change(session: Session, finding: FindingRecord, told: KeyedFinding, *, by: uuid.UUID, at: datetime) -> None:
    """Give the finding the level and reason that are told, and the first told sentence that is in the text."""
    quotes = [each for each in told.sentences if len(each) >= SHORTEST_QUOTE]
    struck = [each["sentence"] for each in finding.evidence] if told.not_found else []
    said: dict[str, Any] = {"level": told.level, "reason": _reason(told), "by": by, "at": at}
    for quote in [*quotes, ""]:
        try:
            service.decide_finding(session, finding=finding, evidence=Change(struck=struck, quote=quote), **said)
            return
        except Invalid:
            continue


def _reason(told: KeyedFinding) -> str:
    if told.note:
        return told.note
    return f"The statement says: “{told.sentences[0]}”" if told.sentences else NOT_SAID
