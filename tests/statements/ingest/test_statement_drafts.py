"""Drafts out of a spreadsheet: right rows kept when chosen, wrong ones named, nothing twice, nothing half."""

import io
from dataclasses import dataclass
from datetime import date, datetime

import openpyxl
import pytest
from sqlalchemy import func, select

from statements.errors import Invalid
from statements.events.models import Event
from statements.filing import profiles, queries, service
from statements.filing.content import Signature
from statements.filing.models import Draft, Statement
from statements.ingest.statement_check import check_rows
from statements.ingest.statement_drafts import draft_rows
from statements.ingest.statement_rows import read_filing
from statements.ingest.statement_template import filing_template
from statements.ingest.templates import MARKED
from statements.ingest.workbook import read_workbook
from statements.organisations.models import Organisation
from statements.people.models import Membership, MembershipState, Person, Role
from tests.factories import make_member
from tests.filing_book import BEFORE_END, BEFORE_START, END, START, add_organisation, column_of, filled, nzbn

PROFILE = profiles.profile("nz-bill-2026")
TODAY = date(2026, 11, 2)


@dataclass(frozen=True)
class World:
    """A group's head office that also files for a port, and a stranger."""

    head: Organisation
    port: Organisation
    stranger: Organisation
    subsidiaries: list[Organisation]
    filer: Person
    template: bytes


@pytest.fixture
def world(session, now) -> World:
    head = add_organisation(session, name="Kōwhai Foods Limited", number=1, at=now)
    port = add_organisation(session, name="Ōtepoti Port Limited", number=2, at=now)
    stranger = add_organisation(session, name="Rimu Freight Limited", number=3, at=now)
    below = [
        add_organisation(session, name=f"Kōwhai Packing {n} Limited", number=n, at=now, parent_id=head.id)
        for n in (10, 11, 12)
    ]
    filer = make_member(session, name="Hana Parata", organisation=head, role=Role.FILER, at=now)
    session.add(
        Membership(
            person_id=filer.id,
            organisation_id=port.id,
            role=Role.FILER,
            state=MembershipState.APPROVED,
            asked_at=now,
        )
    )
    session.flush()
    template = filing_template(session, person_id=filer.id, profile=PROFILE, at=now)
    return World(head, port, stranger, below, filer, template)


def answer(world: World, row: int, label: str, value: object) -> tuple[str, str, object]:
    return "Statements", f"{column_of(world.template, label)}{row}", value


def periods(*rows: int) -> list[tuple[str, str, object]]:
    return [("Statements", f"{column}{row}", day) for row in rows for column, day in (("C", START), ("D", END))]


def rows_of(data: bytes, name: str = "statements.xlsx"):
    return read_filing(read_workbook(data, name), PROFILE, today=TODAY)


def checked(session, world, *cells, now):
    return check_rows(session, rows=rows_of(filled(world.template, *cells)), by=world.filer.id, at=now)


def kept(session, world, *cells, now, only_right=False):
    rows = rows_of(filled(world.template, *cells))
    return draft_rows(session, rows=rows, by=world.filer.id, at=now, only_right=only_right)


def places(problems) -> list[tuple[str, str]]:
    return [(each.sheet, each.cell) for each in problems]


def test_the_template_holds_whom_one_files_for_and_the_group(session, now, world) -> None:
    rows = rows_of(filled(world.template, *periods(2, 3)))
    assert [each.organisation for each in rows.statements] == [
        (nzbn(1), "Kōwhai Foods Limited"),
        (nzbn(2), "Ōtepoti Port Limited"),
    ]
    assert [each.covered.nzbn for each in rows.coverage] == [nzbn(10), nzbn(11), nzbn(12)]
    assert rows.faults == () and rows.notes == ()


def test_right_rows_become_drafts_with_answers_and_covered_organisations(session, now, world) -> None:
    cells = [
        *periods(2, 3),
        answer(world, 2, "Describe your supply chains", "Kūmara from Te Tai Tokerau\nand 'quotes', \"too\""),
        answer(world, 2, "Which countries do you know you buy from?", "Fiji; CHN, Viet Nam"),
        answer(world, 2, "Did you identify any risks of modern slavery in this period?", "Yes"),
        answer(
            world,
            2,
            "How did you look for risks?",
            "Supplier questionnaires; Desk review of countries, sectors and goods",
        ),
        answer(world, 2, "Phone number of the channel", "0800 200 088"),
        answer(world, 2, "Date of approval", date(2026, 8, 1)),
        answer(world, 2, "Full name of the person who signs", "Tāmati Rēweti"),
        answer(world, 3, "Describe your supply chains", "=cmd|' /C calc'!A0"),
        answer(world, 3, "Describe the training", "'; DROP TABLE statements; --"),
    ]
    outcome = kept(session, world, *cells, now=now)
    assert [each.organisation.name for each in outcome.made] == [world.head.name, world.port.name]
    first, second = (queries.draft_of(session, each) for each in outcome.made)
    assert first.answers == {
        "supply_chain_description": "Kūmara from Te Tai Tokerau\nand 'quotes', \"too\"",
        "supply_chain_countries": ["CN", "FJ", "VN"],
        "risks_identified": True,
        "risk_method": ["desk_review", "questionnaires"],
        "grievance_phone": "0800 200 088",
        "approved_on": "2026-08-01",
    }
    assert first.approval == {"signatory_name": "Tāmati Rēweti"}
    assert set(first.covers) == {str(each.id) for each in world.subsidiaries}
    assert second.answers["supply_chain_description"] == "=cmd|' /C calc'!A0"
    assert second.answers["training_description"] == "'; DROP TABLE statements; --"
    assert second.covers == []


WRONG = [
    ([("Statements", "A2", "9429000000014")], "A2", "check digit does not fit"),
    ([("Statements", "A2", nzbn(999))], "A2", f"No organisation in the register has the NZBN {nzbn(999)}"),
    ([("Statements", "A2", 9.42904e12)], "A2", "shortened this number"),
    ([("Statements", "A2", "9.42904E+12")], "A2", "shortened this number"),
    ([("Statements", "A2", nzbn(3)), ("Statements", "B2", None)], "A2", "You do not file for Rimu Freight Limited"),
    ([("Statements", "A2", nzbn(2))], "B2", "belongs to Ōtepoti Port Limited"),
    ([("Statements", "A2", None), ("Statements", "B2", None)], "A2", "No organisation is named"),
    (
        [("Statements", "A2", None), ("Statements", "B2", "Kowhai Fods Limited")],
        "B2",
        "Did you mean “Kōwhai Foods Limited”?",
    ),
    ([("Statements", "D2", date(2026, 2, 28))], "D2", "12 months"),
    ([("Statements", "D2", "the end of March")], "D2", "is not a date"),
    ([("Statements", "C2", None)], "C2", "Period start is missing"),
    ([("Statements", "C2", date(2026, 4, 1)), ("Statements", "D2", date(2027, 3, 31))], "D2", "has not come yet"),
    ([("answer", "How far have you mapped your supply chains?", "Teir 1")], "", "Did you mean “Tier 1”?"),
    ([("answer", "How many people were trained?", "forty-two")], "", "is not a whole number"),
    ([("answer", "Which countries do you know you buy from?", "Fiji; Cihna")], "", "Did you mean “China”?"),
    ([("answer", "Was training about modern slavery given in this period?", "perhaps")], "", "neither Yes nor No"),
    ([("answer", "Who was consulted about this statement?", "x")], "", "is not one of the choices"),
    (
        [("answer", "Which of these does your statement describe?", "Legal form and ownership; None of these")],
        "",
        "cannot stand beside",
    ),
    ([("answer", "Phone number of the channel", "0" * 60)], "", "up to 40 are kept"),
]


@pytest.mark.parametrize(("cells", "place", "said"), WRONG)
def test_a_wrong_cell_is_named_with_fault_and_mend(session, now, world, cells, place, said) -> None:
    given = [answer(world, 2, *each[1:]) if each[0] == "answer" else each for each in cells]
    found = checked(session, world, *periods(2, 3), *given, now=now)
    on_statements = [each for each in found.problems if each.sheet == "Statements"]
    assert [each.cell for each in on_statements] == [place or given[0][1]]
    assert said in f"{on_statements[0].message} {on_statements[0].mend}" and on_statements[0].mend
    assert [each.organisation.name for each in found.right] == [world.port.name]
    assert found.wrong_rows == 1


def test_rows_for_one_organisation_and_period_are_all_named(session, now, world) -> None:
    again = [("Statements", "A3", nzbn(1)), ("Statements", "B3", None)]
    found = checked(session, world, *periods(2, 3), *again, now=now)
    assert places(found.problems)[:2] == [("Statements", "D2"), ("Statements", "D3")]
    assert "row 3" in found.problems[0].message and not found.right


def test_coverage_that_points_nowhere_is_named_and_the_rest_is_kept(session, now, world) -> None:
    cells = [
        *periods(2, 3),
        ("Coverage", "A2", nzbn(3)),
        ("Coverage", "B2", None),
        ("Coverage", "D3", nzbn(998)),
    ]
    found = checked(session, world, *cells, now=now)
    assert places(found.problems) == [("Coverage", "A2"), ("Coverage", "D3")]
    assert "has no statement of Rimu Freight Limited" in found.problems[0].message
    assert found.wrong_coverage == 2
    assert found.right[0].covers == {world.subsidiaries[2].id}


def test_a_period_that_is_filed_is_named_and_a_strangers_filing_is_not_told(session, now, world) -> None:
    for organisation in (world.head, world.stranger):
        member = make_member(
            session, name=f"D {organisation.slug}", organisation=organisation, role=Role.DIRECTOR, at=now
        )
        statement = service.start(
            session,
            organisation=organisation,
            profile=PROFILE.key,
            period_start=START,
            period_end=END,
            by=member.id,
            at=now,
        )
        file_it(session, statement, member, now)
    other = [("Statements", "A3", nzbn(3)), ("Statements", "B3", None)]
    found = checked(session, world, *periods(2, 3), *other, now=now)
    said = [each.message for each in found.problems if each.sheet == "Statements"]
    assert "is already filed" in said[0]
    assert said[1:] == ["You do not file for Rimu Freight Limited."]


def file_it(session, statement: Statement, director: Person, now: datetime) -> None:
    draft = queries.draft_of(session, statement)
    everything = {
        "approved_by": "governing_body",
        "approved_on": "2026-08-01",
        "supply_chain_description": "Last year's",
    }
    signatory = {"signatory_name": "T", "signatory_role": "Chair"}
    from_text = service.ReadFile("a" * 64, "s.txt", "text/plain", 4, ("text",), 1, False)
    service.add_document(session, draft=draft, read=from_text, by=director.id, at=now)
    service.save(session, draft=draft, answers=everything, approval=signatory, by=director.id, at=now)
    signature = Signature("T", "Chair", person_id=director.id, signed_at=now)
    service.submit(session, draft=draft, signature=signature, by=director.id, at=now)


def test_nothing_is_kept_while_a_cell_is_wrong_unless_one_chooses_so(session, now, world) -> None:
    wrong = [*periods(2, 3), ("Statements", "A2", nzbn(999))]
    with pytest.raises(Invalid) as caught:
        kept(session, world, *wrong, now=now)
    assert places(caught.value.problems)[0] == ("Statements", "A2")
    assert session.scalar(select(func.count(Statement.id))) == 0
    outcome = kept(session, world, *wrong, now=now, only_right=True)
    assert [each.organisation.name for each in outcome.made] == [world.port.name]
    assert outcome.problems
    mended = kept(session, world, *periods(2, 3), now=now)
    assert ([each.organisation.name for each in mended.made], len(mended.same)) == ([world.head.name], 1)


def test_no_right_row_keeps_nothing_even_when_one_chooses_so(session, now, world) -> None:
    with pytest.raises(Invalid):
        kept(session, world, ("Statements", "A2", "x"), now=now, only_right=True)
    assert session.scalar(select(func.count(Statement.id))) == 0


def test_the_same_workbook_twice_changes_nothing(session, now, world) -> None:
    cells = [*periods(2, 3), answer(world, 2, "Describe your supply chains", "Kūmara")]
    kept(session, world, *cells, now=now)
    before = session.scalar(select(func.max(Event.number)))
    again = kept(session, world, *cells, now=now)
    assert (len(again.made), len(again.changed), len(again.same)) == (0, 0, 2)
    assert session.scalar(select(func.max(Event.number))) == before
    assert session.scalar(select(func.count(Draft.id))) == 2


def test_a_changed_cell_changes_the_draft_and_an_empty_one_leaves_it(session, now, world) -> None:
    kept(session, world, *periods(2, 3), answer(world, 2, "Describe your supply chains", "Kūmara"), now=now)
    outcome = kept(session, world, *periods(2, 3), answer(world, 2, "Describe the training", "Two days"), now=now)
    assert len(outcome.changed) == 1
    answers = queries.draft_of(session, outcome.changed[0]).answers
    assert answers == {"supply_chain_description": "Kūmara", "training_description": "Two days"}


def test_covered_organisations_are_replaced_and_only_added_to_while_a_row_is_wrong(session, now, world) -> None:
    kept(session, world, *periods(2, 3), now=now)
    fewer = [("Coverage", f"{column}2", None) for column in "ABCDE"]
    wrong = kept(session, world, *periods(2, 3), *fewer, ("Coverage", "D3", "x"), now=now, only_right=True)
    draft = queries.draft_of(session, wrong.same[0])
    assert len(draft.covers) == 3
    kept(session, world, *periods(2, 3), *fewer, now=now)
    assert len(draft.covers) == 2


def test_last_years_answers_and_covered_organisations_are_filled_in(session, now, world) -> None:
    statement = service.start(
        session,
        organisation=world.head,
        profile=PROFILE.key,
        period_start=BEFORE_START,
        period_end=BEFORE_END,
        by=world.filer.id,
        at=now,
    )
    service.save(
        session, draft=queries.draft_of(session, statement), covers=[world.stranger.id], by=world.filer.id, at=now
    )
    file_it(session, statement, world.filer, now)
    template = filing_template(session, person_id=world.filer.id, profile=PROFILE, at=now)
    rows = rows_of(filled(template, ("Statements", "C3", START), ("Statements", "D3", END)))
    head = rows.statements[0]
    assert (head.start, head.end) == (START, END)
    assert head.answers == {"supply_chain_description": "Last year's"}
    assert [(each.covered.name, each.end) for each in rows.coverage] == [("Rimu Freight Limited", END)]
    sheet = openpyxl.load_workbook(io.BytesIO(template))["Statements"]
    described = sheet[f"{column_of(template, 'Describe your supply chains')}2"]
    assert (sheet["E2"].value, described.fill.fgColor.rgb[2:], described.font.italic) == (
        f"From statement {statement.number}",
        MARKED.fgColor.rgb[2:],
        True,
    )
    rows = rows_of(filled(template, *periods(2, 3)))
    [begun, _other] = draft_rows(session, rows=rows, by=world.filer.id, at=now, only_right=False).made
    draft = queries.draft_of(session, begun)
    assert draft.carried == {"supply_chain_description": statement.number}
    again = filing_template(session, person_id=world.filer.id, profile=PROFILE, at=now)
    for cells, change, carried in (
        ([], "same", {"supply_chain_description": statement.number}),
        ([("Statements", "E2", None)], "changed", {}),
    ):
        done = draft_rows(session, rows=rows_of(filled(again, *cells)), by=world.filer.id, at=now, only_right=False)
        assert begun in getattr(done, change) and draft.carried == carried


def test_an_open_draft_comes_back_whole(session, now, world) -> None:
    cells = [
        *periods(2, 3),
        answer(world, 2, "Date of approval", date(2026, 8, 1)),
        answer(world, 2, "Their role on the governing body", "Chair"),
        answer(world, 2, "How did you look for risks?", "Supplier questionnaires; Workers"),
    ]
    with pytest.raises(Invalid):
        kept(session, world, *cells, now=now)
    kept(session, world, *cells[:-1], now=now)
    template = filing_template(session, person_id=world.filer.id, profile=PROFILE, at=now)
    again = draft_rows(session, rows=rows_of(template), by=world.filer.id, at=now, only_right=False)
    assert (len(again.same), len(again.changed), len(again.made)) == (2, 0, 0)


def test_a_question_that_does_not_follow_is_told_as_a_note(session, now, world) -> None:
    cells = [answer(world, 2, "How many people were trained?", 4)]
    found = checked(session, world, *periods(2, 3), *cells, now=now)
    assert not found.problems
    assert [each.cell for each in found.notes] == [cells[0][1]]
