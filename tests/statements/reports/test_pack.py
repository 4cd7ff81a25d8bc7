"""The pack counts what is public, and what it counts can be counted again from the public rows alone."""

import io
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.moderation.models import Notice
from statements.organisations import obligations_service
from statements.organisations.models import ObligationState, Organisation
from statements.reports import cells, freezing, summary, writers
from statements.reports.cells import Cell
from statements.reports.figures import Audience, Pack
from tests import published
from tests.factories import make_organisation

ROOT = Path(__file__).resolve().parents[3]
LAW = published.LAW
ENDED = date(2026, 3, 31)


@pytest.fixture
def world(session: Session, now: datetime) -> list[Organisation]:
    """Four organisations: two filed (one released at mixed levels), one late, one that filed nothing."""
    traits = {"industry": "G", "region": "auckland", "revenue_band": "100m-500m"}
    made = [make_organisation(session, name=f"Pack Demonstration {n} Limited", at=now, **traits) for n in range(4)]
    made[1].industry, made[1].region = "A", None
    counted = {"people_trained": 12, "incidents_own_operations": 2}
    given = {"at": now, "period_end": ENDED, "answers": counted}
    first = published.publish(session, organisation=made[0], covers=made[1:2], **given)
    published.assess(session, statement=first, at=now, levels={"C01": 2, "C02": None}, released_at=now)
    second = published.publish(session, organisation=made[1], at=now, period_end=ENDED, answers={"people_trained": 3})
    published.assess(session, statement=second, at=now, level=2)
    published.publish(session, organisation=made[2], at=now, period_end=date(2025, 3, 31))
    for organisation in made[:3]:
        _owe(session, organisation, now)
    missing = _owe(session, made[3], now)
    _confirm(session, missing, now, public_from=None)
    return made


def _owe(session: Session, organisation: Organisation, now: datetime):
    return obligations_service.presume(
        session,
        organisation=organisation,
        profile=LAW,
        period_start=date(2025, 4, 1),
        period_end=ENDED,
        due_on=date(2026, 9, 30),
        source="list",
        by=None,
        at=now,
    )


def _confirm(session: Session, obligation, now: datetime, *, public_from: datetime | None) -> None:
    officer = published.uuid.uuid4()
    state = ObligationState.CONFIRMED
    obligations_service.move(
        session, obligation=obligation, to=state, reason="Revenue", by=officer, at=now, lateness_public_from=public_from
    )


def pack(session: Session, now: datetime, audience: Audience = Audience.PUBLIC) -> Pack:
    return summary.make_pack(session, year=2026, profile=LAW, audience=audience, at=now, on=now.date())


def counts(made: Pack, table: str) -> dict[str, tuple[int, ...]]:
    return {row.key: row.counts for row in made.table(table).rows}


def test_the_pack_counts_statements_profiles_and_levels(session, now, world) -> None:
    made = pack(session, now)
    by_sector = {key: values[:3] for key, values in counts(made, "sector").items()}
    assert by_sector == {"A": (1, 1, 0), "G": (1, 2, 1)}
    assert counts(made, "year") == {"2025": (1, 1, 0), "2026": (2, 3, 1)}
    criteria = counts(made, "criteria-ungp-1")
    assert (criteria["C01"], criteria["C02"], criteria["C03"]) == ((1, 0, 0, 0), (0, 0, 0, 1), (0, 1, 0, 0))
    assert made.rubrics == ("ungp-1",)


def test_the_public_learns_of_lateness_only_when_it_may(session, now, world) -> None:
    assert counts(pack(session, now), "standings")["missing"] == (0,)
    assert counts(pack(session, now, Audience.OFFICE), "standings")["missing"] == (1,)
    assert counts(pack(session, now, Audience.OFFICE), "standings")["presumed"] == (3,)
    [obligation] = obligations_service.of_organisation(session, organisation_id=world[3].id)
    obligation.lateness_public_from = now - timedelta(days=1)
    assert counts(pack(session, now), "standings")["missing"] == (1,)


def test_an_answer_below_six_is_in_no_figure(session, now, world) -> None:
    made = pack(session, now)
    assert counts(made, "count-people_trained") == {"A": (0, 0, 1), "G": (1, 12, 0)}
    assert counts(made, "count-incidents_own_operations") == {"G": (0, 0, 1)}


def test_a_recalled_profile_is_not_counted(session, now, world) -> None:
    [notice] = session.scalars(select(Notice).where(Notice.released_at.is_not(None)))
    notice.recalled_at = now
    assert counts(pack(session, now), "year")["2026"] == (2, 3, 0)


def test_every_cell_opens_rows_that_add_up_to_it(session, now, world) -> None:
    for audience in Audience:
        counted = summary.gather(session, year=2026, profile=LAW, audience=audience, at=now, on=now.date())
        made = summary.count(counted, year=2026, profile=LAW, audience=audience, at=now)
        for table, row, column in every_cell(made):
            behind = cells.members(counted, Cell(table.key, row.key, column.key), year=2026)
            figure = row.counts[table.columns.index(column)]
            assert sum(each.counts for each in behind) == figure, (table.key, row.key, column.key)


def every_cell(made: Pack):
    return [(table, row, column) for table in made.tables for row in table.rows for column in table.columns]


def test_the_workbook_has_charts_definitions_and_no_formula(session, now, world) -> None:
    content = writers.workbook(pack(session, now), title="Register", time_zone="Pacific/Auckland")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert "compliance pack 2026" in book["About"]["A1"].value
    assert sum(len(sheet._charts) for sheet in book) >= 6
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


def test_an_outside_check_counts_every_public_cell_again(session, now, world, tmp_path) -> None:
    counted = summary.gather(session, year=2026, profile=LAW, audience=Audience.PUBLIC, at=now, on=now.date())
    made = freezing.make(counted, year=2026, profile=LAW, at=now, title="Register", time_zone="Pacific/Auckland")
    for each in made.files:
        (tmp_path / each.name).write_bytes(each.content)
    names = ("figures-2026.csv", "statements-2026.csv", "obligations-2026.csv", "pack-2026.xlsx")
    command = [sys.executable, str(ROOT / "tools" / "check_pack.py"), *(str(tmp_path / name) for name in names)]
    good = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (good.returncode, "all equal, in the workbook too" in good.stdout) == (0, True), good.stdout
    figures = (tmp_path / "figures-2026.csv").read_bytes()
    (tmp_path / "figures-2026.csv").write_bytes(figures.replace(b"Statements,1", b"Statements,7"))
    bad = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (bad.returncode, "counted again 1" in bad.stdout) == (1, True)


def test_the_check_stays_short_enough_to_read() -> None:
    assert len((ROOT / "tools" / "check_pack.py").read_text(encoding="utf-8").splitlines()) <= 100
