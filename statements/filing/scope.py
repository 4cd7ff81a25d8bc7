"""Does an organisation owe a statement? At most four questions, from the profile's data; nothing is kept."""

from collections.abc import Mapping
from enum import StrEnum

from statements.filing.profiles import Profile


class Asked(StrEnum):
    """A question; its value is the name under which its answer is given."""

    KIND = "kind"
    HERE = "here"
    SIZE = "size"
    COVERED = "covered"


class Outcome(StrEnum):
    """What follows from the answers."""

    OWES = "owes"
    COVERED = "covered"
    BELOW = "below"
    UNSURE = "unsure"
    OTHER_KIND = "other kind"
    NOT_HERE = "not here"


YES, NO, NOT_SURE = "yes", "no", "unsure"
CHOICES = {Asked.HERE: (YES, NO), Asked.SIZE: (YES, NO, NOT_SURE), Asked.COVERED: (YES, NO)}
"""What may be answered to each question but the first, whose answers are kinds of organisation."""


def answered(given: Mapping[str, str], *, kinds: frozenset[str]) -> dict[Asked, str]:
    """Of what was given, what can be an answer, in the order asked."""
    found: dict[Asked, str] = {}
    for question in Asked:
        value = given.get(question, "")
        if value in (kinds if question is Asked.KIND else CHOICES[question]):
            found[question] = value
    return found


def next_step(profile: Profile, answers: Mapping[Asked, str]) -> Asked | Outcome:
    """The question that comes next, or what follows once nothing more needs to be asked."""
    kind = answers.get(Asked.KIND)
    if kind is None:
        return Asked.KIND
    if kind not in profile.scope.entity_kinds:
        return Outcome.OTHER_KIND
    if kind in profile.scope.asked_if_active_here and answers.get(Asked.HERE) != YES:
        return Outcome.NOT_HERE if Asked.HERE in answers else Asked.HERE
    size = answers.get(Asked.SIZE)
    if size is None:
        return Asked.SIZE
    if size != YES:
        return Outcome.BELOW if size == NO else Outcome.UNSURE
    covered = answers.get(Asked.COVERED)
    if covered is None:
        return Asked.COVERED
    return Outcome.COVERED if covered == YES else Outcome.OWES
