"""Small counts of people and incidents: never shown, and never to be worked out from what is shown.

A cell below SMALLEST_SHOWN is merged with others into one group of which only the sum is shown.
The group is built so that exchanging the values of any two of its members gives the very same output;
it holds at least two different values, so no member's value follows from anything that is published.
That argument holds for one breakdown of one measure: publish no second breakdown of the same measure.
Counts of public statements are exact and have nothing to do with this.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SMALLEST_SHOWN = 6


@dataclass(frozen=True)
class ProtectedRow:
    """The count of one cell, or of several merged cells; `labels` names them."""

    labels: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class Protected:
    """What may be shown of a breakdown; `total` is None, and there are no rows, where nothing may."""

    rows: tuple[ProtectedRow, ...]
    total: int | None


def shown_count(count: int | None) -> str:
    """One organisation's own count as the public sees it: the number, or "fewer than 6"; nothing for None."""
    if count is None:
        return ""
    return f"{count:,}" if count >= SMALLEST_SHOWN else f"fewer than {SMALLEST_SHOWN}"


def protect(counts: Mapping[str, int]) -> Protected:
    """The breakdown with its small cells merged into one group that nobody can take apart.

    Raises ValueError for a count below 0.
    """
    if any(count < 0 for count in counts.values()):
        raise ValueError("a count cannot be below 0")
    group = {label for label, count in counts.items() if count < SMALLEST_SHOWN}
    rest = dict(sorted(counts.items()))
    while group and not _safe([counts[label] for label in group]):
        outside = [count for label, count in rest.items() if label not in group]
        if not outside:
            return Protected((), None)
        # Every cell of the next size joins, so that the choice never depends on a label.
        group |= {label for label, count in rest.items() if label not in group and count == min(outside)}
    rows = [ProtectedRow((label,), count) for label, count in rest.items() if label not in group]
    if group:
        rows.append(ProtectedRow(tuple(sorted(group)), sum(counts[label] for label in group)))
    return Protected(tuple(rows), sum(counts.values()))


def _safe(values: list[int]) -> bool:
    return len(set(values)) > 1 and sum(values) >= SMALLEST_SHOWN
