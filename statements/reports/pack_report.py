"""The compliance pack as a tagged PDF: charts as words and bars, every table, what was counted by what."""

from typing import Any

from statements.reports.figures import Pack, Row, Table
from statements.reports.typeset import typeset
from statements.reports.writers import APART, column_definitions, said_of

STACKED = ("criteria-", "levels")
"""How the keys of tables begin whose columns are parts of a whole."""


def report(pack: Pack, *, title: str, time_zone: str) -> bytes:
    """The pack as a PDF (PDF/UA-1), the same bytes for the same pack."""
    document = {
        "title": f"Compliance pack {pack.year}",
        "service": title,
        "language": "en",
        "facts": said_of(pack, time_zone=time_zone)[:4],
        "definitions": pack.definitions,
        "definitions_label": "What the words mean",
        "apart": APART,
        "tables": [_table(each) for each in pack.tables if each.rows or each.note],
        "footer": f"{title}: compliance pack {pack.year}",
        "chart_label": "Chart",
    }
    return typeset("pack", document)


def _table(table: Table) -> dict[str, Any]:
    stacked = table.key.startswith(STACKED)
    across_years = any(row.counted_by for row in table.rows)
    return {
        "title": table.title,
        "note": table.note,
        "definitions": column_definitions(table) if not table.note else "",
        "columns": [column.label for column in table.columns],
        "stacked": stacked,
        "years": across_years,
        "runs": [[_row(row, coded=stacked and not across_years) for row in run] for run in table.runs()],
        "chart": _in_words(table, stacked),
        "most": max((sum(row.counts) if stacked else row.counts[0] for row in table.rows), default=0),
    }


def _row(row: Row, *, coded: bool) -> dict[str, Any]:
    return {
        "short": row.key if coded else row.label,
        "label": row.label,
        "counts": list(row.counts),
        "shown": [f"{count:,}" for count in row.counts],
        "counted_by": ", ".join(row.counted_by),
    }


def _in_words(table: Table, stacked: bool) -> str:
    """What the chart shows, for who listens: each bar with its number."""
    if not stacked:
        bars = ", ".join(f"{row.label} {row.counts[0]:,}" for row in table.rows)
        return f"Bars of {table.columns[0].label.lower()}: {bars}."
    parts = [
        f"{row.key}: "
        + ", ".join(f"{column.label} {count:,}" for column, count in zip(table.columns, row.counts, strict=True))
        for row in table.rows
    ]
    return f"Bars in parts. {'; '.join(parts)}."
