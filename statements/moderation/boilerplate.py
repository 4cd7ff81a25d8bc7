"""Which sentences other filers use too, also nearly the same, so that copied wording can be told and counted.

Sentences are kept by the digest of their normalised words, per group of organisations, with the keys by which nearly
the same ones are found; nothing is ever compared with every other sentence of the register.
"""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from scoring import Page, Sentence, normalised, split_sentences
from scoring.near import alike, band_keys, shingles, without_names
from statements.filing.models import Version
from statements.moderation.models import SentenceBand, SentencePlace, SentenceUse, SentenceWords
from statements.organisations.models import Organisation

SHARED_BY = 2
"""A sentence that so many other filers use is copied wording: with this filer they are three (the rubric's rule)."""
_AT_ONCE = 500

Digests = dict[str, str]
"""Normalised words by their digest."""
Near = dict[str, set[str]]
"""By a sentence's digest, the digests of all that are nearly the same, its own among them."""


def note_sentences(
    session: Session, *, organisation: Organisation, sentences: Iterable[Sentence], version: Version | None = None
) -> None:
    """Remember that this organisation's group uses these sentences, in this version; again, it changes nothing.

    Two workers may note the same sentence of one filer at the same time: the second insert is let go.
    """
    by_digest, filer_id = digests(sentences, organisation), head_of_group(organisation)
    order = sorted(by_digest)
    keys = band_keys(by_digest[digest] for digest in order)
    _insert(session, SentenceUse, [{"digest": digest, "filer_id": filer_id} for digest in order])
    _insert(session, SentenceWords, [{"digest": digest, "words": by_digest[digest]} for digest in order])
    bands = sorted((key, digest) for digest, held in zip(order, keys, strict=True) for key in held)
    _insert(session, SentenceBand, [{"key": key, "digest": digest} for key, digest in bands])
    if version is not None:
        _insert(session, SentencePlace, [{"digest": digest, "version_id": version.id} for digest in order])


def shared_sentences(
    session: Session, *, organisation: Organisation, sentences: Iterable[Sentence], at_least: int = SHARED_BY
) -> frozenset[str]:
    """Those of these sentences, normalised, that at least so many filers outside the organisation's group use.

    A sentence that is nearly the same counts as the same.
    """
    plain = {normalised(sentence.text) for sentence in sentences} - {""}
    without_name = {key: without_names(key, [organisation.name]) for key in plain}
    near = near_to(session, {digest_of(key): key for key in without_name.values()})
    filers, own = filers_of(session, {each for group in near.values() for each in group}), head_of_group(organisation)
    shared = {digest for digest, group in near.items() if len(union(filers, group) - {own}) >= at_least}
    return frozenset(key for key in plain if digest_of(without_name[key]) in shared)


def shared_in(session: Session, *, organisation: Organisation, pages: Sequence[Page]) -> frozenset[str]:
    """Those of the sentences of these pages, normalised, that enough other filers use to be copied wording."""
    return shared_sentences(session, organisation=organisation, sentences=split_sentences(pages))


def digests(sentences: Iterable[Sentence], organisation: Organisation) -> Digests:
    """The sentences that are long enough to be anybody's copy, by digest, without the organisation's own name."""
    keys = {normalised(sentence.text) for sentence in sentences} - {""}
    return {digest_of(key): key for key in (without_names(each, [organisation.name]) for each in keys)}


def digest_of(words: str) -> str:
    """The digest under which normalised words are kept."""
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def near_to(session: Session, by_digest: Mapping[str, str]) -> Near:
    """For each of these sentences, those of the register that are nearly the same."""
    order = sorted(by_digest)
    owners: dict[int, list[str]] = defaultdict(list)
    for digest, keys in zip(order, band_keys(by_digest[digest] for digest in order), strict=True):
        for key in keys:
            owners[key].append(digest)
    candidates: Near = {digest: {digest} for digest in order}
    for part in in_parts(sorted(owners)):
        query = select(SentenceBand.key, SentenceBand.digest).where(SentenceBand.key.in_(part))
        for key, found in session.execute(query):
            for digest in owners[key]:
                candidates[digest].add(found)
    words = words_of(session, {each for group in candidates.values() for each in group} - set(order)) | dict(by_digest)
    parts = {digest: shingles(held) for digest, held in words.items()}
    return {
        digest: {each for each in group if each == digest or alike(parts[digest], parts[each])}
        for digest, group in candidates.items()
    }


def words_of(session: Session, wanted: Collection[str]) -> Digests:
    """The normalised words of these digests."""
    query = select(SentenceWords.digest, SentenceWords.words)
    found: Digests = {}
    for part in in_parts(sorted(wanted)):
        found |= {row.digest: row.words for row in session.execute(query.where(SentenceWords.digest.in_(part)))}
    return found


def filers_of(session: Session, wanted: Collection[str]) -> dict[str, set[uuid.UUID]]:
    """Which filers use each of these sentences as it stands."""
    found: dict[str, set[uuid.UUID]] = defaultdict(set)
    query = select(SentenceUse.digest, SentenceUse.filer_id)
    for part in in_parts(sorted(wanted)):
        for digest, filer_id in session.execute(query.where(SentenceUse.digest.in_(part))):
            found[digest].add(filer_id)
    return found


def union(filers: Mapping[str, set[uuid.UUID]], group: Iterable[str]) -> set[uuid.UUID]:
    """Every filer that uses one of these sentences."""
    return set().union(*(filers.get(digest, set()) for digest in group))


def head_of_group(organisation: Organisation) -> uuid.UUID:
    """The organisation at the top of its group: copies within a group are no copies."""
    seen = {organisation.id}
    while organisation.parent is not None and organisation.parent.id not in seen:
        organisation = organisation.parent
        seen.add(organisation.id)
    return organisation.id


def _insert(session: Session, table: type[Any], rows: list[dict[str, Any]]) -> None:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    if rows:
        session.execute(insert(table).on_conflict_do_nothing(), rows)


def in_parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The values, as many at a time as one question to the database may name."""
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
