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


SIGNED = {"signed_as": "Chair", "signed_on": date(2024, 6, 12)}
BY_BOARD = "This statement was approved by the Board of Directors on 3 May 2024."
BY_COMMITTEE = "This statement was approved by the audit committee of the board."


@pytest.mark.parametrize(
    ("identifier", "text", "done_here", "met", "said"),
    [
        ("G3", "", SIGNED, True, "A director (Chair) signed it in the portal on 12 June 2024."),
        ("G3", "Signed\nAroha Demo\nDirector", SIGNED, True, "stand together"),
        ("G3", "", {}, None, "may be an image"),
        ("G2", "", {"approved_by_body": True, **SIGNED}, True, "a director signed that there on 12 June 2024"),
        (
            "G2",
            "",
            {"approved_by_body": True, "approved_on": date(2024, 5, 2)},
            None,
            "2 May 2024; nobody has signed",
        ),
        ("G2", "", {"approved_by_body": False, **SIGNED}, False, "others than the governing body"),
        ("G2", BY_BOARD, {"approved_by_body": True, **SIGNED}, True, "answered so in the portal too"),
        ("G2", BY_BOARD, {"approved_by_body": False, **SIGNED}, None, "a person has to judge"),
        ("G2", BY_COMMITTEE, {"approved_by_body": True, **SIGNED}, None, "a person has to judge"),
        ("G1", "", {"written_here": True}, True, "written in the portal"),
    ],
)
def test_what_was_done_in_the_portal_counts_and_is_said(identifier, text, done_here, met, said):
    result = gate(identifier, text, **done_here)
    assert result.met is met
    assert said in result.reason


def test_a_signature_in_the_portal_counts_beside_a_scan():
    facts = Facts((Page(1, ""),), "Kererū Orchards Limited", date(2023, 4, 1), date(2024, 3, 31), **SIGNED)
    met = {result.gate: result.met for result in assess(facts, RUBRIC).gates}
    assert met == {"G1": None, "G2": None, "G3": True, "G4": None}


def test_the_period_of_what_was_written_in_the_portal_is_stated_there():
    dates = {"lodged_on": date(2024, 9, 1), "due_on": date(2024, 9, 30)}
    assert gate("G4", "", **dates).met is False
    assert gate("G4", "", written_here=True, **dates).met is True
