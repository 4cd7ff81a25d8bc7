"""What looks personal is seen, what is meant to be public or is no such thing is not."""

import pytest

from statements.filing import questionnaire
from statements.filing.models import Document
from statements.filing.personal import MOST, Personal, in_text, personal_data

OURS = questionnaire.by_key("nz-bill-2026")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to hana.parata@example.nz.", [(Personal.EMAIL, "hana.parata@example.nz")]),
        ("Call 021 555 0142 or (04) 555 0142.", [(Personal.PHONE, "021 555 0142"), (Personal.PHONE, "(04) 555 0142")]),
        ("Call +64 21 555 0142, or +44 20 7946 0000", None),
        ("Mr Tāne Mahuta and Dr. Ōlive Smith-Jones met.", None),
        ("A worker named Aroha Example was underpaid.", [(Personal.NAME, "Aroha Example")]),
        ("Ring 0800 200 088 or 0508 555 111.", []),
        ("We paid $0.123456789 in 2024-2025, NZBN 9429 0000 12345, 1 April 2025.", []),
        ("The period 01/04/2025 to 31/03/2026; 120,000,000 metres; ISO 45001:2018", []),
        ("Workers are called to meetings. Men named no one. Ms, Mr and Dr are titles.", []),
        ("clause 4.1.2.3.4.5.6.7.8 of a contract", []),
    ],
)
def test_what_is_seen_in_a_text(text, found) -> None:
    seen = list(in_text(text))
    if found is None:
        assert len(seen) == 2
    else:
        assert seen == found


def test_answers_and_pages_are_named_once_and_the_signatory_and_contacts_are_passed_over() -> None:
    answers = {
        "risks_description": "Ask ada@example.nz. Mrs Hana Parata signs, Mr Ola Nord does not.",
        "grievance_phone": "021 555 0142",
        "note_to_registrar": "Private: bob@example.nz",
        "risks_identified": True,
    }
    document = Document(filename="statement.pdf", pages=["", "ADA@example.nz or eve@example.nz"])
    hits = personal_data(OURS, answers, [document], signatory="Hana Parata")
    assert [(each.text, each.section, each.page) for each in hits] == [
        ("ada@example.nz", "risks", 0),
        ("Ola Nord", "risks", 0),
        ("eve@example.nz", "", 2),
    ]


def test_no_text_takes_long_and_no_list_is_endless() -> None:
    many = " ".join(f"a{number}@example.nz" for number in range(500))
    hits = personal_data(OURS, {"risks_description": many + "0" * 20_000 + "@" * 5_000}, [], signatory="")
    assert len(hits) == MOST
