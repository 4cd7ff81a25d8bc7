"""Periods, approval, readiness and receipts: pure rules, as tables."""

from datetime import date

import pytest

from statements.errors import NotFound
from statements.filing import rules
from statements.filing.datafile import FaultyFile, read
from statements.filing.profiles import Profile, filed_here, profile
from statements.filing.questionnaire import Questionnaire, load
from statements.filing.receipts import is_receipt_number, receipt_number

NZ, UK = profile("nz-bill-2026"), profile("uk-registry")
TODAY = date(2026, 11, 2)
APPROVED = {"approved_by": "governing_body", "approved_on": "2026-08-01"}
SIGNATORY = {"signatory_name": "Aroha Tūī", "signatory_role": "Chair of the board"}


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        (date(2025, 4, 1), date(2026, 3, 31), None),
        (date(2025, 7, 1), date(2026, 6, 30), None),
        (date(2024, 2, 29), date(2025, 2, 28), None),
        (date(2025, 4, 1), date(2026, 3, 30), "one day shorter than 12 months"),
        (date(2025, 4, 1), date(2026, 4, 1), "one day longer than 12 months"),
        (date(2025, 4, 1), date(2025, 9, 30), "182 days shorter"),
        (date(2026, 4, 1), date(2025, 3, 31), "ends before it starts"),
        (date(2025, 12, 1), date(2026, 11, 30), "has not come yet"),
        (date(2021, 4, 1), date(2022, 3, 31), "31 March 2022"),
    ],
)
def test_a_period_is_twelve_months_that_are_over(start, end, says) -> None:
    problems = rules.period_problems(NZ, start, end, today=TODAY)
    if says is None:
        assert problems == []
    else:
        assert len(problems) == 1 and says in problems[0].message
        assert problems[0].field == "period_end" and problems[0].mend


def test_the_mend_names_the_day_on_which_the_period_should_end() -> None:
    [problem] = rules.period_problems(NZ, date(2025, 4, 1), date(2026, 4, 1), today=TODAY)
    assert "end on 31 March 2026" in problem.mend


@pytest.mark.parametrize(
    ("start", "end", "right"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), True),
        (date(2024, 1, 1), date(2024, 1, 31), True),
        (date(2023, 1, 1), date(2024, 12, 31), True),
        (date(2023, 1, 1), date(2025, 1, 1), False),
        (date(2024, 1, 1), date(2024, 1, 20), False),
    ],
)
def test_a_lenient_profile_takes_one_to_twenty_four_months(start, end, right) -> None:
    assert (rules.period_problems(UK, start, end, today=TODAY) == []) is right


@pytest.mark.parametrize(
    ("approved_on", "says"),
    [("2026-08-01", None), ("2025-06-01", None), ("2026-11-03", "to come"), ("2025-03-31", "before the period began")],
)
def test_approval_is_within_or_after_the_period_and_not_to_come(approved_on, says) -> None:
    problems = rules.approval_problems(NZ, {"approved_on": approved_on}, {}, start=date(2025, 4, 1), today=TODAY)
    assert [says in problem.message for problem in problems] == ([] if says is None else [True])


def ready(answers, approval, *, has_document, profile=NZ, public_agency=False):
    return rules.readiness(
        profile,
        load(profile),
        answers=answers,
        approval=approval,
        has_document=has_document,
        public_agency=public_agency,
        period_start=date(2025, 4, 1),
        today=TODAY,
    )


def test_with_a_document_only_the_approval_is_asked() -> None:
    gaps = ready({}, {}, has_document=True)
    assert [gap.field for gap in gaps] == ["approved_by", "approved_on", "signatory_name", "signatory_role"]
    assert {gap.section for gap in gaps} == {"approval"}
    assert ready(APPROVED, SIGNATORY, has_document=True) == []


def test_without_a_document_every_section_is_asked_and_agencies_are_asked_more() -> None:
    company = {gap.section for gap in ready(APPROVED, SIGNATORY, has_document=False)}
    agency = {gap.section for gap in ready(APPROVED, SIGNATORY, has_document=False, public_agency=True)}
    assert company == {section.key for section in load(NZ).sections} - {"public_body", "approval"}
    assert agency - company == {"public_body"}


def test_a_statement_that_nobody_approved_cannot_be_submitted() -> None:
    [gap] = ready({**APPROVED, "approved_by": "not_yet"}, SIGNATORY, has_document=True)
    assert gap.field == "approved_by" and "not been approved" in gap.message
    assert ready({**APPROVED, "approved_by": "executive"}, SIGNATORY, has_document=True) == []


def test_a_section_is_not_started_in_progress_done_or_optional() -> None:
    training = load(NZ).section("training")
    state = rules.section_state
    assert state(NZ, training, {}, has_document=False) == "not started"
    assert state(NZ, training, {}, has_document=True) == "optional"
    assert state(NZ, training, {"training_given": False}, has_document=False) == "done"
    improvement = load(NZ).section("improvement")
    assert state(NZ, improvement, {"goals_stated": ["none"]}, has_document=False) == "in progress"


def test_receipts_are_readable_and_notice_a_misread_digit() -> None:
    number = receipt_number(42, 1)
    assert number.startswith("R-000042-01-") and is_receipt_number(number)
    assert is_receipt_number(number.replace("-", " ").lower())
    wrong = {
        number[:place] + str((int(digit) + 1) % 10) + number[place + 1 :]
        for place, digit in enumerate(number)
        if digit.isdigit()
    }
    swapped = {"R-000024-01-" + number[-2:], "R-000042-10-" + number[-2:]}
    assert wrong and not any(is_receipt_number(each) for each in wrong | swapped)


def test_only_profiles_that_are_filed_here_are_offered() -> None:
    assert [each.key for each in filed_here()] == ["nz-bill-2026"]
    for name in ("no-such-law", "../secrets", ""):
        with pytest.raises(NotFound):
            profile(name)


@pytest.mark.parametrize(
    ("text", "shape", "says"),
    [
        ("key = ", Profile, "cannot be read"),
        ('key = "other"', Profile, "name is missing"),
        ('keey = "x"', Questionnaire, "“keey” is not a field"),
        ("key = 3", Questionnaire, "key must be text, not 3"),
        ('sections = "none"', Questionnaire, "sections must be a list"),
        ('[[sections]]\nkey = "a"\nasked_of = "cats"', Questionnaire, "sections 1"),
    ],
)
def test_a_faulty_file_is_refused_with_its_name_and_place(tmp_path, text, shape, says) -> None:
    path = tmp_path / "law.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FaultyFile) as refused:
        read(path, shape)
    assert str(refused.value).startswith("law.toml") and says in str(refused.value)
