from collections import Counter

from statements.suppliers.columns import COLUMNS, IDENTIFIER_KEYS, KEPT, SHEETS


def test_no_heading_stands_for_two_columns():
    counts = Counter(heading.casefold() for column in COLUMNS for heading in column.headings)
    assert [heading for heading, count in counts.items() if count > 1] == []


def test_only_the_name_is_required_and_people_are_not_kept():
    assert [column.key for column in COLUMNS if column.required] == ["name"]
    assert [column.key for column in COLUMNS if not column.kept] == ["contact", "email"]
    assert {column.kind for column in KEPT} == {"text", "nzbn", "country", "money"}


def test_keys_are_named_once():
    keys = [column.key for column in COLUMNS]
    assert len(set(keys)) == len(keys)
    assert set(IDENTIFIER_KEYS) <= set(keys)
    assert SHEETS[0] == "Suppliers"
