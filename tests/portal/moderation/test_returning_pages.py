"""The library of reasons, a return that uses it, and the page of what changed, through HTTP."""

from statements.moderation import reasons
from tests.statements.moderation.world import PAGES, assessed, make_officer, make_version, submitted


def send(client, page, action="", **given):
    return client.post(action or page, data={"csrf_token": client.token(page), **given})


def test_the_library_is_filled_added_to_and_edited(officer) -> None:
    assert send(officer, "/review/reasons", "/review/reasons/usual").status_code == 303
    assert "Unsigned" in officer.get("/review/reasons").get_data(as_text=True)
    assert send(officer, "/review/reasons/new", title="", text="", criterion="C05").status_code == 422
    given = {"title": "No tiers", "text": "Say how far you look.", "criterion": "C05"}
    assert send(officer, "/review/reasons/new", **given).status_code == 303
    html = officer.get("/review/reasons").get_data(as_text=True)
    path = "/review/reasons/" + html.split("No tiers")[0].rsplit('href="/review/reasons/', 1)[1].split('"', 1)[0]
    assert send(officer, path, title="No tiers", text="Say how many tiers you know.", seen="1").status_code == 303
    shown = officer.get(path).get_data(as_text=True)
    assert "Say how many tiers you know." in shown and "Say how far you look." in shown
    assert send(officer, path, title="No tiers", text="Stale", seen="1").status_code == 422
    assert send(officer, path, f"{path}/retire").status_code == 303
    assert "out of use" in officer.get("/review/reasons").get_data(as_text=True)


def test_a_return_uses_the_library_and_the_next_version_shows_what_changed(officer, session, now) -> None:
    by = make_officer(session, now).id
    signed = reasons.add(session, title="Unsigned", text="Sign it.", criterion="G3", by=by, at=now)
    whole = reasons.add(session, title="Details", text="Take the names out.", criterion="", by=by, at=now)
    first = submitted(session, at=now)
    assessed(session, first, now)
    session.commit()
    page = f"/review/{first.id}/return"
    assert "Sign it." in officer.get(page).get_data(as_text=True)
    assert send(officer, page, reason="", use=[str(signed.id)]).status_code == 422
    assert send(officer, page, reason="", use=[str(signed.id), str(whole.id)]).status_code == 302
    told = officer.get(f"/review/{first.id}").get_data(as_text=True)
    assert "Take the names out." in told and "G3: Sign it." in told
    assert "This is the first version" in officer.get(f"/review/{first.id}/changes").get_data(as_text=True)
    second = make_version(session, statement=first.statement, at=now, pages=[PAGES[0]])
    assessed(session, second, now)
    session.commit()
    assert f"/review/{second.id}/changes" in officer.get(f"/review/{second.id}").get_data(as_text=True)
    shown = officer.get(f"/review/{second.id}/changes").get_data(as_text=True)
    assert "Take the names out." in shown and "gone-sentences" in shown and 'id="C12"' in shown
    page = f"/review/{second.id}/changes"
    assert send(officer, f"/review/{second.id}", f"/review/{second.id}/keep-decisions").status_code == 303
    assert 'id="C12"' in officer.get(page).get_data(as_text=True)
