"""File a statement by form, from the first page to the receipt; and everything that can go wrong on the way."""

import io
import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal.handlers import HANDLERS
from portal.work import run_waiting
from statements.clock import twelve_months_from, twelve_months_to
from statements.db import open_session
from statements.filing import queries
from statements.filing.answers import spoken
from statements.filing.models import Draft, Receipt, Statement, Version
from statements.organisations import service as organisations
from statements.organisations.models import Organisation
from statements.people.models import Person, Role
from tests.checked_client import CheckedClient
from tests.factories import make_member
from tests.filing_world import bring_in
from tests.signed_in import signed_in

TEXT = "We looked at our packing houses in this period and found two that kept passports. " * 20


@dataclass
class Cast:
    """Who takes part, each with a browser of their own."""

    filer: CheckedClient
    director: CheckedClient
    stranger: CheckedClient
    lead: Organisation
    director_row: Person


@pytest.fixture
def cast(app, session, now) -> Cast:
    def add(name, parent_id=None):
        return organisations.add(session, name=name, kind="company", at=now, by=None, parent_id=parent_id)

    lead, other = add("Kōwhai Foods Limited"), add("Rimu Freight Limited")
    add("Kōwhai Packing Limited", lead.id)
    add("Harbour Cold Stores Limited")
    add("Harbour Freight Limited")
    people = [
        make_member(session, name="Hana Parata", organisation=lead, role=Role.FILER, at=now),
        make_member(session, name="Tama Reid", organisation=lead, role=Role.DIRECTOR, at=now),
        make_member(session, name="Ola Nord", organisation=other, role=Role.DIRECTOR, at=now),
    ]
    clients = [signed_in(app, session, each) for each in people]
    return Cast(*clients, lead, people[1])


def post(client, path, expect=303, page=None, **data):
    given = {"csrf_token": client.token(page or path), **data}
    response = client.post(path, data=given, content_type="multipart/form-data")
    assert response.status_code == expect, response.get_data(as_text=True)
    return response


def text_of(response):
    return response.get_data(as_text=True)


def begin(cast, **changes):
    dates = {"period_start": ["1", "4", "2025"], "period_end": ["31", "3", "2026"], **changes}
    return post(cast.filer, "/filing/start", **dates)


def upload(cast, content=TEXT.encode(), name="statement.txt", expect=303, **data):
    return post(cast.filer, "/filing/1/documents", expect=expect, document=(io.BytesIO(content), name), **data)


APPROVAL = {
    "approved_by": "governing_body",
    "approved_on": ["1", "8", "2026"],
    "signatory_name": "Tama Reid",
    "signatory_role": "Chair of the board",
}


def save_section(client, key, expect=303, **data):
    path = f"/filing/1/sections/{key}"
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', text_of(client.get(path))).group(1)
    return post(client, path, expect=expect, seen=seen, **data)


def prepare(cast):
    begin(cast)
    upload(cast)
    save_section(cast.filer, "approval", **APPROVAL)


def ask(cast):
    director = re.search(r'name="director"[^>]*value="([\w-]+)"', text_of(cast.filer.get("/filing/1/check"))).group(1)
    return post(cast.filer, "/filing/1/check", director=director)


def token_of(client):
    asked = re.search(r'href="(/sign/requests/[^"]+)"', text_of(client.get("/filing"))).group(1)
    return client.get(asked).headers["Location"]


def count(session, row):
    session.rollback()
    return session.scalar(select(func.count()).select_from(row))


def test_a_ready_document_is_filed_in_nine_pages(cast, session) -> None:
    pages = ["/filing/start"]
    for response in (begin(cast), upload(cast)):
        pages.append(response.headers["Location"])
    covers = re.findall(r'name="covers" type="checkbox" value="([\w-]+)"', text_of(cast.filer.get(pages[-1])))
    pages.append(post(cast.filer, pages[-1], covers=covers).headers["Location"])
    pages.append(save_section(cast.filer, "approval", **APPROVAL).headers["Location"])
    assert "Chair of the board" in text_of(cast.filer.get(pages[-1]))
    pages.append(ask(cast).headers["Location"])
    assert "Waiting for Tama Reid to sign" in text_of(cast.filer.get(pages[-1]))
    pages.append(token_of(cast.director))
    shown = text_of(cast.director.get(pages[-1]))
    assert "statement.txt" in shown and "Kōwhai Packing Limited" in shown and "I am Tama Reid" in shown
    pages.append(post(cast.director, pages[-1], then="sign").headers["Location"])
    receipt = text_of(cast.director.get(pages[-1]))
    assert "R-000001-01-" in receipt and "2 organisations" in receipt
    assert len(pages) <= 9
    again = post(cast.director, pages[-2], page="/filing/1/discard", then="sign")
    assert again.headers["Location"] == pages[-1]
    assert count(session, Version) == count(session, Receipt) == 1


def test_the_director_gets_a_mail_with_a_link_that_only_they_can_use(
    cast, engine, settings, store, monkeypatch
) -> None:
    sent = []
    monkeypatch.setattr("flask_mailman.EmailMessage.send", lambda mail: sent.append(mail))
    prepare(cast)
    ask(cast)
    handlers = {**HANDLERS, "assess": lambda work: lambda session, at: {}}
    run_waiting(handlers=handlers, engine=engine, store=store, settings=settings)
    [mail] = sent
    link = re.search(r"/sign/\S+", mail.body).group(0)
    assert mail.to == [cast.director_row.email] and "Hana Parata asks you to sign" in mail.body
    assert link == token_of(cast.director)
    assert cast.director.get(link).status_code == 200
    asked = re.search(r'href="(/sign/requests/[^"]+)"', text_of(cast.director.get("/desk"))).group(1)
    for path in (link, asked):
        assert cast.filer.get(path).status_code == cast.stranger.get(path).status_code == 404


def test_another_organisations_people_find_nothing_on_any_page(cast, app) -> None:
    prepare(cast)
    rules = [each for each in app.url_map.iter_rules() if each.rule.startswith("/filing/<int:number>")]
    assert len(rules) > 12
    for rule in rules:
        path = rule.rule.replace("<int:number>", "1").replace("<key>", "risks").replace("<int:version>", "1")
        path = path.replace("<uuid:document_id>", "00000000-0000-0000-0000-000000000001")
        if "GET" in rule.methods:
            assert cast.stranger.get(path).status_code == 404, path
        if "POST" in rule.methods:
            given = {"csrf_token": cast.stranger.token("/filing/start")}
            assert cast.stranger.post(path, data=given).status_code == 404, path


def test_wrong_dates_are_named_and_what_was_typed_stays(cast, session) -> None:
    response = post(cast.filer, "/filing/start", 422, period_start=["1", "4", "2025"], period_end=["1", "4", "2026"])
    page = text_of(response)
    assert "one day longer than 12 months" in page and "end on 31 March 2026" in page
    assert 'value="2025"' in page and "<title>Error:" in page.replace("\n", "").replace("  ", "")
    response = post(cast.filer, "/filing/start", 422, period_start=["x", "", ""], period_end=["31", "3"])
    assert "Enter the first day" in text_of(response) and "Enter the last day" in text_of(response)
    assert count(session, Statement) == 0


def test_a_period_that_is_started_already_leads_to_its_statement(cast, session) -> None:
    begin(cast)
    dates = {"period_start": ["1", "4", "2025"], "period_end": ["31", "3", "2026"]}
    response = post(cast.filer, "/filing/start", 409, **dates)
    assert 'href="/filing/1"' in text_of(response) and "has been started" in text_of(response)
    assert count(session, Statement) == 1


def test_a_period_that_is_not_over_is_not_offered_but_told(cast, session, now) -> None:
    last = twelve_months_to(date.today().replace(day=1) - timedelta(days=1))
    bring_in(session, session.get(Organisation, cast.lead.id), now, period=last)
    session.commit()
    coming = twelve_months_from(last.end + timedelta(days=1))
    opens = spoken(coming.end + timedelta(days=1))
    page = text_of(cast.filer.get("/filing/start"))
    assert f"{spoken(coming.start)} to {spoken(coming.end)}, can be started from {opens}" in page
    assert f'value="{coming.end.year}"' not in page
    dates = [[str(each.day), str(each.month), str(each.year)] for each in (coming.start, coming.end)]
    response = post(cast.filer, "/filing/start", 422, period_start=dates[0], period_end=dates[1])
    assert f"start this one on {opens}" in text_of(response)


@pytest.mark.parametrize(
    ("content", "name", "status", "says"),
    [
        (b"", "empty.pdf", 422, "empty"),
        (b"MZ\x90\x00" + bytes(5000), "setup.exe", 422, "There is a problem"),
        (b"%PDF-1.7 broken" + bytes(99), "half.pdf", 422, "There is a problem"),
        (b"x" * (31 * 1024 * 1024), "huge.txt", 413, "larger than 25 MB"),
    ],
)
def test_a_wrong_file_is_refused_in_place(cast, session, content, name, status, says) -> None:
    begin(cast)
    page = text_of(upload(cast, content, name, status))
    assert says in page and "Your statement as a document" in page
    assert session.scalars(select(Draft)).one().documents == []


def test_a_document_can_be_taken_off_and_read(cast) -> None:
    begin(cast)
    upload(cast, then="another")
    page = text_of(cast.filer.get("/filing/1/documents"))
    assert "300 words read" in page
    link = re.search(r'href="(/filing/1/documents/[\w-]+)"', page).group(1)
    assert cast.filer.get(link).get_data(as_text=True) == TEXT
    post(cast.filer, f"{link}/remove", page="/filing/1/documents")
    assert "words read" not in text_of(cast.filer.get("/filing/1/documents"))
    assert cast.filer.get(link).status_code == 404


def test_a_wrong_answer_keeps_everything_that_was_typed(cast, session) -> None:
    begin(cast)
    given = {
        "workers_employed": "many",
        "structure_description": "Three orchards.",
        "structure_disclosed": ["workforce"],
    }
    page = text_of(save_section(cast.filer, "structure", 422, **given))
    assert "“many” is not a count" in page and "Three orchards." in page and 'value="many"' in page
    assert re.search(r'value="workforce"\s+checked', page)
    save_section(cast.filer, "structure", **{**given, "workers_employed": "1,200"}, then="later")
    draft = session.scalars(select(Draft)).one()
    assert draft.answers["workers_employed"] == 1200 and draft.answers["structure_disclosed"] == ["workforce"]


def test_an_answer_can_be_taken_back(cast, session) -> None:
    begin(cast)
    save_section(cast.filer, "training", training_given="no")
    assert "Take this answer back" in text_of(cast.filer.get("/filing/1/sections/training"))
    save_section(cast.filer, "training", training_given="clear-answer")
    assert session.scalars(select(Draft)).one().answers == {}


def test_two_who_write_at_once_both_see_what_the_other_wrote(cast, session) -> None:
    begin(cast)
    path = "/filing/1/sections/improvement"
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', text_of(cast.filer.get(path))).group(1)
    save_section(cast.director, "improvement", improvement_description="What Tama wrote.")
    save_section(cast.director, "training", training_given="no")
    page = text_of(post(cast.filer, path, 409, seen=seen, improvement_description="What Hana wrote."))
    assert "What Tama wrote." in page and "What Hana wrote." in page
    fresh = re.search(r'name="seen"[^>]*value="(\w+)"', page).group(1)
    post(cast.filer, path, seen=fresh, improvement_description="What both agreed.")
    assert session.scalars(select(Draft)).one().answers["improvement_description"] == "What both agreed."


def test_organisations_are_found_by_name_many_at_once_and_never_guessed(cast, session) -> None:
    begin(cast)
    lines = "Kowhai Packing Ltd\nHarbour\nNobody Knows Me"
    page = text_of(post(cast.filer, "/filing/1/covers", 422, lines=lines, then="find"))
    assert "Which of these did you mean?" in page and "“Nobody Knows Me”" in page
    boxes = dict(re.findall(r'value="([\w-]+)"(?: checked)?>\s*<label[^>]*>([^<]+?)\s*<', page))
    assert re.search(r"checked>\s*<label[^>]*>Kōwhai Packing Limited", page)
    chosen = [
        key for key, name in boxes.items() if name.strip() in ("Harbour Freight Limited", "Kōwhai Packing Limited")
    ]
    post(cast.filer, "/filing/1/covers", covers=chosen, lines="Harbour")
    draft = session.scalars(select(Draft)).one()
    assert sorted(each.name for each in queries.covered_by(session, draft)) == [
        "Harbour Freight Limited",
        "Kōwhai Packing Limited",
    ]


def test_a_statement_from_elsewhere_leads_to_its_public_page(cast, session, now) -> None:
    lead = session.get(Organisation, cast.lead.id)
    bring_in(session, lead, now)
    session.commit()
    assert cast.filer.get("/filing/1").headers["Location"] == "/statements/1"
    assert cast.stranger.get("/filing/1").status_code == 404


def test_what_is_missing_is_listed_with_links(cast) -> None:
    begin(cast)
    page = text_of(cast.filer.get("/filing/1/check"))
    assert 'href="/filing/1/sections/risks#risks_identified"' in page and "Send it to be signed" not in page
    upload(cast)
    page = text_of(cast.filer.get("/filing/1/check"))
    assert "risks#risks_identified" not in page and "approval#approved_on" in page
    approval, _, rest = page.partition('id="part-approval"')[2].partition("</section>")
    assert "Still needed" in approval and "/sections/approval#approved_by" in approval
    assert "Nothing answered" in rest and "Approval" not in rest.partition("Nothing answered")[2].partition("</ul>")[0]
    response = post(cast.filer, "/filing/1/check", 422, page="/filing/1/discard", director="nobody")
    assert "approval#approved_on" in text_of(response)


def test_a_note_to_the_registrar_and_small_counts_are_not_shown_as_public(cast) -> None:
    prepare(cast)
    found = {"incidents_looked_for": "found", "incidents_own_operations": "3"}
    save_section(cast.filer, "incidents", **found)
    save_section(cast.filer, "approval", **APPROVAL, note_to_registrar="Please ring first.")
    page = text_of(cast.filer.get("/filing/1/check"))
    public, _, private = page.partition("What stays with the registrar")
    assert "Please ring first." in private and "Please ring first." not in public
    assert "fewer than 6" in public
    ask(cast)
    shown = text_of(cast.director.get(token_of(cast.director)))
    assert "Please ring first." not in shown and "fewer than 6" in shown


def test_a_director_sends_back_and_the_filer_reads_why(cast) -> None:
    prepare(cast)
    ask(cast)
    link = token_of(cast.director)
    page = text_of(post(cast.director, link, 422, then="send back", note=" "))
    assert "Say what should change" in page
    post(cast.director, link, then="send back", note="Name the packing houses.")
    assert "Name the packing houses." in text_of(cast.filer.get("/filing/1"))
    assert "You sent this statement back" in text_of(cast.director.get(link))


def test_a_change_after_asking_closes_the_link(cast) -> None:
    prepare(cast)
    ask(cast)
    link = token_of(cast.director)
    token = cast.director.token(link)
    save_section(cast.filer, "training", training_given="no")
    assert "Changed since Tama Reid was asked" in text_of(cast.filer.get("/filing/1"))
    response = cast.director.post(link, data={"csrf_token": token, "then": "sign"})
    assert response.status_code == 409 and "was changed since" in text_of(response)


def test_after_sending_the_pages_are_closed_and_history_tells(cast, now, session) -> None:
    prepare(cast)
    ask(cast)
    post(cast.director, token_of(cast.director), then="sign")
    for page in ("documents", "covers", "check", "sections/risks"):
        assert cast.filer.get(f"/filing/1/{page}").status_code == 302
    standing = text_of(cast.filer.get("/filing/1"))
    assert "Version 1 is with the registrar" in standing and "R-000001-01-" in standing
    history = text_of(cast.filer.get("/filing/1/history"))
    assert "Signed" in history and "Tama Reid" in history
    response = post(cast.filer, "/filing/1/withdraw", 409, reason="A wrong year")
    assert "Only a statement that is published" in text_of(response)


def test_a_published_statement_is_corrected_and_withdrawn_by_form(cast, engine, now) -> None:
    prepare(cast)
    ask(cast)
    post(cast.director, token_of(cast.director), then="sign")
    with open_session(engine, for_writing=True) as own:
        statement = own.scalars(select(Statement)).one()
        statement.state = statement.versions[0].state = "published"
        statement.current_version_id = statement.versions[0].id
        statement.published_at = now + timedelta(days=1)
        own.commit()
    assert "See it in the register" in text_of(cast.filer.get("/filing/1"))
    assert "What is corrected, and why?" in text_of(post(cast.filer, "/filing/1/correct", 422, reason=""))
    post(cast.filer, "/filing/1/correct", reason="A wrong count")
    assert "You are correcting this statement" in text_of(cast.filer.get("/filing/1"))
    post(cast.filer, "/filing/1/discard")
    post(cast.filer, "/filing/1/withdraw", reason="Filed for the wrong company")
    page = text_of(cast.filer.get("/filing/1"))
    assert "Filed for the wrong company" in page and "File it again" in page
