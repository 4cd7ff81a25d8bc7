from datetime import date

import pytest

from scoring import Facts, Outcome, Page, assess, from_json, load_rubric, to_json
from scoring.text import table

START, END = date(2023, 4, 1), date(2024, 3, 31)
RUBRIC = load_rubric("ungp-1")

TEXT = """Kererū Orchards Limited
Modern slavery statement for the year ended 31 March 2024

Kererū Orchards Limited is a private company registered in New Zealand. We employ 340 people at four orchards in
Hawke's Bay and one packhouse in Tauranga, and we own two subsidiaries.

We buy packaging, fertiliser and labour hire services from 212 suppliers in New Zealand, Australia and China. We
have not mapped our suppliers beyond tier 1.

In March 2024 we trained 85 supervisors and all six buyers on modern slavery. The training covered the signs of forced
labour and how to report concerns.

Next year we will carry out audits of ten packaging suppliers.

Workers can raise concerns confidentially through an independent whistleblowing hotline, which is also open to workers
of our suppliers. Nobody who reports a concern will suffer retaliation. Three reports were received during the year.

This statement was approved by the Board of Directors on 3 May 2024.

Signed
Aroha Demonstration
Director
"""


def facts(text: str, **named) -> Facts:
    return Facts(
        pages=(Page(1, text),), organisation_name="Kererū Orchards Limited", period_start=START, period_end=END, **named
    )


def finding(assessment, criterion):
    return next(found for found in assessment.findings if found.criterion == criterion)


def test_training_with_who_how_many_and_what_reaches_level_two():
    training = finding(assess(facts(TEXT), RUBRIC), "C12")
    assert (training.outcome, training.level) == (Outcome.SCORED, 2)
    assert "85" in training.reason
    assert any("trained 85 supervisors" in evidence.sentence.text for evidence in training.evidence)


def test_an_assessment_survives_its_export():
    assessment = assess(facts(TEXT, public_body=True, declared={"C12": True}), RUBRIC)
    assert from_json(to_json(assessment)) == assessment
    assert len(assessment.findings) == 21


def test_pillar_points_are_the_sum_of_their_criteria():
    assessment = assess(facts(TEXT), RUBRIC)
    for points in assessment.profile:
        levels = [finding(assessment, c.id).level for c in RUBRIC.scored_criteria if c.pillar == points.pillar]
        assert points.maximum == 2 * len(levels)
        assert points.points == (None if None in levels else sum(levels))


@pytest.mark.parametrize("text", ["", " \n ", "Statement", "12", "\x00\x01"])
def test_a_text_without_words_is_not_scored_and_never_nought(text):
    assessment = assess(facts(text), RUBRIC)
    assert {found.outcome for found in assessment.findings} == {Outcome.NOT_SCORED}
    assert {found.level for found in assessment.findings} == {None}
    assert {gate.met for gate in assessment.gates} == {None}
    assert {points.points for points in assessment.profile} == {None}
    assert assessment.note


def test_silence_is_left_to_a_person_where_reading_found_it_wrong_too_often():
    fruit = "The weather was fine and the fruit was sweet in all of the years that we and our people remember. " * 5
    read = {found.criterion: found.outcome for found in assess(facts(fruit), RUBRIC).findings}
    abstaining = set(table("reader")[RUBRIC.version])
    assert abstaining < {criterion.id for criterion in RUBRIC.scored_criteria}
    assert all(read[criterion] is Outcome.NOT_READ for criterion in abstaining)
    assert read["C12"] is Outcome.SCORED
