"""Which sentences other filers use too: kept as digests per group of organisations, so that copies can be counted."""

import hashlib
import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from scoring import Page, Sentence, normalised, split_sentences
from statements.moderation.models import SentenceUse
from statements.organisations.models import Organisation

SHARED_BY = 2
"""A sentence that so many other filers use is copied wording: with this filer they are three (the rubric's rule)."""
_AT_ONCE = 500


def note_sentences(session: Session, *, organisation: Organisation, sentences: Iterable[Sentence]) -> None:
    """Remember that this organisation's group uses these sentences; doing it again changes nothing.

    Two workers may note the same sentence of one filer at the same time: the second insert is let go.
    """
    filer_id = _head_of_group(organisation)
    rows = [{"digest": digest, "filer_id": filer_id} for digest in sorted(_digests(sentences))]
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    if rows:
        session.execute(insert(SentenceUse).on_conflict_do_nothing(), rows)


def shared_sentences(
    session: Session, *, organisation: Organisation, sentences: Iterable[Sentence], at_least: int = SHARED_BY
) -> frozenset[str]:
    """Those of these sentences, normalised, that at least so many filers outside the organisation's group use."""
    by_digest = _digests(sentences)
    shared: set[str] = set()
    for part in _parts(sorted(by_digest)):
        query = (
            select(SentenceUse.digest)
            .where(SentenceUse.digest.in_(part), SentenceUse.filer_id != _head_of_group(organisation))
            .group_by(SentenceUse.digest)
            .having(func.count() >= at_least)
        )
        shared.update(by_digest[digest] for digest in session.scalars(query))
    return frozenset(shared)


def shared_in(session: Session, *, organisation: Organisation, pages: Sequence[Page]) -> frozenset[str]:
    """Those of the sentences of these pages, normalised, that enough other filers use to be copied wording."""
    return shared_sentences(session, organisation=organisation, sentences=split_sentences(pages))


def _digests(sentences: Iterable[Sentence]) -> dict[str, str]:
    keys = {normalised(sentence.text) for sentence in sentences} - {""}
    return {hashlib.sha256(key.encode()).hexdigest()[:32]: key for key in keys}


def _parts(digests: list[str]) -> Iterable[list[str]]:
    return (digests[start : start + _AT_ONCE] for start in range(0, len(digests), _AT_ONCE))


def _head_of_group(organisation: Organisation) -> uuid.UUID:
    seen = {organisation.id}
    while organisation.parent is not None and organisation.parent.id not in seen:
        organisation = organisation.parent
        seen.add(organisation.id)
    return organisation.id
