"""The history of everything, and who opened a document, through HTTP."""

import csv
import io

from statements.filing.models import Draft
from statements.moderation import service
from statements.people.models import Role
from tests.signed_in import signed_in, signed_in_as
from tests.statements.moderation.world import add_document, assessed, make_officer, submitted


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


def test_who_opened_a_document_is_written_down_whatever_the_door(app, session, now, store) -> None:
    version = submitted(session, at=now, pages=None)
    organisation, number = version.statement.organisation, version.statement.number
    document = add_document(session, version=version, pages=["We commit."], at=now)
    document.sha256 = sha256 = store.put(b"The file itself.")
    held = {"answers": {}, "covers": [], "documents": [str(document.id)], "approval": {}, "updated_at": now}
    session.add(Draft(statement_id=version.statement_id, **held))
    assessed(session, version, now)
    version_id, document_id = version.id, document.id
    officer = signed_in_as(app, session, Role.OFFICER, at=now, name="Opening Officer")
    filer = signed_in_as(app, session, Role.FILER, at=now, organisation=organisation, name="Opening Filer")
    page = f"/review/audit/documents/{sha256}"
    assert "Nobody yet." in officer.get(page).get_data(as_text=True)
    doors = {
        f"/review/{version_id}/documents/{sha256}": "the original file, at the officers",
        f"/review/{version_id}": "its whole text",
        f"/review/{version_id}/findings/C01/evidence": "its whole text",
        f"/review/{version_id}/assessment.json": "in an assessment taken away",
    }
    for count, (path, told) in enumerate(doors.items(), start=1):
        assert officer.get(path).status_code == 200, path
        shown = officer.get(page).get_data(as_text=True)
        assert shown.count("Opening Officer") == count and told in shown
    assert filer.get(f"/filing/{number}/documents/{document_id}").data == b"The file itself."
    shown = officer.get(page).get_data(as_text=True)
    assert "Opening Filer" in shown and "at the filers" in shown
