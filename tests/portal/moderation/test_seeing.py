"""An officer sees what a filer sees: with a reason, to read only, recorded, and leaves it cleanly."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import access
from statements.db import Base
from statements.events.models import Event
from statements.people import seeing
from statements.people.models import Membership, MembershipState, Role
from tests.factories import make_member, make_organisation
from tests.signed_in import signed_in_as
from tests.statements.moderation.world import add_document, submitted


@pytest.fixture
def world(session, now, store):
    """A submitted statement with a document, and who files it."""
    version = submitted(session, at=now, pages=None)
    organisation = version.statement.organisation
    document = add_document(session, version=version, pages=["Text."], at=now)
    document.sha256 = store.put(b"The file itself.")
    filer = make_member(session, name="Hana Filer", organisation=organisation, role=Role.FILER, at=now)
    session.commit()
    return version, organisation, filer, document


def _begin(officer, organisation, filer, reason="They asked why their desk shows nothing."):
    page = f"/review/organisations/{organisation.slug}/see-as"
    given = {"csrf_token": officer.token(page), "person": str(filer.id), "reason": reason}
    return officer.post(page, data=given)


def _rows(session) -> dict[str, list]:
    session.rollback()
    tables = [each for each in Base.metadata.sorted_tables if each.name not in ("document_accesses", "auth_users")]
    found = {each.name: sorted(map(repr, session.execute(select(each)))) for each in tables}
    session.rollback()
    return found


def test_every_page_is_read_and_nothing_is_written(app: Flask, session, now, world) -> None:
    version, organisation, filer, _document = world
    officer = signed_in_as(app, session, Role.OFFICER, at=now, name="Looking Officer")
    number = version.statement.number
    assert officer.get(f"/filing/{number}").status_code == 403
    assert _begin(officer, organisation, filer).location.endswith(f"/desk?for={organisation.slug}")
    name, given = organisation.name, {"number": number, "key": "approval", "version": version.number}
    before = _rows(session)
    desk = officer.get("/desk").get_data(as_text=True)
    assert "You see this as a filer sees it" in desk and "Leave this view" in desk and name in desk
    assert f"/filing/{number}" in officer.get("/filing").get_data(as_text=True)
    for door in access.doors(app):
        if door.who is access.Who.MEMBER and "GET" in door.methods and "uuid" not in door.rule:
            path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(given.get(found.group(1), "x")), door.rule)
            assert officer.get(path).status_code in (200, 302, 303, 404, 403), path
    assert _rows(session) == before
    assert officer.get("/desk/calendar").status_code == 403


def test_every_write_is_refused(app: Flask, session, now, world) -> None:
    _version, organisation, filer, _document = world
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    token = officer.token(f"/review/organisations/{organisation.slug}/see-as")
    _begin(officer, organisation, filer)
    slug, person_id = organisation.slug, str(filer.id)
    before, tried = _rows(session), 0
    for door in access.doors(app):
        if "POST" not in door.methods or door.who is access.Who.PUBLIC or door.endpoint == "seeing.leave":
            continue
        path = re.sub(r"<uuid:\w+>", person_id, re.sub(r"<int:\w+>", "1", door.rule))
        path = re.sub(r"<\w+>", slug, path)
        assert officer.post(path, data={"csrf_token": token}).status_code == 403, path
        tried += 1
    assert tried > 60
    assert _rows(session) == before


def test_it_is_recorded_and_left(app: Flask, session, now, world) -> None:
    version, organisation, filer, document = world
    officer = signed_in_as(app, session, Role.OFFICER, at=now, name="Looking Officer")
    assert _begin(officer, organisation, filer, reason=" ").status_code == 422
    _begin(officer, organisation, filer)
    opened = officer.get(f"/review/audit/documents/{document.sha256}").get_data(as_text=True)
    assert "Nobody yet." in opened
    left = officer.post("/review/stop-seeing", data={"csrf_token": officer.token("/desk")})
    assert left.location.endswith(f"/review/organisations/{organisation.slug}")
    assert "You see this as a filer" not in officer.get("/desk").get_data(as_text=True)
    assert officer.get(f"/filing/{version.statement.number}").status_code == 403
    told = session.scalars(select(Event).where(Event.kind.startswith("office.")).order_by(Event.number)).all()
    assert [each.kind for each in told] == ["office.began_to_see_as", "office.stopped_seeing_as"]
    assert told[0].reason == "They asked why their desk shows nothing."
    assert told[0].after["person"] == told[1].before["person"] == str(filer.id)


def test_it_ends_by_itself(app: Flask, session, world, monkeypatch: pytest.MonkeyPatch, now) -> None:
    _version, organisation, filer, _document = world
    monkeypatch.setattr(seeing, "LASTS", timedelta(0))
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    _begin(officer, organisation, filer)
    assert "You see this as a filer" not in officer.get("/desk").get_data(as_text=True)
    assert officer.get("/filing").status_code == 403


def test_who_acts_for_others_is_not_offered(session, now, world) -> None:
    _version, organisation, filer, _document = world
    other = make_organisation(session, name="Another Demonstration Limited", at=now)
    assert [each.id for each in seeing.people_to_see_as(session, organisation_id=organisation.id)] == [filer.id]
    given = {"role": Role.BUYER, "state": MembershipState.APPROVED, "asked_at": now}
    session.add(Membership(person_id=filer.id, organisation_id=other.id, **given))
    session.flush()
    assert seeing.people_to_see_as(session, organisation_id=organisation.id) == []
