"""Every assessment can be made again from its own export, and whatever was changed in it is told."""

import json
from copy import deepcopy
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import Facts, Page, assess, export, facts_from_json, facts_to_json, load_rubric, recompute

RUBRIC = load_rubric("ungp-1")
TEXT = (
    "This statement was approved by the board of Demonstration Limited for the year ended 31 March 2024.",
    "In March 2024 we trained 85 supervisors and all six of our buyers on modern slavery. We require each of our\n"
    "suppliers to sign our supplier code of conduct as part of the contract. We audited 12 suppliers in Fiji in 2023.",
)
FACTS = Facts(
    pages=tuple(Page(number, text) for number, text in enumerate(TEXT, 1)),
    organisation_name="Demonstration Limited",
    period_start=date(2023, 4, 1),
    period_end=date(2024, 3, 31),
    lodged_on=date(2024, 5, 1),
    due_on=date(2024, 9, 30),
    covered_names=("Other Demonstration Limited",),
    declared={"C12": True, "C17": None},
    boilerplate=frozenset({"we audited 0 suppliers in fiji in 0"}),
)


@pytest.fixture(scope="module")
def exported() -> dict:
    return json.loads(json.dumps(export(FACTS, assess(FACTS, RUBRIC))))


def test_an_export_gives_the_same_score(exported) -> None:
    made = recompute(exported)
    assert (made.same, made.differences, made.notes) == (True, (), ())


@settings(max_examples=25, deadline=None)
@given(
    st.text(max_size=200),
    st.booleans(),
    st.none() | st.dates(),
    st.frozensets(st.text(max_size=8), max_size=3),
)
def test_facts_survive_their_export(text, yes, day, copied) -> None:
    facts = Facts((Page(1, text),), text, date(2023, 4, 1), date(2024, 3, 31), lodged_on=day, public_body=yes)
    facts = Facts(**{**vars(facts), "boilerplate": copied, "approved_by_body": yes or None, "covered_names": (text,)})
    assert facts_from_json(json.loads(json.dumps(facts_to_json(facts)))) == facts


def altered(exported: dict, change) -> tuple[str, ...]:
    told = deepcopy(exported)
    change(told)
    made = recompute(told)
    assert made.same == (not made.differences)
    return made.differences


def finding(told: dict, criterion: str) -> dict:
    return next(each for each in told["findings"] if each["criterion"] == criterion)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda told: finding(told, "C12").update(level=0), "C12: level was 0, is "),
        (lambda told: finding(told, "C12").update(reason="Made up."), "C12: reason was “Made up.”, is “"),
        (lambda told: finding(told, "C12").update(evidence=[]), "C12: evidence was none, is sentence 1 on page 2"),
        (
            lambda told: finding(told, "C12")["evidence"][0].update(probability=0.01),
            "C12: probability of sentence 1 was",
        ),
        (lambda told: finding(told, "C12")["evidence"][0].update(status="planned"), "C12: status, marks or words"),
        (lambda told: told["gates"][0].update(met=None), "G1: met was not given, is "),
        (lambda told: told["findings"].pop(), "found now, not in the export"),
        (lambda told: told["profile"][0].update(points=99), "99 of 6 points then"),
        (lambda told: told.update(text_hash="0" * 64), "text: its hash is "),
        (lambda told: told["facts"]["pages"][1].update(text="We sell fruit."), "text: its hash is "),
        (lambda told: told["facts"].update(lodged_on="2025-01-01"), "G4: met was True, is False"),
        (lambda told: told.update(rubric="ungp-0"), "rubric: ungp-0 is not known here"),
        (lambda told: told["sentences"][1].update(end=20), "the first that differs is number 1"),
    ],
)
def test_what_was_changed_is_named(exported, change, says) -> None:
    assert any(says in each for each in altered(exported, change))


def test_another_model_is_told_and_is_no_difference_by_itself(exported) -> None:
    made = recompute({**exported, "model": "elder-1.0"})
    assert made.same
    assert made.notes[0].startswith("model: read by elder-1.0 then, by ")


def test_what_an_officer_decided_counts_in_the_points_and_is_not_compared(exported) -> None:
    told = deepcopy(exported)
    levels = {"C13": 1, "C14": 2}
    told["findings"] = [each for each in told["findings"] if each["criterion"] not in levels]
    told["decisions"] = {
        name: {"state": "changed", "level": level, "reason": "An old report.", "evidence": []}
        for name, level in levels.items()
    }
    differences = recompute(told).differences
    assert len(differences) == 1 and differences[0].startswith("pillar track")
    next(each for each in told["profile"] if each["pillar"] == "track")["points"] = 3
    made = recompute(told)
    assert made.same
    assert "decided by an officer, not compared: C13, C14" in made.notes
