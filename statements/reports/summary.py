"""The compliance pack: who filed and what was disclosed in a year, counted by sector, region, size, kind and year."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from scoring.rubric import load
from statements.errors import NotFound
from statements.filing import questionnaire
from statements.filing.questionnaire import Kind
from statements.organisations.obligations import Standing
from statements.reference import tables
from statements.reports import facts
from statements.reports.facts import UNKNOWN, ObligationFact, StatementFact, Traits
from statements.reports.figures import Audience, Column, Pack, Row, Table
from statements.suppression import protect

STATEMENTS = Column("statements", "Statements", "Published statements whose period ends in the year.")
COVERED = Column(
    "covered", "Organisations covered", "Organisations that those statements cover, counted once for each statement."
)
PROFILES = Column("profiles", "Confirmed profiles", "Statements whose profile was confirmed, answered and released.")
PUBLIC_STANDINGS = (Standing.FILED, Standing.FILED_LATE, Standing.MISSING, Standing.DUE, Standing.EXEMPT)
STANDING_DEFINITIONS = {
    Standing.FILED: "Obligations for which a statement was received; lateness that may not be shown counts here.",
    Standing.FILED_LATE: "Confirmed obligations whose statement came after the due date.",
    Standing.MISSING: "Confirmed obligations past their due date without a statement.",
    Standing.DUE: "Confirmed obligations whose due date has not passed.",
    Standing.PRESUMED: "Obligations presumed from a list and not yet confirmed.",
    Standing.DECLARED_OUT: "Obligations that the organisation says it does not have, not yet decided.",
    Standing.OUT_OF_SCOPE: "Declared out of scope and accepted.",
    Standing.EXEMPT: "Exempt, with a reason.",
    Standing.LAPSED: "Ended before a statement was due, with a reason.",
}
LEVELS: tuple[tuple[str, str, int | None], ...] = (
    ("level-2", "Level 2", 2),
    ("level-1", "Level 1", 1),
    ("level-0", "Level 0", 0),
    ("not-scored", "Not scored", None),
)
SUMS = "count-"
"""How the keys of tables of protected sums begin."""
DEFINITIONS = (
    ("Year", "The calendar year in which the reporting period ends."),
    ("Statement", "The published filing of one lead organisation for one period. Counts of statements are exact."),
    ("Level", "What a statement discloses on a criterion, as an officer confirmed it. It does not grade conduct."),
    ("Not shown", "Counts of people and incidents below 6 are merged with others so that none can be worked out."),
)


def make_pack(session: Session, *, year: int, profile: str, audience: Audience, at: datetime, on: date) -> Pack:
    """The pack of one year for an audience, as at a moment (`on` is that moment's local date)."""
    found = facts.statements_in(session, profile=profile)
    in_year = [fact for fact in found if fact.period_end.year == year]
    owed = facts.obligations_in(session, profile=profile, year=year, audience=audience, at=at, on=on)
    standings = tuple(Standing) if audience is Audience.OFFICE else PUBLIC_STANDINGS
    rubrics = tuple(sorted({fact.rubric for fact in in_year if fact.rubric}))
    made = [
        _standings(owed, standings),
        *(_by(dimension, in_year, owed, standings) for dimension in DIMENSIONS),
        _by_year(found),
        *(_criteria(in_year, rubric) for rubric in rubrics),
        *_counts(in_year, profile),
    ]
    return Pack(year, profile, audience, at, rubrics, tuple(made), DEFINITIONS)


def _sectors() -> dict[str, str]:
    return {division.code: division.title for division in tables.divisions()}


def _regions() -> dict[str, str]:
    return {code: region.name for code, region in tables.regions().items()}


def _sizes() -> dict[str, str]:
    return {code: band.label for code, band in tables.revenue_bands().items()}


def _kinds() -> dict[str, str]:
    return {code: kind.name for code, kind in tables.organisation_kinds().items()}


Labels = Callable[[], Mapping[str, str]]
DIMENSIONS: dict[str, tuple[str, Labels]] = {
    "sector": ("By sector (ANZSIC division)", _sectors),
    "region": ("By region", _regions),
    "size": ("By annual revenue", _sizes),
    "kind": ("By kind of organisation", _kinds),
}


def dimension_value(traits: Traits, dimension: str) -> str:
    """The code by which an organisation is counted in a dimension."""
    value: str = getattr(traits, dimension)
    return value


def standing_column(each: Standing) -> Column:
    """The column that counts obligations of one standing."""
    return Column(each.name.lower().replace("_", "-"), each.value.capitalize(), STANDING_DEFINITIONS[each])


def _standings(owed: Sequence[ObligationFact], standings: Iterable[Standing]) -> Table:
    counted = Counter(fact.standing for fact in owed)
    column = Column("obligations", "Obligations", "Obligations for periods that end in the year.")
    rows = [Row(standing_column(each).key, each.value.capitalize(), (counted[each.value],)) for each in standings]
    return Table("standings", "Who owed a statement, and how that stands", "standing", (column,), tuple(rows))


def _by(
    dimension: str, found: Sequence[StatementFact], owed: Sequence[ObligationFact], standings: Iterable[Standing]
) -> Table:
    title, labels = DIMENSIONS[dimension]
    shown = [each for each in standings if each not in (Standing.EXEMPT, Standing.LAPSED, Standing.OUT_OF_SCOPE)]
    columns = (STATEMENTS, COVERED, PROFILES, *(standing_column(each) for each in shown))
    rows = []
    for code, label in [*labels().items(), (UNKNOWN, "Not recorded")]:
        mine = [fact for fact in found if dimension_value(fact.traits, dimension) == code]
        theirs = Counter(fact.standing for fact in owed if dimension_value(fact.traits, dimension) == code)
        if mine or theirs:
            rows.append(Row(code, label, (*_statement_counts(mine), *(theirs[each.value] for each in shown))))
    return Table(dimension, title, dimension, columns, tuple(rows))


def _statement_counts(found: Sequence[StatementFact]) -> tuple[int, int, int]:
    return len(found), sum(fact.covers for fact in found), sum(1 for fact in found if fact.levels)


def _by_year(found: Sequence[StatementFact]) -> Table:
    years = sorted({fact.period_end.year for fact in found})
    rows = [
        Row(str(year), str(year), _statement_counts([fact for fact in found if fact.period_end.year == year]))
        for year in years
    ]
    return Table("year", "Year by year", "year", (STATEMENTS, COVERED, PROFILES), tuple(rows))


def _criteria(found: Sequence[StatementFact], rubric: str) -> Table:
    columns = tuple(Column(key, label, f"Statements at {label.lower()}.") for key, label, _level in LEVELS)
    read = [fact for fact in found if fact.rubric == rubric]
    rows = []
    for criterion in load(rubric).criteria:
        counted = Counter(fact.levels[criterion.id] for fact in read if criterion.id in fact.levels)
        if counted:
            counts = tuple(counted[level] for _key, _label, level in LEVELS)
            rows.append(Row(criterion.id, f"{criterion.id} {criterion.question}", counts))
    note = "Released profiles only. A level tells what a statement discloses, not how an organisation behaves."
    return Table(f"criteria-{rubric}", f"What statements disclose (rubric {rubric})", "", columns, tuple(rows), note)


def _counts(found: Sequence[StatementFact], profile: str) -> list[Table]:
    try:
        asked = questionnaire.load(profile).questions
    except NotFound:
        return []
    sectors = {**_sectors(), UNKNOWN: "Not recorded"}
    made = []
    for question in asked:
        if question.kind is Kind.COUNT:
            given = [
                (fact, fact.answers[question.key]) for fact in found if isinstance(fact.answers.get(question.key), int)
            ]
            sums: Counter[str] = Counter()
            for fact, value in given:
                sums[fact.traits.sector] += value
            made.append(_protected(question.key, question.label, sums, sectors))
    return made


def _protected(key: str, title: str, sums: Mapping[str, int], labels: Mapping[str, str]) -> Table:
    kept = protect(sums)
    rows = [
        Row("+".join(row.labels), " and ".join(labels[label] for label in row.labels), (row.count,))
        for row in kept.rows
    ]
    column = Column("sum", "Sum of what was answered", "The answers of published statements, added up by sector.")
    note = "Sectors with fewer than 6 are shown together with others." if rows else "Too few to show."
    return Table(f"{SUMS}{key}", title, "", (column,), tuple(rows), note)
