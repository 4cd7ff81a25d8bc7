"""The compliance pack: who filed and what was disclosed in a year, counted by sector, region, size, kind and year."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from scoring.rubric import load
from statements.filing.questionnaire import Question
from statements.organisations import lateness
from statements.organisations.obligations import Standing
from statements.reference import tables
from statements.reference.editions import edition_of
from statements.reports import facts
from statements.reports.facts import NOT_SCORED, UNKNOWN, ObligationFact, Progress, StatementFact, Traits
from statements.reports.figures import Audience, Column, Pack, Row, Table

STATEMENTS = Column("statements", "Statements", "Published statements whose period ends in the year.")
COVERED = Column(
    "covered", "Organisations covered", "Organisations that those statements cover, counted once for each statement."
)
PROFILES = Column("profiles", "Confirmed profiles", "Statements whose profile was confirmed, answered and released.")
ANSWERED = (
    Column("answers", "Answers of 6 or more", "Published statements that answered with 6 or more."),
    Column("sum", "Sum of those", "Their answers, added up. Answers below 6 are not in it."),
    Column("fewer", "Answers below 6", "Published statements that answered with a number from 0 to 5."),
)
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
LEVELS: tuple[tuple[str, str, str], ...] = (
    ("level-2", "Level 2", "2"),
    ("level-1", "Level 1", "1"),
    ("level-0", "Level 0", "0"),
    ("not-scored", "Not scored", NOT_SCORED),
)
LATE = "lateness"
"""The key of the office's table of why statements were late."""
SUMS, CRITERIA = "count-", "criteria-"
"""How the keys of tables of answered counts, and of levels a criterion, begin."""
DEFINITIONS = (
    ("Year", "The calendar year in which the reporting period ends."),
    ("Statement", "The published filing of one lead organisation for one period. Counts of statements are exact."),
    ("Level", "What a statement discloses on a criterion, as an officer confirmed it. It does not grade conduct."),
    (
        "Below 6",
        "A number of people or incidents below 6 is never shown. No figure here contains one, so none can be worked "
        "out; how many statements gave such a number is said instead.",
    ),
    (
        "Comparing years",
        "Each year is counted by the rules, the rubric and the classification of industries of its own time. "
        "Where they change, the years on either side are not to be compared.",
    ),
)


@dataclass(frozen=True)
class Counted:
    """The rows that a pack counts: the public statements of every year, the obligations of the pack's year."""

    statements: list[StatementFact]
    obligations: list[ObligationFact]


def gather(
    session: Session,
    *,
    year: int,
    profile: str,
    audience: Audience,
    at: datetime,
    on: date,
    progress: Progress = lambda _count: None,
) -> Counted:
    """The rows of the pack of one year for an audience, as at a moment (`on` is that moment's local date)."""
    found = facts.statements_in(session, profile=profile, progress=progress)
    owed = facts.obligations_in(session, profile=profile, year=year, audience=audience, at=at, on=on)
    return Counted(found, owed)


def make_pack(session: Session, *, year: int, profile: str, audience: Audience, at: datetime, on: date) -> Pack:
    """The pack of one year for an audience, as at a moment (`on` is that moment's local date)."""
    counted = gather(session, year=year, profile=profile, audience=audience, at=at, on=on)
    return count(counted, year=year, profile=profile, audience=audience, at=at)


def across_years(found: Sequence[StatementFact]) -> tuple[Table, ...]:
    """The comparisons of years: the same in the pack of every year and for every audience."""
    return _by_year(found), _levels_by_year(found)


def count(
    counted: Counted,
    *,
    year: int,
    profile: str,
    audience: Audience,
    at: datetime,
    across: tuple[Table, ...] | None = None,
) -> Pack:
    """The pack that these rows make. `across` are the comparisons of years, where they were made before."""
    in_year = [fact for fact in counted.statements if fact.period_end.year == year]
    standings = tuple(Standing) if audience is Audience.OFFICE else PUBLIC_STANDINGS
    rubrics = tuple(sorted({fact.rubric for fact in in_year if fact.rubric}))
    made = [
        _standings(counted.obligations, standings),
        *(_by(dimension, in_year, counted.obligations, standings, year) for dimension in DIMENSIONS),
        *([_late_because(counted.obligations)] if audience is Audience.OFFICE else []),
        *(across or across_years(counted.statements)),
        *(_criteria(in_year, rubric) for rubric in rubrics),
        *(_answered(question, in_year, year) for question in facts.counted_questions(profile)),
    ]
    laws = {fact.law for fact in in_year} | {fact.law for fact in counted.obligations} or {profile}
    counted_by = (*sorted(laws), *rubrics, edition_of(year).title)
    return Pack(year, profile, audience, at, rubrics, counted_by, tuple(made), DEFINITIONS)


def _sectors(year: int) -> dict[str, str]:
    return edition_of(year).divisions


def _regions(_year: int) -> dict[str, str]:
    return {code: region.name for code, region in tables.regions().items()}


def _sizes(_year: int) -> dict[str, str]:
    return {code: band.label for code, band in tables.revenue_bands().items()}


def _kinds(_year: int) -> dict[str, str]:
    return {code: kind.name for code, kind in tables.organisation_kinds().items()}


Labels = Callable[[int], Mapping[str, str]]
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


def _late_because(owed: Sequence[ObligationFact]) -> Table:
    """Why what is late is late: for the office alone, whoever said it."""
    columns = tuple(standing_column(each) for each in (Standing.FILED_LATE, Standing.MISSING))
    counted = Counter((fact.because, fact.standing) for fact in owed if fact.because)
    named = {**{code: each.title for code, each in lateness.reasons().items()}, lateness.NOT_SAID: "No reason given"}
    rows = [
        Row(code, title, (counted[code, Standing.FILED_LATE], counted[code, Standing.MISSING]))
        for code, title in named.items()
        if counted[code, Standing.FILED_LATE] or counted[code, Standing.MISSING] or code == lateness.NOT_SAID
    ]
    note = "As officers or the organisations said. Nobody but the office is told."
    return Table(LATE, "Why statements were late", "because", columns, tuple(rows), note)


def _by(
    dimension: str,
    found: Sequence[StatementFact],
    owed: Sequence[ObligationFact],
    standings: Iterable[Standing],
    year: int,
) -> Table:
    title, labels = DIMENSIONS[dimension]
    shown = [each for each in standings if each not in (Standing.EXEMPT, Standing.LAPSED, Standing.OUT_OF_SCOPE)]
    columns = (STATEMENTS, COVERED, PROFILES, *(standing_column(each) for each in shown))
    mine: defaultdict[str, list[StatementFact]] = defaultdict(list)
    theirs: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for fact in found:
        mine[dimension_value(fact.traits, dimension)].append(fact)
    for each in owed:
        theirs[dimension_value(each.traits, dimension)][each.standing] += 1
    rows = []
    for code, label in [*labels(year).items(), (UNKNOWN, "Not recorded")]:
        if code in mine or code in theirs:
            counts = (*_statement_counts(mine[code]), *(theirs[code][each.value] for each in shown))
            rows.append(Row(code, label, counts))
    return Table(dimension, title, dimension, columns, tuple(rows))


def _statement_counts(found: Sequence[StatementFact]) -> tuple[int, int, int]:
    return len(found), sum(fact.covers for fact in found), sum(1 for fact in found if fact.levels)


def by_year(found: Sequence[StatementFact]) -> dict[int, list[StatementFact]]:
    """The statements of each year, in the order of the years."""
    years: defaultdict[int, list[StatementFact]] = defaultdict(list)
    for fact in found:
        years[fact.period_end.year].append(fact)
    return dict(sorted(years.items()))


def _by_year(found: Sequence[StatementFact]) -> Table:
    """Statements of each year: a new run where the rules or the classification change; no rubric is behind them."""
    rows = []
    for year, mine in by_year(found).items():
        counted_by = (*sorted({fact.law for fact in mine}), edition_of(year).title)
        rows.append(Row(str(year), str(year), _statement_counts(mine), counted_by))
    return Table("year", "Year by year", "year", (STATEMENTS, COVERED, PROFILES), tuple(rows))


def _levels_by_year(found: Sequence[StatementFact]) -> Table:
    """Confirmed levels of each year by the rubric that gave them: never two rubrics in one row."""
    columns = tuple(Column(key, label, f"Findings at {label.lower()}, all criteria.") for key, label, _level in LEVELS)
    rows = []
    for year, mine in by_year(found).items():
        for rubric in sorted({fact.rubric for fact in mine if fact.levels}):
            scored = {criterion.id for criterion in load(rubric).criteria}
            pairs = [pair.split("=") for fact in mine if fact.rubric == rubric for pair in fact.levels.split()]
            counted = Counter(level for criterion, level in pairs if criterion in scored)
            counts = tuple(counted[level] for _key, _label, level in LEVELS)
            rows.append(Row(f"{year} {rubric}", f"{year}, rubric {rubric}", counts, (rubric,)))
    note = "Released profiles only, all criteria together."
    return Table("levels", "What statements disclose, year by year", "", columns, tuple(rows), note)


def _criteria(found: Sequence[StatementFact], rubric: str) -> Table:
    columns = tuple(Column(key, label, f"Statements at {label.lower()}.") for key, label, _level in LEVELS)
    counted = Counter(pair for fact in found if fact.rubric == rubric for pair in fact.levels.split())
    rows = []
    for criterion in load(rubric).criteria:
        counts = tuple(counted[f"{criterion.id}={level}"] for _key, _label, level in LEVELS)
        if any(counts):
            rows.append(Row(criterion.id, f"{criterion.id} {criterion.question}", counts))
    note = "Released profiles only. A level tells what a statement discloses, not how an organisation behaves."
    return Table(f"{CRITERIA}{rubric}", f"What statements disclose (rubric {rubric})", "", columns, tuple(rows), note)


def _answered(question: Question, found: Sequence[StatementFact], year: int) -> Table:
    """What was answered with a count, by sector: made of what the public reads of each answer, and of nothing else."""
    shown: defaultdict[str, list[int]] = defaultdict(list)
    fewer: Counter[str] = Counter()
    for fact in found:
        told = fact.counts.get(question.key)
        if told is not None and told.isdigit():
            shown[fact.traits.sector].append(int(told))
        elif told is not None:
            fewer[fact.traits.sector] += 1
    rows = []
    for code, label in [*_sectors(year).items(), (UNKNOWN, "Not recorded")]:
        if code in shown or code in fewer:
            rows.append(Row(code, label, (len(shown[code]), sum(shown[code]), fewer[code])))
    note = "" if rows else "No published statement of this year answered it."
    return Table(f"{SUMS}{question.key}", question.label, "", ANSWERED, tuple(rows), note)
