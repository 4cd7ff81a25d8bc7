"""“Something is wrong with this statement”: from a reader without a cookie to the public outcome."""

import pytest
from sqlalchemy import select

from statements.events.models import Event
from statements.moderation.reader_models import ReaderReport
from statements.organisations.models import Organisation
from statements.people import interests
from statements.people.models import Role
from tests.factories import make_member, make_organisation
from tests.published import publish
from tests.signed_in import signed_in, signed_in_as

PAGE = "/statements/1/something-wrong"
SAID = {"passage": "zqpassage never happened", "reason": "zqreason: the annual report says otherwise"}


@pytest.fixture
def statement(session, now):
    made = publish(session, organisation=make_organisation(session, name="Kererū Foods Limited", at=now), at=now)
    session.commit()
    return made


def tell(client, expect=303, headers=None, **given):
    answer = client.post(PAGE, data={"csrf_token": client.token(PAGE), **given}, headers=headers)
    assert answer.status_code == expect, answer.get_data(as_text=True)
    return answer


def test_a_reader_tells_an_officer_answers_and_only_the_outcome_is_public(app, client, session, statement, now) -> None:
    page = client.get(PAGE)
    text = page.get_data(as_text=True)
    assert "Set-Cookie" not in page.headers and text.index("0800 200 088") < text.index("<form")
    assert PAGE in client.get("/statements/1").get_data(as_text=True)
    assert "Say what is wrong" in tell(client, 422, passage="x", reason=" ").get_data(as_text=True)
    sent = tell(client, **SAID)
    assert "Set-Cookie" not in sent.headers and "0800 200 088" in client.get(sent.location).get_data(as_text=True)
    tell(client, **SAID)
    report = session.scalars(select(ReaderReport)).one()
    session.commit()
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    assert "1 waits" in officer.get("/review").get_data(as_text=True)
    where = f"/review/reader-reports/{report.id}"
    assert "zqpassage" in officer.get(where).get_data(as_text=True)
    note = "The organisation filed a corrected version."
    for wrong in ({"note": note}, {"outcome": "asked"}, {"outcome": "asked", "note": f"They said {SAID['reason']}."}):
        assert officer.post(where, data={"csrf_token": officer.token(where), **wrong}).status_code == 422
    told = {"csrf_token": officer.token(where), "outcome": "asked", "note": note, "erase": "y"}
    assert officer.post(where, data=told).status_code == 303
    assert officer.post(where, data=told).status_code == 422
    history = client.get("/statements/1").get_data(as_text=True)
    assert f"the organisation was asked about it: {note}" in history
    changes = client.get("/api/v1/changes").get_json()["changes"]
    assert (changes[-1]["kind"], changes[-1]["detail"]) == ("reader_report.answered", note)
    session.expire_all()
    kept = session.scalars(select(ReaderReport)).one()
    assert (kept.passage, kept.reason) == ("", "") and kept.erased_at is not None
    said = " ".join(f"{each.reason}{each.before}{each.after}" for each in session.scalars(select(Event)))
    assert "zqreason" not in said and "zqpassage" not in said
    assert "None was answered" not in officer.get("/review/reader-reports?state=answered").get_data(as_text=True)


def test_who_has_an_interest_decides_nothing(app, client, session, statement, now) -> None:
    tell(client, **SAID)
    report = session.scalars(select(ReaderReport)).one()
    moana = make_member(session, name="Moana Example", organisation=None, role=Role.OFFICER, at=now)
    whose = session.scalars(select(Organisation)).one()
    interests.declare(session, organisation=whose, reason="A cousin works there.", by=moana.id, at=now)
    officer = signed_in(app, session, moana)
    where = f"/review/reader-reports/{report.id}"
    told = {"csrf_token": officer.token("/review"), "outcome": "stands", "note": "It stands."}
    assert "another officer decides" in officer.get(where).get_data(as_text=True)
    assert officer.post(where, data=told).status_code == 403


@pytest.mark.parametrize(
    ("given", "headers", "expect"),
    [
        ({"csrf_token": ""}, {}, 400),
        ({"csrf_token": "x.y.z"}, {}, 400),
        ({}, {"Origin": "https://elsewhere.example"}, 403),
        ({}, {"Sec-Fetch-Site": "cross-site"}, 403),
        ({"reason": "x" * 9000}, {}, 422),
        ({"passage": "x" * 5000}, {}, 422),
    ],
)
def test_what_is_refused(client, statement, given, headers, expect) -> None:
    tell(client, expect, headers, **{**SAID, **given})


def test_no_such_statement_and_too_many_at_once(client, statement) -> None:
    assert client.get("/statements/99/something-wrong").status_code == 404
    assert client.get(f"/statements/{2**40}/something-wrong").status_code == 404
    answers = [client.post(PAGE, data={}).status_code for _turn in range(21)]
    assert answers == [400] * 20 + [429]
