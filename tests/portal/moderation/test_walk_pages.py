"""Findings one at a time and second opinions, through HTTP."""

from statements.people.models import Role
from tests.signed_in import signed_in, signed_in_as
from tests.statements.moderation.world import make_officer


def test_every_finding_is_confirmed_with_one_key_each(app, session, now, version) -> None:
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    page = officer.get(f"/review/{version.id}/walk").location
    token, steps = officer.token(page), 0
    while "/walk/" in page:
        html = officer.get(page).get_data(as_text=True)
        assert 'accesskey="y"' in html
        seen = html.split('name="seen" value="', 1)[1].split('"', 1)[0]
        page = officer.post(page, data={"csrf_token": token, "seen": seen}).location
        steps += 1
    assert steps == 22 and page.endswith(f"/review/{version.id}#decision")
    assert "22 of 22" in officer.get(page).get_data(as_text=True)
    assert officer.get(f"/review/{version.id}/walk").location.endswith("#decision")
    stale = officer.post(f"/review/{version.id}/walk/C01", data={"csrf_token": token, "seen": 1})
    assert stale.status_code == 409


def test_a_colleague_is_asked_and_answers(app, session, now, version) -> None:
    officer = signed_in_as(app, session, Role.OFFICER, at=now, name="First Officer")
    colleague = make_officer(session, now, name="Second Officer")
    second = signed_in(app, session, colleague)
    path = f"/review/{version.id}/findings/C06/ask"

    def send(client, at, **given):
        return client.post(at, data={"csrf_token": client.token(at), **given})

    assert send(officer, path, of="", question="").status_code == 422
    assert send(officer, path, of=str(colleague.id), question="Is this one risk?").status_code == 303
    assert "1 waits for you" in second.get("/review").get_data(as_text=True)
    listed = second.get("/review/opinions").get_data(as_text=True)
    opinion = "/review/opinions/" + listed.split('href="/review/opinions/', 1)[1].split('"', 1)[0]
    assert "Is this one risk?" in second.get(opinion).get_data(as_text=True)
    assert send(second, opinion, level="7", text="Yes").status_code == 422
    assert send(second, opinion, level="1", text="One risk, tied to Thailand.").status_code == 303
    beside = officer.get(f"/review/{version.id}/walk/C06").get_data(as_text=True)
    assert "One risk, tied to Thailand." in beside
    assert "Second Officer: 1" in officer.get(f"/review/{version.id}").get_data(as_text=True)
    assert "answered" in officer.get("/review/opinions").get_data(as_text=True)


def test_a_finding_is_changed_without_leaving_the_walk(app, session, now, version) -> None:
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    page = f"/review/{version.id}/walk/C06"
    seen = officer.get(page).get_data(as_text=True).split('name="seen" value="', 1)[1].split('"', 1)[0]
    given = {"csrf_token": officer.token(page), "seen": seen, "level": "0"}
    refused = officer.post(f"{page}/change", data=given)
    assert refused.status_code == 422 and "There is a problem" in refused.get_data(as_text=True)
    led = officer.post(f"{page}/change", data={**given, "reason": "Only a heading names it."})
    assert led.status_code == 302 and "/walk/" in led.location and "/walk/C06" not in led.location
    assert "Only a heading names it." in officer.get(page).get_data(as_text=True)
