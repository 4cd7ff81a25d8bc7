"""What moderation's codes are called on pages."""

import uuid
from collections.abc import Sequence

from flask_babel import lazy_gettext as _

from statements.events.models import Way
from statements.moderation.flags import Flag
from statements.moderation.queue import Stage
from statements.organisations.models import Status
from statements.people.models import Person

FLAGS = {
    Flag.SCAN: _("Scan: no text to read"),
    Flag.NOT_SCORED: _("Text could not be scored"),
    Flag.PARTLY_READ: _("Pages not in English"),
    Flag.ABSTAINED: _("Not read by machine"),
    Flag.DECLARED: _("Declared against found"),
    Flag.GATE: _("Gate not met"),
    Flag.LATE: _("Late"),
    Flag.COPIED: _("Copied wording"),
    Flag.RESUBMITTED: _("Sent again after a return"),
    Flag.CORRECTION: _("Correction"),
}

STAGES = {
    Stage.TO_PUBLISH: _("To publish"),
    Stage.TO_CONFIRM: _("Published, to confirm"),
    Stage.NOTICE: _("In notice period"),
    Stage.RETURNED: _("Returned, awaiting the filer"),
    Stage.RELEASED: _("Profile public"),
}

STATUSES = {
    Status.DISSOLVED.value: _("Dissolved, or taken off its register"),
    Status.ENDING.value: _("In liquidation or receivership"),
    Status.ACTIVE.value: _("It stands"),
}

MINE, NOBODY = "mine", "nobody"
"""Whose cases the queue shows, in its address; else an officer's id, or everybody's."""

EVENTS = {
    "case.taken": _("Case taken"),
    "case.handed_over": _("Case handed over"),
    "case.released": _("Case let go"),
    "opinion.asked": _("Second opinion asked"),
    "opinion.given": _("Second opinion given"),
    "double_reading.finished": _("Read a second time"),
    "statement.started": _("Started"),
    "statement.submitted": _("Submitted"),
    "statement.returned": _("Returned"),
    "statement.published": _("Published"),
    "statement.withdrawn": _("Withdrawn"),
    "statement.held": _("Held: said not to be filed by the organisation"),
    "statement.hold_ended": _("Hold ended"),
    "statement.correction_started": _("Correction begun"),
    "statement.correction_left": _("Correction given up"),
    "assessment.made": _("Read by machine"),
    "reading.taken_up": _("New reading taken up"),
    "assessment.copies_found": _("Copied wording found"),
    "finding.decided": _("Finding decided"),
    "profile.confirmed": _("Profile confirmed, notice given"),
    "profile.recalled": _("Notice taken back"),
    "profile.released": _("Profile made public"),
    "reply.added": _("The organisation replied"),
    "return.answered": _("The organisation answered the return"),
}

HIDDEN_EVENTS = frozenset({"statement.saved", "statement.document_added", "statement.document_removed"})
"""Steps of the filer's own work that an officer has no need to see."""


def whose_cases(whose: str, me: uuid.UUID, officers: Sequence[Person]) -> uuid.UUID | None:
    """The officer whose cases an address asks for; None for everybody's."""
    if whose == MINE:
        return me
    return next((each.id for each in officers if str(each.id) == whose), None)


WAYS = {
    Way.OFFICE: _("the original file, at the officers' desk"),
    Way.TEXT: _("its whole text, at the officers' desk"),
    Way.EXPORT: _("its text, in an assessment taken away"),
    Way.FILER: _("the original file, at the filers' desk"),
    Way.SEEN_AS: _("the original file, seen as the filer sees it"),
}
"""In which way a document was opened."""
