"""Search without an index: names and filters, straight from the database, while the index is being built."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Subquery, func, select
from sqlalchemy.orm import Session

from statements.filing.models import Coverage, Statement, StatementState, Version
from statements.organisations.models import Organisation, OrganisationName
from statements.register import facets, profiles
from statements.register.analysis import name_words
from statements.register.answers import public_answers
from statements.register.public import PublicProfile
from statements.register.query_language import All, Either, Not, Term, Tree
from statements.register.visible import current_versions

BATCH = 500


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
) -> tuple[int, list[int], dict[str, dict[str, int]]]:
    """How many statements are found, their numbers in order, and the counts of each filter's values."""
    named = [line for line in _lines(session) if tree is None or _holds(tree, line.words)]
    found = [line for line in named if _passes(line, filters)]
    ordered = sorted(found, key=lambda line: line.order if by_name else line.order[1:])
    counts = {}
    for name in wanted:
        others = {key: values for key, values in filters.items() if key != name}
        passed = [line.values[name] for line in named if _passes(line, others)]
        counts[name] = dict(Counter(value for several in passed for value in several))
    return len(found), [line.number for line in ordered], counts


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


def _lines(session: Session) -> list[_Line]:
    current = _current()
    covers = select(func.count()).where(Coverage.version_id == Version.id).scalar_subquery()
    query = (
        select(
            Version.id,
            Statement.number,
            Statement.period_end,
            Statement.state,
            Statement.profile,
            Version.answers,
            covers.label("covers"),
            Organisation.sort_key,
            Organisation.industry,
            Organisation.region,
            Organisation.revenue_band,
            Organisation.kind,
        )
        .join(current, current.c.id == Version.id)
        .join(Statement, Statement.id == Version.statement_id)
        .join(Organisation, Organisation.id == Statement.organisation_id)
    )
    rows = session.execute(query).all()
    words = _words(session)
    shown = [row.id for row in rows if row.state != StatementState.WITHDRAWN]
    released = _released(session, shown)
    return [
        _Line(
            number=row.number,
            order=(row.sort_key, -row.period_end.toordinal(), -row.number),
            words=frozenset(words[row.id]),
            values=_values(row, released.get(row.id)),
        )
        for row in rows
    ]


def _values(row: Row[Any], profile: PublicProfile | None) -> facets.Values:
    withdrawn = row.state == StatementState.WITHDRAWN
    return {
        **facets.of_lead(row.period_end.year, row.industry, row.region, row.revenue_band, row.kind),
        **facets.of_standing(row.profile, withdrawn=withdrawn, covers=row.covers, profile=profile),
        **facets.of_profile(profile),
        **facets.of_answers(public_answers(row.profile, row.answers)),
    }


def _words(session: Session) -> dict[uuid.UUID, set[str]]:
    """The words of the names of every organisation that a current version covers, by the version."""
    current = _current()
    covered = select(Coverage.version_id, Coverage.organisation_id).join(current, current.c.id == Coverage.version_id)
    pairs = covered.subquery()
    present = select(pairs.c.version_id, Organisation.name).join(
        Organisation, Organisation.id == pairs.c.organisation_id
    )
    others = select(pairs.c.version_id, OrganisationName.name).join(
        OrganisationName, OrganisationName.organisation_id == pairs.c.organisation_id
    )
    found = defaultdict(set)
    for version_id, name in session.execute(present.union(others)):
        found[version_id].update(name_words(name))
    return found


def _released(session: Session, version_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, PublicProfile]:
    found: dict[uuid.UUID, PublicProfile] = {}
    for start in range(0, len(version_ids), BATCH):
        found |= profiles.released(session, version_ids[start : start + BATCH], with_findings=False)
    return found


def _current() -> Subquery:
    newest = current_versions().subquery()
    match = (newest.c.statement_id == Version.statement_id) & (newest.c.number == Version.number)
    return select(Version.id).join(newest, match).subquery()
