"""Say why a statement is late: an officer, or the organisation itself. Private until the office decides, and then
the coded reason alone is shown, never its words, and no sooner than the lateness itself."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from statements import clock
from statements.errors import Conflict
from statements.events import service as events
from statements.filing import profiles, rules
from statements.organisations import lateness, obligations_service
from statements.organisations.models import LatenessReason, Obligation, ObligationState
from statements.organisations.obligations import ObligationFacts
from statements.people import interests, messages, policy

SHOWN_AFTER = timedelta(days=425)
"""How long after the due date an organisation's desk still asks why."""


def facts_of(obligation: Obligation) -> ObligationFacts:
    """What the standing of an obligation rests on."""
    return ObligationFacts(ObligationState(obligation.state), obligation.due_on, obligation.filed_on)


def explain(
    session: Session,
    *,
    obligation: Obligation,
    code: str,
    words: str,
    as_office: bool,
    on: date,
    by: uuid.UUID,
    at: datetime,
) -> LatenessReason:
    """Keep why the statement is late, by a code of the list and in words; what was said before stays in the history.

    `on` is the local day of `at`. The same said again changes nothing. Raises NotFound for who acts neither for the
    organisation nor for the register, NotAllowed for an officer with an interest, Conflict where nothing is late,
    Invalid for a code that is not on the list or words that are missing or too long.
    """
    _let_through(session, obligation, by, as_office=as_office)
    lateness.check(code, words, as_office=as_office)
    session.refresh(obligation, with_for_update=True)
    if not lateness.is_past_due(facts_of(obligation), on=on):
        raise Conflict("Nothing is late here: it was filed in time, is not due yet, or is not owed.", field="code")
    last = next(iter(lateness.said_of(session, obligation_id=obligation.id)), None)
    if last is not None and (last.code, last.words, last.by_office) == (code, words.strip(), as_office):
        return last
    made = LatenessReason(
        obligation_id=obligation.id,
        place=last.place + 1 if last else 1,
        code=code,
        words=words.strip(),
        by_office=as_office,
        said_at=at,
        said_by=by,
    )
    session.add(made)
    before = {"lateness": last.code} if last else {}
    _record(session, "obligation.lateness_explained", obligation, made, by, at, before)
    return made


def show(
    session: Session, *, obligation: Obligation, place: int, shown_from: datetime, by: uuid.UUID, at: datetime
) -> LatenessReason:
    """An officer lets the coded reason stand beside the lateness from a moment on; the organisation is told.

    `place` is the reason that the page showed; `shown_from` the end of the organisation's time to answer. A reason that
    is said later is private anew. Raises Conflict where the obligation is not confirmed, another reason holds by now,
    or it is shown already.
    """
    interests.require_impartial(session, officer_id=by, organisation_id=obligation.organisation_id)
    session.refresh(obligation, with_for_update=True)
    if obligation.state != ObligationState.CONFIRMED or obligation.lateness_public_from is None:
        raise Conflict("Its lateness is not public and cannot become so: confirm the obligation first.")
    last = next(iter(lateness.said_of(session, obligation_id=obligation.id)), None)
    if last is None or last.place != place or last.shown_from is not None:
        raise Conflict("Another reason was given meanwhile, or this one is shown already: reload the page.")
    last.shown_from = max(shown_from, obligation.lateness_public_from)
    _tell(session, obligation, last, at)
    _record(session, "obligation.lateness_shown", obligation, last, by, at, {})
    return last


@dataclass(frozen=True)
class Late:
    """A period whose statement is late, and the reason that holds, if one was given."""

    obligation: Obligation
    because: LatenessReason | None


def past_due(session: Session, *, organisation_id: uuid.UUID, on: date) -> list[Late]:
    """What an organisation has not filed, or filed late, of the last fourteen months: the newest period first."""
    owed = obligations_service.of_organisation(session, organisation_id=organisation_id)
    late = [each for each in owed if each.due_on >= on - SHOWN_AFTER and lateness.is_past_due(facts_of(each), on=on)]
    said = lateness.newest(session, obligation_ids=[each.id for each in late])
    return [Late(each, said.get(each.id)) for each in late]


def as_told_to_its_organisation(said: Iterable[LatenessReason]) -> list[LatenessReason]:
    """Of what was said: the organisation's own words, and what the office decided to show."""
    return [each for each in said if not each.by_office or each.shown_from is not None]


def _let_through(session: Session, obligation: Obligation, by: uuid.UUID, *, as_office: bool) -> None:
    if as_office:
        interests.require_impartial(session, officer_id=by, organisation_id=obligation.organisation_id)
    else:
        policy.require(session, person_id=by, organisation_id=obligation.organisation_id)


def _tell(session: Session, obligation: Obligation, shown: LatenessReason, at: datetime) -> None:
    zone = profiles.profile(obligation.profile).time_zone
    until = clock.local_date(shown.shown_from or at, zone)
    values = {
        "organisation": obligation.organisation.name,
        "period_end": rules.spoken(obligation.period_end),
        "answer_by": rules.spoken(until),
        "path": f"/desk/late/{obligation.id}",
    }
    messages.tell_members(
        session, organisation_id=obligation.organisation_id, template="lateness_shown", values=values, at=at
    )


def _record(
    session: Session,
    kind: str,
    obligation: Obligation,
    said: LatenessReason,
    by: uuid.UUID,
    at: datetime,
    before: dict[str, str],
) -> None:
    """The event names the coded reason; the words, which may tell of people, stand in the row alone."""
    after = {"lateness": said.code, "by_office": said.by_office}
    if said.shown_from is not None:
        after["shown_from"] = said.shown_from.isoformat()
    session.flush()
    events.record(
        session,
        kind=kind,
        subject=obligation,
        by=by,
        at=at,
        organisation_id=obligation.organisation_id,
        before=before,
        after=after,
        reason=lateness.title_of(said.code),
    )
