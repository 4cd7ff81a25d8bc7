"""Which answers of a filing workbook are last year's and nobody has looked at yet: told in it and read back from it.

A row says in a column of its own from which statements its marked cells come. An answer that is still the same as there
keeps its mark in the draft; a changed one is the filer's own, and so is every one of a row whose cell was emptied.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy.orm import Session

from statements.filing import queries, questionnaire
from statements.filing.answers import Answers
from statements.filing.models import Draft, Statement
from statements.filing.profiles import Profile
from statements.filing.taken_over import lasting
from statements.ingest.statement_rows import StatementRow


def told(numbers: Iterable[int]) -> str | None:
    """What the column says of a row: the statements that its marked cells come from; None where there are none."""
    found = sorted(set(numbers))
    return f"From statement {', '.join(map(str, found))}" if found else None


def earlier_answers(
    session: Session, given: StatementRow, *, whose: uuid.UUID, own: Collection[Statement], profile: Profile
) -> dict[int, Answers]:
    """By statement the answers that may last of those which a row names, of its own organisation."""
    wanted = [each for each in own if each.organisation_id == whose and each.number in (given.taken_from or ())]
    found = {each.number: queries.latest_version(session, each) for each in wanted}
    known = questionnaire.load(profile)
    return {number: lasting(known, version.answers) for number, version in found.items() if version is not None}


def still_carried(given: StatementRow, draft: Draft | None, earlier: Mapping[int, Answers]) -> dict[str, int]:
    """The row's answers that nobody has looked at yet, each with the statement that it came from."""
    found = {}
    for key, value in given.answers.items():
        if draft is not None and key in draft.answers:
            number = draft.carried.get(key)
            named = given.taken_from is None or number in given.taken_from
            if number is not None and named and draft.answers[key] == value:
                found[key] = number
        else:
            same = [number for number, answers in earlier.items() if answers.get(key) == value]
            if same:
                found[key] = max(same)
    return found


def looked_at(given: StatementRow, draft: Draft, carried: Mapping[str, int]) -> bool:
    """Whether the row says of marked answers, which it leaves as they are, that they were looked at."""
    same = {key for key in draft.carried if key in given.answers and draft.answers.get(key) == given.answers[key]}
    return bool(same - carried.keys())
