"""Why a statement is late: the coded reasons, a list kept as data, and what was said of each obligation."""

import tomllib
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.errors import Invalid, Problem
from statements.limits import REQUEST_TEXT
from statements.organisations.models import LatenessReason, ObligationState
from statements.organisations.obligations import ObligationFacts

LIST = Path(__file__).with_name("lateness_reasons.toml")
OWING = (ObligationState.PRESUMED, ObligationState.CONFIRMED)
NOT_SAID = "not-said"
"""Stands in figures and addresses for a late statement of which nobody said why."""
AT_ONCE = 500


@dataclass(frozen=True)
class Coded:
    """One reason of the list: its code and title, whether words have to go with it, and who may say it."""

    code: str
    title: str
    needs_words: bool = False
    office_only: bool = False
    retired: bool = False


@cache
def reasons() -> dict[str, Coded]:
    """Every reason of the list by its code, retired ones too, in the list's order."""
    read = tomllib.loads(LIST.read_text(encoding="utf-8"))["reasons"]
    return {each["code"]: Coded(**each) for each in read}


def offered(*, as_office: bool) -> list[Coded]:
    """What may be said now by an officer, or by an organisation about itself."""
    return [each for each in reasons().values() if not each.retired and (as_office or not each.office_only)]


def title_of(code: str) -> str:
    """What a code is called; the code itself where the list knows it no more."""
    known = reasons().get(code)
    return known.title if known else code


def is_past_due(facts: ObligationFacts, *, on: date) -> bool:
    """Whether the due date passed before a statement came, of an obligation that is confirmed or presumed."""
    if facts.state not in OWING:
        return False
    return (facts.filed_on if facts.filed_on is not None and facts.filed_on <= on else on) > facts.due_on


def check(code: str, words: str, *, as_office: bool) -> None:
    """Raise Invalid, naming every fault, where this cannot be the reason of a late statement."""
    known = next((each for each in offered(as_office=as_office) if each.code == code), None)
    problems = []
    if known is None:
        problems.append(Problem("Choose one of the reasons.", field="code"))
    elif known.needs_words and not words.strip():
        problems.append(Problem("Say in a sentence what it was.", "This reason alone does not tell.", "words"))
    if len(words) > REQUEST_TEXT.value:
        problems.append(Problem(f"This is longer than {REQUEST_TEXT.value:,} characters. Shorten it.", field="words"))
    if problems:
        raise Invalid(problems)


def said_of(session: Session, *, obligation_id: uuid.UUID) -> Sequence[LatenessReason]:
    """Everything that was said of an obligation, the newest first: that one holds."""
    query = select(LatenessReason).where(LatenessReason.obligation_id == obligation_id)
    return session.scalars(query.order_by(LatenessReason.place.desc())).all()


def newest(session: Session, *, obligation_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, LatenessReason]:
    """The reason that holds of each of these obligations, where one was given."""
    found: dict[uuid.UUID, LatenessReason] = {}
    ids = list(obligation_ids)
    for first in range(0, len(ids), AT_ONCE):
        query = select(LatenessReason).where(LatenessReason.obligation_id.in_(ids[first : first + AT_ONCE]))
        found |= {each.obligation_id: each for each in session.scalars(query.order_by(LatenessReason.place))}
    return found
