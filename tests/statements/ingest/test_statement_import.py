"""Statements published elsewhere come in once, cover everyone they cover, and every row's fate is known."""

import csv
from collections.abc import Iterable
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.filing.models import Coverage, Statement, Version, VersionState
from statements.ingest.mapping import load_mapping, map_row, mend_encoding
from statements.ingest.statement_import import ImportReport, import_rows
from statements.ingest.statement_lines import lines_in, lines_out
from statements.organisations import service
from statements.register import queries
from statements.storage.store import Store

PROFILE = "uk-registry"
ROW = {
    "OrganisationName": "KŌWHAI DEMONSTRATION LIMITED",
    "CompanyNumber": "1234567",
    "StatementSummaryURL": "https://registry.example/statement-summary/one",
    "StatementStartDate": "01/04/2021",
    "StatementEndDate": "31/03/2022",
    "GroupSubmission": "Yes",
    "ParentName": "DEMONSTRATION HOLDINGS PLC",
    "Turnover": "Over Â£500 million",
    "Training": "Procurement staff\nYour suppliers",
    "ApprovingPerson": "Canary Approver",
    "EmailAddressNoURL": "canary@example.nz",
    "Risk1Location": "Brazil\nVietnam",
    "text_data": "We train buyers. We commit to respect human rights.",
    "file_name": "one.txt",
}


def bring(session: Session, store: Store, now: datetime, rows: Iterable[dict[str, str]]) -> ImportReport:
    mapping = load_mapping(PROFILE)
    mapped = [map_row(mapping, {**ROW, **row}, number) for number, row in enumerate(rows, start=2)]
    return import_rows(session, mapping=mapping, rows=mapped, importer="Tester", keep=store.put, at=now)


def fates(report: ImportReport) -> tuple[int, int, int, int, int]:
    assert report.accounted == report.rows
    return report.statements, report.covered, report.extended, len(report.already), len(report.refused)


PARENT = {"OrganisationName": "DEMONSTRATION HOLDINGS PLC", "CompanyNumber": "07654321"}
UNNUMBERED = {"OrganisationName": "ANOTHER DEMONSTRATION LIMITED", "CompanyNumber": ""}


def test_rows_of_one_statement_are_one_statement_with_many_coverages(session, store, now) -> None:
    report = bring(session, store, now, [{}, PARENT, UNNUMBERED])
    assert fates(report) == (1, 3, 0, 0, 0)
    statement = session.scalars(select(Statement)).one()
    assert (statement.organisation.name, statement.source) == ("DEMONSTRATION HOLDINGS PLC", "elsewhere")
    assert session.scalars(select(Coverage)).all().__len__() == 3
    kowhai = service.by_identifier(session, "gb-coh", "01234567")
    assert kowhai is not None
    assert [each.name for each in service.find(session, "kowhai demonstration")] == [kowhai.name]


def test_answers_are_mended_read_by_label_and_kept_private_where_they_must(session, store, now) -> None:
    bring(session, store, now, [{}])
    version = session.scalars(select(Version)).one()
    assert version.answers["turnover"] == "over_500_million"
    assert version.answers["training"] == ["procurement_staff", "your_suppliers"]
    assert version.answers["risk_1_countries"] == ["BR", "VN"]
    assert version.answers["approving_person"] == "Canary Approver"
    shown = queries.statement(session, 1)
    assert "Canary" not in repr(shown)
    assert "canary@" not in repr(shown)
    assert version.submitted_by is None


def test_the_same_again_is_already_filed_and_new_members_make_a_version(session, store, now) -> None:
    assert fates(bring(session, store, now, [{}])) == (1, 1, 0, 0, 0)
    assert fates(bring(session, store, now, [{}])) == (0, 0, 0, 1, 0)
    assert fates(bring(session, store, now, [{}, PARENT])) == (0, 1, 1, 1, 0)
    states = session.scalars(select(Version.state).order_by(Version.number)).all()
    assert states == [VersionState.SUPERSEDED, VersionState.PUBLISHED]
    other = {"StatementSummaryURL": "https://registry.example/statement-summary/two"}
    assert fates(bring(session, store, now, [other])) == (0, 0, 0, 1, 0)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"StatementEndDate": "31st March"}, "is not a date"),
        ({"OrganisationName": " "}, "names no organisation"),
        ({"StatementSummaryURL": ""}, "which statement"),
        ({"Turnover": "Plenty"}, "is not one of the answers"),
        ({"StatementEndDate": "31/03/2025"}, "months"),
        ({"CompanyNumber": "?!"}, "?!"),
    ],
)
def test_a_row_that_cannot_land_is_listed_and_leaves_nothing(session, store, now, change, reason) -> None:
    report = bring(session, store, now, [change])
    assert fates(report) == (0, 0, 0, 0, 1)
    assert reason in report.refused[0][1]
    assert session.scalars(select(Statement)).all() == []


def test_json_lines_out_and_in_give_equal_lines(session, store, now) -> None:
    bring(session, store, now, [{}, PARENT, UNNUMBERED])
    written = list(lines_out(session, profile=PROFILE, scheme="gb-coh"))
    assert len(written) == 1
    rows = list(lines_in(written, load_mapping(PROFILE)))
    assert rows[0].name == "DEMONSTRATION HOLDINGS PLC"
    assert rows[0].answers["training"] == ["procurement_staff", "your_suppliers"]
    broken = list(lines_in(["{}", "not json"], load_mapping(PROFILE)))
    assert [bool(row.problems) for row in broken] == [True, True]


@pytest.mark.parametrize(
    ("text", "meant"),
    [("Â£36 million", "£36 million"), ("supplierâ€™s", "supplier’s"), ("Ōtaki", "Ōtaki"), ("Ã la carte", "Ã la carte")],
)
def test_double_encoding_is_mended_and_nothing_else(text: str, meant: str) -> None:
    assert mend_encoding(text) == meant


@pytest.mark.real
def test_the_real_registry_lands_whole(session, store, now, real_data) -> None:
    mapping = load_mapping(PROFILE)
    with (real_data / "statements" / "uk_registry_extract.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [map_row(mapping, row, number) for number, row in enumerate(csv.DictReader(file), start=2)]
    report = import_rows(session, mapping=mapping, rows=rows, importer="Tester", keep=store.put, at=now)
    assert report.accounted == report.rows == 652
    assert report.refused == []
    assert report.statements >= 220
