"""Why a statement is late: who may say it, what it must be like, and that it stays private until the office decides."""

from datetime import date, timedelta

import pytest

from statements.errors import Conflict, Invalid, NotAllowed, NotFound
from statements.events import service as events
from statements.filing import lateness, owing
from statements.filing.profiles import profile
from statements.organisations import lateness as reasons
from statements.organisations.models import ObligationState
from statements.organisations.obligations import ObligationFacts
from statements.people import interests
from statements.people.models import OutboxMessage, Role
from statements.register.owed import owed
from tests.factories import make_member
from tests.filing_world import make_filing_world

DUE, END = date(2026, 9, 30), date(2026, 3, 31)
ON = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("state", "filed_on", "on", "late"),
    [
        (ObligationState.CONFIRMED, None, DUE, False),
        (ObligationState.CONFIRMED, None, ON, True),
        (ObligationState.PRESUMED, None, ON, True),
        (ObligationState.CONFIRMED, DUE, ON, False),
        (ObligationState.CONFIRMED, date(2026, 10, 1), ON, True),
        (ObligationState.EXEMPT, None, ON, False),
    ],
)
def test_what_is_past_due(state, filed_on, on, late) -> None:
    assert reasons.is_past_due(ObligationFacts(state, DUE, filed_on), on=on) is late


@pytest.mark.parametrize(
    ("code", "words", "as_office", "fields"),
    [
        ("approval", "", False, []),
        ("", "", False, ["code"]),
        ("unheard-of", "x" * 2001, False, ["code", "words"]),
        ("other", " ", True, ["words"]),
        ("no-answer", "", False, ["code"]),
        ("no-answer", "", True, []),
    ],
)
def test_what_a_reason_must_be_like(code, words, as_office, fields) -> None:
    try:
        reasons.check(code, words, as_office=as_office)
    except Invalid as refused:
        assert [each.field for each in refused.problems] == fields
    else:
        assert fields == []


@pytest.fixture
def world(session, now):
    return make_filing_world(session, at=now)


@pytest.fixture
def late(session, world, now):
    """A confirmed obligation past its due date, whose lateness may be told since yesterday."""
    officer = make_member(session, name="Officer Lateness", organisation=None, role=Role.OFFICER, at=now)
    given = {"organisation": world.organisation, "law": profile("nz-bill-2026"), "period_end": END, "at": now}
    found = owing.presume(session, source="list", by=None, **given)
    told = {"answered_by": now - timedelta(days=1), "by": officer.id, "at": now}
    owing.decide(session, obligation=found, to=ObligationState.CONFIRMED, reason="Its revenue.", **told)
    return found, officer


def test_said_by_both_kept_in_order_and_private_until_shown(session, world, late, now) -> None:
    obligation, officer = late
    given = {"obligation": obligation, "on": ON, "at": now}
    own = {**given, "code": "approval", "words": "The board meets on Friday.", "by": world.filer.id}
    first = lateness.explain(session, as_office=False, **own)
    assert lateness.explain(session, as_office=False, **own) is first
    office = {**given, "code": "information", "words": "By telephone.", "as_office": True}
    with pytest.raises(NotFound):
        lateness.explain(session, **office, by=world.filer.id)
    second = lateness.explain(session, **office, by=officer.id)
    assert [each.place for each in reasons.said_of(session, obligation_id=obligation.id)] == [2, 1]
    assert lateness.as_told_to_its_organisation([second, first]) == [first]
    assert [each.because for each in lateness.past_due(session, organisation_id=world.organisation.id, on=ON)] == [
        second
    ]

    def told(at):
        return [(each.standing, each.reason) for each in owed(session, [world.organisation.id], at=at, on=ON)]

    assert told(now) == [("missing", "")]
    show = {"obligation": obligation, "by": officer.id, "at": now, "shown_from": now + timedelta(days=10)}
    with pytest.raises(Conflict):
        lateness.show(session, place=1, **show)
    lateness.show(session, place=2, **show)
    assert told(now) == [("missing", "")]
    shown = [("missing", "Waiting for information from suppliers or members of the group")]
    assert told(now + timedelta(days=11)) == shown
    assert session.query(OutboxMessage.template).filter_by(template="lateness_shown").count() == 2
    lateness.explain(session, as_office=False, **{**own, "words": "It met."})
    assert told(now + timedelta(days=11)) == [("missing", "")]
    written = [each for each in events.history(session, subject=obligation) if "lateness" in each.kind]
    assert [each.kind.split("_")[-1] for each in written] == ["explained", "explained", "shown", "explained"]
    assert not any(each.public or "telephone" in str((each.after, each.reason)) for each in written)


def test_nothing_to_explain_and_nobody_with_an_interest(session, world, late, now) -> None:
    obligation, officer = late
    given = {"obligation": obligation, "code": "approval", "words": "", "at": now, "as_office": True, "by": officer.id}
    with pytest.raises(Conflict):
        lateness.explain(session, **given, on=DUE)
    interests.declare(session, organisation=world.organisation, reason="My sister.", by=officer.id, at=now)
    with pytest.raises(NotAllowed):
        lateness.explain(session, **given, on=ON)
    with pytest.raises(NotAllowed):
        owing.decide(
            session,
            obligation=obligation,
            to=ObligationState.EXEMPT,
            reason="Why.",
            answered_by=now,
            by=officer.id,
            at=now,
        )
