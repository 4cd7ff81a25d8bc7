"""A canary in every private place: none of it may be found anywhere the public can look."""

import re
import uuid
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from statements.events import service as events
from statements.filing.models import Document, Draft, SignatureRequest, StatementState, VersionState
from statements.moderation.models import Decision, DraftReading, FindingRecord, FindingState, Reply, Review
from statements.organisations.models import LatenessReason, Obligation, ObligationState
from statements.people.models import Membership, MembershipState, Role
from tests.factories import make_organisation, make_person
from tests.published import add_version, assess, publish

CANARY = "zqcanary"
MOST_PAGES = 400
STARTS = [
    "/",
    "/statements",
    "/statements?q=zqcanary*",
    "/statements.csv",
    "/statements.jsonl",
    "/statements.atom",
    "/api/v1/statements?facets=1",
    "/api/v1/statements/1?text=1",
    "/api/v1/statements/2?text=1",
    "/api/v1/organisations/foods",
    "/reports",
    "/plan",
]


def canary(place: str) -> str:
    """A word that tells where it was planted."""
    return f"{CANARY}-{place}"


@pytest.fixture
def planted(session, now):
    """Two published statements of one company, with canaries in all that surrounds them.

    Of a signature given here the name and role are public, as the signer was told; in bulk they are not handed out.
    """
    foods = make_organisation(session, name="Kererū Demonstration Foods Limited", at=now, slug="foods")
    make_organisation(session, name=f"{canary('hidden')} Limited", at=now, slug=canary("slug"), parent_id=foods.id)
    person = make_person(session, name=canary("person"), at=now)
    first = publish(session, organisation=foods, at=now, answers={"note_to_registrar": canary("registrar")})
    second = publish(session, organisation=foods, at=now, period_end=date(2025, 3, 31))
    assess(session, statement=first, at=now, released_at=now)
    plant_people(session, foods, person, now)
    plant_filing(session, foods, person, first, now)
    plant_moderation(session, person, first, second, now)
    session.commit()


def plant_people(session, foods, person, now) -> None:
    session.add(
        Membership(
            person_id=person.id,
            organisation_id=foods.id,
            role=Role.FILER,
            state=MembershipState.DECLINED,
            asked_at=now,
            note=canary("membership"),
            decision_reason=canary("declined"),
        )
    )
    session.add(
        Obligation(
            organisation_id=foods.id,
            profile="nz-bill-2026",
            period_start=date(2023, 4, 1),
            period_end=date(2024, 3, 31),
            due_on=date(2024, 9, 30),
            state=ObligationState.DECLARED_OUT,
            source="declaration",
            reason=canary("obligation"),
        )
    )
    late = Obligation(
        organisation_id=foods.id,
        profile="nz-bill-2026",
        period_start=date(2022, 4, 1),
        period_end=date(2023, 3, 31),
        due_on=date(2023, 9, 30),
        state=ObligationState.CONFIRMED,
        source="list",
        lateness_public_from=now,
    )
    session.add(late)
    session.flush()
    said = {"code": "other", "words": canary("why-late"), "by_office": False, "shown_from": now}
    session.add(LatenessReason(obligation_id=late.id, place=1, said_at=now, said_by=person.id, **said))


def plant_filing(session, foods, person, first, now) -> None:
    returned = add_version(
        session,
        statement=first,
        at=now + timedelta(days=1),
        pages=(canary("returned"),),
        answers={"structure_description": canary("returned-answer")},
        state=VersionState.RETURNED,
        correction_reason=canary("returned-reason"),
        signature={},
        submitted_by=person.id,
    )
    for version in first.versions:
        version.signature = {
            "name": "Hana Signatory",
            "role": "Chair",
            "method": "signed in here",
            "person_id": canary("signatory-id"),
            "email": canary("signatory-mail"),
        }
        version.approval = {"name": canary("approver"), "email": canary("approver-mail")}
    returned.signature = {"name": canary("signature"), "method": "signed in here"}
    draft_id = uuid.uuid4()
    session.add(
        Draft(
            id=draft_id,
            statement_id=first.id,
            answers={"structure_description": canary("draft")},
            covers=[],
            documents=[],
            approval={"name": canary("draft-approval")},
            correction_reason=canary("draft-reason"),
            updated_at=now,
        )
    )
    session.flush()
    read = {"body": {"note": canary("advice")}, "text_hash": "", "asked_hash": ""}
    session.add(DraftReading(draft_id=draft_id, job_id=uuid.uuid4(), **read))
    session.add(
        Document(
            sha256="a" * 64,
            filename=canary("loose-file"),
            media_type="text/plain",
            size=1,
            pages=[canary("loose-page")],
            words=1,
            organisation_id=foods.id,
            uploaded_at=now,
        )
    )
    session.add(
        SignatureRequest(
            statement_id=first.id,
            token_hash=canary("token"),
            fingerprint="f",
            director_id=person.id,
            asked_by=person.id,
            asked_at=now,
            expires_at=now,
            note=canary("signature-note"),
        )
    )
    started = publish(session, organisation=foods, at=now, period_end=date(2022, 3, 31), pages=(canary("submitted"),))
    started.state = StatementState.SUBMITTED
    for version in started.versions:
        version.state, version.published_at = VersionState.SUBMITTED, None


def plant_moderation(session, person, first, second, now) -> None:
    notice = assess(session, statement=second, at=now, reason=canary("unreleased"))
    session.add(Reply(notice_id=notice.id, text=canary("reply"), by=person.id, at=now))
    recalled = assess(session, statement=second, at=now, reason=canary("recalled"), released_at=now)
    recalled.recalled_at, recalled.recall_reason = now, canary("recall-reason")
    recalled.assessment.current = False
    changed = session.query(FindingRecord).filter_by(criterion="C01", machine_reason="Found in the text.").one()
    changed.state, changed.machine_reason, changed.reason = FindingState.CHANGED, canary("machine"), "Officer's words"
    review = Review(
        version_id=first.versions[-1].id,
        officer_id=person.id,
        decision=Decision.RETURN,
        reason=canary("review"),
        points=[{"criterion": "C01", "text": canary("point")}],
        decided_at=now,
        answer=canary("answer"),
    )
    session.add(review)
    said = {"before": {"name": canary("before")}, "after": {"name": canary("after")}, "reason": canary("event")}
    for public, kind in ((False, "statement.returned"), (True, "profile.confirmed"), (True, "statement.published")):
        events.record(session, kind=kind, subject=first, by=uuid.uuid4(), at=now, public=public, **said)


def words_of(body: bytes) -> str:
    """A body as text; a workbook's parts unpacked."""
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    return body.decode("utf-8", errors="replace")


def crawl(client, starts=STARTS) -> dict[str, str]:
    """Every page that links lead to without signing in, by its address."""
    waiting, seen = list(starts), {}
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen:
            continue
        response = client.get(address)
        seen[address] = words_of(response.data)
        if response.mimetype == "text/html" and response.status_code == 200:
            links = re.findall(r'href="(/[^"#]*)', seen[address])
            waiting += [link.replace("&amp;", "&") for link in links if "/static/" not in link]
    return seen


def test_no_private_word_is_public(client, planted) -> None:
    pages = crawl(client)
    assert {"/statements/1", "/statements/2", "/organisations/foods"} <= set(pages)
    assert "Officer&#39;s words" in pages["/statements/1"]
    assert "Hana Signatory, Chair" in pages["/statements/1"]
    assert all("Hana" not in pages[address] for address in ("/statements.csv", "/statements.jsonl"))
    asked = {address: html.replace("zqcanary*", "") for address, html in pages.items()}
    found = {address: re.findall(rf"{CANARY}-[a-z-]+", html) for address, html in asked.items() if f"{CANARY}-" in html}
    assert not found
    assert "No statement matches" in pages["/statements?q=zqcanary*"]
