"""Search without an index: names and filters, straight from the database, while the index is being built."""

import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from statements.filing.models import Coverage, Statement, StatementState, Version
from statements.organisations.models import Organisation, OrganisationName
from statements.register import facets, profiles
from statements.register.analysis import name_words
from statements.register.answers import public_answers
from statements.register.public import PublicProfile
from statements.register.query_language import All, Either, Not, Term, Tree
from statements.register.visible import is_public

BATCH = 250
SECONDS = 0.4
"""After so long no more statements are looked through: a page comes within a second, however large the register."""

TOO_LARGE = 10_000
"""Statements that no machine looks through in that time: whoever wants the whole is told so at once."""


@dataclass(frozen=True)
class Looked:
    """What was found; `through` is how many statements, the newest, were looked through where time ran out, else 0."""

    total: int
    numbers: list[int]
    counts: dict[str, dict[str, int]]
    through: int = 0


@dataclass(frozen=True)
class _Line:
    number: int
    order: tuple[str, int, int]
    words: frozenset[str]
    values: facets.Values


def find(
    session: Session,
    tree: Tree | None,
    filters: Mapping[str, Sequence[str]],
    wanted: Sequence[str],
    *,
    by_name: bool,
    seconds: float = SECONDS,
) -> Looked:
    """The statements found among as many of the newest as can be looked through in so many seconds."""
    lines, through = _lines(session, tree, {*filters, *wanted}, until=time.monotonic() + seconds)
    named = [line for line in lines if tree is None or _holds(tree, line.words)]
    found = [line for line in named if _passes(line, filters)]
    ordered = sorted(found, key=lambda line: line.order if by_name else line.order[1:])
    counts = {}
    for name in wanted:
        others = {key: values for key, values in filters.items() if key != name}
        passed = [line.values[name] for line in named if _passes(line, others)]
        counts[name] = dict(Counter(value for several in passed for value in several))
    return Looked(len(found), [line.number for line in ordered], counts, through)


def is_too_large(session: Session) -> bool:
    """Whether there are more statements than can be looked through."""
    some = select(Statement.id).where(Statement.state.in_((StatementState.PUBLISHED, StatementState.WITHDRAWN)))
    return (session.scalar(select(func.count()).select_from(some.limit(TOO_LARGE + 1).subquery())) or 0) > TOO_LARGE


def _passes(line: _Line, filters: Mapping[str, Sequence[str]]) -> bool:
    return all(not set(values).isdisjoint(line.values[name]) for name, values in filters.items() if values)


def _holds(tree: Tree, words: frozenset[str]) -> bool:
    match tree:
        case Term():
            *before, last = tree.words
            found = any(word.startswith(last) for word in words) if tree.prefix else last in words
            return found and words.issuperset(before)
        case Not():
            return not _holds(tree.part, words)
        case All():
            return all(_holds(part, words) for part in tree.parts)
        case Either():
            return any(_holds(part, words) for part in tree.parts)


def _lines(session: Session, tree: Tree | None, names: Collection[str], *, until: float) -> tuple[list[_Line], int]:
    """The newest statements, and how many they are where not all of them were read by then."""
    found: list[_Line] = []
    with_answers = any(name in facets.answer_names() for name in names)
    for batch in _batches(session):
        if found and time.monotonic() > until:
            return found, len(found)
        found += _read(session, batch, with_words=tree is not None, with_answers=with_answers)
    return found, 0


def _batches(session: Session) -> Iterator[Sequence[Row[Any]]]:
    """The statements that may be public, those that stand before those withdrawn, the newest first."""
    for state in (StatementState.PUBLISHED, StatementState.WITHDRAWN):
        query: Select[*tuple[Any, ...]] = (
            select(
                Statement.id,
                Statement.number,
                Statement.period_end,
                Statement.state,
                Statement.profile,
                Organisation.sort_key,
                Organisation.industry,
                Organisation.region,
                Organisation.revenue_band,
                Organisation.kind,
            )
            .join(Organisation, Organisation.id == Statement.organisation_id)
            .where(Statement.state == state)
            .order_by(Statement.period_end.desc(), Statement.number.desc())
        )
        yield from session.execute(query.execution_options(yield_per=BATCH)).partitions()


def _read(session: Session, batch: Sequence[Row[Any]], *, with_words: bool, with_answers: bool) -> Iterator[_Line]:
    columns: Select[*tuple[Any, ...]] = select(
        Version.statement_id, Version.id, *([Version.answers] if with_answers else [])
    )
    public = columns.where(is_public(), Version.statement_id.in_([row.id for row in batch])).order_by(Version.number)
    newest = {row.statement_id: row for row in session.execute(public)}
    ids = [row.id for row in newest.values()]
    words = _words(session, ids) if with_words else {}
    covers = _covers(session, ids)
    standing = [newest[row.id].id for row in batch if row.id in newest and row.state != StatementState.WITHDRAWN]
    released = profiles.released(session, standing, with_findings=False)
    for row in batch:
        if row.id in newest:
            version = newest[row.id]
            given = public_answers(row.profile, version.answers) if with_answers else None
            yield _Line(
                number=row.number,
                order=(row.sort_key, -row.period_end.toordinal(), -row.number),
                words=frozenset(words.get(version.id, ())),
                values=_values(row, covers.get(version.id, 0), released.get(version.id), given),
            )


def _values(
    row: Row[Any], covers: int, profile: PublicProfile | None, answers: Mapping[str, object] | None
) -> facets.Values:
    withdrawn = row.state == StatementState.WITHDRAWN
    return {
        **facets.of_lead(row.period_end.year, row.industry, row.region, row.revenue_band, row.kind),
        **facets.of_standing(row.profile, withdrawn=withdrawn, covers=covers, profile=profile),
        **facets.of_profile(profile),
        **(facets.of_answers(answers) if answers is not None else {}),
    }


def _covers(session: Session, version_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    query = select(Coverage.version_id, func.count()).where(Coverage.version_id.in_(version_ids))
    return {key: count for key, count in session.execute(query.group_by(Coverage.version_id))}


def _words(session: Session, version_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, set[str]]:
    """The words of the names of every organisation that a version covers, by the version."""
    covered = Coverage.version_id.in_(version_ids)
    present = select(Coverage.version_id, Organisation.name).join(
        Organisation, Organisation.id == Coverage.organisation_id
    )
    others = select(Coverage.version_id, OrganisationName.name).join(
        OrganisationName, OrganisationName.organisation_id == Coverage.organisation_id
    )
    found = defaultdict(set)
    for version_id, name in session.execute(present.where(covered).union(others.where(covered))):
        found[version_id].update(name_words(name))
    return found
