"""Eleven labels and a status for each sentence; the two labels without labelled sentences go by rules."""

import numpy as np
import pytest

from scoring.evidence import by_rule
from scoring.evidence.prediction import ALL_LABELS, predict

STATEMENT = [
    "This statement is made by Kererū Traders Limited, the reporting entity, under the Act.",
    "We will train all of the buyers in our group during the coming year.",
    "We do not yet have a process to assess the effectiveness of our actions.",
    "Our staff completed training on modern slavery and forced labour in our supply chains.",
    "Contents",
]


def test_a_prediction_has_a_value_for_each_sentence_and_label():
    made = predict(STATEMENT)
    assert tuple(made.labels) == ALL_LABELS
    for chances, decisions in made.labels.values():
        assert chances.shape == decisions.shape == (len(STATEMENT),)
        assert ((chances >= 0) & (chances <= 1)).all()
        assert decisions.dtype == np.bool_
    assert made.statuses[1:3] == ("planned", "denied")
    assert made.statuses[4] == "none"
    assert made.planned[1] > made.planned[3]
    assert made.denied[2] > made.denied[3]
    assert made.labels["c1_entity"][1].tolist() == [True, False, False, False, False]


def test_no_sentence_gives_an_empty_prediction():
    made = predict([])
    assert made.statuses == ()
    assert all(len(chances) == 0 for chances, _ in made.labels.values())


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("The reporting entities covered are Kererū Traders Limited and Tūī Freight Pty Ltd", True),
        ("This joint statement is made on behalf of Kererū Traders Limited (ABN 00 000 000 000)", True),
        ("This is the modern slavery statement of Kererū Group", True),
        ("The Act requires reporting entities to publish a statement each year", False),
        ("Kererū Traders Limited sells pottery", False),
        ("We train our staff", False),
    ],
)
def test_a_sentence_that_names_who_reports(sentence, names):
    assert bool(by_rule.entity([sentence])[0] >= by_rule.CUTOFF) is names


@pytest.mark.parametrize(
    ("sentences", "tells"),
    [
        (["We consulted all our owned and controlled entities in the preparation of this statement"], [True]),
        (["Kererū does not own or control any other entities"], [True]),
        (["Consultation", "The boards of our subsidiaries gave input to this statement"], [False, True]),
        (["We consulted suppliers and unions about wages"], [False]),
        (["We engage with our customers"], [False]),
        (["Training", "Our subsidiaries sell tea"], [False, False]),
    ],
)
def test_a_sentence_that_tells_how_owned_entities_were_consulted(sentences, tells):
    assert (by_rule.consultation(sentences) >= by_rule.CUTOFF).tolist() == tells
