"""Never type it twice: answers of an earlier statement, or of the group's, put where a draft has none yet.

Each is marked with the statement that it came from until somebody saves the section that it stands in, or says that
it still holds.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.errors import NotFound
from statements.filing import answers as forms
from statements.filing import drafts, questionnaire
from statements.filing.models import Draft, Statement, Version, VersionState
from statements.organisations import groups


def take_over(session: Session, *, draft: Draft, version: Version, by: uuid.UUID, at: datetime) -> Draft:
    """Put the answers of a version where the draft has none yet, each marked with where it came from.

    The version is an earlier one of the same organisation, or a published one of whoever stands above it in the group,
    of which only public answers are taken, and no counts: small ones are not public. Raises Conflict, NotFound.
    """
    drafts.lock_for_change(session, draft, by=by)
    known, own = questionnaire.load(draft.statement.profile), _is_own(draft, version)
    if not own and not _is_above(session, draft.statement, version):
        raise NotFound("There is nothing here that you may see.")
    values = {key: each for key, each in lasting(known, version.answers).items() if key not in draft.answers}
    if not own:
        public = {each.key for each in known.questions if each.public and each.kind is not questionnaire.Kind.COUNT}
        values = {key: each for key, each in values.items() if key in public}
    drafts.save(session, draft=draft, by=by, at=at, answers=values)
    draft.carried = {**draft.carried, **dict.fromkeys(values, version.statement.number)}
    return draft


def still_hold(session: Session, *, draft: Draft, by: uuid.UUID, at: datetime) -> int:
    """Say that everything that was taken over and not looked at still holds; how many answers. Raises Conflict."""
    drafts.lock_for_change(session, draft, by=by)
    given = {key: draft.answers[key] for key in draft.carried if key in draft.answers}
    drafts.save(session, draft=draft, by=by, at=at, answers=given)
    return len(given)


def groups_version(session: Session, statement: Statement) -> Version | None:
    """The published version for an overlapping period of whoever stands nearest above in the group."""
    above = [each.id for each in groups.chain(session, statement.organisation)[1:]]
    query = (
        select(Version)
        .join(Statement, Statement.id == Version.statement_id)
        .where(
            Statement.organisation_id.in_(above),
            Statement.profile == statement.profile,
            Statement.period_end > statement.period_start,
            Statement.period_start < statement.period_end,
            Version.state == VersionState.PUBLISHED,
        )
        .order_by(Statement.period_end.desc())
    )
    found = session.scalars(query).all() if above else []
    return min(found, key=lambda each: above.index(each.statement.organisation_id), default=None)


def lasting(known: questionnaire.Questionnaire, answers: Mapping[str, Any]) -> forms.Answers:
    """The answers that may hold for another year: all but those about this one's approval, as they are read today."""
    kept = [each.key for part in known.sections if part.key != questionnaire.APPROVAL for each in part.questions]
    return forms.parse(known, {key: answers.get(key) for key in kept})[0]


def _is_own(draft: Draft, version: Version) -> bool:
    return version.statement.organisation_id == draft.statement.organisation_id


def _is_above(session: Session, statement: Statement, version: Version) -> bool:
    found = groups_version(session, statement)
    return found is not None and found.id == version.id
