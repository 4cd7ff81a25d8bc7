"""The first filers of a sentence are looked at again when a third comes: copied wording is told in both directions.

A reading that no officer has touched is renewed; one that an officer works on, or that is confirmed, keeps every
finding and only tells its officer that wording is copied.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoring import Assessment, Facts, Sentence
from scoring.near import alike, shingles
from statements.events import service as events
from statements.filing.models import Version
from statements.jobs import service as jobs
from statements.moderation import boilerplate, flags
from statements.moderation.assess import body_of, dates_of, finding_rows
from statements.moderation.boilerplate import SHARED_BY
from statements.moderation.flags import Flag
from statements.moderation.models import AssessmentFlag, AssessmentRecord, FindingState, SentencePlace
from statements.moderation.queries import current_assessment

READ_AGAIN = "read-again"
"""The kind of job that reads versions again whose wording turned out to be copied; its arguments hold their ids."""


def newly_copied(session: Session, *, version: Version, sentences: Iterable[Sentence]) -> set[str]:
    """Sentences of other filers, by digest, that are copied wording only since this version came."""
    by_digest = boilerplate.digests(sentences, version.statement.organisation)
    own = boilerplate.head_of_group(version.statement.organisation)
    near = boilerplate.near_to(session, by_digest)
    others = {each for group in near.values() for each in group}
    filers = boilerplate.filers_of(session, others)
    words = boilerplate.words_of(session, others) | by_digest
    parts = {digest: shingles(held) for digest, held in words.items()}
    waiting = {
        digest: words[digest]
        for group in near.values()
        for digest in group
        if not _copied_before(digest, group, parts, filers, own)
    }
    around = boilerplate.near_to(session, waiting)
    using = boilerplate.filers_of(session, {each for group in around.values() for each in group})
    return {
        digest
        for digest in waiting
        if _reaches(boilerplate.union(using, around[digest]), using.get(digest, set()), own)
    }


def _copied_before(
    digest: str,
    group: Iterable[str],
    parts: Mapping[str, frozenset[str]],
    filers: Mapping[str, set[uuid.UUID]],
    own: uuid.UUID,
) -> bool:
    """Whether three filers without `own` use the sentence or one of the group nearly the same: then nothing is new."""
    found: set[uuid.UUID] = set()
    for each in group:
        if each == digest or alike(parts[digest], parts[each]):
            found |= filers.get(each, set()) - {own}
        if len(found) > SHARED_BY:
            return True
    return False


def _reaches(all_filers: set[uuid.UUID], its_filers: set[uuid.UUID], own: uuid.UUID) -> bool:
    """Whether a filer of the sentence has enough others with `own` among them, and too few without."""
    theirs = its_filers - {own}
    return own in all_filers and any(len(all_filers - {each}) == SHARED_BY for each in theirs)


def ask_again(session: Session, *, version: Version, sentences: Collection[Sentence], at: datetime) -> int:
    """Ask for a job that reads again whom this version made a copier of its wording; how many versions."""
    copied = sorted(newly_copied(session, version=version, sentences=sentences))
    query = (
        select(SentencePlace.version_id)
        .join(AssessmentRecord, AssessmentRecord.version_id == SentencePlace.version_id)
        .where(SentencePlace.digest.in_(copied), SentencePlace.version_id != version.id, AssessmentRecord.current)
    )
    ids = sorted(str(each) for each in session.scalars(query.distinct())) if copied else []
    if ids:
        jobs.ask(session, kind=READ_AGAIN, arguments={"version_ids": ids}, by=None, at=at)
    return len(ids)


def renew(session: Session, *, version: Version, assessment: Assessment, facts: Facts, at: datetime) -> bool:
    """Take what was read again in place of what stands, where no officer has touched it; whether that was so.

    Otherwise only the flag of copied wording is brought up to date: what an officer decided stays.
    """
    record = current_assessment(session, version)
    if record is None or (record.rubric, record.model) != (assessment.rubric, assessment.model):
        return False
    organisation = version.statement.organisation
    copied = boilerplate.shared_sentences(session, organisation=organisation, sentences=assessment.sentences)
    touched = any(each.state != FindingState.OPEN for each in record.findings)
    before = {each.flag: each.count for each in record.flags}
    body = body_of(assessment, facts)
    if not touched and body != record.body:
        record.body, record.made_at = body, at
        _replace(record, assessment)
    counts = flags.flags_of(version, assessment, copied=len(copied), late=dates_of(session, version).late)
    if touched:
        counts = {Flag(flag): count for flag, count in before.items() if flag != Flag.COPIED}
        counts |= {Flag.COPIED: len(copied)} if copied else {}
    if counts != before:
        _flag(session, record, counts)
        after = {"version": version.number, "copied": len(copied), "renewed": not touched}
        owner = version.statement.organisation_id
        events.record(
            session,
            kind="assessment.copies_found",
            subject=version.statement,
            by=None,
            at=at,
            organisation_id=owner,
            after=after,
        )
    return not touched


def _replace(record: AssessmentRecord, assessment: Assessment) -> None:
    kept = {each.criterion: each for each in record.findings}
    for read in finding_rows(assessment):
        row = kept.get(read.criterion)
        if row is None:
            continue
        row.machine_outcome, row.machine_level, row.level = read.machine_outcome, read.machine_level, read.level
        row.machine_reason, row.evidence, row.disclosed_gap = (
            read.machine_reason,
            read.evidence,
            bool(read.disclosed_gap),
        )


def _flag(session: Session, record: AssessmentRecord, counts: dict[Flag, int]) -> None:
    kept = {each.flag: each for each in record.flags}
    for flag, count in counts.items():
        if flag in kept:
            kept[flag].count = count
        else:
            record.flags.append(AssessmentFlag(flag=flag, count=count))
    for gone in (row for flag, row in kept.items() if flag not in counts):
        record.flags.remove(gone)
        session.delete(gone)
