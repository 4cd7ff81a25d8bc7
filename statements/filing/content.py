"""What a draft would file, its fingerprint, and the shapes that filing's use-cases take and give."""

import hashlib
import json
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from statements.filing import profiles, queries, questionnaire
from statements.filing.answers import Answers, relevant
from statements.filing.models import Draft, Statement, Version, VersionState
from statements.filing.questionnaire import APPROVED_BY, APPROVED_ON
from statements.filing.rules import is_public_agency


@dataclass(frozen=True)
class ReadFile:
    """An uploaded file as it was read: `size` in bytes, `pages` the text of each page, `scan` without readable text."""

    sha256: str
    filename: str
    media_type: str
    size: int
    pages: tuple[str, ...]
    words: int
    scan: bool


@dataclass(frozen=True)
class Signature:
    """Who signed, in which role, when, and how (`method` "signed in here" is the portal's own page)."""

    name: str
    role: str
    person_id: uuid.UUID
    signed_at: datetime
    method: str = "signed in here"

    def as_json(self) -> dict[str, str]:
        """The signature as a version keeps it."""
        return {key: value if isinstance(value, str) else _text(value) for key, value in asdict(self).items()}


@dataclass(frozen=True)
class Content:
    """What a draft would file. `covers` are organisation ids as text without the lead; `documents` are hashes."""

    answers: Answers
    approval: dict[str, Any]
    covers: tuple[str, ...]
    documents: tuple[str, ...]
    correction_reason: str
    follows: int

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of all of it: the same content sent twice has the same one."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def content_of(session: Session, draft: Draft) -> Content:
    """What this draft would file now."""
    statement = draft.statement
    profile = profiles.profile(statement.profile)
    answers = relevant(
        questionnaire.load(profile), draft.answers, public_agency=is_public_agency(profile, statement.organisation)
    )
    said = {key: answers[key] for key in (APPROVED_BY, APPROVED_ON) if key in answers}
    before = closed_version(session, statement)
    reason = draft.correction_reason
    if not reason and before is not None and before.state == VersionState.RETURNED:
        reason = before.correction_reason
    return Content(
        answers=answers,
        approval={**said, **draft.approval},
        covers=tuple(sorted(set(draft.covers) - {str(statement.organisation_id)})),
        documents=tuple(each.sha256 for each in queries.documents_of(session, draft)),
        correction_reason=reason,
        follows=before.number if before else 0,
    )


def closed_version(session: Session, statement: Statement) -> Version | None:
    """The newest version that is not under review: what the draft follows."""
    versions = queries.versions_of(session, statement)
    return next((each for each in reversed(versions) if each.state != VersionState.SUBMITTED), None)


def _text(value: uuid.UUID | datetime) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
