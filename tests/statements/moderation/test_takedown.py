"""A passage is taken down from everywhere at once; nothing of it stands in the record of it."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from statements.errors import Invalid, NotFound
from statements.events.models import Event
from statements.moderation import assignment, service, takedown
from statements.moderation.models import AssessmentRecord, SentenceBand, SentenceUse, SentenceWords
from statements.moderation.notice_models import OfficeNotice
from statements.people.models import OutboxMessage, Role
from statements.register import changes
from statements.register.hidden import hidden_reasons
from tests.factories import make_member
from tests.statements.moderation.world import PAGES, assessed, make_officer, make_statement, make_version, submitted

WHO = "Ana  Example of Cuba Street"
PAGE = f"{PAGES[1]} In May 2025 we trained Ana Example\nof Cuba Street and 14 buyers."


@pytest.fixture
def version(session, now):
    answers = {"incidents_text": "We met ana example of cuba street."}
    made = submitted(session, at=now, pages=[PAGES[0], PAGE], answers=answers)
    assessed(session, made, now)
    return made


@pytest.fixture
def given(session, now):
    return {"by": make_officer(session, now).id, "at": now}


def everything(session, version):
    rows = [version.answers, [each.pages for each in version.documents]]
    for finding in session.query(AssessmentRecord).filter_by(version_id=version.id).one().findings:
        rows += [finding.evidence, finding.machine_reason, finding.assessment.body]
    rows += [[each.before, each.after, each.reason] for each in session.query(Event)]
    rows += [each.words for each in session.query(SentenceWords)]
    return json.dumps(rows, ensure_ascii=False).lower()


def test_nothing_of_the_passage_is_left_and_places_stay(session, now, version, given) -> None:
    assert "cuba street" in everything(session, version)
    old = version.documents[0].pages[1]
    count = takedown.take_down(session, statement=version.statement, passage=WHO, reason="A worker's name.", **given)
    assert count >= 3 and "cuba" not in everything(session, version)
    new = version.documents[0].pages[1]
    assert len(new) == len(old) and new.split("we trained ")[2].startswith("███ ███████\n██ ████ ██████ and 14")
    assert version.documents[0].withheld_at == now
    event = session.query(Event).order_by(Event.number.desc()).first()
    assert (event.kind, event.public, event.after) == ("passage.taken_down", True, {"places": count, "answers": 1})


def test_words_that_another_filer_uses_too_are_forgotten_of_this_one_alone(session, now, version, given) -> None:
    other = submitted(session, at=now, pages=[PAGE])
    assessed(session, other, now)
    takedown.take_down(session, statement=version.statement, passage=WHO, reason="A worker's name.", **given)
    held = select(SentenceWords.digest).where(SentenceWords.words.contains("cuba street"))
    filers = select(SentenceUse.filer_id).where(SentenceUse.digest.in_(held))
    assert session.scalars(filers).all() == [other.statement.organisation_id]
    takedown.take_down(session, statement=other.statement, passage=WHO, reason="A worker's name.", **given)
    assert session.scalars(held).all() == []
    assert set(session.scalars(select(SentenceBand.digest))) <= set(session.scalars(select(SentenceWords.digest)))


def test_other_statements_of_the_organisation_with_the_same_words_are_named(session, now, version, given) -> None:
    told = {"statement": version.statement, "passage": WHO}
    assert takedown.also_in(session, **told) == []
    last_year = {"period_start": date(2024, 4, 1), "period_end": date(2025, 3, 31)}
    other = make_statement(session, organisation=version.statement.organisation, at=now, **last_year)
    make_version(session, statement=other, at=now, pages=[PAGE])
    takedown.take_down(session, **told, reason="A worker's name.", **given)
    assert takedown.also_in(session, **told) == [other.number]


def test_a_passage_over_two_sentences_goes_from_each_of_them(session, now, version, given) -> None:
    made = submitted(session, at=now, pages=["In May 2025 we trained Ana Example. Of Cuba Street is she, a buyer."])
    record = assessed(session, made, now)
    takedown.take_down(
        session, statement=made.statement, passage="Ana Example. Of Cuba Street", reason="A worker's name.", **given
    )
    assert "cuba" not in json.dumps(record.body).lower() and "ana" not in json.dumps(record.body["sentences"]).lower()


def test_private_text_is_told_of_struck_where_chosen_and_else_kept(session, now, version, given) -> None:
    statement, said = version.statement, f"They named {WHO} to us."
    whose = statement.organisation_id
    notice = {"organisation_id": whose, "profile": "nz-bill-2026", "kind": "concern", "title": "A concern"}
    notice |= {"drafted_by": given["by"], "drafted_at": now}
    states = ("draft", "sent", "published")
    drafted, sent, published = (OfficeNotice(**notice, text=said, state=each) for each in states)
    mail = OutboxMessage(person_id=given["by"], template="opinion_asked", values={"question": said})
    mail.asked_at = mail.next_try_at = now
    session.add_all([drafted, sent, published, mail])
    assignment.hand_over(session, statement=statement, to=given["by"], note=said, **given)
    service.publish(session, version=version, reason="", **given)
    service.withdraw(session, statement=statement, reason=said, **given)
    told = {"statement": statement, "passage": WHO}
    found = {each.kind.key: (each.count, each.kind.strike) for each in takedown.look(session, **told, by=given["by"])}
    assert found == {
        "note": (1, True),
        "draft-notice": (1, True),
        "notice": (1, False),
        "published-notice": (1, True),
        "mail": (1, True),
        "history": (2, False),
    }
    takedown.take_down(
        session, **told, reason="A worker's name.", private=["note", "notice", "mail", "history"], **given
    )
    assert all("Cuba" not in str(each) for each in (mail.values, statement.withdrawn_reason))
    assert "Cuba" in drafted.text and "Cuba" in sent.text
    event = session.query(Event).order_by(Event.number.desc()).first()
    assert event.after["struck_in_private"] == {"note": 1, "published-notice": 1, "mail": 1}
    assert event.after["kept_in_private"] == {"draft-notice": 1, "notice": 1, "history": 2}
    assert hidden_reasons(session, [statement.id]) == frozenset(event.after["hides"]) != frozenset()
    assert "Cuba" not in str(changes.after(session, number=0, limit=99))
    takedown.take_down(session, **told, reason="A name.", private=["draft-notice"], **given)
    assert "Cuba" not in drafted.text


@pytest.mark.parametrize(
    ("passage", "reason", "field"),
    [
        ("Bob", "A name.", "passage"),
        ("Words that stand nowhere", "A name.", "passage"),
        (WHO, " ", "reason"),
        (WHO, "It names Ana Example of Cuba Street.", "reason"),
    ],
)
def test_what_cannot_be_taken_down(session, version, given, passage, reason, field) -> None:
    with pytest.raises(Invalid) as refused:
        takedown.take_down(session, statement=version.statement, passage=passage, reason=reason, **given)
    assert [each.field for each in refused.value.problems] == [field]


def test_only_officers_take_down(session, now, version) -> None:
    filer = make_member(session, name="Filer", organisation=version.statement.organisation, role=Role.FILER, at=now)
    with pytest.raises(NotFound):
        takedown.take_down(session, statement=version.statement, passage=WHO, reason="A name.", by=filer.id, at=now)


def test_single_words_of_the_passage_do_not_stay_among_those_that_were_weighed() -> None:
    body = {
        "sentences": [{"text": "We met ███ in May."}],
        "findings": [{"words": ["met"], "weighed": ["ana", "in may"]}],
    }
    gone = takedown.gone_words("Ana in May", body)
    assert gone == {"ana"}
    assert takedown.without_words(body, gone)["findings"] == [{"words": ["met"], "weighed": ["in may"]}]
