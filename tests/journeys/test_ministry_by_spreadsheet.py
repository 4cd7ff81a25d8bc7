"""The demonstration's ministry files its own statement by spreadsheet, from the template to the register, over HTTP."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

import portal
from portal.app import create_app
from portal.handlers import HANDLERS
from portal.work import run_waiting
from statements.db import open_session
from statements.filing.models import Statement, Version
from statements.organisations.models import Obligation, Organisation
from statements.people.models import Person
from statements.storage.store import Store
from tests.checked_client import CheckedClient
from tests.filing_book import column_of, filled
from tests.signed_in import signed_in

MINISTRY = "Ministry of Works and Supply (Demonstration)"
PAGE, START, END = "/filing/spreadsheet", date(2023, 7, 1), date(2024, 6, 30)
WORKERS = "How many people worked for your organisation at the end of the period?"
MAPPED = "How far have you mapped your supply chains?"
APPROVED = "The governing body itself (board, council, trustees, partners, or the chief executive of a department)"
RETURN = Path(portal.__file__).parent / "demo" / "files" / "procurement-return-2026.xlsx"


@dataclass
class World:
    """The demonstration on a copy of its data, with a browser for each person who takes part."""

    app: Flask
    filer: CheckedClient
    director: CheckedClient
    officer: CheckedClient
    public: CheckedClient

    def work(self) -> int:
        """Let the worker read what was submitted."""
        settings = self.app.extensions["settings"]
        given = {"engine": self.app.extensions["engine"], "store": Store(settings.store), "settings": settings}
        return run_waiting(handlers={"assess": HANDLERS["assess"], "mail": _no_mail}, **given)


def _no_mail(_work: object) -> object:
    return lambda _session, _at: {}


@pytest.fixture
def world(demo_settings) -> Iterator[World]:
    app = create_app(demo_settings)
    app.test_client_class = CheckedClient
    with open_session(app.extensions["engine"], for_writing=True) as session:
        emails = ("ministry.filer@example.nz", "secretary@example.nz", "officer@example.nz")
        people = [session.scalars(select(Person).where(Person.email == each)).one() for each in emails]
        clients = [signed_in(app, session, each) for each in people]
    yield World(app, *clients, app.test_client())
    app.extensions["engine"].dispose()


def text_of(client: CheckedClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def post(
    client: CheckedClient, path: str, page: str = "", expect: tuple[int, ...] = (302, 303), **given: object
) -> str:
    answer = client.post(
        path, data={"csrf_token": client.token(page or path), **given}, content_type="multipart/form-data"
    )
    assert answer.status_code in expect, answer.get_data(as_text=True)
    return answer.headers.get("Location", "")


def upload(client: CheckedClient, data: bytes) -> str:
    return post(client, PAGE, file=(io.BytesIO(data), "ministry.xlsx"))


def confirm_that_it_is_owed(world: World) -> None:
    """The officer confirms that the ministry owes a statement about the year that nothing was filed for."""
    with open_session(world.app.extensions["engine"], for_writing=False) as session:
        query = (
            select(Obligation.id).join(Organisation).where(Organisation.name == MINISTRY, Obligation.period_end == END)
        )
        found = session.scalars(query).one()
    post(world.officer, f"/review/obligations/{found}", state="confirmed", reason="It stood under the rule that year.")


def fill_in(template: bytes) -> bytes:
    """What a person puts into the row that is offered: last year's answers stand, two cells are wrong."""
    given = {
        WORKERS: "about fourteen hundred",
        MAPPED: "Teir 1",
        "Who approved this statement?": APPROVED,
        "Date of approval": date(2026, 11, 2),
        "Full name of the person who signs": "Augusta Renfield-Sio",
        "Their role on the governing body": "Secretary and chief executive",
    }
    headings = [
        str(cell.value).removesuffix(" *") for cell in openpyxl.load_workbook(io.BytesIO(template))["Statements"][1]
    ]
    lacking = [each for each in given if each not in headings]
    assert lacking == []
    return filled(template, *(("Statements", f"{column_of(template, each)}2", value) for each, value in given.items()))


def test_the_ministrys_own_statement_goes_from_template_to_register(world: World) -> None:
    confirm_that_it_is_owed(world)
    assert "has confirmed that one is owed" in text_of(world.filer, "/filing/start")
    template = world.filer.get(f"{PAGE}/template.xlsx").data
    row = next(openpyxl.load_workbook(io.BytesIO(template))["Statements"].iter_rows(min_row=2, values_only=True))
    assert (row[1], row[2].date(), row[3].date()) == (MINISTRY, START, END)
    assert "department of the public service" in row[5]

    wrong = fill_in(template)
    result = upload(world.filer, wrong)
    page = text_of(world.filer, result)
    assert "No row can be kept yet" in page and "Did you mean “Tier 1”?" in page and "whole number" in page
    marked = world.filer.get(f"{result}/marked.xlsx").data
    places = [row[1] for row in openpyxl.load_workbook(io.BytesIO(marked))["Problems"].iter_rows(2, values_only=True)]
    workers, mapped = (f"{column_of(template, each)}2" for each in (WORKERS, MAPPED))
    assert sorted(places) == sorted([workers, mapped])

    mended = upload(world.filer, filled(marked, ("Statements", workers, 1391), ("Statements", mapped, "Tier 1")))
    post(world.filer, mended)
    draft = re.search(r'href="(/filing/\d+)"', text_of(world.filer, mended)).group(1)
    sign_and_publish(world, draft)
    number = draft.rsplit("/", 1)[1]
    public = text_of(world.public, f"/statements/{number}")
    assert MINISTRY in public and "department of the public service" in public and "1,391" in public
    assert "Not yet confirmed." in public and "Level" not in public
    assert f'href="/statements/{number}"' in text_of(world.public, "/statements?q=works+supply&year=2024")


def sign_and_publish(world: World, draft: str) -> None:
    """The filer asks, the director signs, the machine reads, the officer publishes."""
    check = text_of(world.filer, f"{draft}/check")
    assert "Before you can send it" not in check, re.findall(r"<li><a[^>]*>(.*?)</a>", check)
    director = re.search(r'name="director"[^>]*value="([\w-]+)"', check).group(1)
    post(world.filer, f"{draft}/check", director=director)
    asked = re.search(r'href="(/sign/requests/[^"]+)"', text_of(world.director, "/desk")).group(1)
    page = world.director.get(asked).headers["Location"]
    assert "1,391" in text_of(world.director, page)
    receipt = post(world.director, page, then="sign")
    assert "R-" in text_of(world.director, receipt)
    world.work()
    with open_session(world.app.extensions["engine"], for_writing=False) as session:
        number = int(draft.rsplit("/", 1)[1])
        version = session.scalars(select(Version).join(Statement).where(Statement.number == number)).one()
    assert MINISTRY in text_of(world.officer, "/review")
    post(world.officer, f"/review/{version.id}/publish", page=f"/review/{version.id}", reason="")


def test_the_ministrys_procurement_return_is_filed_beside_it(world: World) -> None:
    new = "/procurement/returns/new"
    sent = {"file": (io.BytesIO(RETURN.read_bytes()), RETURN.name), "period_end": ["30", "6", "2026"]}
    result = post(world.filer, new, **sent)
    assert "14 lines" in text_of(world.filer, result)
    filed = post(world.filer, result, note="As every year.")
    assert "As every year." in text_of(world.filer, filed) and "Fiji" in text_of(world.filer, filed)
    assert world.public.get(filed).status_code == 302
