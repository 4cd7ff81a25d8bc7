"""What is kept of a statement's sentences to tell copied wording forgets those that are taken down.

Kept are the normalised words of each sentence, who uses them, in which version, and the keys by which nearly the
same ones are found. What another filer's statement says in its own words stays.
"""

import uuid
from collections.abc import Iterable, Iterator

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from scoring import split_sentences
from statements.filing.models import Statement, Version
from statements.moderation import boilerplate
from statements.moderation.assess import pages_of
from statements.moderation.models import SentenceBand, SentencePlace, SentenceUse, SentenceWords
from statements.organisations.models import Organisation

Held = dict[uuid.UUID, set[str]]
"""The digests of each version's sentences, by the version's id."""


def held_by(statement: Statement) -> Held:
    """The digests of what each version says now."""
    return {version.id: set(_digests(version)) for version in statement.versions}


def forget(session: Session, *, statement: Statement, before: Held) -> int:
    """Forget the sentences that a version held `before` and does not hold now; how many are known nowhere any more.

    A version that was read is remembered by what it says now.
    """
    gone: set[str] = set()
    for version in statement.versions:
        now = set(_digests(version))
        query = select(SentencePlace.digest).where(SentencePlace.version_id == version.id)
        known = set(session.scalars(query))
        lost = (known | before[version.id]) - now
        for part in boilerplate.in_parts(sorted(lost)):
            session.execute(
                delete(SentencePlace).where(SentencePlace.version_id == version.id, SentencePlace.digest.in_(part))
            )
        if known and lost:
            _remember(session, version)
        gone |= lost
    own = boilerplate.head_of_group(statement.organisation)
    return sum(_forget_one(session, digest, own) for digest in sorted(gone))


def _forget_one(session: Session, digest: str, own: uuid.UUID) -> bool:
    """Forget that the filer uses the sentence, and its words where nobody does any more; whether they are gone."""
    if own not in set(_filers_holding(session, digest)):
        session.execute(delete(SentenceUse).where(SentenceUse.digest == digest, SentenceUse.filer_id == own))
    if session.scalar(select(SentenceUse.filer_id).where(SentenceUse.digest == digest).limit(1)) is not None:
        return False
    for table in (SentenceWords, SentenceBand):
        session.execute(delete(table).where(table.digest == digest))
    return True


def _filers_holding(session: Session, digest: str) -> Iterator[uuid.UUID]:
    query = (
        select(Organisation)
        .join(Statement, Statement.organisation_id == Organisation.id)
        .join(Version, Version.statement_id == Statement.id)
        .join(SentencePlace, SentencePlace.version_id == Version.id)
        .where(SentencePlace.digest == digest)
    )
    return (boilerplate.head_of_group(each) for each in session.scalars(query.distinct()))


def _remember(session: Session, version: Version) -> None:
    sentences = split_sentences([page.page for page in pages_of(version)])
    boilerplate.note_sentences(
        session, organisation=version.statement.organisation, sentences=sentences, version=version
    )


def _digests(version: Version) -> Iterable[str]:
    sentences = split_sentences([page.page for page in pages_of(version)])
    return boilerplate.digests(sentences, version.statement.organisation)
