"""An agency's procurement return: read, kept once, replaced with its history, private to the agency."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from statements.errors import Invalid, NotFound
from statements.events import service as events
from statements.people.models import Role
from statements.suppliers.models import ProcurementReturn
from statements.suppliers.returns import ReturnLine, file_return, load_return, returns_of
from tests.factories import make_member, make_organisation

END = date(2026, 6, 30)
LINE = ReturnLine("Uniforms", "Fiji", "tier 1", "NZ$1 million to NZ$5 million", "Visit by our staff", "Overtime")


@pytest.fixture
def agency(session, now):
    return make_organisation(session, name="Ministry of Pens (Demonstration)", at=now, public_body=True)


@pytest.fixture
def buyer(session, now, agency):
    return make_member(session, name="Buyer One", organisation=agency, role=Role.BUYER, at=now)


def test_a_return_is_read_into_codes_and_recorded(session, now, agency, buyer) -> None:
    made = file_return(session, organisation=agency, period_end=END, lines=[LINE], note=" All ", by=buyer.id, at=now)
    (kept,) = made.lines
    assert (kept["country"], kept["tier"], kept["spend_band"]) == ("FJ", "1", "1m-to-5m")
    assert made.note == "All"
    (event,) = events.history(session, subject=made)
    assert (event.kind, event.actor, event.public) == ("procurement_return.filed", buyer.id, False)


def test_the_same_return_twice_is_one_and_another_replaces_it_with_an_event(session, now, agency, buyer) -> None:
    given = {"organisation": agency, "period_end": END, "note": "", "by": buyer.id, "at": now}
    first = file_return(session, lines=[LINE], **given)
    assert file_return(session, lines=[LINE], **given) is first
    assert len(events.history(session, subject=first)) == 1
    again = file_return(session, lines=[LINE, replace(LINE, country="BD", tier="2")], **given)
    assert again is first
    assert [event.before.get("lines") for event in events.history(session, subject=first)] == [None, 1]
    assert session.scalar(select(func.count(ProcurementReturn.id))) == 1


def test_every_wrong_cell_is_named_by_its_line(session, now, agency, buyer) -> None:
    wrong = ReturnLine("", "Atlantis", "Tier 9", "lots", "x" * 30_000)
    with pytest.raises(Invalid) as caught:
        file_return(session, organisation=agency, period_end=END, lines=[LINE, wrong], note="", by=buyer.id, at=now)
    assert [each.field for each in caught.value.problems] == [
        "2.category",
        "2.country",
        "2.tier",
        "2.spend_band",
        "2.checks",
    ]
    with pytest.raises(Invalid):
        file_return(session, organisation=agency, period_end=END, lines=[], note="", by=buyer.id, at=now)


def test_another_agency_finds_nothing(session, now, agency, buyer) -> None:
    made = file_return(session, organisation=agency, period_end=END, lines=[LINE], note="", by=buyer.id, at=now)
    other = make_organisation(session, name="Ministry of Ink (Demonstration)", at=now)
    stranger = make_member(session, name="Buyer Two", organisation=other, role=Role.BUYER, at=now)
    assert list(returns_of(session, organisation_id=agency.id, by=buyer.id)) == [made]
    assert load_return(session, return_id=made.id, by=buyer.id) is made
    with pytest.raises(NotFound):
        returns_of(session, organisation_id=agency.id, by=stranger.id)
    with pytest.raises(NotFound):
        load_return(session, return_id=made.id, by=stranger.id)
    with pytest.raises(NotFound):
        file_return(session, organisation=agency, period_end=END, lines=[LINE], note="", by=stranger.id, at=now)
