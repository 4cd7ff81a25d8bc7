"""Whom a statement covers, looked at twice: who is covered elsewhere, owes nothing, was renamed, stands there twice,
was dissolved or merged, left the group; and last year's list with what changed since. All of it is advice: nothing here
forbids anything."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from statements.events.models import Event
from statements.filing import queries
from statements.filing.models import Coverage, Statement, Version, VersionState
from statements.filing.queries import Ahead
from statements.organisations import groups, names, statuses
from statements.organisations.models import NameKind, Obligation, ObligationState, Organisation, Status

OWES_NOTHING = (ObligationState.OUT_OF_SCOPE, ObligationState.EXEMPT, ObligationState.LAPSED)


class NoteKind(StrEnum):
    """Why somebody should look again."""

    ELSEWHERE = "covered elsewhere"
    OWES_NOTHING = "owes nothing"
    RENAMED = "renamed"
    TWICE = "twice"
    DISSOLVED = "dissolved"
    MERGED = "merged"
    LEFT = "left"


@dataclass(frozen=True)
class Note:
    """One thing about one covered organisation; `other` names what it is about: a filer, a reason, a former name."""

    kind: NoteKind
    organisation: Organisation
    other: str
    number: int | None = None
    on: date | None = None


@dataclass(frozen=True)
class LastList:
    """Whom last year's statement covered, as things are today; `new` are those of the group that it did not cover."""

    number: int
    stay: tuple[Organisation, ...]
    left: tuple[Organisation, ...]
    new: tuple[Organisation, ...]


def notes(session: Session, *, statement: Statement | Ahead, ids: Collection[uuid.UUID]) -> list[Note]:
    """What is worth a look about these organisations and the lead itself, in the order of NoteKind, then by name."""
    wanted = set(ids) | {statement.organisation_id}
    query = select(Organisation).where(Organisation.id.in_(wanted)).options(selectinload(Organisation.names))
    covered = list(session.scalars(query))
    last = queries.last_years(session, statement)
    found = [
        *_elsewhere(session, statement, covered),
        *_owing_nothing(session, statement, covered),
        *_renamed(statement, covered, since=last.statement.period_end if last else statement.period_start),
        *_twice(covered),
        *_dissolved(session, covered),
        *_merged(session, covered),
        *(Note(NoteKind.LEFT, each, "") for each in covered if each.id in _left(session, statement, last)),
    ]
    order = list(NoteKind)
    return sorted(found, key=lambda each: (order.index(each.kind), each.organisation.sort_key, each.other))


def stay(session: Session, last: Version) -> list[Organisation]:
    """Whom an earlier version covers besides its lead, by name, without those who left the group since."""
    lead, left = last.statement.organisation_id, _left(session, last.statement, last)
    covered = [each.organisation for each in last.coverage if each.organisation_id not in (lead, *left)]
    return sorted(covered, key=lambda each: (each.sort_key, str(each.id)))


def last_list(session: Session, *, statement: Statement) -> LastList | None:
    """Last year's list, where last year's statement covered anybody but its lead."""
    last = queries.last_years(session, statement)
    if last is None:
        return None
    before = {each.organisation_id: each.organisation for each in last.coverage}
    before.pop(statement.organisation_id, None)
    if not before:
        return None
    left = _left(session, statement, last)
    group = groups.below(session, statement.organisation)
    ordered = sorted(before.values(), key=lambda each: (each.sort_key, str(each.id)))
    return LastList(
        number=last.statement.number,
        stay=tuple(each for each in ordered if each.id not in left),
        left=tuple(each for each in ordered if each.id in left),
        new=tuple(each for each in group if each.id not in before),
    )


def _elsewhere(session: Session, statement: Statement | Ahead, covered: Sequence[Organisation]) -> Iterator[Note]:
    """Those that another's statement, submitted or published, covers for a period that overlaps this one."""
    by_id = {each.id: each for each in covered}
    query = (
        select(Coverage.organisation_id, Statement.number, Organisation.name)
        .join(Version, Version.id == Coverage.version_id)
        .join(Statement, Statement.id == Version.statement_id)
        .join(Organisation, Organisation.id == Statement.organisation_id)
        .where(
            Coverage.organisation_id.in_(by_id),
            Statement.organisation_id != statement.organisation_id,
            Statement.profile == statement.profile,
            Statement.period_start <= statement.period_end,
            Statement.period_end >= statement.period_start,
            Version.state.in_([VersionState.SUBMITTED, VersionState.PUBLISHED]),
        )
    )
    for organisation_id, number, lead in session.execute(query.distinct()):
        yield Note(NoteKind.ELSEWHERE, by_id[organisation_id], lead, number=number)


def _owing_nothing(session: Session, statement: Statement | Ahead, covered: Sequence[Organisation]) -> Iterator[Note]:
    by_id = {each.id: each for each in covered}
    query = select(Obligation).where(
        Obligation.organisation_id.in_(by_id),
        Obligation.profile == statement.profile,
        Obligation.period_end == statement.period_end,
        Obligation.state.in_(OWES_NOTHING),
    )
    for each in session.scalars(query):
        yield Note(NoteKind.OWES_NOTHING, by_id[each.organisation_id], each.reason or each.state)


def _renamed(statement: Statement | Ahead, covered: Sequence[Organisation], *, since: date) -> Iterator[Note]:
    for each in covered:
        for name in each.names:
            if name.kind == NameKind.FORMER and name.until is not None and name.until >= since:
                yield Note(NoteKind.RENAMED, each, name.name, on=name.until)


def _twice(covered: Sequence[Organisation]) -> Iterator[Note]:
    """Those whose name, today's or a former one, is another's on the same list."""
    bearers: dict[tuple[str, str], list[Organisation]] = defaultdict(list)
    for each in covered:
        known = {names.comparable(name) for name in (each.name, *(row.name for row in each.names))}
        for key in {(name.key, name.form) for name in known}:
            bearers[key].append(each)
    told: set[tuple[uuid.UUID, uuid.UUID]] = set()
    for many in bearers.values():
        first, *rest = sorted(many, key=lambda each: (each.sort_key, str(each.id)))
        for each in rest:
            if (first.id, each.id) not in told:
                told.add((first.id, each.id))
                yield Note(NoteKind.TWICE, each, _numbered(first))


def _numbered(organisation: Organisation) -> str:
    """Its name with its first number: two of one name are told apart by it."""
    return " ".join(
        [organisation.name, *(f"({each.scheme.upper()} {each.value})" for each in organisation.identifiers[:1])]
    )


def _dissolved(session: Session, covered: Sequence[Organisation]) -> Iterator[Note]:
    """Those that stand no longer, with the day and the source."""
    known = statuses.current(session, [each.id for each in covered])
    for each in covered:
        status = known.get(each.id)
        if status is not None and status.status != Status.ACTIVE:
            yield Note(NoteKind.DISSOLVED, each, f"{status.status}; {status.source}", on=status.since)


def _merged(session: Session, covered: Sequence[Organisation]) -> Iterator[Note]:
    """Those that are one with another now: saving the list again puts the other in their place."""
    into = {each.merged_into_id for each in covered if each.merged_into_id is not None}
    names_of = {each.id: each.name for each in queries.organisations_by_id(session, into)}
    for each in covered:
        if each.merged_into_id is not None:
            yield Note(NoteKind.MERGED, each, names_of[each.merged_into_id])


def _left(session: Session, statement: Statement | Ahead, last: Version | None) -> set[uuid.UUID]:
    """Of those whom last year's version covers: who was put under somebody else since, and is out of the group now."""
    if last is None:
        return set()
    inside = {each.id for each in groups.below(session, statement.organisation)} | {statement.organisation_id}
    outside = {each.organisation_id for each in last.coverage} - inside
    query = select(Event.subject_id).where(
        Event.kind == "organisation.regrouped", Event.subject_id.in_(outside), Event.at > last.submitted_at
    )
    return set(session.scalars(query)) if outside else set()
