"""What a decision, a reason and a reply must be like."""

from functools import cache

from scoring import load_rubric, versions
from statements.errors import Invalid, Problem
from statements.limits import REVIEW_TEXT
from statements.moderation.models import FindingRecord

LONGEST_TEXT = REVIEW_TEXT.value
"""Characters of a reason, a reply or an answer."""
GATE = "G"
"""The letter that the ids of gates begin with."""


def check_decision(
    finding: FindingRecord, *, level: int | None, reason: str, is_change: bool, has_evidence: bool
) -> None:
    """Raise Invalid, naming every fault, where the finding cannot be decided so.

    A change needs its reason; a level of 1 or 2 needs evidence wherever the text can be read.
    """
    is_gate = finding.criterion.startswith(GATE)
    problems = []
    if level not in levels_of(finding.criterion):
        problems.append(Problem("Choose one of the levels.", field="level"))
    if is_change and not reason.strip():
        problems.append(Problem("Say why you change this finding.", field="reason"))
    if len(reason) > LONGEST_TEXT:
        problems.append(Problem(f"The reason is longer than {LONGEST_TEXT} characters.", field="reason"))
    readable = bool(finding.assessment.body.get("sentences"))
    if not is_gate and level in (1, 2) and readable and not has_evidence:
        mend = "Copy the words of a sentence that shows it from the statement, or choose 0."
        problems.append(Problem("A level of 1 or 2 rests on at least one sentence.", mend, field="quote"))
    if problems:
        raise Invalid(problems)


def levels_of(criterion: str) -> tuple[int | None, ...]:
    """The levels that a criterion or a gate may have; None is not scored, or not judged."""
    return (None, 0, 1) if criterion.startswith(GATE) else (None, 0, 1, 2)


def check_level(finding: FindingRecord, level: int | None) -> None:
    """Raise Invalid where the finding cannot have this level."""
    if level not in levels_of(finding.criterion):
        raise Invalid([Problem("Choose one of the levels.", field="level")])


def check_note(text: str, field: str) -> None:
    """Raise Invalid, naming the field, where a text that may be empty is too long."""
    if len(text) > LONGEST_TEXT:
        raise Invalid([Problem(f"This is longer than {LONGEST_TEXT} characters. Shorten it.", field=field)])


@cache
def known_criteria() -> frozenset[str]:
    """The ids of every criterion and gate of every rubric."""
    rubrics = [load_rubric(each) for each in versions()]
    criteria = {each.id for rubric in rubrics for each in rubric.criteria}
    return frozenset(criteria | {each.id for rubric in rubrics for each in rubric.gates})


def check_criterion(criterion: str, field: str) -> None:
    """Raise Invalid where there is no such criterion or gate."""
    if criterion not in known_criteria():
        raise Invalid([Problem("Choose one of the criteria.", f"“{criterion[:20]}” is none of them.", field)])


def check_text(text: str, field: str, when_empty: str) -> None:
    """Raise Invalid, naming the field, where a text is empty (`when_empty` says so) or too long."""
    if not text.strip():
        raise Invalid([Problem(when_empty, field=field)])
    check_note(text, field)
