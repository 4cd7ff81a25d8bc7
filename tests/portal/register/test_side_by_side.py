"""Versions, organisations and channels side by side."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from statements.organisations.models import Organisation
from statements.register import queries
from statements.register.differences import Change, ChangedAnswer, between
from statements.register.rewording import replaced, reworded
from tests.factories import make_organisation
from tests.published import add_version, assess, publish

TOLD = {
    "grievance_channel": True,
    "grievance_phone": "0800 000 000",
    "grievance_languages": "English, Samoan",
    "grievance_users": ["public"],
}
SENTENCES = [f"Sentence number {number} stays." for number in range(1, 9)]


@pytest.fixture
def register(session, now):
    """A company whose second version changed an answer and a sentence; another without a channel."""
    foods = make_organisation(session, name="Kererū Demonstration Foods", at=now, slug="foods", industry="1111")
    ruru = make_organisation(session, name="Ruru Demonstration Council", at=now, slug="ruru")
    publish(session, organisation=foods, at=now, period_end=date(2025, 3, 31), answers=TOLD | {"grievance_phone": "1"})
    first = publish(
        session, organisation=foods, at=now, pages=(" ".join(SENTENCES),), answers={"training_given": False}
    )
    changed = [*SENTENCES[:4], "We repaid <b>fees</b>.", *SENTENCES[5:]]
    later = now + timedelta(days=2)
    add_version(
        session, statement=first, at=later, pages=(" ".join(changed),), answers=TOLD, correction_reason="A slip"
    )
    assess(session, statement=first, at=now, released_at=now)
    publish(session, organisation=ruru, at=now, answers={"grievance_channel": False})
    session.commit()


def test_what_changed_is_told_sentence_by_sentence(session, register) -> None:
    _, before = queries.version(session, 2, 1)
    shown, after = queries.version(session, 2, 2)
    told = between(before, after, law=shown.law, public_agency=False)
    assert [(each.change, each.text or each.count) for each in told.text] == [
        (Change.LEFT_OUT, 3),
        (Change.SAME, SENTENCES[3]),
        (Change.REMOVED, SENTENCES[4]),
        (Change.ADDED, "We repaid <b>fees</b>."),
        (Change.SAME, SENTENCES[5]),
        (Change.LEFT_OUT, 2),
    ]
    assert ("No",) in [each.before for each in told.answers]
    assert between(after, after, law=shown.law, public_agency=False).nothing


def told(pieces) -> list[tuple[str, str]]:
    return [(each.change.value, each.text) for each in pieces]


def test_a_reworded_text_is_told_word_by_word_and_a_list_line_by_line() -> None:
    was = "On all 640 farms we asked about pay, hours and housing."
    now = "On 628 of 640 farms we asked about pay, hours and housing."
    (piece,) = ChangedAnswer("?", (was,), (now,)).pieces
    assert told(piece.words) == [
        ("same", "On"),
        ("removed", "all"),
        ("added", "628 of"),
        ("same", "640 farms we asked about pay, hours and housing."),
    ]
    assert ChangedAnswer("?", ("640",), ("628",)).pieces == ()
    assert told(ChangedAnswer("?", ("Fiji", "Oman"), ("Fiji", "Peru")).pieces) == [
        ("same", "Fiji"),
        ("added", "Peru"),
        ("removed", "Oman"),
    ]
    assert [each.change.value for each in replaced(["Gone now.", was], ["Brand new.", now, "Last."])] == [
        "removed",
        "added",
        "reworded",
        "added",
    ]


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")))
def test_what_stays_and_what_came_and_went_is_both_texts(was: list[str], now: list[str]) -> None:
    piece = reworded(" ".join(was), " ".join(now))
    for words, left_out in ((was, "added"), (now, "removed")) if piece else ():
        assert " ".join(text for change, text in told(piece.words) if change != left_out).split() == words


def test_the_page_of_changes(client, register) -> None:
    page = client.get("/statements/2/versions/2/changes").get_data(as_text=True)
    assert "<ins>We repaid &lt;b&gt;fees&lt;/b&gt;.</ins>" in page and "A slip" in page
    assert "there is none before it" in client.get("/statements/2/versions/1/changes").get_data(as_text=True)
    assert client.get("/statements/2/versions/3/changes").status_code == 404
    assert "/statements/2/versions/2/changes" in client.get("/statements/2").get_data(as_text=True)


def test_organisations_stand_side_by_side(client, register) -> None:
    page = client.get("/compare?organisation=foods&organisation=ruru").get_data(as_text=True)
    assert "Kererū Demonstration Foods" in page and "Ruru Demonstration Council" in page
    assert "not yet confirmed" in page and page.count("years__bar") >= 5
    assert re.search(r'href="/statements/2#C01">1 of 2<', page)
    assert 'href="/compare?organisation=foods&amp;organisation=ruru"' in client.get(
        "/compare?organisation=foods&q=ruru"
    ).get_data(as_text=True)
    assert client.get("/compare").status_code == 200
    assert client.get("/compare?organisation=nobody").status_code == 404
    assert client.get("/compare?" + "&".join(f"organisation={number}" for number in range(6))).status_code == 422
    assert client.get("/compare?q=" + "a" * 501).status_code == 422


def test_a_channel_is_found_by_the_name_and_told_as_the_newest_statement_does(client, register) -> None:
    page = client.get("/grievance-channels?q=kereru").get_data(as_text=True)
    assert "0800 000 000" in page and "English, Samoan" in page and "Anyone" in page
    assert page.count('class="channel"') == 1 and 'href="tel:0800000000"' in page
    assert "It says that it has no channel" in client.get("/grievance-channels?q=ruru").get_data(as_text=True)
    assert "tells of a channel" in client.get("/grievance-channels?q=nobody+at+all").get_data(as_text=True)
    assert client.get("/grievance-channels?q=" + "a" * 501).status_code == 422


@pytest.mark.parametrize(
    ("newest", "told", "not_told"),
    [
        ({"grievance_channel": False}, ("It says that it has no channel", "do not count on it"), "0800 000 000"),
        ({}, ("0800 000 000", "This may be out of date", "does not say whether"), "has no channel"),
        (TOLD | {"grievance_phone": "04 123 4567"}, ('href="tel:041234567"',), "0800 000 000"),
    ],
)
def test_the_newest_statement_rules_whether_there_is_a_channel(
    client, session, register, now, newest, told, not_told
) -> None:
    foods = session.scalars(select(Organisation).where(Organisation.slug == "foods")).one()
    publish(session, organisation=foods, at=now, period_end=date(2027, 3, 31), pages=("Nothing.",), answers=newest)
    session.commit()
    page = client.get("/grievance-channels?q=kereru").get_data(as_text=True)
    assert all(each in page for each in told) and not_told not in page
    assert page.count('class="channel"') == 1
