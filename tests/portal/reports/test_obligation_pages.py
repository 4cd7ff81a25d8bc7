"""The registrar's obligations: a list brought in, one confirmed, one declared out of scope by its organisation."""

import io
import re
from datetime import date, datetime

import openpyxl
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.organisations import service
from statements.organisations.models import NameKind, Obligation, Organisation
from statements.people.models import Role
from tests import published
from tests.signed_in import signed_in_as

IMPORT = "/review/obligations/import"
DECLARE = "/desk/no-statement-owed"


def workbook(rows: list[list[object]]) -> io.BytesIO:
    book = openpyxl.Workbook()
    for row in [["Organisation", "NZBN", "Balance date", "Basis"], *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def known(session: Session, now: datetime) -> Organisation:
    number = [("nzbn", "9429044650421")]
    return service.add(session, name="Known Demonstration Limited", kind="company", identifiers=number, by=None, at=now)


def look_through(officer, rows: list[list[object]]) -> tuple[str, str]:
    """Upload a list; the address of what was understood of it, and that page."""
    sent = officer.post(IMPORT, data={"csrf_token": officer.token(IMPORT), "file": (workbook(rows), "list.xlsx")})
    assert sent.status_code == 303
    return sent.location, officer.get(sent.location).get_data(as_text=True)


def keep(officer, page: str, **choices: str) -> str:
    given = {key.replace("_", "-"): value for key, value in choices.items()}
    answer = officer.post(page, data={"csrf_token": officer.token(page), **given})
    return officer.get(answer.location).get_data(as_text=True)


MESSY = [
    ["Known Demonstration Ltd", "9429044650421", date(2026, 3, 31), "Revenue return"],
    ["New Demonstration Limited", "9429049541410", date(2026, 6, 30), "Revenue return"],
    ["Nobody Demonstration Limited", None, date(2026, 6, 30), ""],
    ["Otara Mills (Demonstration) Ltd", "9429044650420", date(2026, 6, 30), ""],
    ["Another Name Entirely Limited", "9429044650421", date(2025, 3, 31), ""],
    ["Once Called Demonstration Limited", "", date(2025, 6, 30), ""],
    ["KNOWN DEMONSTRATION LIMITED", None, date(2026, 3, 31), ""],
    ["", "", None, ""],
    ["Ōtara Mills (Demonstration) Limited", None, "soon", ""],
]


def test_a_messy_list_is_looked_through_before_it_is_kept(app: Flask, session: Session, now: datetime) -> None:
    known(session, now)
    mills = service.add(session, name="Ōtara Mills (Demonstration) Limited", kind="company", at=now, by=None)
    service.add_name(
        session, organisation=mills, name="Once Called Demonstration Limited", kind=NameKind.FORMER, by=None, at=now
    )
    mills_id = mills.id
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    page, html = look_through(officer, MESSY)
    told = dict(re.findall(r"<dt>([^<]+)</dt><dd class=\"figures\">(\d+)</dd>", html))
    assert told == {
        "Certain": "1",
        "To decide": "3",
        "New to the register": "1",
        "Known already": "0",
        "Twice in the list": "1",
        "Cannot be used": "2",
    }
    assert "which is not the name on this line" in html
    session.rollback()
    assert session.scalars(select(Obligation)).all() == []
    session.rollback()
    shown = keep(officer, page, row_5=str(mills_id), row_6="leave out", row_7=str(mills_id), row_3="add")
    assert "4 obligations are new, 0 stood already, 4 rows were left out, 1 organisations were added." in shown
    again = keep(officer, page)
    assert "0 obligations are new" in again
    session.rollback()
    ends = session.scalars(select(Obligation.period_end).where(Obligation.organisation_id == mills_id))
    assert sorted(ends) == [date(2025, 6, 30), date(2026, 6, 30)]


def test_what_was_not_offered_is_left_out(app: Flask, session: Session, now: datetime) -> None:
    stranger = known(session, now).id
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    page, _html = look_through(officer, [["Nobody Demonstration Limited", None, date(2026, 6, 30), ""]])
    assert "1 rows were left out" in keep(officer, page, row_2=str(stranger))
    assert officer.get(f"{IMPORT}/{'0' * 64}").status_code == 404


def test_a_statement_that_came_before_the_list_counts(app: Flask, session: Session, now: datetime) -> None:
    published.publish(session, organisation=known(session, now), at=now, period_end=date(2026, 3, 31))
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    page, _html = look_through(officer, [["Known Demonstration Limited", "9429044650421", date(2026, 3, 31), ""]])
    keep(officer, page)
    session.rollback()
    assert session.scalars(select(Obligation.filed_on)).one() is not None


def test_who_has_filed_cannot_declare_that_nothing_is_owed(app: Flask, session: Session, now: datetime) -> None:
    organisation = known(session, now)
    published.publish(session, organisation=organisation, at=now, period_end=date(2026, 3, 31))
    filer = signed_in_as(app, session, Role.FILER, at=now, organisation=organisation)
    given = {"csrf_token": filer.token(DECLARE), "organisation": str(organisation.id), "reason": "Too small."}
    answer = filer.post(DECLARE, data={**given, "period_end": ["31", "3", "2026"]})
    assert answer.status_code == 422
    assert "A statement is filed for this period" in answer.get_data(as_text=True)
    session.rollback()
    assert session.scalars(select(Obligation)).all() == []


def test_a_file_of_the_wrong_kind_is_refused_in_place(app: Flask, session: Session, now: datetime) -> None:
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    given = {"csrf_token": officer.token(IMPORT), "file": (io.BytesIO(b"\x89PNG\r\n\x1a\n not a list"), "list.xlsx")}
    answer = officer.post(IMPORT, data=given)
    assert answer.status_code == 422
    assert "There is a problem" in answer.get_data(as_text=True)


def test_a_declaration_reaches_the_officer_who_decides(app: Flask, session: Session, now: datetime) -> None:
    organisation = known(session, now)
    filer = signed_in_as(app, session, Role.FILER, at=now, organisation=organisation)
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    end = ["31", "3", "2026"]
    given = {"csrf_token": filer.token(DECLARE), "organisation": str(organisation.id), "period_end": end}
    no_day = filer.post(DECLARE, data={**given, "period_end": ["31", "March"], "reason": "Too small."})
    assert no_day.status_code == 422
    assert "Enter the last day of the period" in no_day.get_data(as_text=True)
    refused = filer.post(DECLARE, data={**given, "reason": ""})
    assert refused.status_code == 422
    assert filer.post(DECLARE, data={**given, "reason": "Revenue is below the threshold."}).status_code == 303
    assert "declared out of scope" in officer.get("/review/obligations").get_data(as_text=True)
    session.rollback()
    one = f"/review/obligations/{session.scalars(select(Obligation.id)).one()}"
    session.rollback()
    token = officer.token(one)
    moved = officer.post(one, data={"csrf_token": token, "state": "not in scope", "reason": "Accounts seen."})
    assert moved.status_code == 303
    assert "Accounts seen." in officer.get(one).get_data(as_text=True)
    assert filer.get("/review/obligations").status_code == 403
