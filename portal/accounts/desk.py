"""The desk: what one acts for, what one asked, what waits."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from apiflask import APIBlueprint
from flask import current_app, render_template, request

from portal import access, db
from portal.access import Who, allow
from statements.clock import local_date
from statements.filing import profiles, signing
from statements.filing import queries as filing
from statements.filing.asked import asked_of
from statements.filing.lateness import Late, past_due
from statements.filing.models import SignatureRequest, Statement
from statements.filing.rules import is_public_agency
from statements.moderation import queries as moderation
from statements.moderation.queries import NoticeShown, ReturnWaiting
from statements.organisations.models import Organisation
from statements.people import outbox, queries
from statements.people.models import Membership, MembershipState, Role

FILING = frozenset({Role.FILER, Role.DIRECTOR})

desk = APIBlueprint("desk", __name__, url_prefix="/desk", enable_openapi=False)


@dataclass
class Place:
    """An organisation that somebody acts for, with their roles there."""

    organisation: Organisation
    roles: list[Role] = field(default_factory=list)


@desk.get("")
@allow(Who.SIGNED_IN)
def home() -> str:
    """The desk of whoever is signed in, opened at one of their organisations."""
    session, person_id = db.session(), access.actor()
    held = queries.memberships_of(session, person_id=person_id)
    places = _places(held)
    chosen = _chosen(places, request.args.get("for", ""))
    roles = queries.roles_of(session, person_id=person_id)
    statements = _statements(chosen)
    return render_template(
        "desk/home.html",
        person=queries.load_person(session, person_id),
        unreached=outbox.unreached(session, [person_id]).get(person_id),
        places=places,
        chosen=chosen,
        roles=roles,
        late=_late(chosen),
        statements=statements,
        asked_signatures=asked_of(session, statements, at=db.now()),
        signatures=_to_sign(person_id),
        notices=_notices(places),
        files_returns=_is_agency(chosen),
        returns=_returns(places),
        requests=[each for each in held if each.state in (MembershipState.ASKED, MembershipState.DECLINED)],
        requests_waiting=queries.count_waiting_requests(session) if Role.OFFICER in roles else 0,
    )


def _places(held: Sequence[Membership]) -> list[Place]:
    places: dict[uuid.UUID, Place] = {}
    for each in held:
        if each.state == MembershipState.APPROVED and each.organisation is not None:
            place = places.setdefault(each.organisation.id, Place(each.organisation))
            place.roles.append(Role(each.role))
    return sorted(places.values(), key=lambda place: place.organisation.sort_key)


def _statements(chosen: Place | None) -> Sequence[Statement]:
    """The statements of the organisation that the desk is opened at, for those who file or sign there."""
    if chosen is None or not FILING & set(chosen.roles):
        return []
    return filing.statements_of(db.session(), organisation_ids=[chosen.organisation.id])


def _late(chosen: Place | None) -> list[Late]:
    """What the organisation that the desk is opened at has not filed in time, for those who file or sign there."""
    if chosen is None or not FILING & set(chosen.roles):
        return []
    today = local_date(db.now(), current_app.extensions["settings"].time_zone)
    return past_due(db.session(), organisation_id=chosen.organisation.id, on=today)


def _is_agency(chosen: Place | None) -> bool:
    """Whether the desk is opened at a public agency, which files what it bought where."""
    rule = profiles.profile(current_app.extensions["settings"].default_profile)
    return chosen is not None and is_public_agency(rule, chosen.organisation)


def _notices(places: list[Place]) -> list[tuple[Organisation, NoticeShown]]:
    """What was confirmed about statements of these organisations and may still be answered."""
    mine = {each.organisation.id: each.organisation for each in places if FILING & set(each.roles)}
    found = moderation.notices_open(db.session(), organisation_ids=list(mine), at=db.now()) if mine else []
    return [(mine[each.organisation_id], each) for each in found]


def _returns(places: list[Place]) -> list[tuple[Organisation, ReturnWaiting]]:
    """What an officer sent back to these organisations and waits for its filer."""
    mine = {each.organisation.id: each.organisation for each in places if FILING & set(each.roles)}
    found = moderation.returns_waiting(db.session(), organisation_ids=list(mine)) if mine else []
    return [(mine[each.organisation_id], each) for each in found]


def _to_sign(person_id: uuid.UUID) -> list[tuple[SignatureRequest, Statement]]:
    """What waits for this person's signature, each with its statement."""
    asked = signing.requests_to(db.session(), person_id=person_id, at=db.now())
    return [(each, signing.draft_to_sign(db.session(), each).statement) for each in asked]


def _chosen(places: list[Place], slug: str) -> Place | None:
    named = [place for place in places if place.organisation.slug == slug]
    return next(iter(named or places), None)
