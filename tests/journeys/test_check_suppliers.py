"""A messy list uploaded, its columns confirmed, checked, decided, taken away: over HTTP, private to its agency."""

import io
import re
from pathlib import Path

import openpyxl
import pytest

from portal.handlers import HANDLERS
from portal.queue import make_queue
from portal.work import run_waiting
from statements.people.models import Membership, MembershipState, Role
from tests.factories import make_organisation
from tests.signed_in import signed_in, signed_in_as
from tests.supplier_world import make_supplier_world

FILES = Path("portal/demo/files")
COLUMNS = ("name", "nzbn", "number", "country", "category", "spend", "trading_name", "own_reference")


@pytest.fixture
def world(session, now):
    return make_supplier_world(session, at=now)


@pytest.fixture
def buyer(app, session, world):
    return signed_in(app, session, world.buyer)


def upload(client, content, filename, **given):
    """Send a file by the form of a new list."""
    html = client.get("/procurement/new").get_data(as_text=True)
    agency = re.search(r'name="agency" value="([^"]+)"', html)
    data = {"csrf_token": client.token("/procurement/new"), "agency": agency[1], **given}
    return client.post("/procurement/new", data={**data, "file": (io.BytesIO(content), filename)})


def guessed(client, page):
    """The columns that the page shows as chosen."""
    html = client.get(page).get_data(as_text=True)
    found = {"csrf_token": client.token(page)}
    for key in ("sheet", "row"):
        found[key] = re.search(rf'name="{key}" type="hidden" value="([^"]*)"', html)[1]
    for key in COLUMNS:
        select = html.split(f'<select class="govuk-select" id="{key}"', 1)[1].split("</select>", 1)[0]
        found[key] = re.search(r'<option value="([^"]*)" selected', select)[1]
    return found


def checked(client, engine, store, settings, filename="supplier-list.xlsx"):
    """Upload a list of the demonstration, confirm its columns, let the worker check it; the address of the list."""
    answer = upload(client, (FILES / filename).read_bytes(), filename)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    page = answer.location
    assert client.post(page, data=guessed(client, page)).status_code == 302
    assert make_queue(settings).pending_count() == 1, "no worker was woken"
    address = page.removesuffix("/columns")
    waiting = client.get(address).get_data(as_text=True)
    assert "data-look-again" in waiting and "You may close this page" in waiting
    assert run_waiting(handlers=HANDLERS, engine=engine, store=store, settings=settings) == 1
    return address


def test_from_a_messy_list_to_a_workbook(buyer, engine, store, settings, world) -> None:
    address = checked(buyer, engine, store, settings)
    html = buyer.get(address).get_data(as_text=True)
    assert "61 lines" in html and "could owe a statement" in html
    lines = re.sub(r"<[^>]+>", " ", html.split('<ol class="lines">', 1)[1].split("</ol>", 1)[0])
    assert "Keystone Hollow" in lines and not re.search(r"\b(late|missing|overdue)\b", lines)

    waiting = buyer.get(f"{address}?waiting=1").get_data(as_text=True)
    row = int(re.search(r'id="row-(\d+)"', waiting)[1])
    line = f"{address}/lines/{row}"
    form = {"csrf_token": buyer.token(line)}
    assert buyer.post(line, data=form).status_code == 422
    offered = re.search(
        r'name="organisation" type="radio" value="([0-9a-f-]{36})"', buyer.get(line).get_data(as_text=True)
    )
    chosen = buyer.post(f"{line}?back=waiting%3D1", data={**form, "organisation": offered[1]})
    assert chosen.status_code == 302 and chosen.location == f"{address}?waiting=1#row-{row}"
    assert "Chosen by you" in buyer.get(line).get_data(as_text=True)

    taken = buyer.get(f"{address}/result.xlsx")
    assert taken.status_code == 200 and "attachment" in taken.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(taken.data))
    assert book.sheetnames == ["Suppliers", "Summary", "About"]
    assert len(book["Summary"]._charts) == 3
    rows = list(book["Suppliers"].values)
    given = [row for row in openpyxl.load_workbook(FILES / "supplier-list.xlsx")["VENDOR_SPEND"].values if row[1]]
    own = [each[:7] for each in rows]
    assert own[0] == tuple(" ".join(text.split()) for text in given[0])
    theirs = [each for each in given[1:] if str(each[0]).startswith("V1")]
    assert own[1:] == theirs
    names = [each[1] for each in own]
    assert {"Ngā Rau Hāpai Fisheries (Demonstration) Limited", "Mōrena Coffee Roasters (Demonstration) Limited"} <= {
        *names
    }
    formula = next(cell for cell in book["Suppliers"]["B"] if str(cell.value).startswith("=Plus"))
    assert formula.data_type == "s"
    about = {row[0]: row[1] for row in book["About"].values if row[0]}
    assert "grades what a statement discloses" in about["Points of a profile"]


def test_leading_zeros_survive_and_nothing_runs(buyer, engine, store, settings) -> None:
    content = b'Supplier,Company number,Spend\n"=1+1",00123456,007\n"+Plus Ltd","=cmd()",5\n'
    page = upload(buyer, content, "list.csv").location
    assert buyer.post(page, data=guessed(buyer, page)).status_code == 302
    run_waiting(handlers=HANDLERS, engine=engine, store=store, settings=settings)
    taken = buyer.get(page.replace("/columns", "/result.xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(taken.data))["Suppliers"]
    assert [cell.value for cell in sheet[2]][:3] == ["=1+1", "00123456", "007"]
    assert [cell.value for cell in sheet[3]][:3] == ["+Plus Ltd", "=cmd()", "5"]
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in sheet["A"])


def test_another_agency_finds_nothing(app, session, buyer, engine, store, settings, now) -> None:
    address = checked(buyer, engine, store, settings, "supplier-list.csv")
    other = make_organisation(session, name="Ministry of Ink (Demonstration)", at=now)
    stranger = signed_in_as(app, session, Role.BUYER, at=now, organisation=other)
    filer = signed_in_as(app, session, Role.FILER, at=now, organisation=other)
    for path in ("", "/columns", "/lines/5", "/result.xlsx", "/rename", "/delete"):
        assert stranger.get(address + path).status_code == 404
        assert filer.get(address + path).status_code == 403
    token = {"csrf_token": stranger.token("/procurement/new")}
    for path in ("/columns", "/lines/5", "/again", "/rename", "/delete"):
        assert stranger.post(address + path, data={**token, "organisation": "none", "name": "x"}).status_code == 404
    assert buyer.get(address).status_code == 200
    assert "supplier-list" not in stranger.get("/procurement").get_data(as_text=True)


@pytest.mark.parametrize(
    ("content", "filename", "said"),
    [
        (b"", "list.xlsx", "This file is empty"),
        (b"%PDF-1.7 something", "list.xlsx", "This is a PDF"),
        (b"PK\x03\x04broken", "list.xlsx", "damaged"),
        (b"\n\n\n", "list.csv", "empty"),
        (b"x" * (25 * 1024 * 1024 + 1), "list.csv", "larger than 25 MB"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_place(buyer, content, filename, said) -> None:
    answer = upload(buyer, content, filename, name="My list")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "Error: Check a list of suppliers" in html
    assert said in html and 'value="My list"' in html


def test_no_file_and_no_lines_are_told_in_place(buyer, store) -> None:
    data = {"csrf_token": buyer.token("/procurement/new"), "agency": "x"}
    assert buyer.post("/procurement/new", data=data).status_code == 422
    page = upload(buyer, b"Supplier,Spend\n", "list.csv").location
    answer = buyer.post(page, data=guessed(buyer, page))
    assert answer.status_code == 422 and "no row below the headings" in answer.get_data(as_text=True)
    twice = {**guessed(buyer, page), "spend": "0"}
    answer = buyer.post(page, data=twice)
    assert answer.status_code == 422 and "chosen above already" in answer.get_data(as_text=True)
    nobody = {**guessed(buyer, page), "name": "-"}
    assert "who the suppliers are" in buyer.post(page, data=nobody).get_data(as_text=True)


def test_the_buyer_says_where_the_headings_stand(buyer, engine, store, settings) -> None:
    page = upload(buyer, b"Supplier,Spend\nOld Ltd,1\nVendor,Country\nClearpane,NZ\n", "list.csv").location
    moved = f"{page}?sheet=list&row=3"
    form = guessed(buyer, moved)
    assert (form["name"], form["country"], form["spend"]) == ("0", "1", "-")
    assert buyer.post(page, data=form).status_code == 302
    run_waiting(handlers=HANDLERS, engine=engine, store=store, settings=settings)
    html = buyer.get(page.removesuffix("/columns")).get_data(as_text=True)
    assert "1 line" in html and "Old Ltd" not in html
    assert buyer.get(f"{page}?sheet=nowhere&row=3").status_code == 404


def test_a_list_is_renamed_checked_again_and_deleted(buyer, engine, store, settings) -> None:
    address = checked(buyer, engine, store, settings, "supplier-list.csv")
    token = {"csrf_token": buyer.token(f"{address}/rename")}
    assert buyer.post(f"{address}/rename", data={**token, "name": " "}).status_code == 422
    assert buyer.post(f"{address}/rename", data={**token, "name": "Q4 creditors"}).status_code == 302
    assert buyer.post(f"{address}/again", data=token).status_code == 302
    assert "Waiting for its turn" in buyer.get(address).get_data(as_text=True)
    run_waiting(handlers=HANDLERS, engine=engine, store=store, settings=settings)
    assert "Q4 creditors" in buyer.get("/procurement").get_data(as_text=True)
    assert buyer.post(f"{address}/delete", data=token).status_code == 302
    assert buyer.get(address).status_code == 404


def test_an_empty_list_can_be_fetched(buyer) -> None:
    book = openpyxl.load_workbook(io.BytesIO(buyer.get("/procurement/template.xlsx").data))
    assert book["Suppliers"]["A1"].value == "Supplier name *"


def test_a_buyer_for_two_agencies_says_for_which(app, session, world, now) -> None:
    other = make_organisation(session, name="Ministry of Ink (Demonstration)", at=now)
    both = {"person_id": world.buyer.id, "role": Role.BUYER, "state": MembershipState.APPROVED, "asked_at": now}
    session.add(Membership(organisation_id=other.id, **both))
    client = signed_in(app, session, world.buyer)
    html = client.get("/procurement/new").get_data(as_text=True)
    assert '<select class="govuk-select" id="agency"' in html and world.agency.name in html
    form = {"csrf_token": client.token("/procurement/new"), "agency": str(other.id)}
    page = client.post("/procurement/new", data={**form, "file": (io.BytesIO(b"Supplier\nClearpane\n"), "a.csv")})
    assert page.status_code == 302
    assert other.name in client.get("/procurement").get_data(as_text=True)
    stranger = {**form, "agency": str(world.clearpane.id), "file": (io.BytesIO(b"Supplier\nA\n"), "a.csv")}
    assert client.post("/procurement/new", data=stranger).status_code == 422
