"""The pages of cases and interests, through HTTP."""

import pytest

from statements.filing.models import Coverage
from statements.people.models import Role
from tests.factories import make_organisation
from tests.published import give_names
from tests.signed_in import signed_in, signed_in_as
from tests.statements.moderation.world import assessed, make_officer, submitted


@pytest.fixture
def version(session, now):
    made = submitted(session, at=now)
    give_names(session, made.statement.organisation)
    assessed(session, made, now)
    session.commit()
    return made


def send(client, page, action, **given):
    return client.post(action, data={"csrf_token": client.token(page), **given})


def test_the_officer_sees_whom_a_version_covers_and_what_to_look_at(app, session, now, version) -> None:
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    page = f"/review/{version.id}"
    assert 'id="covers"' not in officer.get(page).get_data(as_text=True)
    child = make_organisation(session, name="Mataī Demonstration Limited", at=now)
    other = submitted(session, at=now, name="Rimu Demonstration Limited")
    for each in (version, other):
        session.add(Coverage(version_id=each.id, organisation_id=child.id))
    session.commit()
    shown = " ".join(officer.get(page).get_data(as_text=True).split())
    assert "1 other organisation<" in shown and "1 to look at" in shown
    assert f"is covered too by statement {other.statement.number} of Rimu Demonstration Limited" in shown


def test_a_case_is_taken_handed_over_and_let_go_in_the_browser(app, session, now, version) -> None:
    officer = signed_in_as(app, session, Role.OFFICER, at=now, name="First Officer")
    other = make_officer(session, now, name="Second Officer")
    second = signed_in(app, session, other)
    page = f"/review/{version.id}"
    assert send(officer, "/review", "/review/take-next").location.endswith(page)
    assert "yours" in officer.get(page).get_data(as_text=True)
    assert "First Officer" in second.get("/review").get_data(as_text=True)
    assert "Tōtara" in officer.get("/review?who=mine").get_data(as_text=True)
    assert "Nothing waits here" in officer.get("/review?who=nobody").get_data(as_text=True)
    assert send(second, page, f"{page}/take").status_code == 409
    assert send(officer, f"{page}/hand-over", f"{page}/hand-over", to="", note="Yours").status_code == 422
    assert send(officer, f"{page}/hand-over", f"{page}/hand-over", to=str(other.id), note="Yours").status_code == 303
    assert "“Yours”" in second.get(page).get_data(as_text=True)
    assert second.get(f"/review/cases/{version.statement.number}").location.endswith(page)
    assert second.get("/review/cases/999").status_code == 404
    assert send(second, page, f"{page}/release").status_code == 303
    assert "nobody has it" in second.get(page).get_data(as_text=True)
    assert send(second, page, f"{page}/take").status_code == 303
    assert send(officer, "/review", "/review/take-next").location.endswith("/review")


def test_an_interest_is_declared_and_ended_by_another(app, session, now, version) -> None:
    officer = signed_in_as(app, session, Role.OFFICER, at=now, name="First Officer")
    second = signed_in_as(app, session, Role.OFFICER, at=now, name="Second Officer")
    page, slug = "/review/interests?q=Tōtara", version.statement.organisation.slug
    assert "No organisation has this name" in officer.get("/review/interests?q=zzz").get_data(as_text=True)
    session.commit()
    assert send(officer, page, page, organisation="", reason="Mine").status_code == 422
    assert send(officer, page, page, organisation=slug, reason=" ").status_code == 422
    assert send(officer, page, page, organisation=slug, reason="My sister directs it.").status_code == 303
    review = f"/review/{version.id}"
    shown, free = (each.get(review).get_data(as_text=True) for each in (officer, second))
    assert "another officer decides" in shown
    assert "Confirm" not in shown and f"{review}/publish" not in shown and f"{review}/publish" in free
    assert send(officer, "/review", f"{review}/publish", reason="").status_code == 403
    pages = [f"{review}/walk/C01", f"{review}/findings/C01/ask", f"{review}/findings/C01/evidence", f"{review}/return"]
    for page_of in [*pages, f"{review}/withdraw", f"/review/organisations/{slug}/rename"]:
        html = officer.get(page_of).get_data(as_text=True)
        main = html.split("<main", 1)[1].split("</main", 1)[0]
        assert "another officer decides" in main and main.count("<form") == 1 == main.count("/review/take-next"), (
            page_of
        )
    shown = second.get("/review/interests").get_data(as_text=True)
    assert "My sister directs it." in shown
    end = shown.split('href="/review/interests/', 1)[1].split('"', 1)[0]
    end = f"/review/interests/{end}"
    assert end not in officer.get("/review/interests").get_data(as_text=True)
    assert send(second, end, end, text="").status_code == 422
    assert send(second, end, end, text="She left.").status_code == 303
    assert send(officer, review, f"{review}/publish", reason="").status_code == 302
