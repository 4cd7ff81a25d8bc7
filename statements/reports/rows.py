"""The public rows that the figures count, as CSV: from these alone anyone can count again."""

import csv
import io
from collections.abc import Iterable

from statements.reports.facts import ObligationFact, StatementFact

TRAITS = ("sector", "region", "size", "kind")
OBLIGATION_COLUMNS = ("organisation", "year", "period_end", "due_on", "standing", *TRAITS)
STATEMENT_COLUMNS = ("number", "organisation", "year", "period_end", "covers", *TRAITS, "rubric", "levels")
"""`levels` holds the released levels as "C01=2 C02=1 C03=-"; a dash is "not scored"; empty before release."""


def statements_csv(found: Iterable[StatementFact]) -> str:
    """One row a public statement, with STATEMENT_COLUMNS."""
    return _csv(
        STATEMENT_COLUMNS,
        (
            (
                fact.number,
                fact.organisation,
                fact.period_end.year,
                fact.period_end.isoformat(),
                fact.covers,
                *(getattr(fact.traits, trait) for trait in TRAITS),
                fact.rubric,
                levels_text(fact.levels),
            )
            for fact in found
        ),
    )


def obligations_csv(found: Iterable[ObligationFact]) -> str:
    """One row a public obligation, with OBLIGATION_COLUMNS."""
    return _csv(
        OBLIGATION_COLUMNS,
        (
            (
                fact.organisation,
                fact.period_end.year,
                fact.period_end.isoformat(),
                fact.due_on.isoformat(),
                fact.standing,
                *(getattr(fact.traits, trait) for trait in TRAITS),
            )
            for fact in found
        ),
    )


def levels_text(levels: dict[str, int | None]) -> str:
    """Levels in one cell: "C01=2 C02=-"."""
    return " ".join(f"{criterion}={'-' if level is None else level}" for criterion, level in sorted(levels.items()))


def _csv(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()
