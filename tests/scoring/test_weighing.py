"""The words that weighed most are words of the sentence, and come from the model's own weights."""

from datetime import date

import pytest

from scoring import Facts, Page, assess, load_rubric
from scoring.evidence.classifier import shipped
from scoring.evidence.weighing import MOST_WORDS, weighed

TRAINED = "In May 2025 we trained 310 of our 412 employees on the indicators of forced labour."
RISK = "Forced labour is a risk in the Māori-owned packhouses, where workers may pay fees."
APPROVED = "This statement was approved by the board of directors on 12 June 2026."


@pytest.mark.parametrize(
    ("sentence", "label", "word"),
    [(TRAINED, "mitigation", "trained"), (RISK, "risk", "risk"), (APPROVED, "approval", "approved")],
)
def test_the_telling_word_is_among_them(sentence, label, word):
    (words,) = weighed(shipped(), [(sentence, label)])
    assert word in words
    assert len(words) <= MOST_WORDS
    assert all(each in sentence for each in words)


def test_taking_the_heaviest_word_away_lowers_the_probability():
    model = shipped()
    (words,) = weighed(model, [(APPROVED, "approval")])
    column = model.labels.index("approval")
    whole, less = model.probabilities([APPROVED])[0, column], model.probabilities([APPROVED.replace(words[0], "")])
    assert less[0, column] < whole


def test_each_question_gets_its_own_answer_and_nothing_gives_nothing():
    model = shipped()
    asked = [(TRAINED, "mitigation"), ("", "mitigation"), (TRAINED, "no such label"), (TRAINED, "mitigation")]
    first, blank, unknown, again = weighed(model, asked)
    assert first == again and (blank, unknown) == ((), ())
    assert weighed(model, []) == []


def test_evidence_carries_its_words():
    text = f"{TRAINED} {RISK}\n\n{APPROVED} We are a company that grows fruit and sells it to shops in the region."
    facts = Facts((Page(1, text),), "Demonstration Orchards Limited", date(2025, 4, 1), date(2026, 3, 31))
    read = assess(facts, load_rubric("ungp-1"))
    approved = next(each for each in read.gates if each.gate == "G2")
    assert "approved" in approved.evidence[0].weighed
    found = [each for finding in read.findings for each in finding.evidence]
    assert any(each.weighed for each in found)
    assert all(word in each.sentence.text for each in found for word in each.weighed)
