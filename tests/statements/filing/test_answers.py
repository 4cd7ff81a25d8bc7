"""Answers of every kind, from a form or a cell, end in one shape; No is never the same as not answered."""

from datetime import date, datetime

import pytest

from statements.filing import answers as forms
from statements.filing.questionnaire import load

NZ = load("nz-bill-2026")


def parsed(key, typed):
    values, problems = forms.parse(NZ, {key: typed})
    assert problems == []
    return values.get(key, "left out")


def problem(key, typed):
    values, problems = forms.parse(NZ, {key: typed})
    assert key not in values and len(problems) == 1
    assert problems[0].field == key and problems[0].mend
    return problems[0].message


@pytest.mark.parametrize(
    ("key", "typed", "stored"),
    [
        ("training_given", "yes", True),
        ("training_given", "No", False),
        ("training_given", "kāo", False),
        ("training_given", False, False),
        ("training_given", "", "left out"),
        ("training_given", None, "left out"),
        ("workers_employed", "0", 0),
        ("workers_employed", " 12,345 ", 12345),
        ("workers_employed", "12 345", 12345),
        ("workers_employed", 17.0, 17),
        ("workers_employed", "", "left out"),
        ("approved_on", "2026-03-31", "2026-03-31"),
        ("approved_on", "31/3/2026", "2026-03-31"),
        ("approved_on", "31 3 2026", "2026-03-31"),
        ("approved_on", "3 March 2026", "2026-03-03"),
        ("approved_on", date(2026, 3, 3), "2026-03-03"),
        ("approved_on", datetime(2026, 3, 3, 11, 0), "2026-03-03"),
        ("supply_chain_mapped", "tier_1", "tier_1"),
        ("supply_chain_mapped", "Tier 1 and some of tier 2", "tier_2"),
        ("workers_heard", ["unions", "own_workers"], ["own_workers", "unions"]),
        ("workers_heard", "Community groups, iwi or hapu; unions", ["unions", "communities"]),
        ("workers_heard", [], "left out"),
        ("workers_heard", ["", " "], "left out"),
        ("supply_chain_countries", "Viet Nam, bangladesh\nNZ", ["BD", "NZ", "VN"]),
        ("supply_chain_countries", ["VN", "VN"], ["VN"]),
        ("grievance_phone", "  0800   123 456 ", "0800 123 456"),
        ("structure_description", " One\r\ntwo\x00 \n", "One\ntwo"),
        ("structure_description", "   ", "left out"),
    ],
)
def test_an_answer_is_stored_in_one_form(key, typed, stored) -> None:
    found = parsed(key, typed)
    assert found == stored and type(found) is type(stored)


@pytest.mark.parametrize(
    ("key", "typed", "says"),
    [
        ("training_given", "perhaps", "neither Yes nor No"),
        ("workers_employed", "-3", "not a count"),
        ("workers_employed", "about 40", "not a count"),
        ("workers_employed", "3.5", "not a count"),
        ("workers_employed", "9" * 5000, "more than"),
        ("approved_on", "31 2 2026", "not a date"),
        ("approved_on", "soon", "not a date"),
        ("supply_chain_mapped", "all of it", "not one of the answers"),
        ("workers_heard", ["own_workers", "none"], "cannot stand beside"),
        ("workers_heard", ["own_workers", "martians"], "not one of the answers"),
        ("supply_chain_countries", "Atlantis", "not a country"),
        ("grievance_phone", "1" * 41, "41 characters"),
        ("structure_description", "ā" * 8001, "8,001 characters"),
        ("no_such_question", "x", "no question"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_question(key, typed, says) -> None:
    assert says in problem(key, typed)


def test_one_problem_leaves_the_other_answers_standing() -> None:
    values, problems = forms.parse(NZ, {"workers_employed": "many", "training_given": "no"})
    assert values == {"training_given": False}
    assert [each.field for each in problems] == ["workers_employed"]


def test_parsing_what_was_parsed_changes_nothing() -> None:
    given = {"training_given": "no", "workers_heard": "unions", "approved_on": "1/2/2026", "workers_employed": "0"}
    values, _ = forms.parse(NZ, given)
    assert forms.parse(NZ, values) == (values, [])


def test_a_question_is_asked_when_what_it_depends_on_was_answered_so() -> None:
    described = NZ.question("risks_description")
    checked = NZ.question("suppliers_checked")
    assert not forms.is_asked(described, {})
    assert not forms.is_asked(described, {"risks_identified": False})
    assert forms.is_asked(described, {"risks_identified": True})
    assert forms.is_asked(checked, {"due_diligence_done": ["joint_work", "own_visits"]})
    assert not forms.is_asked(checked, {"due_diligence_done": ["none"]})


def test_what_is_not_asked_is_kept_in_the_draft_and_not_filed() -> None:
    answers = {"risks_identified": False, "risks_description": "Typed before.", "policy_coherence": "Only agencies."}
    assert forms.relevant(NZ, answers, public_agency=False) == {"risks_identified": False}
    assert "policy_coherence" in forms.relevant(NZ, answers, public_agency=True)


def test_a_document_makes_the_sections_optional_but_not_the_approval() -> None:
    risks = NZ.section("risks").questions
    approval = NZ.section("approval").questions
    assert [each.key for each in forms.missing(risks, {}, has_document=False)] == ["risks_identified", "risk_method"]
    assert forms.missing(risks, {}, has_document=True) == []
    asked = forms.missing(approval, {}, has_document=True, always=("approved_by", "approved_on"))
    assert [each.key for each in asked] == ["approved_by", "approved_on"]
    with_risks = forms.missing(risks, {"risks_identified": True}, has_document=False)
    assert [each.key for each in with_risks] == ["risks_description", "risk_method"]


@pytest.mark.parametrize(
    ("answers", "criterion", "claim"),
    [
        ({}, "C12", None),
        ({"training_given": False}, "C12", False),
        ({"training_given": True}, "C12", True),
        ({"supply_chain_mapped": "not_mapped"}, "C05", False),
        ({"supply_chain_mapped": "tier_1"}, "C05", True),
        ({"workers_heard": ["none"]}, "C09", False),
        ({"workers_heard": ["unions"]}, "C09", True),
        ({"risks_identified": False, "risk_prioritisation": ["severity"]}, "C07", None),
    ],
)
def test_what_was_ticked_is_declared_denied_or_left_open(answers, criterion, claim) -> None:
    claims = forms.declared(NZ, answers)
    assert claims[criterion] is claim
    assert len(claims) == 18


def test_shown_answers_tell_no_from_nothing_and_hide_small_counts_in_public() -> None:
    given, incidents = NZ.question("training_given"), NZ.question("incidents_own_operations")
    assert forms.shown(given, None, public=True) == ()
    assert forms.shown(given, False, public=True) == ("No",)
    assert forms.shown(incidents, 0, public=True) == forms.shown(incidents, 5, public=True) == ("fewer than 6",)
    assert forms.shown(incidents, 5, public=False) == ("5",)
    assert forms.shown(incidents, 6, public=True) == ("6",)
    assert forms.shown(NZ.question("supply_chain_countries"), ["NZ", "BD"], public=True) == (
        "Bangladesh",
        "New Zealand",
    )
    assert forms.shown(NZ.question("workers_heard"), ["unions"], public=True) == (
        "Unions or elected worker representatives",
    )
