"""How far two officers agree who read the same statements: percent and Cohen's kappa for each criterion."""

import uuid
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.filing.models import Statement, Version
from statements.moderation.models import AssessmentRecord, BlindLevel, BlindReading, FindingRecord, FindingState
from statements.organisations.models import Organisation


@dataclass(frozen=True)
class Pair:
    """What two officers gave one criterion of one version; None is not scored, or not judged."""

    criterion: str
    first: int | None
    second: int | None
    version_id: uuid.UUID
    organisation: str
    finished_at: datetime | None

    @property
    def agree(self) -> bool:
        """Whether both gave the same."""
        return self.first == self.second


@dataclass(frozen=True)
class Agreement:
    """Agreement on one criterion over `count` pairs; `kappa` is None where it says nothing."""

    criterion: str
    count: int
    same: int
    kappa: float | None

    @property
    def percent(self) -> float | None:
        """How many of a hundred pairs are the same; None without pairs."""
        return 100 * self.same / self.count if self.count else None


def pairs(session: Session, *, criterion: str = "") -> Sequence[Pair]:
    """Every pair of decided finding and finished second reading by another officer, newest first."""
    query = (
        select(FindingRecord, BlindLevel.level, BlindReading.finished_at, Version.id, Organisation.name)
        .join(BlindReading, BlindReading.assessment_id == FindingRecord.assessment_id)
        .join(
            BlindLevel, (BlindLevel.reading_id == BlindReading.id) & (BlindLevel.criterion == FindingRecord.criterion)
        )
        .join(AssessmentRecord, AssessmentRecord.id == FindingRecord.assessment_id)
        .join(Version, Version.id == AssessmentRecord.version_id)
        .join(Statement, Statement.id == Version.statement_id)
        .join(Organisation, Organisation.id == Statement.organisation_id)
        .where(BlindReading.finished_at.is_not(None), FindingRecord.state != FindingState.OPEN)
        .where(FindingRecord.decided_by != BlindReading.officer_id)
        .order_by(BlindReading.finished_at.desc(), FindingRecord.criterion)
    )
    if criterion:
        query = query.where(FindingRecord.criterion == criterion)
    return [
        Pair(row.criterion, row.level, second, version_id, name, finished)
        for row, second, finished, version_id, name in session.execute(query)
    ]


def by_criterion(found: Sequence[Pair]) -> list[Agreement]:
    """The agreement on each criterion that has pairs, gates first."""
    ids = sorted({each.criterion for each in found}, key=lambda each: (not each.startswith("G"), each))
    return [agreement(each, [(one.first, one.second) for one in found if one.criterion == each]) for each in ids]


def agreement(criterion: str, given: Sequence[tuple[Hashable, Hashable]]) -> Agreement:
    """Percent and kappa of pairs of levels."""
    return Agreement(criterion, len(given), sum(one == other for one, other in given), kappa(given))


def kappa(given: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa, unweighted: agreement beyond what chance alone would give (J. Cohen, 1960).

    None without pairs, or where both gave everything the same level, for then chance explains all of it.
    """
    if not given:
        return None
    count = len(given)
    first, second = Counter(one for one, _other in given), Counter(other for _one, other in given)
    expected = sum(first[each] * second[each] for each in first) / count**2
    if expected == 1:
        return None
    observed = sum(one == other for one, other in given) / count
    return (observed - expected) / (1 - expected)
