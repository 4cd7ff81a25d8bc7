"""The whole register read anew: what has not been read by a rubric and a model yet, and what officers do with it.

A new reading never takes the place of one that an officer touched: it waits beside it until an officer takes it up.
What is public stays as it was confirmed until the new reading is confirmed, noticed and released in the same way.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from scoring import rubric_in_force, split_sentences
from statements.errors import Conflict, NotFound
from statements.filing.models import Statement, Version, VersionState
from statements.moderation import boilerplate
from statements.moderation.assess import load_version, pages_of
from statements.moderation.models import AssessmentRecord, FindingRecord, FindingState
from statements.moderation.notices import notice_of
from statements.moderation.trail import record
from statements.people import interests, policy
from statements.people.models import Role

READ_ANEW = (VersionState.SUBMITTED, VersionState.PUBLISHED)
"""Versions that are read anew: what was superseded, returned or withdrawn stays as it was read."""
NO_READING = "There is no such reading of this version."


@dataclass(frozen=True)
class ToRead:
    """A version and the rubric against which it is to be read."""

    version_id: uuid.UUID
    rubric: str


@dataclass(frozen=True)
class LevelPair:
    """One criterion or gate as it stands and as the new reading has it; None is "not scored"."""

    criterion: str
    state: str
    level: int | None
    new_level: int | None
    new_reason: str

    @property
    def differs(self) -> bool:
        """Whether the new reading has another level."""
        return self.level != self.new_level


@dataclass(frozen=True)
class NewReading:
    """A reading that waits beside the one that officers worked on."""

    version: Version
    current: AssessmentRecord
    new: AssessmentRecord
    levels: tuple[LevelPair, ...]

    @property
    def differences(self) -> int:
        """How many levels differ."""
        return sum(each.differs for each in self.levels)


def to_read(session: Session, *, rubric: str, model: str) -> list[ToRead]:
    """The versions that this model has not read by `rubric` (by the one in force for its period where it is empty).

    In the order of the statements' numbers, so that every run goes the same way.
    """
    read = select(AssessmentRecord.version_id, AssessmentRecord.rubric).where(AssessmentRecord.model == model)
    done = {tuple(row) for row in session.execute(read)}
    query = select(Version.id, Statement.period_end).join(Version.statement).where(_is_read_anew())
    found = []
    for version_id, period_end in session.execute(query.order_by(Statement.number, Version.number)):
        wanted = rubric or rubric_in_force(period_end).version
        if (version_id, wanted) not in done:
            found.append(ToRead(version_id, wanted))
    return found


def count_read_anew(session: Session) -> int:
    """How many versions a reading of the whole register comes to."""
    return session.scalar(select(func.count()).select_from(Version).where(_is_read_anew())) or 0


def note_sentences(session: Session, *, version_ids: Collection[uuid.UUID]) -> None:
    """Remember which sentences these versions' filers use, before any is read: so their order is no matter."""
    for version_id in version_ids:
        version = load_version(session, version_id)
        sentences = split_sentences([page.page for page in pages_of(version)])
        boilerplate.note_sentences(session, organisation=version.statement.organisation, sentences=sentences)


def new_readings(session: Session, *, limit: int, offset: int = 0) -> tuple[list[NewReading], int]:
    """The new readings that wait, the latest first, and how many there are in all."""
    query = _waiting()
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = session.execute(
        query.order_by(AssessmentRecord.made_at.desc(), AssessmentRecord.id).limit(limit).offset(offset)
    )
    return [_new_reading(new, old) for new, old in rows], total


def new_reading_of(session: Session, *, version: Version) -> NewReading | None:
    """The newest reading that waits beside the current one of this version; None where none does."""
    query = _waiting()
    row = session.execute(query.where(AssessmentRecord.version_id == version.id)).first()
    return _new_reading(row[0], row[1]) if row else None


def take_up(session: Session, *, version: Version, new: uuid.UUID, by: uuid.UUID, at: datetime) -> AssessmentRecord:
    """Make the new reading the one that officers work on; what is public stays until the new one is released.

    Raises NotFound, NotAllowed with an interest in the organisation, Conflict while notice of the other is running.
    """
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    interests.require_impartial(session, officer_id=by, organisation_id=version.statement.organisation_id)
    waiting = new_reading_of(session, version=version)
    if waiting is None or waiting.new.id != new:
        raise NotFound(NO_READING)
    session.refresh(waiting.current, with_for_update=True)
    notice = notice_of(session, waiting.current)
    if notice is not None and notice.recalled_at is None and notice.released_at is None:
        raise Conflict(
            "The organisation has notice of the earlier reading: wait until its time is over, or take it back."
        )
    waiting.current.current, waiting.new.current = False, True
    after = {"rubric": waiting.new.rubric, "model": waiting.new.model}
    before = {"rubric": waiting.current.rubric, "model": waiting.current.model}
    record(session, "reading.taken_up", version, by, at, after, before=before)
    return waiting.new


def _is_read_anew() -> ColumnElement[bool]:
    return Version.state.in_(READ_ANEW)


def _waiting() -> Select[AssessmentRecord, AssessmentRecord]:
    """(new, current) for each version whose latest reading is not the one that officers work on."""
    current, later = aliased(AssessmentRecord), aliased(AssessmentRecord)
    a_later_one = select(later.id).where(
        later.version_id == AssessmentRecord.version_id, later.made_at > AssessmentRecord.made_at
    )
    return (
        select(AssessmentRecord, current)
        .join(current, (current.version_id == AssessmentRecord.version_id) & current.current)
        .join(Version, Version.id == AssessmentRecord.version_id)
        .where(~AssessmentRecord.current, AssessmentRecord.made_at > current.made_at, ~a_later_one.exists())
        .where(_is_read_anew())
    )


def _new_reading(new: AssessmentRecord, current: AssessmentRecord) -> NewReading:
    made = {row.criterion: row for row in new.findings}
    old = {row.criterion: row for row in current.findings}
    names = sorted({*made, *old}, key=lambda name: (name.startswith("G"), name))
    return NewReading(new.version, current, new, tuple(_pair(name, old.get(name), made.get(name)) for name in names))


def _pair(name: str, old: FindingRecord | None, made: FindingRecord | None) -> LevelPair:
    return LevelPair(
        criterion=name,
        state=str(old.state) if old else FindingState.OPEN,
        level=old.level if old else None,
        new_level=made.level if made else None,
        new_reason=made.machine_reason if made else "",
    )


def readings_of(session: Session, *, version: Version) -> Sequence[AssessmentRecord]:
    """Every reading of a version, the latest first."""
    query = select(AssessmentRecord).where(AssessmentRecord.version_id == version.id)
    return session.scalars(query.order_by(AssessmentRecord.made_at.desc(), AssessmentRecord.id)).all()
