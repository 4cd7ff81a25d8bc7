"""Years are compared only where the same rules, rubric and classification counted them."""

import io
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from sqlalchemy.orm import Session

from scoring import rubric
from statements.filing import profiles
from statements.moderation.models import AssessmentRecord
from statements.reference import editions
from statements.reports import pack_report, summary, writers
from statements.reports.figures import Audience, Pack
from tests import published
from tests.checked_client import CheckedClient
from tests.factories import make_organisation

LATER = "nz-act-2028"


@pytest.fixture
def changing(monkeypatch: pytest.MonkeyPatch) -> None:
    """From 2027 on other rules hold, industries are classified anew, and a second rubric is in use."""
    first, bill = editions.editions()[0], profiles.profile(published.LAW)
    renamed = {"Z": "Everything sold"}
    second = replace(
        first, title="Another 2027", in_force_from=date(2027, 1, 1), divisions=renamed, division_of={"G": "Z"}
    )
    monkeypatch.setattr(editions, "editions", lambda: (first, second))
    monkeypatch.setattr(profiles, "filed_here", lambda: (bill, replace(bill, key=LATER)))
    monkeypatch.setattr(summary, "load", lambda _version: rubric.load(published.RUBRIC))


@pytest.fixture
def world(session: Session, now: datetime) -> None:
    """One shop that filed for 2025, 2026, 2027 and 2028."""
    shop = make_organisation(session, name="Shop Demonstration Limited", at=now, industry="G")
    for year in (2025, 2026, 2027, 2028):
        law = LATER if year > 2026 else published.LAW
        made = published.publish(session, organisation=shop, at=now, period_end=date(year, 3, 31), law=law)
        notice = published.assess(session, statement=made, at=now, levels={"C01": 2}, released_at=now)
        if year > 2026:
            session.get_one(AssessmentRecord, notice.assessment_id).rubric = "ungp-2"
    session.flush()


def pack(session: Session, year: int, now: datetime) -> Pack:
    return summary.make_pack(session, year=year, profile=published.LAW, audience=Audience.PUBLIC, at=now, on=now.date())


def test_each_year_is_counted_by_its_own(session, now, world, changing) -> None:
    before, after = pack(session, 2026, now), pack(session, 2027, now)
    assert [(row.key, row.label) for row in before.table("sector").rows] == [("G", "Retail Trade")]
    assert [(row.key, row.label) for row in after.table("sector").rows] == [("Z", "Everything sold")]
    assert before.counted_by == (published.LAW, "ungp-1", "ANZSIC 2006")
    assert after.counted_by == (LATER, "ungp-2", "Another 2027")
    assert "criteria-ungp-2" not in {table.key for table in before.tables}


def test_no_run_goes_over_a_change(session, now, world, changing) -> None:
    made = pack(session, 2026, now)
    runs = [[row.key for row in run] for run in made.table("year").runs()]
    assert runs == [["2025", "2026"], ["2027", "2028"]]
    assert [[row.key for row in run] for run in made.table("levels").runs()] == [
        ["2025 ungp-1", "2026 ungp-1"],
        ["2027 ungp-2", "2028 ungp-2"],
    ]


def test_the_workbook_and_the_report_break_there(session, now, world, changing) -> None:
    made = pack(session, 2026, now)
    book = openpyxl.load_workbook(io.BytesIO(writers.workbook(made, title="Register", time_zone="UTC")))
    [sheet] = [sheet for sheet in book if sheet["A1"].value == "Year by year"]
    assert [row[0].value for row in sheet.iter_rows(min_row=5)] == ["2025", "2026", None, "2027", "2028"]
    assert sheet["B7"].value == writers.APART
    written = pack_report.report(made, title="Register", time_zone="UTC")
    assert all(mark in written for mark in (b"/StructTreeRoot", b"/MarkInfo", b"/Marked true", b"/Lang(en)"))


def test_the_page_says_so(client: CheckedClient, session: Session, now, world, changing) -> None:
    session.commit()
    html = client.get("/reports?year=2026").get_data(as_text=True)
    assert "From 2027 on, counted by nz-act-2028, Another 2027: not to be compared" in html
    assert "From 2027, rubric ungp-2 on, counted by ungp-2: not to be compared" in html


def test_without_a_change_there_is_one_run(session, now, world) -> None:
    made = pack(session, 2026, now)
    assert [len(run) for run in made.table("year").runs()] == [2]
