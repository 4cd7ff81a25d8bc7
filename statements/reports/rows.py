"""The public rows that the figures count, as CSV: from these alone anyone can count again, and so do frozen packs."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from statements.register.rows import guarded, unguarded
from statements.reports.facts import ObligationFact, StatementFact, Traits

TRAITS = ("sector", "region", "size", "kind")
OBLIGATION_COLUMNS = ("organisation", "address", "law", "year", "period_end", "due_on", "standing", *TRAITS)
STATEMENT_COLUMNS = (
    *("number", "organisation", "address", "law", "year", "period_end", "covers"),
    *(*TRAITS, "rubric", "levels"),
)
"""`levels` holds the released levels as "C01=2 C02=1 C03=-"; a dash is "not scored"; empty before release."""
COUNT = "count_"
"""Begins the name of a column of answered counts: a number, "fewer than 6", or empty where nothing was answered."""


def statements_csv(found: Iterable[StatementFact], questions: Sequence[str]) -> str:
    """One row a public statement, with STATEMENT_COLUMNS and a column for the answers to each question."""
    return _csv(
        (*STATEMENT_COLUMNS, *(f"{COUNT}{key}" for key in questions)), (_row(fact, questions) for fact in found)
    )


def _row(fact: StatementFact, questions: Sequence[str]) -> tuple[object, ...]:
    told = fact.traits
    return (
        *(fact.number, guarded(fact.organisation), fact.slug, fact.law),
        *(fact.period_end.year, fact.period_end.isoformat(), fact.covers),
        *(told.sector, told.region, told.size, told.kind, fact.rubric, fact.levels),
        *(fact.counts.get(key, "") for key in questions),
    )


def obligations_csv(found: Iterable[ObligationFact]) -> str:
    """One row a public obligation, with OBLIGATION_COLUMNS."""
    return _csv(
        OBLIGATION_COLUMNS,
        (
            (
                *(guarded(fact.organisation), fact.slug, fact.law, fact.period_end.year, fact.period_end.isoformat()),
                *(fact.due_on.isoformat(), fact.standing),
                *(getattr(fact.traits, trait) for trait in TRAITS),
            )
            for fact in found
        ),
    )


def read_statements(text: str) -> list[StatementFact]:
    """The facts of a file that `statements_csv` wrote."""
    facts = []
    for row in csv.DictReader(io.StringIO(text, newline="")):
        counts = {name.removeprefix(COUNT): told for name, told in row.items() if name.startswith(COUNT) and told}
        facts.append(
            StatementFact(
                number=int(row["number"]),
                organisation=unguarded(row["organisation"]),
                slug=row["address"],
                traits=_traits(row),
                law=row["law"],
                period_end=date.fromisoformat(row["period_end"]),
                covers=int(row["covers"]),
                rubric=row["rubric"],
                levels=row["levels"],
                counts=counts,
            )
        )
    return facts


def read_obligations(text: str) -> list[ObligationFact]:
    """The facts of a file that `obligations_csv` wrote."""
    return [
        ObligationFact(
            organisation=unguarded(row["organisation"]),
            slug=row["address"],
            traits=_traits(row),
            law=row["law"],
            period_end=date.fromisoformat(row["period_end"]),
            due_on=date.fromisoformat(row["due_on"]),
            standing=row["standing"],
        )
        for row in csv.DictReader(io.StringIO(text, newline=""))
    ]


def _traits(row: dict[str, str]) -> Traits:
    return Traits(*(row[trait] for trait in TRAITS))


def _csv(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()
