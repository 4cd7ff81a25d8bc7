"""The library of reasons with which statements are returned: officers edit it, every wording stays in the events."""

import tomllib
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.db import changed
from statements.errors import Invalid, NotFound, Problem
from statements.events import service as events
from statements.moderation import rules
from statements.moderation.models import ReturnReason
from statements.people import policy
from statements.people.models import Role

USUAL = Path(__file__).with_name("return_reasons.toml")
LONGEST_TITLE = 120


def library(session: Session, *, retired_too: bool = False) -> Sequence[ReturnReason]:
    """The wordings in use, those about the whole statement first, then by criterion and title."""
    query = select(ReturnReason).order_by(ReturnReason.criterion, ReturnReason.title, ReturnReason.id)
    return session.scalars(query if retired_too else query.where(ReturnReason.retired_at.is_(None))).all()


def load(session: Session, reason_id: uuid.UUID) -> ReturnReason:
    """The wording with this id. Raises NotFound."""
    found = session.get(ReturnReason, reason_id)
    if found is None:
        raise NotFound("There is no such wording.")
    return found


def add(session: Session, *, title: str, text: str, criterion: str, by: uuid.UUID, at: datetime) -> ReturnReason:
    """A new wording about one criterion, or about the whole statement where `criterion` is empty. Raises Invalid."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    _check(title, text)
    if criterion:
        rules.check_criterion(criterion, "criterion")
    made = ReturnReason(title=title.strip(), text=text.strip(), criterion=criterion, changed_at=at, changed_by=by)
    session.add(made)
    session.flush()
    after = {"title": made.title, "text": made.text, "criterion": criterion}
    events.record(session, kind="reason.added", subject=made, by=by, at=at, after=after)
    return made


def change(
    session: Session, *, reason: ReturnReason, title: str, text: str, seen: int, by: uuid.UUID, at: datetime
) -> ReturnReason:
    """Give a wording other words; what was returned with the old ones keeps them. Raises Invalid, also when stale."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    _check(title, text)
    session.refresh(reason, with_for_update=True)
    if seen != reason.revision:
        fault = "Another officer changed this wording since you opened it."
        raise Invalid([Problem(fault, "Reload the page and look.", field="text")])
    before = {"title": reason.title, "text": reason.text}
    after = changed(before, {"title": title.strip(), "text": text.strip()})
    if not after:
        return reason
    reason.title, reason.text, reason.changed_at, reason.changed_by = title.strip(), text.strip(), at, by
    old = {key: before[key] for key in after}
    events.record(session, kind="reason.changed", subject=reason, by=by, at=at, before=old, after=after)
    return reason


def retire(session: Session, *, reason: ReturnReason, by: uuid.UUID, at: datetime) -> None:
    """Take a wording out of use, or back into it."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    back = reason.retired_at is not None
    reason.retired_at = None if back else at
    kind = "reason.restored" if back else "reason.retired"
    events.record(session, kind=kind, subject=reason, by=by, at=at, after={"title": reason.title})


def fill(session: Session, *, by: uuid.UUID, at: datetime) -> int:
    """Put the usual wordings into an empty library; how many. One that holds anything stays as it is."""
    if library(session, retired_too=True):
        return 0
    usual = tomllib.loads(USUAL.read_text(encoding="utf-8"))["reasons"]
    for each in usual:
        add(session, title=each["title"], text=each["text"], criterion=each["criterion"], by=by, at=at)
    return len(usual)


def points_of(
    session: Session, *, picked: Sequence[str], typed: Mapping[str, str]
) -> tuple[str, list[dict[str, str | list[str]]]]:
    """What a return says: words about the whole statement, and a point for each criterion that is spoken of.

    `picked` are ids of wordings, `typed` an officer's own words by criterion. A point is {"criterion", "text",
    "reasons"}, its reasons each "id@revision", so that a later change of a wording does not change what was said.
    """
    known = {str(each.id): each for each in library(session)}
    used = [known[each] for each in dict.fromkeys(picked) if each in known]
    whole = "\n\n".join(each.text for each in used if not each.criterion)
    points: list[dict[str, str | list[str]]] = []
    for criterion in dict.fromkeys([*(each.criterion for each in used if each.criterion), *typed]):
        chosen = [each for each in used if each.criterion == criterion]
        words = [*(each.text for each in chosen), typed.get(criterion, "").strip()]
        text = "\n\n".join(each for each in words if each)
        if text:
            reasons = [f"{each.id}@{each.revision}" for each in chosen]
            points.append({"criterion": criterion, "text": text, "reasons": reasons})
    return whole, points


def _check(title: str, text: str) -> None:
    problems = []
    if not title.strip() or len(title) > LONGEST_TITLE:
        fault = f"A wording needs a short name of up to {LONGEST_TITLE} characters."
        problems.append(Problem(fault, field="title"))
    if not text.strip() or len(text) > rules.LONGEST_TEXT:
        problems.append(Problem("Write the words that the filer will read.", field="text"))
    if problems:
        raise Invalid(problems)
