"""The history of everything, and who opened a document, through HTTP."""

import csv
import io

import pytest

from statements.moderation import service
from statements.people.models import Role
from tests.signed_in import signed_in, signed_in_as
from tests.statements.moderation.world import add_document, assessed, make_officer, submitted


@pytest.fixture
def version(session, now):
    made = submitted(session, at=now)
    assessed(session, made, now)
    session.commit()
    return made


def test_events_are_found_by_whom_what_and_when(app, session, now, version) -> None:
    decider = make_officer(session, now, name="Decider Demonstration")
    officer = signed_in(app, session, decider)
    service.publish(session, version=version, reason="=SUM(1)", by=decider.id, at=now)
    other = submitted(session, at=now, name="Other Limited")
    assessed(session, other, now)
    slug = version.statement.organisation.slug
    session.commit()

    def kinds(query):
        rows = csv.DictReader(io.StringIO(officer.get(f"/review/audit/events.csv?{query}").get_data(as_text=True)[1:]))
        return [each["kind"] for each in rows]

    assert kinds(f"organisation={slug}") == ["statement.published", "assessment.made"]
    assert kinds(f"person={decider.email}") == ["statement.published"]
    assert kinds("kind=assessment.") == ["assessment.made"] * 2
    day = "2026-11-02"
    assert len(kinds(f"from={day}&to={day}")) == 3 and kinds("from=2026-11-03") == kinds("to=2026-11-01") == []
    shown = officer.get(f"/review/audit?organisation={slug}&from=nonsense").get_data(as_text=True)
    assert "Decider Demonstration" in shown and "statement.published" in shown and "=SUM(1)" in shown
    assert "Nothing fits." in officer.get("/review/audit?kind=nothing").get_data(as_text=True)
    assert officer.get("/review/audit?person=nobody@example.nz").status_code == 404
    raw = officer.get(f"/review/audit/events.csv?organisation={slug}").get_data(as_text=True)
    assert ",=SUM" not in raw and "=SUM(1)" in raw


def test_only_officers_read_the_history(app, session, now, version) -> None:
    filer = signed_in_as(app, session, Role.FILER, at=now, organisation=version.statement.organisation)
    for path in ("/review/audit", "/review/audit/events.csv", "/review/audit/documents/abc"):
        assert filer.get(path).status_code == 403


def test_who_opened_a_document_is_written_down(app, session, now, store) -> None:
    version = submitted(session, at=now, pages=None)
    document = add_document(session, version=version, pages=["Text."], at=now)
    document.sha256 = sha256 = store.put(b"The file itself.")
    officer = signed_in_as(app, session, Role.OFFICER, at=now, name="Opening Officer")
    version_id = version.id
    assert "Nobody yet." in officer.get(f"/review/audit/documents/{sha256}").get_data(as_text=True)
    assert officer.get(f"/review/{version_id}/documents/{sha256}").data == b"The file itself."
    assert "Opening Officer" in officer.get(f"/review/audit/documents/{sha256}").get_data(as_text=True)
