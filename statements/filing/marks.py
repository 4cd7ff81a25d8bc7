"""The mark of a section: short, and another one as soon as anybody has saved something else in it."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from statements.filing.models import Draft
from statements.filing.questionnaire import APPROVAL, Section


@dataclass(frozen=True)
class Seen:
    """The section that a writer began from, by its mark."""

    section: Section
    mark: str


def held(draft: Draft, section: Section) -> dict[str, Any]:
    """What the draft holds of a section: an answer or None a question; of the approval also who signs."""
    found = {question.key: draft.answers.get(question.key) for question in section.questions}
    return {**found, **(draft.approval if section.key == APPROVAL else {})}


def section_mark(draft: Draft, section: Section) -> str:
    """The mark of what the draft holds of a section now: 16 hexadecimal digits."""
    text = json.dumps(held(draft, section), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
