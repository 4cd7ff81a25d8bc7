"""Exports carry everything, run nothing, change nothing: what is written is read back the same."""

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statements.register import queries, rows
from tests.factories import make_organisation
from tests.published import assess, give_names, publish

SITE = "https://register.example.nz"
AWKWARD = '=HYPERLINK("http://example.nz";"a")\nsecond line, with "quotes" and ā'


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix(rows.MARK), newline="")))


@pytest.fixture
def shown(session, now):
    made = make_organisation(session, name="+Māui | Demonstration, Limited", at=now, slug="maui", industry="1111")
    give_names(session, made, trading=["A|B", "'Quoted'", "Back\\slash"], identifiers=[("nzbn", "0429000000000")])
    answers = {"risks_identified": False, "risks_description": AWKWARD, "risk_countries": ["NZ", "TH"]}
    statement = publish(session, organisation=made, at=now, answers=answers)
    assess(session, statement=statement, at=now, levels={"C01": 2, "C06": None}, released_at=now)
    return queries.statement(session, statement.number)


def test_a_csv_holds_every_column_and_reads_back(shown) -> None:
    text = "".join(rows.csv_lines([shown, shown], SITE))
    found = read(text)
    assert len(found) == 2
    assert list(found[0]) == [column.name for column in rows.columns()]
    row = found[0]
    assert row["organisation"] == "'+Māui | Demonstration, Limited"
    assert row["nzbn"] == "0429000000000"
    assert rows.unguarded(row["answer_risks_description"]) == AWKWARD
    assert (row["answer_risks_identified"], row["answer_training_given"]) == ("no", "")
    assert row["answer_risk_countries"] == "NZ|TH"
    assert (row["level_c01"], row["level_c02"], row["level_c06"]) == ("2", "1", "")
    assert (row["points_commit"], row["points_know"]) == ("4", "")
    assert row["url"] == f"{SITE}/statements/{shown.number}"
    assert text.count("\r\n") == 3


def test_json_lines_hold_lists_numbers_and_nulls(shown) -> None:
    found = json.loads("".join(rows.json_lines([shown], SITE)))
    assert found["other_names"] == ["'Quoted'", "A|B", "Back\\slash"]
    assert found["answer_risks_description"] == AWKWARD
    assert (found["answer_risks_identified"], found["answer_training_given"]) == (False, None)
    assert (found["period_end"], found["points_know"]) == (date(2026, 3, 31).isoformat(), None)


def test_a_list_in_a_cell_can_be_taken_apart(shown) -> None:
    row = read("".join(rows.csv_lines([shown], SITE)))[0]
    assert row["other_names"] == "''Quoted'|A\\|B|Back\\\\slash"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_is_altered_and_none_can_run(text: str) -> None:
    written = rows.cell(text)
    assert rows.unguarded(written) == text
    assert not written.startswith(tuple("=+-@\t\r\n＝＋－＠"))
    line = rows._line([written, "next"])
    assert next(csv.reader(io.StringIO(line, newline=""))) == [written, "next"]


def test_the_dictionary_names_every_column() -> None:
    page = rows.dictionary()
    assert all(f"| `{column.name}` | {column.kind} | {column.meaning} |" in page for column in rows.columns())
    assert all(column.meaning for column in rows.columns())
