"""The one table of limits and the page that is written from it."""

from pathlib import Path

import pytest

from statements import limits

PAGE = Path(__file__).resolve().parents[2] / "docs" / "limits.md"


def test_the_page_holds_the_table():
    assert PAGE.read_text() == limits.as_markdown(), "write limits.as_markdown() to docs/limits.md"


def test_names_are_unique_and_say_why():
    assert len({limit.name for limit in limits.LIMITS}) == len(limits.LIMITS) >= 20
    assert all(limit.value > 0 and limit.unit and limit.why for limit in limits.LIMITS)


def test_limits_read_as_people_say_them():
    assert limits.DOCUMENT_BYTES.readable == "25 MB"
    assert limits.Limit("x", 200_000, "rows", "y").readable == "200,000 rows"
    assert limits.Limit("x", 64 * limits.KIB, "bytes", "y").readable == "64 kB"


def test_a_limit_is_found_by_name():
    assert limits.by_name("rows") is limits.ROWS
    with pytest.raises(KeyError):
        limits.by_name("patience")
