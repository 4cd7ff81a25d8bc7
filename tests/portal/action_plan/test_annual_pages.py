"""Policy staff write the annual report here and take it away; everyone reads what was made public."""

import io

import docx

from statements.people.models import Role
from tests.signed_in import signed_in_as

HOME = "/plan/annual-reports"


def test_a_report_goes_from_draft_to_public_files(app, briefed, session, now, client) -> None:
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    writer = signed_in_as(app, session, Role.CONTRIBUTOR, at=now)
    assert writer.get(HOME).status_code == 403
    token = officer.token(HOME)
    assert officer.post(HOME, data={"csrf_token": token, "plan": "nz-2009", "year": "soon"}).status_code == 422
    begun = officer.post(HOME, data={"csrf_token": token, "plan": "nz-2009", "year": "2010"})
    assert begun.status_code == 303
    assert officer.post(HOME, data={"csrf_token": token, "plan": "nz-2009", "year": "2010"}).status_code == 422
    page = begun.location
    html = officer.get(page).get_data(as_text=True)
    assert "Formal training for staff and public awareness raising" in html
    given = {"csrf_token": officer.token(page), "title": "Progress in 2010", "purpose": "To tell.", "revision": "1"}
    given["delay"] = "## Police\n- Nothing."
    empty = officer.post(page, data={**given, "title": ""})
    assert empty.status_code == 422 and "The report needs a title." in empty.get_data(as_text=True)
    assert officer.post(page, data=given).status_code == 303
    late = officer.post(page, data={**given, "title": "Another"})
    assert late.status_code == 422 and "Somebody else changed this report" in late.get_data(as_text=True)
    frozen = officer.post(f"{page}/freeze", data={"csrf_token": given["csrf_token"]})
    assert frozen.status_code == 303
    assert "To tell." in officer.get(frozen.location).get_data(as_text=True)
    word = officer.get(f"{frozen.location}.docx")
    assert "Progress in 2010" in [each.text for each in docx.Document(io.BytesIO(word.data)).paragraphs]
    assert officer.get(f"{frozen.location}.pdf").data.startswith(b"%PDF-")
    public = "/plan/nz-2009/annual-reports"
    assert client.get(f"{public}/2010/1").status_code == 404
    assert officer.post(f"{frozen.location}/publish", data={"csrf_token": given["csrf_token"]}).status_code == 303
    assert "Progress in 2010" in client.get(public).get_data(as_text=True)
    assert "To tell." in client.get(f"{public}/2010/1").get_data(as_text=True)
    assert client.get(f"{public}/2010/1.pdf").data.startswith(b"%PDF-")
    assert client.get(f"{public}/2010/1.docx").status_code == 200
    assert "no frozen version to compare" in officer.get(f"{page}/compare").get_data(as_text=True)


def test_a_report_is_compared_with_last_year(app, session, now) -> None:
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    token = officer.token(HOME)
    pages = []
    for year in ("2010", "2011"):
        pages.append(officer.post(HOME, data={"csrf_token": token, "plan": "nz-2009", "year": year}).location)
    officer.post(f"{pages[0]}/freeze", data={"csrf_token": token})
    html = officer.get(f"{pages[1]}/compare").get_data(as_text=True)
    assert "<del>" in html and "Nothing was reported." in html
