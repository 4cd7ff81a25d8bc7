"""A published document is entered once, as the portal's own act, and follows its file."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.action_plan import archive, queries, service
from statements.action_plan.entering import Entered, enter_documents
from statements.action_plan.models import ProgressNote, ProgressState
from statements.errors import NotAllowed, NotFound
from statements.people.models import Role
from tests.factories import make_member

(BRIEFING,) = archive.archives()


def test_the_briefing_is_entered_once_by_no_person(session: Session, now: datetime) -> None:
    assert enter_documents(session, at=now) == Entered(new=12)
    assert enter_documents(session, at=now + timedelta(days=1)) == Entered()
    found = queries.public_notes(session, plan="nz-2009")
    assert [each.said.text for each in found] == [each.text for each in BRIEFING.reports]
    assert {each.said.happened_on for each in found} == {BRIEFING.reported_on}
    for note in session.scalars(select(ProgressNote)):
        assert (note.written_by, note.approved_by, note.organisation_id) == (None, None, None)
        written, approved = queries.history(session, note)
        assert (written.kind, approved.kind) == ("note.written", "note.approved")
        assert written.reason == approved.reason
        assert "Entered from the published briefing of 2010 by the portal" in approved.reason


def test_what_its_file_mends_is_a_correction(session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    enter_documents(session, at=now)
    better = replace(BRIEFING.reports[2], state=ProgressState.UNDER_WAY, reason="Read once more.")
    mended = replace(BRIEFING, reports=(*BRIEFING.reports[:2], better, *BRIEFING.reports[3:]))
    monkeypatch.setattr(archive, "archives", lambda: (mended,))
    assert enter_documents(session, at=now) == Entered(mended=1)
    note = session.scalars(select(ProgressNote).where(ProgressNote.entry == 3)).one()
    step = queries.history(session, note)[-1]
    assert step.kind == "note.corrected"
    assert step.before == {"state": "done", "reading": BRIEFING.reports[2].reason}
    assert step.after == {"state": "under way", "reading": "Read once more."}


def test_nobody_changes_what_a_document_says(session: Session, now: datetime) -> None:
    enter_documents(session, at=now)
    officer = make_member(session, name="Olive Officer", organisation=None, role=Role.OFFICER, at=now)
    stranger = make_member(session, name="Sam Stranger", organisation=None, role=Role.CONTRIBUTOR, at=now)
    note = session.scalars(select(ProgressNote).limit(1)).one()
    with pytest.raises(NotAllowed, match="quoted from a published document"):
        service.edit_note(session, note=note, said=service.said_of(note), by=officer.id, at=now, reason="Better")
    with pytest.raises(NotFound):
        service.edit_note(session, note=note, said=service.said_of(note), by=stranger.id, at=now)
    with pytest.raises(NotFound):
        queries.note_for(session, note.id, person_id=officer.id)
