"""What officers put right about organisations, and how the public pages follow, through HTTP."""

import time
from datetime import date

from statements.organisations import service as organisations
from tests.published import publish

SECRET = "Ana Example of Cuba Street"


def company(session, now, name):
    return organisations.add(session, name=name, kind="company", at=now, by=None)


def send(client, page, expect=303, **given):
    answer = client.post(page, data={"csrf_token": client.token(page), **given})
    assert answer.status_code == expect, answer.get_data(as_text=True)
    return answer


def text_of(client, path):
    return client.get(path).get_data(as_text=True)


def soon(holds) -> bool:
    """Whether it holds within ten seconds: on a busy machine the index follows a second behind."""
    for _turn in range(50):
        if holds():
            return True
        time.sleep(0.2)
    return False


def test_renamed_merged_and_corrected(officer, client, session, now) -> None:
    one, two = company(session, now, "Kōwhai Foods Limited"), company(session, now, "Rimu Foods Limited")
    publish(session, organisation=one, at=now)
    publish(session, organisation=two, at=now, period_end=date(2025, 3, 31))
    session.commit()
    page = f"/review/organisations/{one.slug}"
    assert page in text_of(officer, "/review/organisations?q=kowhai") and "No. 1" in text_of(officer, page)
    send(officer, f"{page}/rename", 422, name="", reason="")
    told = {"on": ["1", "10", "2026"], "new_address": "y", "reason": "Register of companies."}
    assert "Leave it empty for today" in text_of(officer, f"{page}/rename")
    send(officer, f"{page}/rename", 422, name="Tōtara Foods Limited", on=["1", "10", "2099"], reason="Early.")
    moved = send(officer, f"{page}/rename", name="Tōtara Foods Limited", **told).location
    assert "Tōtara Foods Limited from 1 October 2026 on" in text_of(officer, moved)
    answer = client.get(f"/organisations/{one.slug}")
    assert answer.status_code == 301 and answer.location.endswith(moved.rsplit("/", 1)[-1])
    assert "Kōwhai Foods Limited" in text_of(client, answer.location)
    send(officer, f"{moved}/status", 422, status="dissolved", source="")
    ended = {"status": "dissolved", "since": ["3", "5", "2026"], "source": "Companies Register, 4 May 2026."}
    send(officer, f"{moved}/status", **ended)
    assert "Dissolved, or taken off its register, since 3 May 2026" in text_of(officer, moved)
    page_of_it = f"/organisations/{moved.rsplit('/', 1)[-1]}"
    assert soon(lambda: "Companies Register, 4 May 2026." in text_of(client, page_of_it))
    send(officer, f"{moved}/merge", 422, other="nobody", reason="The same.")
    merged = send(officer, f"{moved}/merge", other="Rimu Foods Limited", reason="The same.").location
    answer = client.get(f"/organisations/{one.slug}")
    assert answer.status_code == 301 and answer.location == f"/organisations/{two.slug}"
    api, feed = client.get(f"/api/v1/organisations/{one.slug}"), client.get(f"/organisations/{one.slug}/feed.atom")
    assert (api.status_code, api.location) == (308, f"/api/v1/organisations/{two.slug}")
    assert (feed.status_code, feed.location) == (301, f"/organisations/{two.slug}/feed.atom")
    shown = ("/statements/1", "/statements/2", "Tōtara Foods Limited")
    assert soon(lambda: all(each in text_of(client, answer.location) for each in shown))
    assert officer.get(moved).status_code == 301
    send(officer, f"{merged}/correction", 422, text="")
    send(officer, f"{merged}/correction", text="We showed two organisations that are one.")
    assert soon(lambda: "We showed two organisations that are one." in text_of(client, answer.location))
    send(officer, f"{merged}/split", 422, name="New Limited", statements="9", reason="Two.")
    split = send(officer, f"{merged}/split", name="New Limited", statements="1", reason="Two.").location
    assert soon(lambda: "/statements/1" in text_of(client, f"/organisations/{split.rsplit('/', 1)[-1]}"))
    send(officer, "/review/statements/1/rematch", other=two.slug, reason="Wrongly matched.")
    assert soon(lambda: "/statements/1" in text_of(client, f"/organisations/{two.slug}"))
    gone = f"/organisations/{split.rsplit('/', 1)[-1]}"
    assert soon(lambda: client.get(f"/api/v1{gone}").status_code == 410)
    error, feed = client.get(f"/api/v1{gone}").get_json()["error"], client.get(f"{gone}/feed.atom")
    assert (feed.status_code, client.get("/api/v1/organisations/nobody").status_code) == (410, 404)
    assert error["code"] == "gone" and error["problems"][0]["mend"] == "/statements/1"
    assert "Wrongly matched." in error["problems"][0]["message"] and "/statements/1" in feed.get_data(as_text=True)
    assert soon(lambda: "Wrongly matched." in text_of(client, gone)) and "/statements/1" in text_of(client, gone)


def test_a_passage_that_is_taken_down_is_gone_from_every_page_at_once(officer, client, session, now, store) -> None:
    one = company(session, now, "Kōwhai Foods Limited")
    statement = publish(session, organisation=one, at=now, pages=(f"We met {SECRET} and listened.",), store=store)
    sha256 = statement.versions[0].documents[0].sha256
    session.commit()
    file = f"/statements/1/documents/{sha256}"
    places = ["/statements/1", "/statements/1/versions/1", "/statements?q=listened", "/statements.csv?q=listened"]
    places += ["/statements.jsonl?q=listened", "/statements.atom?q=listened", "/api/v1/statements/1"]
    places += ["/statements?q=cuba+street", "/api/v1/statements?q=listened"]
    before = [text_of(client, each) for each in places]
    assert SECRET in before[0] and client.get(file).status_code == 200
    page = "/review/statements/1/take-down"
    send(officer, page, 422, passage="stands nowhere", reason="Why")
    noted = "/review/organisations/" + one.slug + "/correction"
    send(officer, noted, text=f"We wrote wrongly of {SECRET}.")
    looked = send(officer, page, 200, passage=SECRET, reason="", look="y").get_data(as_text=True)
    assert (
        "the passage goes from them in any case" in looked
        and "Kept:" in looked
        and "The history of acts, 1 place" in looked
    )
    told = {"passage": SECRET, "reason": "It names a person who was harmed."}
    assert "Kept: The history of acts (1)." in text_of(officer, send(officer, page, **told).location)
    assert SECRET not in text_of(client, "/organisations/" + one.slug)
    for place in places:
        assert soon(lambda place=place: "Cuba" not in text_of(client, place)), place
    assert "listened" in text_of(client, "/statements/1") and "file withheld" in text_of(client, "/statements/1")
    assert "It names a person who was harmed." in text_of(client, "/statements/1")
    assert client.get(file).status_code == 404
    assert "0 statements" in text_of(client, "/statements?q=cuba+street") or "No" in text_of(client, places[-2])
