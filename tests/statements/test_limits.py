"""The one table of limits and the page that is written from it."""

import pytest

from statements import limits


def test_names_are_unique_and_say_why():
    assert len({limit.name for limit in limits.LIMITS}) == len(limits.LIMITS) >= 20
    assert all(limit.value > 0 and limit.unit and limit.why for limit in limits.LIMITS)


def test_every_limit_has_words_and_a_group_for_readers():
    assert [limit.name for limit in limits.LIMITS if not limit.title or limit.group == limits.OTHER] == []
    assert sum(len(found) for found in limits.grouped().values()) == len(limits.LIMITS)


def test_limits_read_as_people_say_them():
    assert limits.DOCUMENT_BYTES.readable == "25 MB"
    assert limits.Limit("x", 200_000, "rows", "y").readable == "200,000 rows"
    assert limits.Limit("x", 64 * limits.KIB, "bytes", "y").readable == "64 kB"


def test_a_limit_is_found_by_name():
    assert limits.by_name("rows") is limits.ROWS
    with pytest.raises(KeyError):
        limits.by_name("patience")
