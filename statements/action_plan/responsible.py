"""Which agencies are responsible for an action: those that the plan names, and those that policy staff assign.

Only they report on it. Officers act as policy staff (docs/decisions/officers-are-policy-staff.md).
"""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from statements.action_plan import agencies, plans
from statements.action_plan.agencies import AgencyRef
from statements.action_plan.models import ActionAgency
from statements.action_plan.planned import Action, Plan
from statements.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from statements.events import service as events
from statements.limits import SHORT_TEXT
from statements.organisations.models import Organisation
from statements.people import policy
from statements.people.models import Role

Assigned = Mapping[str, Sequence["Responsible"]]
"""The agencies that policy staff made responsible, by the number of the action."""


@dataclass(frozen=True)
class Responsible:
    """An agency that policy staff made responsible for an action, since when and why."""

    id: uuid.UUID
    agency: AgencyRef
    organisation_id: uuid.UUID
    assigned_at: datetime
    reason: str


def assign(
    session: Session, *, plan: str, action: str, organisation: Organisation, reason: str, by: uuid.UUID, at: datetime
) -> ActionAgency:
    """Make an agency responsible for an action from now on. Raises NotFound, NotAllowed, Conflict, Invalid."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    open_action(plan, action)
    _need_reason(reason)
    events.take_turn(session)
    if organisation.id in {each.organisation_id for each in _standing(session, plan) if each.action == action}:
        raise Conflict("This agency is responsible for the action already.")
    made = ActionAgency(
        plan=plan, action=action, organisation=organisation, reason=reason.strip(), assigned_by=by, assigned_at=at
    )
    session.add(made)
    _record(session, "action.assigned", made, by, at, reason)
    return made


def end(session: Session, *, assignment: ActionAgency, reason: str, by: uuid.UUID, at: datetime) -> ActionAgency:
    """End an agency's responsibility for an action. Raises NotFound, Conflict where it ended already, Invalid."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    _need_reason(reason)
    if assignment.ended_at is not None:
        raise Conflict("This has ended already.")
    assignment.ended_by, assignment.ended_at, assignment.end_reason = by, at, reason.strip()
    _record(session, "action.unassigned", assignment, by, at, reason)
    return assignment


def load(session: Session, assignment_id: uuid.UUID) -> ActionAgency:
    """The assignment with this id. Raises NotFound."""
    found = session.get(ActionAgency, assignment_id)
    if found is None:
        raise NotFound("There is no such assignment.")
    return found


def assigned(session: Session, plan: Plan) -> Assigned:
    """The agencies that policy staff made responsible for each action of a plan, in the order in which they did."""
    found: dict[str, list[Responsible]] = {}
    for each in _standing(session, plan.key):
        ref = agencies.reporting(each.organisation.slug, each.organisation.name)
        told = Responsible(each.id, ref, each.organisation_id, each.assigned_at, each.reason)
        found.setdefault(each.action, []).append(told)
    return found


def keys_of(action: Action, made: Assigned) -> set[str]:
    """The keys of every agency responsible for an action: the plan's own and those assigned."""
    return {*action.agencies, *(each.agency.key for each in made.get(action.number, ()))}


def own_actions(plan: Plan, made: Assigned, organisations: Iterable[Organisation]) -> list[Action]:
    """The actions of a plan on which one of these organisations reports, in the plan's order."""
    keys = {agencies.reporting(each.slug, each.name).key for each in organisations}
    return [each for each in plan.actions if not each.folded_into and keys & keys_of(each, made)]


def who_report(plan: Plan, action: Action, made: Assigned, organisations: Sequence[Organisation]) -> list[Organisation]:
    """Those of these organisations that report on an action."""
    return [each for each in organisations if action in own_actions(plan, made, [each])]


def require_own(session: Session, *, plan: str, action: str, organisation_id: uuid.UUID) -> None:
    """Let an agency report on an action of its own. Raises NotFound, NotAllowed."""
    open_action(plan, action)
    of_plan, organisation = plans.plan(plan), session.get_one(Organisation, organisation_id)
    if not who_report(of_plan, of_plan.action(action), assigned(session, of_plan), [organisation]):
        raise NotAllowed("Only the agencies responsible for an action report on it.")


def open_action(plan: str, action: str) -> None:
    """Let through an action that may be reported on.

    Raises NotFound, or NotAllowed for an archived plan and an action that was folded into another.
    """
    of_plan = plans.plan(plan)
    found = of_plan.action(action)
    if of_plan.archive:
        raise NotAllowed("This plan is an archive: nothing is added to it.")
    if found.folded_into:
        raise NotAllowed(f"Action {action} was folded into action {found.folded_into}: report on that one.")


def _standing(session: Session, plan: str) -> Collection[ActionAgency]:
    query = select(ActionAgency).where(ActionAgency.plan == plan, ActionAgency.ended_at.is_(None))
    query = query.options(selectinload(ActionAgency.organisation))
    return session.scalars(query.order_by(ActionAgency.assigned_at, ActionAgency.id)).all()


def _need_reason(reason: str) -> None:
    if not reason.strip() or len(reason) > SHORT_TEXT.value:
        raise Invalid([Problem("Say why, in one line.", "Everyone reads it.", field="reason")])


def _record(session: Session, kind: str, made: ActionAgency, by: uuid.UUID, at: datetime, reason: str) -> None:
    events.record(
        session,
        kind=kind,
        subject=made,
        by=by,
        at=at,
        organisation_id=made.organisation.id,
        after={"plan": made.plan, "action": made.action},
        reason=reason.strip(),
        public=True,
    )
