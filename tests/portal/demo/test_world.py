"""The demonstration world is whole: numbers check, keys meet, dates hold, answers fit the questionnaire."""

from collections import Counter
from datetime import date

import pytest

from portal.demo.world_files import QUESTIONNAIRES, day_of, is_asked, nzbn_of_block, questions, read_world
from statements.clock import is_twelve_months, months_after_period
from statements.organisations.models import NameKind, ObligationState
from statements.organisations.nzbn import read_nzbn
from statements.people.models import Role
from statements.reference import tables

from .reading import DEMO

WORLD = read_world()
AS_AT = WORLD.settings["as_at"]
QUESTIONS = questions(WORLD.settings["profile"])
ORGANISATIONS = {organisation["key"]: organisation for organisation in WORLD.organisations}
PEOPLE = {person["key"]: person for person in WORLD.people}
STATEMENTS = {statement["key"]: statement for statement in WORLD.statements}


def each_statement(test):
    return pytest.mark.parametrize("statement", WORLD.statements, ids=list(STATEMENTS))(test)


def test_the_world_is_as_large_as_promised():
    owned = [key for key, organisation in ORGANISATIONS.items() if organisation.get("parent") == "brightaisle"]
    assert len(owned) == 40
    assert len(ORGANISATIONS) - len(owned) >= 25
    assert len(STATEMENTS) >= 40
    assert {statement["period_end"].year for statement in WORLD.statements} == {2024, 2025, 2026}
    assert sum("document" in statement for statement in WORLD.statements) >= 12


def test_the_retailers_subsidiaries_are_those_its_statement_lists():
    source = (DEMO / "sources" / "brightaisle-2026.md").read_text(encoding="utf-8")
    listed = {cell.strip() for line in source.split("| Shops |")[1].splitlines()[1:] for cell in line.split("|")} - {""}
    owned = {entry["name"] for entry in WORLD.organisations if entry.get("parent") == "brightaisle"}
    assert {f"{name} (Demonstration) Limited" for name in listed} == owned


def test_every_key_name_number_and_address_is_used_once():
    for values in (
        [entry["key"] for entry in WORLD.organisations],
        [entry["name"] for entry in WORLD.organisations],
        [entry["nzbn"] for entry in WORLD.organisations if "nzbn" in entry],
        [entry["key"] for entry in WORLD.people],
        [entry["email"] for entry in WORLD.people],
        [entry["key"] for entry in WORLD.statements],
        [(entry["organisation"], entry["period_end"]) for entry in WORLD.statements],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_organisations_are_obviously_invented_and_speak_the_reference_tables_codes():
    for organisation in WORLD.organisations:
        assert "(Demonstration)" in organisation["name"]
        assert organisation["kind"] in tables.organisation_kinds(), organisation["key"]
        assert tables.industries()[organisation["industry"]].level == "class", organisation["key"]
        assert organisation["region"] in tables.regions() and organisation["revenue_band"] in tables.revenue_bands()
        assert organisation.get("country", "NZ") in tables.countries()
        assert organisation.get("parent", "brightaisle") in ORGANISATIONS
        assert {name["kind"] for name in organisation.get("names", [])} <= set(NameKind)
        month, day = (int(part) for part in organisation["balance_date"].split("-"))
        assert date(2023, month, day)


def test_every_nzbn_is_of_the_block_with_a_right_check_digit():
    block = {nzbn_of_block(number) for number in range(1, 200)}
    for organisation in WORLD.organisations:
        if "nzbn" in organisation:
            assert read_nzbn(organisation["nzbn"]) == organisation["nzbn"]
            assert organisation["nzbn"] in block
        else:
            assert organisation["country"] != "NZ", organisation["key"]


def test_the_block_ends_where_it_says():
    with pytest.raises(ValueError, match="outside"):
        nzbn_of_block(200)


def test_people_hold_known_roles_for_known_organisations():
    for person in WORLD.people:
        assert person["email"].endswith("@" + WORLD.settings["email_domain"])
        for role in person["roles"]:
            assert role["role"] in set(Role) and role.get("state", "approved") in {"approved", "asked"}
            assert ("organisation" in role) == (role["role"] not in {"officer", "operator"})
            assert role.get("organisation", "brightaisle") in ORGANISATIONS
    assert {role["role"] for person in WORLD.people for role in person["roles"]} == set(Role)
    assert len(PEOPLE["consultant"]["roles"]) >= 3


@each_statement
def test_a_statement_names_things_that_exist(statement):
    assert statement["organisation"] in ORGANISATIONS
    assert set(WORLD.covered(statement)) <= set(ORGANISATIONS)
    if "document" in statement:
        assert (DEMO / "documents" / statement["document"]).is_file()
    if "procurement_return" in statement:
        assert (DEMO / "files" / statement["procurement_return"]).is_file()
    for field, role in (("filer", "filer"), ("director", "director"), ("officer", "officer")):
        if field in statement:
            roles = PEOPLE[statement[field]]["roles"]
            assert any(
                held["role"] == role and held.get("organisation") in {None, statement["organisation"]} for held in roles
            ), f"{statement['key']}: {statement[field]} is no {role} there"


@each_statement
def test_a_statements_dates_follow_one_another(statement):
    organisation = ORGANISATIONS[statement["organisation"]]
    assert is_twelve_months(statement["period_start"], statement["period_end"])
    assert statement["period_end"].strftime("%m-%d") == organisation["balance_date"]
    approved = WORLD.answers[statement["key"]].get("approved_on", statement["period_end"])
    steps = [statement["period_end"], approved]
    for returned in statement.get("returned", []):
        steps += [returned["submitted"], returned["on"]]
        assert returned["reasons"] and returned["officer"] in PEOPLE
    steps += [statement[name] for name in ("submitted", "decided", "confirmed") if name in statement]
    days = [day_of(step, AS_AT) for step in [*steps, 0]]
    assert days == sorted(days), statement["key"]


@each_statement
def test_a_statements_state_carries_what_it_needs(statement):
    needs = {
        "draft": {"filer", "started"},
        "submitted": {"filer", "director", "submitted"},
        "returned": {"filer", "director", "returned"},
        "published": {"filer", "director", "submitted", "decided", "officer", "findings"},
        "withdrawn": {"filer", "director", "submitted", "decided", "officer", "findings", "withdrawn"},
    }
    assert needs[statement["state"]] <= set(statement)
    if "findings" in statement:
        assert statement["findings"] in {"public", "in notice", "unconfirmed"}
        assert ("confirmed" in statement) == (statement["findings"] != "unconfirmed")
    assert "reply" not in statement or statement["findings"] == "public"


@each_statement
def test_own_answers_use_only_questions_and_options_that_exist(statement):
    for answers in (statement["answers"], statement.get("correction", {}).get("answers", {})):
        for key, value in answers.items():
            assert_fits(QUESTIONS[key], value, statement["key"])


@each_statement
def test_own_answers_answer_only_what_is_asked(statement):
    complete, body = WORLD.answers[statement["key"]], ORGANISATIONS[statement["organisation"]].get("public_body", False)
    for key in statement["answers"]:
        assert is_asked(QUESTIONS[key], complete), key
        assert QUESTIONS[key]["asked_of"] == "everyone" or body, key


@each_statement
def test_a_statement_without_a_document_answers_all_that_is_required(statement):
    if "document" in statement or statement["state"] == "draft":
        return
    public_body = ORGANISATIONS[statement["organisation"]].get("public_body", False)
    for answers in (WORLD.answers[statement["key"]], WORLD.corrected_answers[statement["key"]]):
        missing = [
            key
            for key, question in QUESTIONS.items()
            if question["required_without_document"]
            and (question["asked_of"] == "everyone" or public_body)
            and is_asked(question, answers)
            and key not in answers
        ]
        assert missing == []


def assert_fits(question, value, where):
    kind, place = question["kind"], f"{where}: {question['key']}"
    options = {option["value"]: option for option in question.get("options", [])}
    if kind in {"text", "long_text"}:
        assert isinstance(value, str) and 0 < len(value) <= question["max_length"], place
    elif kind == "choice":
        assert value in options, place
    elif kind == "choices":
        assert value and set(value) <= set(options) and len(set(value)) == len(value), place
        assert len(value) == 1 or not any(options[picked].get("exclusive") for picked in value), place
    elif kind == "countries":
        assert value and set(value) <= set(tables.countries()), place
    else:
        assert type(value) is {"boolean": bool, "integer_count": int, "date": date}[kind], place
        assert kind != "integer_count" or value >= 0, place


def test_the_story_has_every_state_and_turn():
    assert {statement["state"] for statement in WORLD.statements} == {
        "draft",
        "submitted",
        "returned",
        "published",
        "withdrawn",
    }
    findings = {statement.get("findings") for statement in WORLD.statements if statement["state"] == "published"}
    assert findings == {"public", "in notice", "unconfirmed"}
    assert any("correction" in statement for statement in WORLD.statements)
    assert any("reply" in statement for statement in WORLD.statements)
    late = [
        statement["key"]
        for statement in WORLD.statements
        if statement["state"] == "published"
        and day_of(statement["submitted"], AS_AT) > months_after_period(statement["period_end"], 6)
    ]
    assert {"pallet-prow-2025", "four-rivers-2025"} == set(late)


def test_obligations_name_known_organisations_states_and_deciders():
    obligations = WORLD.obligations
    listed = [*obligations["confirmed"], *obligations["presumed"]]
    assert set(listed) <= set(ORGANISATIONS) and len(set(listed)) == len(listed)
    assert obligations["imported_by"] in PEOPLE
    for exception in obligations["exceptions"]:
        assert exception["organisation"] in ORGANISATIONS and exception["decided_by"] in PEOPLE
        assert exception["state"] in set(ObligationState) and exception["reason"]
        balance_date = ORGANISATIONS[exception["organisation"]]["balance_date"]
        assert exception["period_end"].strftime("%m-%d") == balance_date
    assert {"exempt", "declared out of scope"} <= {exception["state"] for exception in obligations["exceptions"]}
    filers = {statement["organisation"] for statement in WORLD.statements}
    assert filers <= set(listed)


def test_the_profile_and_questionnaire_are_there():
    assert (QUESTIONNAIRES / f"{WORLD.settings['profile']}.toml").is_file()
    assert len(WORLD.settings["password"]) >= 12
