"""The two readings of sub-types: whole, without text, and how far they agree."""

import csv

import pytest

from scoring.evidence.sub_types import FIRST, OTHER, PASSES, SECOND, agreed, agreement, cohens_kappa, read_pass


def test_both_readings_cover_the_same_sentences_of_at_least_thirty_statements():
    first, second = read_pass(PASSES / FIRST), read_pass(PASSES / SECOND)
    assert first.keys() == second.keys()
    assert len({statement for statement, _ in first}) >= 30
    for reading in (first, second):
        assert all(names == {OTHER} or OTHER not in names for names in reading.values())


def test_the_rows_hold_no_text():
    for name in (FIRST, SECOND):
        with (PASSES / name).open(encoding="utf-8", newline="") as handle:
            rows = list(csv.reader(handle))
        assert rows[0] == ["statement_id", "sentence_idx", "subtype"]
        assert all(len(row) == 3 and row[0][2:7] == "_SID_" and row[1].isdigit() for row in rows[1:])


def test_the_agreement_is_that_of_the_guide():
    measured = {each.name: (each.both, round(each.sentences, 2), round(each.statements, 2)) for each in agreement()}
    assert measured["training"] == (315, 0.99, 1.0)
    assert measured["affected_people"] == (12, 0.83, 0.89)
    assert measured["action"] == (103, 0.89, 0.88)


def test_only_what_both_readings_say_is_agreed():
    first, second = read_pass(PASSES / FIRST), read_pass(PASSES / SECOND)
    both = agreed()
    assert sum(first[key] == second[key] for key in both) == 1719
    assert all(names <= first[key] and names <= second[key] for key, names in both.items())


@pytest.mark.parametrize(
    ("total", "first", "second", "kappa"),
    [
        (4, {1, 2}, {1, 2}, 1.0),
        (4, {1, 2}, {3, 4}, -1.0),
        (4, {1, 2}, {2, 3}, 0.0),
        (50, set(range(25)), set(range(5, 35)), 0.4),
        (3, set(), set(), 1.0),
    ],
)
def test_kappa(total, first, second, kappa):
    assert cohens_kappa(total, first, second) == pytest.approx(kappa)


def test_an_unknown_sub_type_is_named(tmp_path):
    path = tmp_path / "pass.csv"
    path.write_text("statement_id,sentence_idx,subtype\nUK_SID_1,0,zeal\n", encoding="utf-8")
    with pytest.raises(ValueError, match="zeal is no sub-type"):
        read_pass(path)
