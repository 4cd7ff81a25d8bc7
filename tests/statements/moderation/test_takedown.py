"""A passage is taken down from everywhere at once; nothing of it stands in the record of it."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from statements.errors import Invalid, NotFound
from statements.events.models import Event
from statements.moderation import takedown
from statements.moderation.models import AssessmentRecord, SentenceBand, SentenceUse, SentenceWords
from statements.people.models import Role
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
