"""The comparison with the answer key counts what it says that it counts."""

from portal.demo import measure
from portal.demo.answer_key import KeyedDocument, KeyedFinding, answer_key
from scoring import Assessment, Finding, Outcome


def assessment(levels):
    findings = tuple(
        Finding(key, Outcome.NOT_READ if level is None else Outcome.SCORED, level, "") for key, level in levels.items()
    )
    return Assessment("r", "m", "", findings, (), (), ())


def keyed(levels):
    findings = {key: KeyedFinding(level, (), "") for key, level in levels.items()}
    return KeyedDocument("a.pdf", True, {**findings, "G1": KeyedFinding(1, (), "")})


def test_each_way_to_differ_is_counted_once():
    key = keyed({"C01": 2, "C02": 1, "C03": 2, "C04": 0, "C05": 1, "C06": None})
    found = measure.compare(key, assessment({"C01": 2, "C02": 2, "C03": 0, "C04": 0, "C05": None, "C06": 1}))
    assert (found.judged, found.exact, found.off_by_one, found.off_by_two) == (4, 2, 1, 1)
    assert (found.missed, found.unread) == (1, 1)
    assert found.differences == (("C02", 1, 2), ("C03", 2, 0), ("C05", 1, None), ("C06", None, 1))


def test_the_table_adds_the_documents_up():
    one = measure.compare(keyed({"C01": 2, "C02": 0}), assessment({"C01": 2, "C02": 1}))
    table = measure.as_table([one, one])
    assert "| all | 4 | 2 (50%) | 2 | 0 | 0 | 0 |" in table
    assert "- a.pdf: C02 0 → 1" in table


def test_every_document_of_the_key_is_read():
    found, key = measure.measure(), answer_key()
    assert [each.file for each in found] == list(key)
    for each in found:
        told = sum(level is not None for level in key[each.file].levels.values())
        assert each.judged + each.unread == told
        assert each.judged == each.exact + each.off_by_one + each.off_by_two
    assert next(each for each in found if not key[each.file].scored).judged == 0
    assert "| C01 | 15 |" in measure.by_criterion(found, key)
