"""The history of a statement as its own people read it: versions with their receipts, and every event in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from portal import db
from statements.events import service as events
from statements.events.models import Event
from statements.filing import queries
from statements.filing.models import Statement, Version

WORDS = {
    "statement.started": _("Started"),
    "statement.saved": _("Saved"),
    "statement.document_added": _("Document added"),
    "statement.document_removed": _("Document taken off"),
    "statement.signature_asked": _("A director was asked to sign"),
    "statement.signed": _("Signed"),
    "statement.sent_back": _("Sent back by the director"),
    "statement.submitted": _("Submitted"),
    "statement.held": _("Held: said not to be filed by the organisation"),
    "statement.hold_ended": _("Hold ended by the registrar"),
    "statement.returned": _("Returned by the registrar"),
    "statement.published": _("Published"),
    "statement.correction_started": _("Correction started"),
    "statement.correction_left": _("Correction left"),
    "statement.corrected": _("Corrected"),
    "statement.withdrawn": _("Withdrawn"),
}
SIGNED = _("Signed and submitted")


@dataclass(frozen=True)
class Step:
    """One thing that happened."""

    at: datetime
    what: Any
    who: str
    reason: str


@dataclass(frozen=True)
class Story:
    """The versions, newest first, with their receipt numbers; and every step, newest first."""

    versions: Sequence[tuple[Version, str]]
    steps: Sequence[Step]


def story_of(statement: Statement) -> Story:
    """What happened to the statement. People of the register are not named."""
    session = db.session()
    names = {each.id: each.name for each in queries.people_of(session, statement)}
    receipts = {each.version_id: each.number for each in queries.receipts_of(session, statement)}
    steps = [
        Step(each.at, _what(each), names.get(each.actor, "") if each.actor else "", each.reason)
        for each in events.history(session, subject=statement)
        if each.kind in WORDS
    ]
    versions = [(each, receipts.get(each.id, "")) for each in queries.versions_of(session, statement)]
    return Story(tuple(reversed(versions)), tuple(reversed(_without_repeats(steps))))


def _what(event: Event) -> Any:
    return SIGNED if event.after.get("signed_as") else WORDS[event.kind]


def _without_repeats(steps: list[Step]) -> list[Step]:
    """Of saves by one person in a row only the last is told."""
    kept: list[Step] = []
    for step in steps:
        if kept and step.what == kept[-1].what == WORDS["statement.saved"] and step.who == kept[-1].who:
            kept.pop()
        kept.append(step)
    return kept
