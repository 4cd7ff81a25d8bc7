"""Two people file where an organisation wants it: its directors decide, everyone who acts for it is told."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from statements.errors import Invalid, Problem
from statements.events import service as events
from statements.limits import REQUEST_TEXT
from statements.organisations.models import Organisation
from statements.people import messages, policy, queries
from statements.people.models import Role


def decide(
    session: Session, *, organisation: Organisation, wanted: bool, reason: str, by: uuid.UUID, at: datetime
) -> None:
    """Let an organisation file with two people, or with one again.

    Raises NotFound for anyone but its directors, Invalid where the rule is lifted without a reason.
    """
    policy.require(session, person_id=by, organisation_id=organisation.id, roles=(Role.DIRECTOR,))
    said = reason.strip()
    if len(said) > REQUEST_TEXT.value:
        raise Invalid([Problem(f"The reason is longer than {REQUEST_TEXT.readable}.", "Shorten it.", "reason")])
    if organisation.two_people == wanted:
        return
    if not wanted and not said:
        raise Invalid([Problem("Say why one person may file alone again.", "Everyone who acts is told.", "reason")])
    before, organisation.two_people = organisation.two_people, wanted
    events.record(
        session,
        kind="organisation.two_people",
        subject=organisation,
        by=by,
        at=at,
        organisation_id=organisation.id,
        before={"two_people": before},
        after={"two_people": wanted},
        reason=said,
    )
    values: dict[str, str | int] = {"organisation": organisation.name, "person": queries.load_person(session, by).name}
    values |= {"reason": said, "path": f"/desk/organisations/{organisation.id}/members"}
    template = "two_people_on" if wanted else "two_people_off"
    messages.tell_members(session, organisation_id=organisation.id, template=template, values=values, at=at, but=(by,))
