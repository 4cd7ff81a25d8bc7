"""A filter's values: all of them are on the page, the first few at once."""

import pytest

from portal.register.asked import Choice, FilterShown


def shown(count: int, chosen: int | None = None) -> FilterShown:
    choices = tuple(Choice(str(number), f"Value {number}", 1, number == chosen) for number in range(count))
    return FilterShown("sector", "Sector", choices)


@pytest.mark.parametrize(("count", "at_once", "behind"), [(0, 0, 0), (7, 7, 0), (9, 9, 0), (10, 7, 3), (19, 7, 12)])
def test_every_value_is_there_and_few_are_not_hidden(count: int, at_once: int, behind: int) -> None:
    found = shown(count)
    assert (len(found.first), len(found.more)) == (at_once, behind)
    assert found.first + found.more == found.choices


@pytest.mark.parametrize(
    ("chosen", "is_open", "more_is_open"), [(None, False, False), (2, True, False), (8, True, True)]
)
def test_a_chosen_value_is_never_hidden(chosen: int | None, is_open: bool, more_is_open: bool) -> None:
    found = shown(12, chosen)
    assert (found.is_open, found.more_is_open) == (is_open, more_is_open)
