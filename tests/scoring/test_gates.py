from datetime import date

import pytest

from scoring import Facts, Page, assess, load_rubric

BODY = (
    "We are a company that grows fruit and we sell what we grow to shops in the towns of the region. "
    "We have a policy that applies to all of our people and to those who work for us in the packhouse. "
)
RUBRIC = load_rubric("ungp-1")


def gate(identifier: str, text: str, name: str = "Kererū Orchards Limited", **named):
    facts = Facts((Page(1, BODY + "\n\n" + text),), name, date(2023, 4, 1), date(2024, 3, 31), **named)
    return next(result for result in assess(facts, RUBRIC).gates if result.gate == identifier)


@pytest.mark.parametrize(
    ("identifier", "text", "met"),
    [
        ("G1", "This is the statement of Kereru Orchards Ltd.", True),
        ("G1", "Orchards are what we know best of all things.", None),
        ("G1", "This is the statement of somebody else.", False),
        ("G2", "This statement was approved by the Board of Directors on 3 May 2024.", True),
        ("G2", "The trustees have approved this statement.", True),
        ("G2", "This statement was considered by the Audit Committee and approved on behalf of the Board.", False),
        ("G2", "This statement was approved by the audit committee of the board.", False),
        ("G2", "This statement will be put to the board for approval next year.", False),
        ("G3", "Signed\nAroha Demo\nDirector", True),
        ("G3", "/s/ Aroha Demo, Chair of the Board", True),
        ("G3", "Aroha Demo\nChief Executive\n3 May 2024", None),
        ("G4", "We like the sun.", False),
    ],
)
def test_gates(identifier, text, met):
    result = gate(identifier, text)
    assert result.met is met
    assert result.reason


@pytest.mark.parametrize(
    ("lodged", "due", "met"),
    [
        (date(2024, 9, 30), date(2024, 9, 30), True),
        (date(2024, 10, 1), date(2024, 9, 30), False),
        (None, date(2024, 9, 30), None),
    ],
)
def test_a_period_is_stated_and_lodged_in_time(lodged, due, met):
    text = "Statement for the financial year ended 31 March 2024."
    assert gate("G4", text, lodged_on=lodged, due_on=due).met is met


def test_another_year_is_not_this_period():
    assert gate("G4", "Statement for the financial year ended 31 March 2019.").met is False


def test_a_met_gate_shows_its_sentence():
    result = gate("G2", "This statement was approved by the Board of Directors on 3 May 2024.")
    assert "Board of Directors" in result.evidence[0].sentence.text
