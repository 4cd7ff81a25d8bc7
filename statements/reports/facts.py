"""The rows that reports count: public statements, released findings, obligations. A few queries of columns each.

Nothing that may not be public is in them: an answered count of people or incidents below 6 is here the very words
that the public reads, so no figure made of these rows can tell it.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, cast, extract, func, literal, select
from sqlalchemy.orm import Session

from statements.errors import NotFound
from statements.filing import profiles, questionnaire
from statements.filing.models import Coverage, Statement, Version, VersionState
from statements.filing.questionnaire import Kind, Question
from statements.moderation.models import AssessmentRecord, FindingRecord, FindingState, Notice
from statements.organisations.lateness import NOT_SAID
from statements.organisations.models import LatenessReason, Obligation, ObligationState, Organisation
from statements.organisations.obligations import LATENESS, ObligationFacts, standing, told_to_all
from statements.reference.editions import edition_of
from statements.register.visible import is_public
from statements.reports.figures import Audience
from statements.suppression import shown_count

UNKNOWN = "unknown"
AT_ONCE = 5_000
NOT_SCORED = "-"


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

    `levels` holds the released levels as "C01=2 C02=1 C03=-"; a dash is "not scored"; empty before release.
    `counts` maps a question to what the public reads of its answer: a number, or "fewer than 6".
    """

    number: int
    organisation: str
    slug: str
    traits: Traits
    law: str
    period_end: date
    covers: int
    rubric: str
    levels: str
    counts: dict[str, str]


@dataclass(frozen=True)
class ObligationFact:
    """One obligation as its audience may see it on a day; `because` is why it is late, known to the office alone."""

    organisation: str
    slug: str
    traits: Traits
    law: str
    period_end: date
    due_on: date
    standing: str
    because: str = ""


Progress = Callable[[int], None]
"""Is told how many rows have been read."""


def laws_of(profile: str) -> tuple[str, ...]:
    """The profiles counted together with this one: those filed here for the same jurisdiction, by key.

    When the rules change, the years before stay counted by the rules that held for them.
    """
    asked = profiles.profile(profile)
    if asked.publication.elsewhere:
        return (profile,)
    return tuple(each.key for each in profiles.filed_here() if each.jurisdiction == asked.jurisdiction)


def counted_questions(profile: str) -> list[Question]:
    """The public questions of these rules that are answered with a count; of one key the first."""
    found: dict[str, Question] = {}
    for law in laws_of(profile):
        try:
            asked = questionnaire.load(law).questions
        except NotFound:
            continue
        for question in asked:
            if question.kind is Kind.COUNT and question.public:
                found.setdefault(question.key, question)
    return list(found.values())


def statements_in(
    session: Session, *, profile: str, year: int | None = None, progress: Progress = lambda _count: None
) -> list[StatementFact]:
    """The published statements whose period ends in the year (None: in any), by number."""
    facts: list[StatementFact] = []
    last = session.scalar(_published(select(func.max(Statement.number)), _Asked(profile, year))) or 0
    for first in range(1, last + 1, AT_ONCE):
        facts += _some(session, _Asked(profile, year, (first, first + AT_ONCE - 1)))
        progress(len(facts))
    return facts


@dataclass(frozen=True)
class _Asked:
    """Which statements are read: of the rules that belong together, of a year or any, numbered from and to or any."""

    profile: str
    year: int | None = None
    numbers: tuple[int, int] | None = None


def _some(session: Session, asked: _Asked) -> Iterator[StatementFact]:
    covers, levels = _covers(session, asked), _released(session, asked)
    keys = [question.key for question in counted_questions(asked.profile)]
    columns = (Statement.number, Statement.profile, Statement.period_end, Organisation.name, Organisation.slug)
    traits = (Organisation.industry, Organisation.region, Organisation.revenue_band, Organisation.kind)
    answered = [Version.answers[key].as_string() for key in keys]
    query = _published(select(*columns, *traits, *answered), asked).join(
        Organisation, Organisation.id == Statement.organisation_id
    )
    for number, law, end, name, slug, industry, region, size, kind, *given in session.execute(
        query.order_by(Statement.number)
    ):
        rubric, released = levels.get(number, ("", ""))
        told = _traits(industry, region, size, kind, end.year)
        counts = _counts(keys, given)
        yield StatementFact(number, name, slug, told, law, end, covers.get(number, 0), rubric, released, counts)


def obligations_in(
    session: Session, *, profile: str, year: int, audience: Audience, at: datetime, on: date
) -> list[ObligationFact]:
    """What was owed for periods that end in the year, with its standing on a day, by organisation.

    The public sees no presumption or declaration that an officer has not settled, and no lateness
    before it was confirmed and answered.
    """
    dates = (Obligation.id, Obligation.profile, Obligation.period_end, Obligation.due_on)
    owed = (*dates, Obligation.state, Obligation.filed_on)
    who = (Organisation.name, Organisation.slug, Organisation.industry, Organisation.region)
    query = (
        select(*owed, Obligation.lateness_public_from, *who, Organisation.revenue_band, Organisation.kind)
        .join(Organisation, Organisation.id == Obligation.organisation_id)
        .where(Obligation.profile.in_(laws_of(profile)), Obligation.period_end.between(*_days(year)))
        .order_by(Organisation.sort_key, Organisation.id)
    )
    facts, because = [], _because(session, profile, year) if audience is Audience.OFFICE else None
    for key, law, end, due, state, filed, public_from, name, slug, industry, region, size, kind in session.execute(
        query.execution_options(yield_per=AT_ONCE)
    ):
        said = ObligationFacts(ObligationState(state), due, filed)
        told = _standing(said, public_from, audience, at, on)
        if told is not None:
            traits = _traits(industry, region, size, kind, end.year)
            why = because.get(key, NOT_SAID) if because is not None and told in LATENESS else ""
            facts.append(ObligationFact(name, slug, traits, law, end, due, told, why))
    return facts


def _because(session: Session, profile: str, year: int) -> dict[uuid.UUID, str]:
    """The code of the reason that holds of each obligation of the year of which one was given: private."""
    query = (
        select(LatenessReason.obligation_id, LatenessReason.code)
        .join(Obligation, Obligation.id == LatenessReason.obligation_id)
        .where(Obligation.profile.in_(laws_of(profile)), Obligation.period_end.between(*_days(year)))
        .order_by(LatenessReason.place)
    )
    return {key: code for key, code in session.execute(query)}


def years(session: Session, *, profile: str) -> list[int]:
    """The years for which a statement is published or owed, newest first."""
    filed = _published(select(extract("year", Statement.period_end)), _Asked(profile))
    owed = select(extract("year", Obligation.period_end)).where(Obligation.profile.in_(laws_of(profile)))
    return sorted({int(year) for year in session.scalars(filed.union(owed))}, reverse=True)


def size_of(session: Session, *, profile: str) -> int:
    """How many published statements there are, of any year."""
    return session.scalar(_published(select(func.count()), _Asked(profile))) or 0


def default_year(session: Session, *, profile: str, now: datetime) -> int:
    """The newest year with at least half as many statements as the fullest one; without statements, last year.

    The newest year is nearly empty for months: showing it first would tell readers that nobody files.
    """
    year = extract("year", Statement.period_end)
    query = _published(select(year, func.count()), _Asked(profile))
    counts = {int(found): count for found, count in session.execute(query.group_by(year)).all()}
    full = [found for found, count in counts.items() if 2 * count >= max(counts.values())]
    return max(full, default=now.year - 1)


def _published(query: Any, asked: _Asked) -> Any:
    """Only statements with a published version: one whose correction is being read stays published meanwhile."""
    query = query.select_from(Statement).join(Version, Version.id == Statement.current_version_id)
    laws = laws_of(asked.profile)
    query = query.where(Version.state == VersionState.PUBLISHED, is_public(), Statement.profile.in_(laws))
    if asked.numbers is not None:
        query = query.where(Statement.number.between(*asked.numbers))
    return query if asked.year is None else query.where(Statement.period_end.between(*_days(asked.year)))


def _days(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _traits(industry: str | None, region: str | None, size: str | None, kind: str, year: int) -> Traits:
    """What an organisation is counted by in a year: division in the edition of that year, region, revenue, kind."""
    sector = edition_of(year).division_of.get(industry or "", UNKNOWN)
    return Traits(sector, region or UNKNOWN, size or UNKNOWN, kind)


def _counts(keys: list[str], given: list[Any]) -> dict[str, str]:
    """What the public reads of each answered count."""
    read = {key: str(value) for key, value in zip(keys, given, strict=True) if value is not None}
    return {key: shown_count(int(value)).replace(",", "") for key, value in read.items() if value.isdigit()}


def _standing(
    facts: ObligationFacts, public_from: datetime | None, audience: Audience, at: datetime, on: date
) -> str | None:
    if audience is Audience.OFFICE:
        return standing(facts, on=on).value
    return told_to_all(facts, lateness_public_from=public_from, at=at, on=on)


def _covers(session: Session, asked: _Asked) -> dict[int, int]:
    query = _published(select(Statement.number, func.count()), asked)
    query = query.join(Coverage, Coverage.version_id == Version.id).group_by(Statement.number)
    return {number: count for number, count in session.execute(query)}


def _released(session: Session, asked: _Asked) -> dict[int, tuple[str, str]]:
    """Rubric and decided levels of each statement's released profile; a recalled one is not public; the last holds."""
    level = func.coalesce(cast(FindingRecord.level, String), NOT_SCORED)
    one = FindingRecord.criterion + literal("=") + level
    query = _published(select(Statement.number, AssessmentRecord.rubric, func.aggregate_strings(one, " ")), asked)
    query = (
        query.join(AssessmentRecord, AssessmentRecord.version_id == Version.id)
        .join(Notice, Notice.assessment_id == AssessmentRecord.id)
        .join(FindingRecord, FindingRecord.assessment_id == AssessmentRecord.id)
        .where(Notice.released_at.is_not(None), Notice.recalled_at.is_(None))
        .where(FindingRecord.state != FindingState.OPEN)
        .group_by(Statement.number, AssessmentRecord.id, AssessmentRecord.rubric, Notice.released_at)
        .order_by(Notice.released_at)
    )
    return {number: (rubric, " ".join(sorted(told.split()))) for number, rubric, told in session.execute(query)}
