"""Ask to act for an organisation, see who does, end it."""

import uuid

from apiflask import APIBlueprint
from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import access, db
from portal.access import Who, allow
from portal.accounts.forms import AskToAct, AskToAdd, EndMembership, TwoPeople
from portal.business_register import Unreachable, lookup
from portal.forms import show_problems
from statements.errors import DomainError
from statements.organisations import service as organisations
from statements.organisations.business_register import Entry
from statements.people import outbox, policy, queries, service
from statements.people.models import Membership, Role
from statements.people.two_people import decide as decide_two_people

acting = APIBlueprint("acting", __name__, url_prefix="/desk", enable_openapi=False)

ANY_ROLE = (Role.FILER, Role.DIRECTOR, Role.BUYER, Role.CONTRIBUTOR)


@acting.get("/organisations/ask")
@allow(Who.SIGNED_IN)
def search() -> str:
    """Find the organisation that one wants to act for."""
    text = request.args.get("q", "").strip()[:200]
    elsewhere, answered = _elsewhere(text)
    found = organisations.find(db.session(), text) if text else []
    known = {number.value for each in found for number in each.identifiers if number.scheme == "nzbn"}
    elsewhere = [each for each in elsewhere if each.nzbn not in known]
    return render_template("desk/search.html", text=text, found=found, elsewhere=elsewhere, answered=answered)


@acting.route("/organisations/<uuid:organisation_id>/ask", methods=["GET", "POST"])
@allow(Who.SIGNED_IN)
def ask(organisation_id: uuid.UUID) -> str | tuple[str, int] | Response:
    """Ask to act for one organisation."""
    session, form = db.session(), AskToAct()
    organisation = organisations.load(session, organisation_id)
    if form.validate_on_submit():
        role, note = Role(form.role.data), form.note.data or ""
        try:
            service.ask_to_act(
                session,
                person_id=access.actor(),
                organisation_id=organisation_id,
                role=role,
                note=note,
                at=db.now(),
            )
            return _asked(organisation.name)
        except DomainError as error:
            show_problems(form, error)
    page = render_template("desk/ask.html", form=form, organisation=organisation)
    return (page, 422) if form.is_submitted() else page


@acting.route("/organisations/new", methods=["GET", "POST"])
@allow(Who.SIGNED_IN)
def add() -> str | tuple[str, int] | Response:
    """Ask to act for an organisation that the register does not know."""
    form = AskToAdd(**{name: request.args.get(name, "") for name in ("name", "nzbn", "kind")})
    if form.validate_on_submit():
        asked = {name: form[name].data or "" for name in ("name", "nzbn", "kind", "note")}
        try:
            service.ask_to_add(db.session(), person_id=access.actor(), role=Role(form.role.data), at=db.now(), **asked)
            return _asked(asked["name"])
        except DomainError as error:
            show_problems(form, error)
    page = render_template("desk/add.html", form=form)
    return (page, 422) if form.is_submitted() else page


@acting.get("/organisations/<uuid:organisation_id>/members")
@allow(Who.SIGNED_IN)
def members(organisation_id: uuid.UUID) -> str:
    """Who acts for an organisation, for those who do."""
    session, person_id = db.session(), access.actor()
    policy.require(session, person_id=person_id, organisation_id=organisation_id, roles=ANY_ROLE, officers_too=True)
    found = queries.members(session, organisation_id=organisation_id)
    return render_template(
        "desk/members.html",
        organisation=organisations.load(session, organisation_id),
        members=found,
        unreached=outbox.unreached(session, {each.person_id for each in found}),
        person_id=person_id,
        is_director=policy.acts_for(
            session, person_id=person_id, organisation_id=organisation_id, roles=(Role.DIRECTOR,)
        ),
        may_end=policy.acts_for(
            session, person_id=person_id, organisation_id=organisation_id, roles=(Role.FILER, Role.DIRECTOR)
        )
        or policy.has_role(session, person_id=person_id, roles=(Role.OFFICER,)),
    )


@acting.route("/memberships/<uuid:membership_id>/end", methods=["GET", "POST"])
@allow(Who.SIGNED_IN)
def end(membership_id: uuid.UUID) -> str | tuple[str, int] | Response:
    """End a membership or take back a request."""
    session, form = db.session(), EndMembership()
    membership = queries.load_membership(session, membership_id)
    service.check_may_end(session, membership=membership, by=access.actor())
    if form.validate_on_submit():
        try:
            reason = form.reason.data or ""
            service.end(session, membership=membership, reason=reason, by=access.actor(), at=db.now())
            flash(_("It is ended."))
            return redirect(_after_end(membership))
        except DomainError as error:
            show_problems(form, error)
    page = render_template(
        "desk/end.html", form=form, membership=membership, own=membership.person_id == access.actor()
    )
    return (page, 422) if form.is_submitted() else page


@acting.route("/organisations/<uuid:organisation_id>/two-people", methods=["GET", "POST"])
@allow(Who.SIGNED_IN)
def two_people(organisation_id: uuid.UUID) -> str | tuple[str, int] | Response:
    """Whether two people are needed to file; its directors decide."""
    session, form, by = db.session(), TwoPeople(), access.actor()
    policy.require(session, person_id=by, organisation_id=organisation_id, roles=(Role.DIRECTOR,))
    organisation = organisations.load(session, organisation_id)
    if form.validate_on_submit():
        try:
            given = {"wanted": form.wanted.data == "two", "reason": form.reason.data or ""}
            decide_two_people(session, organisation=organisation, **given, by=by, at=db.now())
            flash(_("Saved. Everyone who acts for the organisation is told."))
            return redirect(url_for("acting.members", organisation_id=organisation_id), 303)
        except DomainError as error:
            show_problems(form, error)
    elif not form.is_submitted():
        form.wanted.data = "two" if organisation.two_people else "one"
    page = render_template("desk/two_people.html", form=form, organisation=organisation)
    return (page, 422) if form.is_submitted() else page


def _elsewhere(text: str) -> tuple[list[Entry], bool]:
    """What the register of businesses knows by this name or number, where one is asked; and whether it answered."""
    asking = lookup(current_app.extensions["settings"])
    if asking is None or not text:
        return [], True
    try:
        return asking(text), True
    except Unreachable:
        return [], False


def _asked(name: str) -> Response:
    flash(_("You asked to act for %(name)s. An officer looks at it; you get a mail.", name=name))
    return redirect(url_for("desk.home"))


def _after_end(membership: Membership) -> str:
    if membership.organisation_id is None or membership.person_id == access.actor():
        return url_for("desk.home")
    return url_for("acting.members", organisation_id=membership.organisation_id)
