"""The questionnaires and profiles that ship are whole: every reader may rely on what their headers promise."""

import tomllib
from pathlib import Path

import pytest

from statements.filing.profiles import filed_here
from statements.reference import tables

FILING = Path(__file__).parents[3] / "statements" / "filing"
QUESTIONNAIRES = sorted((FILING / "questionnaires").glob("*.toml"))
PROFILES = sorted((FILING / "profiles").glob("*.toml"))
KINDS = {"long_text", "text", "choice", "choices", "boolean", "integer_count", "countries", "date"}
FILED_HERE = {each.questionnaire for each in filed_here()}
"""What is brought in from elsewhere was asked by others, who may not let a filer deny everything."""
QUESTION_FIELDS = {
    "key",
    "kind",
    "label",
    "help",
    "options",
    "required_without_document",
    "public",
    "max_length",
    "criteria",
    "gates",
    "depends_on",
}
OPTION_FIELDS = {"value", "label", "exclusive", "declares", "blocks"}
CRITERIA = {f"C{number:02}" for number in range(1, 19)}
GATES = {"G1", "G2", "G3", "G4"}


def read(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def questions(questionnaire: dict) -> list[dict]:
    return [question for section in questionnaire["sections"] for question in section["questions"]]


def by_stem(paths: list[Path]):
    return pytest.mark.parametrize("path", paths, ids=[path.stem for path in paths])


@by_stem(QUESTIONNAIRES)
def test_a_questionnaire_names_itself_and_its_keys_are_unique(path):
    questionnaire = read(path)
    assert questionnaire["key"] == path.stem
    section_keys = [section["key"] for section in questionnaire["sections"]]
    question_keys = [question["key"] for question in questions(questionnaire)]
    assert len(set(section_keys)) == len(section_keys)
    assert len(set(question_keys)) == len(question_keys)
    assert {section["asked_of"] for section in questionnaire["sections"]} <= {"everyone", "public_agency"}


@by_stem(QUESTIONNAIRES)
def test_each_question_has_a_known_kind_and_only_known_fields(path):
    for question in questions(read(path)):
        assert question["kind"] in KINDS, question["key"]
        assert set(question) <= QUESTION_FIELDS, question["key"]
        assert question["label"].strip() and isinstance(question["required_without_document"], bool)
        assert ("max_length" in question) == (question["kind"] in {"text", "long_text"}), question["key"]


@by_stem(QUESTIONNAIRES)
def test_options_stand_on_choices_only_and_are_told_apart(path):
    for question in questions(read(path)):
        options = question.get("options", [])
        assert bool(options) == (question["kind"] in {"choice", "choices"}), question["key"]
        for field in ("value", "label"):
            assert len({option[field] for option in options}) == len(options), question["key"]
        assert all(set(option) <= OPTION_FIELDS for option in options), question["key"]
        assert question["kind"] == "choices" or not any("exclusive" in option for option in options), question["key"]


@by_stem(QUESTIONNAIRES)
def test_a_question_depends_only_on_an_earlier_one_and_a_real_answer(path):
    earlier: dict[str, dict] = {}
    for question in questions(read(path)):
        if "depends_on" in question:
            source = earlier[question["depends_on"]["question"]]
            possible = {option["value"] for option in source.get("options", [])} or {True, False}
            assert set(question["depends_on"]["values"]) <= possible, question["key"]
        earlier[question["key"]] = question


@by_stem(QUESTIONNAIRES)
def test_claims_name_real_criteria_and_can_be_both_made_and_denied(path):
    for question in questions(read(path)):
        assert set(question.get("criteria", [])) <= CRITERIA and set(question.get("gates", [])) <= GATES
        if not question.get("criteria") and not question.get("gates"):
            assert not any("declares" in option for option in question.get("options", [])), question["key"]
            continue
        assert question["kind"] in {"boolean", "choice", "choices"}, question["key"]
        if question["kind"] != "boolean" and path.stem in FILED_HERE:
            assert {option.get("declares", True) for option in question["options"]} == {True, False}, question["key"]


def test_the_new_zealand_questionnaire_lets_a_filer_claim_each_criterion_once():
    claimed = [
        criterion
        for question in questions(read(FILING / "questionnaires" / "nz-bill-2026.toml"))
        for criterion in question.get("criteria", [])
    ]
    assert sorted(claimed) == sorted(CRITERIA)


def test_the_new_zealand_questionnaire_covers_what_the_bill_asks_for():
    sections = read(FILING / "questionnaires" / "nz-bill-2026.toml")["sections"]
    assert [section["key"] for section in sections] == [
        "structure",
        "risks",
        "incidents",
        "actions",
        "complaints",
        "effectiveness",
        "training",
        "consultation",
        "improvement",
        "public_body",
        "approval",
    ]
    assert all(any(question["required_without_document"] for question in section["questions"]) for section in sections)


def test_indicators_offered_are_the_eleven_of_the_reference_table_in_its_words():
    offered = next(
        question
        for question in questions(read(FILING / "questionnaires" / "nz-bill-2026.toml"))
        if question["key"] == "risk_indicators"
    )["options"]
    listed = {indicator.code: indicator.name for indicator in tables.ilo_indicators().values()}
    assert {option["value"]: option["label"] for option in offered if not option.get("exclusive")} == listed


def test_no_question_asks_who_a_person_is():
    for path in QUESTIONNAIRES:
        for question in questions(read(path)):
            if question["key"].startswith(("incidents_", "people_", "complaints_received")):
                assert question["kind"] in {"integer_count", "choice"}, question["key"]


@by_stem(PROFILES)
def test_a_profile_names_itself_and_a_questionnaire_that_exists(path):
    profile = read(path)
    assert profile["key"] == path.stem
    assert profile["questionnaire"] in {questionnaire.stem for questionnaire in QUESTIONNAIRES}
    assert profile["unknowns"] and profile["source_note"]


@by_stem(PROFILES)
def test_a_profiles_rules_are_whole(path):
    profile = read(path)
    period = profile["period"]
    assert 1 <= period["min_months"] <= period["months"] <= period["max_months"]
    assert period["lenient"] == (period["min_months"] != period["max_months"])
    assert profile["due"]["months_after_period_end"] > 0 and profile["notice"]["working_days"] > 0
    assert profile["scope"]["comparison"] in {"over", "at_least"} and profile["scope"]["threshold"] > 0
    assert set(profile["scope"]["entity_kinds"]) <= set(tables.organisation_kinds())
    assert set(profile["scope"]["public_agency_kinds"]) <= set(profile["scope"]["entity_kinds"])


def test_the_new_zealand_profile_does_not_pretend_to_know_the_penalties():
    profile = read(FILING / "profiles" / "nz-bill-2026.toml")
    assert set(profile["penalties"].values()) == {""}
    assert profile["registrar"]["confirmed"] is False
