"""Who owes a statement: every path through the questions, none longer than four."""

import itertools

import pytest

from statements.filing import profiles
from statements.filing.scope import CHOICES, Asked, Outcome, answered, next_step
from statements.reference.tables import organisation_kinds

KINDS = frozenset(organisation_kinds())


@pytest.mark.parametrize(
    ("given", "step"),
    [
        ({}, Asked.KIND),
        ({"kind": "company"}, Asked.SIZE),
        ({"kind": "school"}, Outcome.OTHER_KIND),
        ({"kind": "council", "size": "no"}, Outcome.BELOW),
        ({"kind": "company", "size": "unsure"}, Outcome.UNSURE),
        ({"kind": "company", "size": "yes"}, Asked.COVERED),
        ({"kind": "company", "size": "yes", "covered": "yes"}, Outcome.COVERED),
        ({"kind": "company", "size": "yes", "covered": "no"}, Outcome.OWES),
        ({"kind": "overseas-company"}, Asked.HERE),
        ({"kind": "overseas-company", "here": "no"}, Outcome.NOT_HERE),
        ({"kind": "overseas-company", "here": "yes"}, Asked.SIZE),
        ({"kind": "<script>", "size": "yes"}, Asked.KIND),
    ],
)
def test_the_next_step(given, step) -> None:
    assert next_step(profiles.profile("nz-bill-2026"), answered(given, kinds=KINDS)) == step


@pytest.mark.parametrize("profile", profiles.profiles(), ids=lambda each: each.key)
def test_every_path_ends_after_at_most_four_questions(profile) -> None:
    for kind in KINDS:
        for values in itertools.product(*CHOICES.values()):
            every = {Asked.KIND: kind, **dict(zip(CHOICES, values, strict=True))}
            answers: dict[Asked, str] = {}
            while isinstance(step := next_step(profile, answers), Asked):
                answers[step] = every[step]
            assert len(answers) <= 4
