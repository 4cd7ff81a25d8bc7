from datetime import date

import pytest

from scoring import RubricError, load_rubric, rubric_in_force, versions
from scoring.rubric import RUBRICS, fingerprints, read

SOUND = """
version = "try-1"
title = "A small rubric"
in_force_from = 2020-01-01
[laws]
nz = "A law"
[[pillars]]
slug = "act"
name = "Act"
[[gates]]
id = "G1"
slug = "named"
question = "Named?"
guidance = "A name."
[[criteria]]
id = "C01"
slug = "training"
pillar = "act"
principles = ["16"]
question = "Who was trained?"
guidance = "Look for training."
level_one = "Given."
level_two = "Given to whom."
labels = ["mitigation"]
cues = ["train*"]
clauses = { nz = ["Training"] }
"""


def test_there_are_five_pillars_of_36_points():
    rubric = load_rubric("ungp-1")
    maxima = {pillar.slug: 0 for pillar in rubric.pillars}
    for criterion in rubric.scored_criteria:
        maxima[criterion.pillar] += 2
    assert maxima == {"commit": 6, "know": 12, "act": 8, "track": 4, "remedy": 6}
    assert [criterion.id for criterion in rubric.scored_criteria] == [f"C{number:02}" for number in range(1, 19)]
    assert [gate.id for gate in rubric.gates] == ["G1", "G2", "G3", "G4"]


def test_caps_and_absences_are_those_of_the_rules():
    rubric = load_rubric("ungp-1")
    assert {c.id for c in rubric.criteria if c.planned_cap == 0} == {"C10", "C12"}
    assert {c.id for c in rubric.criteria if c.absence_counts} == {"C05", "C16"}


def test_public_body_additions_are_left_to_officers_and_carry_no_points():
    additions = [criterion for criterion in load_rubric("ungp-1").criteria if criterion.public_bodies_only]
    assert [criterion.principles for criterion in additions] == [("5",), ("6",), ("8",)]
    assert {criterion.judged_by for criterion in additions} == {"officer"}


def test_every_scored_criterion_names_a_principle_and_a_clause():
    rubric = load_rubric("ungp-1")
    for criterion in rubric.scored_criteria:
        assert criterion.principles, criterion.id
        assert criterion.clauses.get("nz"), criterion.id
        assert set(criterion.clauses) <= set(rubric.laws)


def test_the_newest_rubric_in_force_is_chosen():
    assert rubric_in_force(date(2026, 3, 31)).version in versions()
    with pytest.raises(RubricError, match="no rubric is in force"):
        rubric_in_force(date(1900, 1, 1))
    with pytest.raises(RubricError, match="no rubric has the version 'none'"):
        load_rubric("none")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('version = "try-1"', 'version = ""', "version must be a text"),
        ("in_force_from = 2020-01-01", 'in_force_from = "soon"', "in_force_from must be a date"),
        ('pillar = "act"', 'pillar = "sing"', "criterion C01: there is no pillar 'sing'"),
        ('labels = ["mitigation"]', 'labels = ["luck"]', "unknown label"),
        ('labels = ["mitigation"]', "labels = []", "needs a label"),
        ('cues = ["train*"]', 'cues = "train"', "cues must be a list"),
        ('nz = ["Training"]', 'xx = ["Training"]', "which \\[laws\\] does not name"),
        ('question = "Who was trained?"', "", "question must be a text"),
        ('cues = ["train*"]', 'clues = ["train*"]', "unknown key 'clues'"),
        ('cues = ["train*"]', "planned_cap = 3", "planned_cap must be 0, 1 or 2"),
        ('cues = ["train*"]', "planned_cap = -1", "planned_cap must be a whole number"),
        ('cues = ["train*"]', 'judged_by = "luck"', "judged_by must be one of"),
        ('cues = ["train*"]', "facets_needed = 1", "facets_needed is 1 of 0"),
        ('cues = ["train*"]', "absence_counts = 1", "absence_counts must be true or false"),
        ("[[gates]]", "[[gates", "is not TOML"),
        ('name = "Act"', 'name = "Act"\n[[pillars]]\nslug = "act"\nname = "Again"', "pillar act stands twice"),
        ('name = "Act"', 'name = "Act"\n[[pillars]]\nslug = "know"\nname = "Know"', "pillar know has no criterion"),
        (
            "clauses = { nz",
            'facets = [{ name = "how many", marks = ["smell"] }]\nclauses = { nz',
            "facet how many: unknown kind of mark",
        ),
    ],
)
def test_each_fault_is_named(tmp_path, old, new, message):
    assert SOUND.count(old) == 1
    path = tmp_path / "try.toml"
    path.write_text(SOUND.replace(old, new), encoding="utf-8")
    with pytest.raises(RubricError, match=message) as caught:
        read(path)
    assert str(caught.value).startswith("try.toml: ")


def test_a_sound_file_reads_and_a_missing_one_is_named(tmp_path):
    path = tmp_path / "try.toml"
    path.write_text(SOUND, encoding="utf-8")
    assert read(path).criterion("C01").cues == ("train*",)
    with pytest.raises(RubricError, match="cannot be read"):
        read(tmp_path / "absent.toml")


def test_every_shipped_file_is_read_and_named_after_its_version():
    assert set(fingerprints()) == {path.stem for path in RUBRICS.glob("*.toml")} == set(versions())
