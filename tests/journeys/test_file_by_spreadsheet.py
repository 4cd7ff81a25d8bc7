"""File by spreadsheet, over HTTP: template, upload, marked workbook, right rows kept, mended, all drafts."""

import io
from dataclasses import dataclass
from datetime import date

import openpyxl
import pytest
from sqlalchemy import func, select

from statements.filing import queries
from statements.filing.models import Statement
from statements.organisations.models import Organisation
from statements.people.models import Membership, MembershipState, Role
from tests.checked_client import CheckedClient
from tests.factories import make_member
from tests.filing_book import END, START, add_organisation, as_csv, column_of, filled, nzbn
from tests.signed_in import signed_in

PAGE = "/filing/spreadsheet"
NAMES = ("Hāpuku Fisheries Limited", "Ngaio Timber Limited", "Pūriri Paper Limited", "Rātā Roading Limited")


@dataclass
class Cast:
    """A group's filer, a stranger, and the organisations that they file for."""

    filer: CheckedClient
    stranger: CheckedClient
    mine: list[Organisation]
    template: bytes


@pytest.fixture
def cast(app, session, now) -> Cast:
    mine = [add_organisation(session, name=name, number=20 + n, at=now) for n, name in enumerate(NAMES)]
    add_organisation(session, name="Hāpuku Cold Stores Limited", number=30, at=now, parent_id=mine[0].id)
    other = add_organisation(session, name="Mangō Oils Limited", number=31, at=now)
    person = make_member(session, name="Hana Parata", organisation=mine[0], role=Role.FILER, at=now)
    approved = {"person_id": person.id, "role": Role.FILER, "state": MembershipState.APPROVED, "asked_at": now}
    session.add_all(Membership(organisation_id=each.id, **approved) for each in mine[1:])
    stranger = make_member(session, name="Ola Nord", organisation=other, role=Role.FILER, at=now)
    filer = signed_in(app, session, person)
    template = filer.get(f"{PAGE}/template.xlsx")
    assert template.mimetype.endswith("spreadsheetml.sheet")
    return Cast(filer, signed_in(app, session, stranger), mine, template.data)


def cells(cast: Cast) -> list[tuple[str, str, object]]:
    """Everything that a filer fills in for the four organisations, hostile texts among it."""
    described, phone = (
        column_of(cast.template, each) for each in ("Describe your supply chains", "Phone number of the channel")
    )
    return [
        *(("Statements", f"C{row}", START) for row in (2, 3, 4, 5)),
        *(("Statements", f"D{row}", END) for row in (2, 3, 4, 5)),
        ("Statements", f"{described}2", "Hāpuku and pāua, from Kaikōura"),
        ("Statements", f"{described}3", "=cmd|' /C calc'!A0"),
        ("Statements", f"{described}4", "'; DROP TABLE statements; --"),
        ("Statements", f"{phone}2", "0800 200 088"),
    ]


def upload(client, data: bytes, name: str = "filled.xlsx", expect: int = 303, path: str = PAGE, **given):
    sent = {"csrf_token": client.token(path), "file": (io.BytesIO(data), name), **given}
    response = client.post(path, data=sent, content_type="multipart/form-data")
    assert response.status_code == expect, response.get_data(as_text=True)
    return response.headers["Location"] if expect == 303 else response.get_data(as_text=True)


def text_of(client, path: str, expect: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == expect
    return response.get_data(as_text=True)


def keep(client, result: str, **given):
    return client.post(result, data={"csrf_token": client.token(result), **given})


def count(session) -> int:
    found = session.scalar(select(func.count(Statement.id)))
    session.rollback()
    return found


def answers_of(session, name: str) -> dict:
    statement = session.scalars(select(Statement).join(Organisation).where(Organisation.name == name)).one()
    answers = queries.draft_of(session, statement).answers
    session.rollback()
    return answers


def test_right_rows_are_kept_wrong_ones_come_back_marked_and_mended_ones_follow(cast, session) -> None:
    mapped = column_of(cast.template, "How far have you mapped your supply chains?")
    trained = column_of(cast.template, "How many people were trained?")
    wrong = [
        ("Statements", "D3", date(2026, 2, 28)),
        ("Statements", f"{mapped}4", "Teir 1"),
        ("Statements", f"{trained}5", "forty-two"),
    ]
    spoilt = filled(cast.template, *cells(cast), *wrong)
    result = upload(cast.filer, spoilt)
    page = text_of(cast.filer, result)
    assert "Nothing is kept yet" in page and "Keep the 1 right row" in page and "Did you mean “Tier 1”?" in page
    assert count(session) == 0

    marked = openpyxl.load_workbook(io.BytesIO(cast.filer.get(f"{result}/marked.xlsx").data))
    sheet = marked["Statements"]
    notes = {place: sheet[place].comment.text for place in ("D3", f"{mapped}4", f"{trained}5")}
    assert "12 months" in notes["D3"] and "Tier 1" in notes[f"{mapped}4"] and "whole number" in notes[f"{trained}5"]
    assert [row[1] for row in marked["Problems"].iter_rows(min_row=2, values_only=True)] == list(notes)
    assert sheet["A2"].value == nzbn(20) and sheet["B2"].value == NAMES[0]

    assert keep(cast.filer, result).status_code == 303
    assert count(session) == 1
    kept = text_of(cast.filer, result)
    assert "1 draft was made." in kept and 'href="/filing/1"' in kept and "Every right row is kept" in kept
    assert "Hāpuku and pāua, from Kaikōura" in text_of(cast.filer, "/filing/1/sections/structure")

    mended = upload(
        cast.filer,
        filled(spoilt, *cells(cast), ("Statements", f"{mapped}4", "Tier 1"), ("Statements", f"{trained}5", 42)),
    )
    assert "Rows to mend" in text_of(cast.filer, mended)
    keep(cast.filer, mended)
    assert count(session) == 4
    assert answers_of(session, NAMES[0])["grievance_phone"] == "0800 200 088"
    assert answers_of(session, NAMES[1])["supply_chain_description"] == "=cmd|' /C calc'!A0"
    assert answers_of(session, NAMES[2])["supply_chain_description"] == "'; DROP TABLE statements; --"
    assert "=cmd|&#39; /C calc&#39;!A0" in text_of(cast.filer, "/filing/2/sections/structure")


def test_the_same_file_twice_makes_nothing_twice(cast, session) -> None:
    data = filled(cast.template, *cells(cast))
    first = upload(cast.filer, data)
    keep(cast.filer, first)
    token = cast.filer.token(PAGE)
    again = cast.filer.post(first, data={"csrf_token": token})
    assert again.status_code == 303
    second = upload(cast.filer, data)
    assert second == first
    assert "Keep the" not in text_of(cast.filer, second)
    assert count(session) == 4
    covered = text_of(cast.filer, "/filing/1")
    assert "This and 1 other" in covered


def test_the_sheet_as_csv_becomes_drafts_too_and_comes_back_as_a_marked_workbook(cast, session) -> None:
    data = as_csv(filled(cast.template, *cells(cast), ("Statements", "D3", date(2026, 2, 28))))
    result = upload(cast.filer, data, "statements.csv")
    marked = openpyxl.load_workbook(io.BytesIO(cast.filer.get(f"{result}/marked.xlsx").data))
    assert "12 months" in marked.worksheets[0]["D3"].comment.text
    assert marked.worksheets[0]["A2"].value == nzbn(20)
    assert marked.worksheets[0].cell(3, 6 + 3).data_type == "s"
    keep(cast.filer, result)
    assert count(session) == 3
    assert answers_of(session, NAMES[0])["grievance_phone"] == "0800 200 088"
    assert answers_of(session, NAMES[0])["supply_chain_description"] == "Hāpuku and pāua, from Kaikōura"


def protected() -> bytes:
    """What an encrypted .xlsx begins with: a compound file that names its encrypted package."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 1024


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "filled.xlsx", "empty"),
        (b"", "", "Choose a file first"),
        (b"%PDF-1.7 not a workbook", "filled.xlsx", "Save it as"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 200, "filled.png", ""),
        (protected(), "filled.xlsx", ""),
        (b"x" * (25 * 1024 * 1024 + 1), "filled.csv", "larger than 25 MB"),
        (b"Vendor,Amount\nA,1\n", "list.csv", "No row of headings of the template"),
    ],
)
def test_another_file_is_refused_in_place_with_what_to_do(cast, session, data, name, said) -> None:
    page = upload(cast.filer, data, name, expect=422)
    assert "Error: File by spreadsheet" in page and 'id="file-error"' in page and said in page
    assert count(session) == 0


def test_nobody_else_opens_an_upload_and_no_address_can_be_made_up(cast) -> None:
    result = upload(cast.filer, filled(cast.template, *cells(cast)))
    for path in (result, f"{result}/marked.xlsx", f"{PAGE}/made-up"):
        assert cast.stranger.get(path).status_code == 404
    assert cast.filer.get(f"{PAGE}/made-up").status_code == 404
    token = cast.stranger.token(PAGE)
    assert cast.stranger.post(result, data={"csrf_token": token}).status_code == 404


def test_no_right_row_is_answered_in_place(cast, session) -> None:
    result = upload(cast.filer, cast.template)
    page = text_of(cast.filer, result)
    assert "No row can be kept yet" in page and "Period start is missing" in page
    answer = cast.filer.post(result, data={"csrf_token": cast.filer.token(PAGE)})
    assert answer.status_code == 422 and count(session) == 0


def test_a_strangers_organisation_stays_theirs(cast, session) -> None:
    result = upload(
        cast.filer, filled(cast.template, *cells(cast), ("Statements", "A5", nzbn(31)), ("Statements", "B5", None))
    )
    assert "You do not file for Mangō Oils Limited." in text_of(cast.filer, result)
    keep(cast.filer, result)
    names = session.scalars(select(Organisation.name).join(Statement, Statement.organisation_id == Organisation.id))
    assert set(names) == set(NAMES[:3])


def test_the_way_leads_from_the_desk_and_the_start_page(cast) -> None:
    for path in ("/desk", "/filing", "/filing/start"):
        assert f'href="{PAGE}"' in text_of(cast.filer, path)
