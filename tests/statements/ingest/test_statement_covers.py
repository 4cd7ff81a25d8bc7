"""The sheet "Coverage" as people fill it in: renamed, merged, twice, misspelt, shortened numbers, columns swapped."""

from datetime import date

import pytest

from statements.filing import profiles
from statements.ingest.statement_check import check_rows
from statements.ingest.statement_rows import read_filing
from statements.ingest.statement_template import filing_template
from statements.ingest.workbook import read_workbook
from statements.moderation import succession
from statements.people.models import Role
from tests.factories import make_member
from tests.filing_book import END, START, add_organisation, filled, nzbn

PROFILE = profiles.profile("nz-bill-2026")
NAMES = ("Kauri One Limited", "Kauri Two Limited", "Kauri Three Limited", "Kauri Four Limited", "Kauri Five Limited")


@pytest.fixture
def check(session, now):
    """Fill the rows of the sheet in and look at them: what is covered by name, problems and notes by cell."""
    head = add_organisation(session, name="Kauri Holdings Limited", number=1, at=now)
    below = [
        add_organisation(session, name=name, number=10 + n, at=now, parent_id=head.id) for n, name in enumerate(NAMES)
    ]
    filer = make_member(session, name="Hana Parata", organisation=head, role=Role.FILER, at=now)
    officer = make_member(session, name="Olive Officer", organisation=None, role=Role.OFFICER, at=now)
    given = {"reason": "Companies register", "by": officer.id, "at": now}
    renamed = {"name": "Rātā Limited", "on": date(2026, 5, 1), "new_address": False}
    succession.rename(session, organisation=below[2], **renamed, **given)
    succession.merge(session, organisation=below[3], into=below[4], **given)
    template = filing_template(session, person_id=filer.id, profile=PROFILE, at=now)

    def look(rows, *, columns="DE"):
        cells = [("Coverage", f"{letter}{row}", None) for letter in "ABCDE" for row in range(2, 12)]
        for number, pair in enumerate(rows, start=2):
            cells += [("Coverage", f"B{number}", None if pair[0] == "Total" else head.name)]
            cells += [("Coverage", f"{letter}{number}", value) for letter, value in zip(columns, pair, strict=True)]
        content = filled(template, ("Statements", "C2", START), ("Statements", "D2", END), *cells)
        read = read_filing(read_workbook(content, filename="a.xlsx"), PROFILE, today=date(2026, 11, 2))
        found = check_rows(session, rows=read, by=filer.id, at=now)
        told = [{each.cell: f"{each.message} {each.mend}" for each in many} for many in (found.problems, found.notes)]
        names = {each.id: each.name for each in below}
        return sorted(names[each] for row in found.right for each in row.covers or ()), *told

    return look


def test_renamed_merged_and_repeated_are_covered_once_and_told(check) -> None:
    rows = [(nzbn(12), NAMES[2]), (None, NAMES[3]), (nzbn(14), NAMES[4]), (nzbn(13), None), (None, "KAURI ONE")]
    covered, wrong, told = check([*rows, (nzbn(1), "Kauri Holdings Limited")])
    assert covered == ["Kauri Five Limited", "Kauri One Limited", "Rātā Limited"] and not wrong
    assert told["E2"].startswith("“Kauri Three Limited” is Rātā Limited today")
    assert told["E3"].startswith("“Kauri Four Limited” is Kauri Five Limited today")
    assert "stands in row 3 already" in told["E4"] and "stands in row 3 already" in told["E5"]
    assert "is the lead itself" in told["E7"] and len(told) == 5


def test_wrong_numbers_and_names_come_with_the_right_ones(check) -> None:
    rows = [
        ("9.42904E+12", NAMES[0]),
        (9429040000000, NAMES[1]),
        (nzbn(11)[:-1] + "x", NAMES[1]),
        (None, "Kauri Won Ltd"),
    ]
    covered, wrong, _told = check([*rows, (nzbn(12) + " ", "Rātā Limited  ")])
    assert covered == ["Rātā Limited"]
    assert nzbn(10) in wrong["D2"] and nzbn(11) in wrong["D3"] and nzbn(11) in wrong["D4"]
    assert "Did you mean “Kauri One Limited”?" in wrong["E5"] and len(wrong) == 4


def test_columns_that_were_swapped_are_one_fault_and_a_total_is_none(check) -> None:
    rows = [(nzbn(10), NAMES[0]), (nzbn(11), NAMES[1]), (nzbn(14), NAMES[4])]
    covered, wrong, _told = check(rows, columns="ED")
    assert covered == [] and list(wrong) == ["D1"] and "look swapped" in wrong["D1"]
    covered, wrong, told = check([*rows, ("Total", 3)])
    assert len(covered) == 3 and not wrong and "Row 5 is a total" in told["D5"]
