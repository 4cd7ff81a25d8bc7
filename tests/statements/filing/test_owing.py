"""What is owed, written down after the statement came: the statement counts."""

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from statements.errors import Conflict, Invalid
from statements.filing import owing
from statements.filing.profiles import profile
from statements.organisations.models import ObligationState
from tests.factories import make_organisation
from tests.filing_world import make_filing_world, make_ready, submit_ready

LAW = profile("nz-bill-2026")
END = date(2026, 3, 31)


def test_an_obligation_knows_its_twelve_months_and_its_due_date(session: Session, now: datetime) -> None:
    organisation = make_organisation(session, name="Owing Demonstration Limited", at=now)
    given = {"organisation": organisation, "law": LAW, "period_end": END, "source": "list", "by": None, "at": now}
    owed = owing.presume(session, **given)
    assert (owed.period_start, owed.due_on, owed.filed_on) == (date(2025, 4, 1), date(2026, 9, 30), None)
    assert owing.presume(session, **given) is owed


def test_a_statement_that_came_first_counts(session: Session, now: datetime) -> None:
    world = make_filing_world(session, at=now)
    make_ready(session, world, at=now)
    submit_ready(session, world, at=now)
    given = {"organisation": world.organisation, "law": LAW, "period_end": END, "by": world.filer.id, "at": now}
    with pytest.raises(Conflict, match="A statement is filed for this period"):
        owing.declare_out(session, reason="Too small.", **given)
    owed = owing.presume(session, source="list", **given)
    assert owed.statement_id == world.statement.id
    assert owed.filed_on == date(2026, 11, 2)


def test_one_s_own_word_is_kept_for_an_officer(session: Session, now: datetime) -> None:
    world = make_filing_world(session, at=now)
    given = {"organisation": world.organisation, "law": LAW, "period_end": END, "by": world.filer.id, "at": now}
    with pytest.raises(Invalid):
        owing.declare_out(session, reason=" ", **given)
    owed = owing.declare_out(session, reason="Too small.", **given)
    assert (owed.state, owed.source) == (ObligationState.DECLARED_OUT, owing.OWN_WORD)
