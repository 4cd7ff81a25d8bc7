"""What an act's fields must be like holds in the domain: whoever calls it, no page has to ask first."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from statements.errors import Invalid
from statements.filing import owing
from statements.filing.profiles import profile
from statements.moderation import assignment, corrections, reasons, service, succession, takedown
from statements.organisations.models import ObligationState, Organisation
from statements.people import seeing
from statements.people.models import Role
from statements.suppliers.returns import file_return
from tests.factories import make_member
from tests.statements.moderation.world import make_officer, submitted

LAW, END = profile("nz-bill-2026"), date(2026, 3, 31)
LONG = "x" * 20_001


@dataclass
class Desk:
    """Whom and what the acts are about; `given` is who acts and when."""

    session: Any
    version: Any
    organisation: Organisation
    filer: uuid.UUID
    given: dict[str, Any]


@pytest.fixture
def desk(session, now):
    version = submitted(session, at=now)
    organisation = version.statement.organisation
    filer = make_member(session, name="Filer", organisation=organisation, role=Role.FILER, at=now)
    return Desk(session, version, organisation, filer.id, {"by": make_officer(session, now).id, "at": now})


def rename(desk: Desk, **wrong: Any) -> None:
    told = {"name": "New Limited", "on": END, "reason": "Why.", "new_address": False, **wrong}
    succession.rename(desk.session, organisation=desk.organisation, **told, **desk.given)


def note_status(desk: Desk, **wrong: Any) -> None:
    told = {"status": "dissolved", "since": END, "source": "Seen.", **wrong}
    corrections.note_status(desk.session, organisation=desk.organisation, **told, **desk.given)


def decide_owed(desk: Desk, **wrong: Any) -> None:
    owed = owing.presume(
        desk.session, organisation=desk.organisation, law=LAW, period_end=END, source="list", **desk.given
    )
    told = {"to": ObligationState.EXEMPT, "reason": "Why.", "answered_by": desk.given["at"], **wrong}
    owing.decide(desk.session, obligation=owed, **told, **desk.given)


def declare_out(desk: Desk, **wrong: Any) -> None:
    told = {"period_end": date(2025, 3, 31), "reason": "Too small.", **wrong}
    given = {**desk.given, "by": desk.filer}
    owing.declare_out(desk.session, organisation=desk.organisation, law=LAW, **told, **given)


def presume(desk: Desk, **wrong: Any) -> None:
    told = {"period_end": END, **wrong}
    owing.presume(desk.session, organisation=desk.organisation, law=LAW, source="list", **told, **desk.given)


def see_as(desk: Desk, **wrong: Any) -> None:
    told = {"organisation": desk.organisation, "person_id": desk.filer}
    seeing.begin(desk.session, **told, **{"reason": "Why.", **wrong}, **desk.given)


def publish(desk: Desk, **wrong: Any) -> None:
    service.publish(desk.session, version=desk.version, **wrong, **desk.given)


def send_back(desk: Desk, **wrong: Any) -> None:
    told = {"reason": "Mend it.", "points": [], **wrong}
    service.return_to_filer(desk.session, version=desk.version, **told, **desk.given)


def add_reason(desk: Desk, **wrong: Any) -> None:
    reasons.add(desk.session, **{"title": "Name", "text": "Words", "criterion": "G3", **wrong}, **desk.given)


def let_go(desk: Desk, **wrong: Any) -> None:
    assignment.take(desk.session, statement=desk.version.statement, **desk.given)
    assignment.release(desk.session, statement=desk.version.statement, **wrong, **desk.given)


def take_down(desk: Desk, **wrong: Any) -> None:
    told = {"passage": "A passage.", "reason": "Why.", **wrong}
    takedown.take_down(desk.session, statement=desk.version.statement, **told, **desk.given)


def return_lines(desk: Desk, **wrong: Any) -> None:
    given = {**desk.given, "by": desk.filer}
    told = {"lines": [], "note": "", **wrong}
    file_return(desk.session, organisation=desk.organisation, **told, **given)


POINT = {"criterion": "C01", "text": "Mend it."}
ACTS: list[tuple[Callable[..., None], dict[str, Any], str]] = [
    (rename, {"name": " "}, "name"),
    (rename, {"on": date(2026, 11, 4)}, "on"),
    (rename, {"reason": " "}, "reason"),
    (note_status, {"status": "asleep"}, "status"),
    (note_status, {"since": date(2026, 11, 4)}, "since"),
    (note_status, {"source": LONG}, "source"),
    (decide_owed, {"reason": " "}, "reason"),
    (decide_owed, {"reason": LONG}, "reason"),
    (declare_out, {"reason": LONG}, "reason"),
    (declare_out, {"period_end": date(2022, 12, 31)}, "period_end"),
    (declare_out, {"period_end": END + timedelta(days=600)}, "period_end"),
    (presume, {"period_end": date(1926, 3, 31)}, "period_end"),
    (see_as, {"reason": " "}, "reason"),
    (see_as, {"reason": LONG}, "reason"),
    (publish, {"reason": LONG}, "reason"),
    (send_back, {"reason": LONG}, "reason"),
    (send_back, {"points": [{**POINT, "criterion": "C99"}]}, "reason"),
    (send_back, {"points": [{**POINT, "text": LONG}]}, "reason"),
    (add_reason, {"criterion": "C99"}, "criterion"),
    (let_go, {"note": LONG}, "note"),
    (take_down, {"passage": LONG}, "passage"),
    (return_lines, {"period_end": date(2026, 11, 4)}, "period_end"),
]


@pytest.mark.parametrize(("act", "wrong", "field"), ACTS)
def test_an_act_names_the_field_that_is_wrong(desk, act, wrong, field) -> None:
    with pytest.raises(Invalid) as refused:
        act(desk, **wrong)
    assert field in [each.field for each in refused.value.problems]
