import json
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import (
    ExportError,
    Facts,
    Outcome,
    Page,
    assess,
    from_json,
    load_rubric,
    normalised,
    split_sentences,
    text_hash,
    to_json,
)
from scoring.rubric import fingerprints

RUBRIC = load_rubric("ungp-1")
# A rubric file that a published score has used is never edited: a change is a new file with a new version.
USED = {
    "ungp-1": "6c1f929d2681a8d4c64363fc3049f3a4e23306ff0a17cba7dcb239e0294393ae",
}

SAID = (
    "In March 2024 we trained 85 supervisors and all six of our buyers on modern slavery. "
    "The training covered the signs of forced labour and how our staff can raise concerns with us. "
    "We require that each of our suppliers signs our supplier code of conduct as part of the contract. "
)


def read(text: str, **named):
    pages = tuple(Page(number, part) for number, part in enumerate(text.split("\f"), 1))
    return assess(Facts(pages, "Demo", date(2023, 4, 1), date(2024, 3, 31), **named), RUBRIC)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=400), st.lists(st.sampled_from([*SAID.split(), "\n", "\f", ".", "•"])).map(" ".join)))
def test_any_text_is_assessed_and_survives_its_export(text):
    assessment = read(text)
    assert from_json(json.loads(json.dumps(to_json(assessment)))) == assessment
    for finding in assessment.findings:
        assert (finding.level is None) == (finding.outcome is not Outcome.SCORED)
        assert finding.evidence or not finding.level
        assert len(finding.evidence) <= 3


def test_what_was_ticked_is_carried_and_never_evidence():
    ticked = read(SAID, declared={criterion.id: True for criterion in RUBRIC.criteria})
    plain = read(SAID)
    assert [finding.level for finding in ticked.findings] == [finding.level for finding in plain.findings]
    assert {finding.declared for finding in ticked.findings} == {True}
    assert {finding.declared for finding in plain.findings} == {None}


def test_only_a_public_body_has_the_additions_and_they_carry_no_points():
    body, company = read(SAID, public_body=True), read(SAID)
    assert [f.criterion for f in body.findings[18:]] == ["P05", "P06", "P08"]
    assert {f.outcome for f in body.findings[18:]} == {Outcome.NOT_READ}
    assert len(company.findings) == 18
    assert body.profile == company.profile
    assert sum(points.maximum for points in body.profile) == 36


def test_copied_sentences_do_not_carry_level_two():
    copied = frozenset(normalised(sentence.text) for sentence in split_sentences([Page(1, SAID)]))
    levels = {finding.criterion: finding.level for finding in read(SAID, boilerplate=copied).findings}
    assert max(level for level in levels.values() if level is not None) == 1
    assert {finding.criterion: finding.level for finding in read(SAID).findings}["C12"] == 2


def test_the_hash_is_that_of_the_pages():
    assert text_hash([Page(1, "ā")]) == text_hash([Page(1, "ā")])
    assert len({text_hash([Page(1, "a"), Page(2, "b")]), text_hash([Page(1, "ab")]), text_hash([])}) == 3
    assert read(SAID).text_hash == text_hash([Page(1, SAID)])


@pytest.mark.parametrize("told", [{}, {"format": 2}, {"format": 1}, {"format": 1, "sentences": [{"index": 0}]}])
def test_what_is_no_export_is_refused(told):
    with pytest.raises(ExportError):
        from_json(told)


def test_an_export_with_a_broken_reference_is_refused():
    told = to_json(read(SAID))
    told["sentences"] = []
    with pytest.raises(ExportError):
        from_json(told)


def test_used_rubrics_are_as_they_were():
    now = fingerprints()
    assert {version: now.get(version) for version in USED} == USED


def test_a_statement_of_150_sentences_is_assessed_in_less_than_a_second():
    text = SAID * 50
    read(SAID)
    start = time.perf_counter()
    assert len(read(text).sentences) == 150
    assert time.perf_counter() - start < 1


def test_a_text_of_31_000_words_is_assessed():
    text = "\f".join([SAID * 12] * 54)
    assert len(text.split()) > 31_000
    assert read(text).profile


@pytest.mark.real
def test_real_and_hostile_texts_are_assessed(real_data):
    for path in sorted((real_data / "hostile" / "blns").iterdir()):
        text = path.read_text(encoding="utf-8", errors="replace")
        assert from_json(to_json(read(text[:60_000]))).rubric == "ungp-1"
