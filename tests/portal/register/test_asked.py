"""A filter's values: all of them are on the page, the first few at once; what can be filtered by is written down."""

import re
from itertools import chain

import pytest

from portal.config import ROOT
from portal.register.asked import Choice, FilterShown
from statements.register import facets, rows

NAME = re.compile(r"`((?:answer|level|gate|points)_[a-z0-9_]*[a-z0-9]|[a-z_]+)`(?: to `([a-z_]+)(\d+)`)?")
VALUES = {"group", "alone", "released", "unknown"}


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


def named(cell: str) -> set[str]:
    """The names in a cell of the table; `level_c01` to `level_c03` are three."""
    found = []
    for first, stem, last in NAME.findall(cell):
        numbers = range(1, int(last) + 1) if last else ()
        found.append([f"{stem}{number:0{len(last)}}" for number in numbers] or [first])
    return set(chain.from_iterable(found))


def test_the_table_of_filters_names_filters_and_columns_that_there_are() -> None:
    table = (ROOT / "docs" / "search.md").read_text(encoding="utf-8").split("| to filter by |")[1].split("\n\n")[0]
    lines = [line.split("|")[1:-1] for line in table.splitlines()[2:-1]]
    by_line = {what.strip(): (named(names) - VALUES, named(columns)) for what, names, columns in lines}
    filters = set().union(*(names for names, _ in by_line.values()))
    assert len(by_line) == 18 and all(names for names, _ in by_line.values())
    assert filters <= set(facets.names())
    assert {each.name for each in facets.all_facets() if each.group is not facets.Group.ANSWERS} <= filters
    columns = {column.name for column in rows.columns()}
    assert set().union(*(told for _, told in by_line.values())) - VALUES <= columns
    assert {each for each in facets.names() if each.startswith(("answer_", "level_", "gate_"))} <= columns
