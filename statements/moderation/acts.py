"""What was done about a statement in the portal itself, as scoring's gates may count it: approval and signature."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypedDict

from statements import clock
from statements.filing import profiles, questionnaire
from statements.filing.answers import claimed_by
from statements.filing.models import Statement
from statements.filing.questionnaire import APPROVED_BY, APPROVED_ON
from statements.filing.rules import ELSEWHERE


class Acts(TypedDict):
    """The fields of scoring's Facts that tell what was done here."""

    written_here: bool
    approved_by_body: bool | None
    approved_on: date | None
    signed_as: str
    signed_on: date | None


def acts_of(
    statement: Statement,
    *,
    has_document: bool,
    answers: Mapping[str, Any],
    signature: Mapping[str, Any],
) -> Acts:
    """What was done here about a version or draft of this statement; nothing where it was published elsewhere.

    A signature counts where a director gave it on the portal's own page, which alone keeps a `method`.
    """
    if statement.source == ELSEWHERE:
        return Acts(written_here=False, approved_by_body=None, approved_on=None, signed_as="", signed_on=None)
    rule = profiles.profile(statement.profile)
    signed = datetime.fromisoformat(signature["signed_at"]) if signature.get("method") else None
    approved_on = answers.get(APPROVED_ON)
    return Acts(
        written_here=not has_document,
        approved_by_body=claimed_by(questionnaire.load(rule), answers, APPROVED_BY),
        approved_on=date.fromisoformat(approved_on) if approved_on else None,
        signed_as=str(signature.get("role", "")) if signed else "",
        signed_on=clock.local_date(signed, rule.time_zone) if signed else None,
    )
