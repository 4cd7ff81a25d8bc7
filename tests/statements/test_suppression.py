"""Small counts never follow from what is published."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statements.suppression import SMALLEST_SHOWN, Protected, ProtectedRow, protect, shown_count

TABLE = [
    ({}, Protected((), 0)),
    ({"A": 6, "B": 9}, Protected((ProtectedRow(("A",), 6), ProtectedRow(("B",), 9)), 15)),
    ({"A": 2, "B": 9, "C": 30}, Protected((ProtectedRow(("C",), 30), ProtectedRow(("A", "B"), 11)), 41)),
    ({"A": 0, "B": 0, "C": 6}, Protected((ProtectedRow(("A", "B", "C"), 6),), 6)),
    ({"A": 5, "B": 5, "C": 6}, Protected((ProtectedRow(("A", "B", "C"), 16),), 16)),
    ({"A": 3}, Protected((), None)),
    ({"A": 3, "B": 3}, Protected((), None)),
    ({"A": 0, "B": 0}, Protected((), None)),
]


@pytest.mark.parametrize(("counts", "expected"), TABLE)
def test_protect(counts: dict[str, int], expected: Protected) -> None:
    assert protect(counts) == expected


@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 20)))
def test_no_small_count_is_shown_or_can_be_told_from_another(counts: dict[str, int]) -> None:
    shown = protect(counts)
    groups = [row.labels for row in shown.rows if len(row.labels) > 1]
    assert all(row.count >= SMALLEST_SHOWN for row in shown.rows)
    assert len(groups) <= 1
    for group in groups:
        assert len({counts[label] for label in group}) > 1
        for one, other in combinations(group, 2):
            exchanged = {**counts, one: counts[other], other: counts[one]}
            assert protect(exchanged) == shown


def test_one_organisation_s_own_count() -> None:
    assert [shown_count(each) for each in (None, 0, 5, 6)] == ["", "fewer than 6", "fewer than 6", "6"]


def test_a_count_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="below 0"):
        protect({"A": -1})
