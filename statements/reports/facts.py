"""The rows that reports count: public statements, released findings, obligations. One query each."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from statements.filing.models import Coverage, Statement, Version, VersionState
from statements.moderation.models import AssessmentRecord, FindingRecord, Notice
from statements.organisations.models import Obligation, ObligationState, Organisation
from statements.organisations.obligations import ObligationFacts, public_standing, standing
from statements.reference import tables
from statements.reports.figures import Audience

UNKNOWN = "unknown"
NO_VERSION = uuid.UUID(int=0)


@dataclass(frozen=True)
class Traits:
    """What an organisation is counted by; UNKNOWN where it is not recorded."""

    sector: str
    region: str
    size: str
    kind: str


@dataclass(frozen=True)
class StatementFact:
    """One statement in the register: whose, for which year, how many organisations it covers, what was released.

    `levels` maps a criterion to its released level, None where it was not scored; empty before release.
    """

    number: int
    organisation: str
    slug: str
    traits: Traits
    period_end: date
    covers: int
    rubric: str
    levels: dict[str, int | None]
    answers: dict[str, Any]


@dataclass(frozen=True)
class ObligationFact:
    """One obligation as its audience may see it on a day."""

    organisation: str
    slug: str
    traits: Traits
    period_end: date
    due_on: date
    standing: str


def traits(organisation: Organisation) -> Traits:
    """What the organisation is counted by: ANZSIC division, region, revenue band, kind."""
    industry = tables.industries().get(organisation.industry or "")
    return Traits(
        sector=industry.division if industry else UNKNOWN,
        region=organisation.region or UNKNOWN,
        size=organisation.revenue_band or UNKNOWN,
        kind=organisation.kind,
    )


def statements_in(session: Session, *, profile: str, year: int | None = None) -> list[StatementFact]:
    """The published statements of a profile whose period ends in the year (None: in any), by number."""
    query = (
        select(Statement, Version.answers)
        .join(Version, Version.id == Statement.current_version_id)
        .where(Version.state == VersionState.PUBLISHED, Statement.profile == profile)
        .order_by(Statement.number)
    )
    if year is not None:
        query = query.where(extract("year", Statement.period_end) == year)
    found = session.execute(query).all()
    versions = [statement.current_version_id for statement, _answers in found]
    covers, levels, rubrics = _covers(session, versions), *_released(session, versions)
    owners = _organisations(session, {statement.organisation_id for statement, _answers in found})
    facts = []
    for statement, answers in found:
        owner, version = owners[statement.organisation_id], statement.current_version_id or NO_VERSION
        facts.append(
            StatementFact(
                number=statement.number,
                organisation=owner.name,
                slug=owner.slug,
                traits=traits(owner),
                period_end=statement.period_end,
                covers=covers.get(version, 0),
                rubric=rubrics.get(version, ""),
                levels=levels.get(version, {}),
                answers=answers,
            )
        )
    return facts


def obligations_in(
    session: Session, *, profile: str, year: int, audience: Audience, at: datetime, on: date
) -> list[ObligationFact]:
    """What was owed for periods that end in the year, with its standing on a day, by organisation.

    The public sees no presumption or declaration that an officer has not settled, and no lateness
    before it was confirmed and answered.
    """
    query = (
        select(Obligation, Organisation)
        .join(Organisation, Organisation.id == Obligation.organisation_id)
        .where(Obligation.profile == profile, extract("year", Obligation.period_end) == year)
        .order_by(Organisation.sort_key, Organisation.id)
    )
    facts = []
    for obligation, owner in session.execute(query).all():
        told = _standing(obligation, audience, at, on)
        if told is not None:
            facts.append(
                ObligationFact(owner.name, owner.slug, traits(owner), obligation.period_end, obligation.due_on, told)
            )
    return facts


def years(session: Session, *, profile: str) -> list[int]:
    """The years for which a statement is published or owed under the profile, newest first."""
    filed = _published(select(extract("year", Statement.period_end)), profile)
    owed = select(extract("year", Obligation.period_end)).where(Obligation.profile == profile)
    return sorted({int(year) for year in session.scalars(filed.union(owed))}, reverse=True)


def default_year(session: Session, *, profile: str, now: datetime) -> int:
    """The newest year with at least half as many statements as the fullest one; without statements, last year.

    The newest year is nearly empty for months: showing it first would tell readers that nobody files.
    """
    year = extract("year", Statement.period_end)
    query = _published(select(year, func.count()), profile)
    counts = {int(found): count for found, count in session.execute(query.group_by(year)).all()}
    full = [found for found, count in counts.items() if 2 * count >= max(counts.values())]
    return max(full, default=now.year - 1)


def _published(query: Any, profile: str) -> Any:
    """Only statements with a published version: one whose correction is being read stays published meanwhile."""
    query = query.select_from(Statement).join(Version, Version.id == Statement.current_version_id)
    return query.where(Version.state == VersionState.PUBLISHED, Statement.profile == profile)


def _standing(obligation: Obligation, audience: Audience, at: datetime, on: date) -> str | None:
    state = ObligationState(obligation.state)
    facts = ObligationFacts(state, obligation.due_on, obligation.filed_on)
    if audience is Audience.OFFICE:
        return standing(facts, on=on).value
    unsettled = state in (ObligationState.PRESUMED, ObligationState.DECLARED_OUT)
    if unsettled and obligation.filed_on is None:
        return None
    return public_standing(facts, lateness_public_from=obligation.lateness_public_from, at=at, on=on)


def _covers(session: Session, versions: list[uuid.UUID | None]) -> dict[uuid.UUID, int]:
    query = select(Coverage.version_id, func.count()).where(Coverage.version_id.in_(versions))
    return {version: count for version, count in session.execute(query.group_by(Coverage.version_id)).all()}


def _released(
    session: Session, versions: list[uuid.UUID | None]
) -> tuple[dict[uuid.UUID, dict[str, int | None]], dict[uuid.UUID, str]]:
    query = (
        select(AssessmentRecord.version_id, AssessmentRecord.rubric, FindingRecord.criterion, FindingRecord.level)
        .join(Notice, Notice.assessment_id == AssessmentRecord.id)
        .join(FindingRecord, FindingRecord.assessment_id == AssessmentRecord.id)
        .where(AssessmentRecord.version_id.in_(versions), Notice.released_at.is_not(None))
    )
    levels: dict[uuid.UUID, dict[str, int | None]] = {}
    rubrics: dict[uuid.UUID, str] = {}
    for version, rubric, criterion, level in session.execute(query).all():
        levels.setdefault(version, {})[criterion] = level
        rubrics[version] = rubric
    return levels, rubrics


def _organisations(session: Session, ids: set[uuid.UUID]) -> dict[uuid.UUID, Organisation]:
    query = select(Organisation).where(Organisation.id.in_(ids))
    return {organisation.id: organisation for organisation in session.scalars(query)}
