"""Small counts are never shown. That none follows from what is shown: tests/portal/reports/test_frozen_packs.py."""

from statements.suppression import shown_count


def test_one_organisation_s_own_count() -> None:
    told = [shown_count(each) for each in (None, 0, 5, 6, 1200)]
    assert told == ["", "fewer than 6", "fewer than 6", "6", "1,200"]
