"""Crosswalks: every field has a home or a reason, so has every question of ours; in, out, and round again."""

from dataclasses import replace

import pytest

from statements.errors import Invalid, NotFound
from statements.filing import crosswalk, questionnaire
from statements.filing.answers import parse
from statements.ingest.mapping import load_mapping

FORMS = crosswalk.crosswalks()
OURS = questionnaire.by_key("nz-bill-2026")


@pytest.mark.parametrize("found", FORMS, ids=lambda each: each.key)
def test_every_field_and_every_question_has_one_home_or_a_reason(found) -> None:
    assert crosswalk._faults(found, OURS) == []
    columns = [each.column for each in found.fields]
    assert len(columns) == len(set(columns))
    homes = [key for each in found.fields for key in each.answers]
    assert len(homes) == len(set(homes)), "an answer goes out twice"
    assert not set(homes) & set(found.left_out)
    for each in found.fields:
        assert bool(each.into) != bool(each.reason)


def test_a_field_that_leads_nowhere_is_a_fault() -> None:
    found = crosswalk.crosswalk("au-s16")
    lost = replace(found.fields[1], into="approved_on", answers=("no such question",))
    faults = crosswalk._faults(replace(found, fields=(lost, replace(found.fields[0], reason=""))), OURS)
    assert any("takes no long text" in each for each in faults) and any("nobody asks" in each for each in faults)
    assert any("no home and no reason" in each for each in faults) and any("has no home" in each for each in faults)


def test_every_column_of_the_registry_is_known_to_its_crosswalk() -> None:
    columns = {each["column"] for each in load_mapping("uk-registry").answers.values()}
    assert columns == {each.column for each in crosswalk.crosswalk("uk-registry").fields}


@pytest.mark.parametrize("found", FORMS, ids=lambda each: each.key)
def test_what_comes_in_lands_whole_and_can_be_saved(found) -> None:
    given = {each.column: f"Text of <{each.column}>" for each in found.fields}
    answers = crosswalk.bring_in(found, given)
    values, problems = parse(OURS, answers)
    assert problems == [] and values == answers
    whole = "\n".join(answers.values())
    assert all((f"Text of <{each.column}>" in whole) == bool(each.into) for each in found.fields)
    needed = {each.key for each in crosswalk.not_asked(found)}
    assert needed and not needed & set(answers)


@pytest.mark.parametrize("found", FORMS, ids=lambda each: each.key)
def test_what_goes_out_can_be_read_back(found) -> None:
    answers = {"risks_description": "=2+2 is no formula, here\nnor here", "note_to_registrar": "secret"}
    out = crosswalk.take_out(found, answers)
    text = crosswalk.as_csv(out)
    assert "secret" not in text and list(out) == [each.column for each in found.fields]
    filled = {column: each for column, each in out.items() if each}
    assert len(filled) == 1 and "is no formula" in next(iter(filled.values()))
    assert crosswalk.read_row(found, "\ufeff" + text) == filled


def test_a_count_goes_out_as_it_is_public() -> None:
    out = crosswalk.take_out(crosswalk.crosswalk("ca-s11"), {"people_remediated": 3})
    assert "fewer than 6" in out["11(3)(d)"]


@pytest.mark.parametrize("pasted", ["", "Risk1", "a,b\n1,2", "Risk1\nx\ny"])
def test_what_is_no_row_of_the_form_is_refused(pasted) -> None:
    with pytest.raises(Invalid):
        crosswalk.read_row(crosswalk.crosswalk("uk-registry"), pasted)


def test_a_form_that_nobody_knows_is_not_found() -> None:
    with pytest.raises(NotFound):
        crosswalk.crosswalk("../nz-bill-2026")
