"""The ministry files its procurement return by spreadsheet, from the demonstration's own file to its page."""

import io
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

import portal
from statements.people.models import Role
from statements.suppliers.models import ProcurementReturn
from tests.factories import make_organisation
from tests.filing_book import filled
from tests.signed_in import signed_in_as

PAGE = "/procurement/returns"
FILE = Path(portal.__file__).parent / "demo" / "files" / "procurement-return-2026.xlsx"
DATE = {"period_end": ["30", "6", "2026"]}


@pytest.fixture
def ministry(session, now):
    return make_organisation(session, name="Te Manatū o ngā Pene (Demonstration)", at=now, public_body=True)


@pytest.fixture(params=[Role.CONTRIBUTOR, Role.BUYER, Role.FILER])
def member(request, app, session, now, ministry):
    return signed_in_as(app, session, request.param, at=now, organisation=ministry)


@pytest.fixture
def buyer(app, session, now, ministry):
    return signed_in_as(app, session, Role.BUYER, at=now, organisation=ministry)


def send(client, data: bytes, name="return.xlsx", expect=303, **given):
    path = f"{PAGE}/new"
    sent = {"csrf_token": client.token(path), "file": (io.BytesIO(data), name), **(given or DATE)}
    response = client.post(path, data=sent, content_type="multipart/form-data")
    assert response.status_code == expect, response.get_data(as_text=True)
    return response.headers["Location"] if expect == 303 else response.get_data(as_text=True)


def text_of(client, path):
    return client.get(path).get_data(as_text=True)


def file(client, result, note=""):
    return client.post(result, data={"csrf_token": client.token(result), "note": note})


def count(session):
    found = session.scalar(select(func.count(ProcurementReturn.id)))
    session.rollback()
    return found


def test_the_demonstrations_file_comes_in_end_to_end(member, session) -> None:
    assert "None filed yet." in text_of(member, PAGE)
    result = send(member, FILE.read_bytes())
    page = text_of(member, result)
    assert "14 lines" in page and "Three cases" not in page and "three cases of unpaid hours" in page
    assert count(session) == 0
    one = file(member, result, "Nga mihi").headers["Location"]
    shown = text_of(member, one)
    for words in (
        "Fiji",
        "Tier 2",
        "NZ$50 million and over",
        "Smelter known for 70 per cent",
        "Nga mihi",
        "30 June 2026",
    ):
        assert words in shown
    assert one in text_of(member, PAGE)
    file(member, result, "Nga mihi")
    assert count(session) == 1


def test_a_wrong_cell_comes_back_marked_and_nothing_is_filed(buyer, session) -> None:
    sheet = "Procurement return"
    wrong = filled(FILE.read_bytes(), (sheet, "B3", "Atlantis"), (sheet, "C4", "Teir 1"), (sheet, "A5", None))
    result = send(buyer, wrong)
    page = text_of(buyer, result)
    assert "3 cells are wrong" in page and "Did you mean “Tier 1”?" in page and "File this return" not in page
    marked = openpyxl.load_workbook(io.BytesIO(buyer.get(f"{result}/marked.xlsx").data))
    assert all(marked[sheet][cell].comment for cell in ("B3", "C4", "A5"))
    assert buyer.post(result, data={"csrf_token": buyer.token(f"{PAGE}/new")}).status_code == 422
    assert count(session) == 0


def test_a_second_return_says_that_it_takes_the_place_of_the_first(buyer, session) -> None:
    file(buyer, send(buyer, FILE.read_bytes()))
    again = send(buyer, filled(FILE.read_bytes(), ("Procurement return", "E2", "=1+1")))
    assert "It takes the place of the return filed" in text_of(buyer, again)
    assert "=1+1" in text_of(buyer, file(buyer, again).headers["Location"])
    assert count(session) == 1


def test_the_template_holds_the_lines_of_the_last_return_and_reads_back_equal(buyer, session) -> None:
    empty = openpyxl.load_workbook(io.BytesIO(buyer.get(f"{PAGE}/template.xlsx").data))
    assert empty["Procurement return"].max_row == 1
    file(buyer, send(buyer, FILE.read_bytes()))
    before = session.scalars(select(ProcurementReturn)).one().lines
    session.rollback()
    file(buyer, send(buyer, buyer.get(f"{PAGE}/template.xlsx").data, period_end=["30", "6", "2025"]))
    assert session.scalars(select(ProcurementReturn).order_by(ProcurementReturn.period_end)).first().lines == before


@pytest.mark.parametrize(
    ("data", "given", "said"),
    [
        (b"", DATE, "empty"),
        (b"Vendor,Amount\nA,1\n", DATE, "No row of headings"),
        (b"Category,Country\n", {"period_end": ["31", "2", "2026"]}, "Enter the last day of the period"),
        (b"Category,Country\n", {"period_end": ["30", "6", "2099"]}, "has not come yet"),
    ],
)
def test_what_cannot_be_taken_is_said_in_place(buyer, session, data, given, said) -> None:
    page = send(buyer, data, "return.csv", expect=422, **given)
    assert "Error: File a procurement return" in page and said in page
    assert count(session) == 0


def test_another_agency_and_a_company_find_nothing(app, session, now, buyer) -> None:
    result = send(buyer, FILE.read_bytes())
    one = file(buyer, result).headers["Location"]
    other = make_organisation(session, name="Ministry of Ink (Demonstration)", at=now, public_body=True)
    company = make_organisation(session, name="Kōwhai Foods Limited", at=now)
    stranger = signed_in_as(app, session, Role.BUYER, at=now, organisation=other)
    filer = signed_in_as(app, session, Role.FILER, at=now, organisation=company)
    for client in (stranger, filer):
        assert client.get(one).status_code == 404
        assert client.get(result).status_code == 404
    assert "no return to file" in text_of(filer, PAGE)
    assert "Choose the agency" in send(filer, FILE.read_bytes(), expect=422)
    assert 'href="/procurement/returns"' in text_of(stranger, "/desk")
    assert 'href="/procurement/returns"' not in text_of(filer, "/desk")
