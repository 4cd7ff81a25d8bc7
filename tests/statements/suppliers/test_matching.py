"""The supplier check never guesses silently, says why, and is right on real names."""

import csv
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statements.organisations.identifiers import Identifier
from statements.organisations.nzbn import PREFIX, check_digit
from statements.suppliers.matching import MatchQuery, NameEntry, NameIndex, Outcome


def nzbn(number: int) -> str:
    first = f"{PREFIX}{number:08d}"
    return first + check_digit(first)


KAURI, TOTARA = nzbn(101), nzbn(102)
REGISTER = [
    NameEntry("kauri", "Kauri Grove Foods Limited", identifiers=(Identifier("nzbn", KAURI),), country="NZ"),
    NameEntry("kauri", "Ponga Foods Limited", kind="former"),
    NameEntry("kauri", "Grove Pantry", kind="trading"),
    NameEntry("totara", "Tōtara Construction Group Limited", identifiers=(Identifier("nzbn", TOTARA),)),
    NameEntry("rimu", "Rimu Services Limited", identifiers=(Identifier("gb-coh", "01234567"),), country="GB"),
    NameEntry("matai-nz", "Mataī Holdings Limited", country="NZ"),
    NameEntry("matai-other", "Matai Holdings Limited", country="AU"),
    NameEntry("kowhai", "Kōwhai Logistics Pty Limited", country="AU"),
    NameEntry("nikau-1", "Nikau Property Fund No 1 Limited"),
    NameEntry("nikau-2", "Nikau Property Fund No 2 Limited"),
    NameEntry("puriri", "Puriri Advisory Agency (Te Tari Pūriri)"),
    NameEntry("karaka", "Te Karaka – Commission for Orchards"),
    *(
        NameEntry(f"filler-{n}", f"{word} Holdings New Zealand Limited")
        for n, word in enumerate(("Moa", "Weka", "Kea"))
    ),
]
INDEX = NameIndex(REGISTER)


def match(name, *identifiers, country=""):
    return INDEX.match(MatchQuery(name, identifiers, country))


def test_a_right_number_with_a_fitting_name_is_certain():
    found = match("KAURI GROVE FOODS", f"{KAURI[:4]} {KAURI[4:8]} {KAURI[8:]}")
    assert (found.outcome, found.best.organisation_id) == (Outcome.NUMBER, "kauri")
    assert found.best.reasons == (f"The NZBN {KAURI} is the same.",)
    assert not found.needs_confirmation


def test_a_number_alone_is_enough():
    assert match("", KAURI).outcome is Outcome.NUMBER


def test_a_number_fits_any_name_that_the_organisation_had():
    assert match("Ponga Foods Ltd", KAURI).outcome is Outcome.NUMBER
    assert match("Smith Ltd t/a Grove Pantry", KAURI).outcome is Outcome.NUMBER


def test_a_number_that_contradicts_the_name_is_for_a_person_to_settle():
    found = match("Totara Construction Group Ltd", KAURI)
    assert found.outcome is Outcome.POSSIBLE
    assert {candidate.organisation_id for candidate in found.candidates} == {"kauri", "totara"}
    assert "Kauri Grove Foods Limited" in found.notes[0]


def test_two_numbers_of_two_organisations_are_for_a_person_to_settle():
    found = match("Kauri Grove Foods", KAURI, TOTARA)
    assert found.outcome is Outcome.POSSIBLE
    assert "more than one" in found.notes[0]


def test_a_shortened_number_is_said_and_the_name_still_used():
    found = match("Kauri Grove Foods Ltd", "9.42904E+12")
    assert found.outcome is Outcome.NAME
    assert "spreadsheet" in found.notes[0]


def test_a_number_of_another_register_in_a_poor_spelling():
    assert match("Rimu Services", "1234567", country="UK").best.organisation_id == "rimu"


@pytest.mark.parametrize("name", ["Tōtara", "Totara", "Tootara", "To\u0304tara", "Tötara", "TŌTARA"])
def test_macrons_typed_six_ways_are_one_exact_name(name):
    found = match(f"{name} Construction Group Ltd.")
    assert (found.outcome, found.best.organisation_id) == (Outcome.NAME, "totara")


def test_a_legal_ending_left_out_is_still_the_name():
    assert match("Kauri Grove Foods").outcome is Outcome.NAME


def test_another_legal_ending_may_be_another_organisation():
    found = match("Kowhai Logistics Limited")
    assert found.outcome is Outcome.LIKELY
    assert "legal endings differ" in found.best.reasons[0]


@pytest.mark.parametrize(
    ("name", "word"), [("Ponga Foods Limited", "former"), ("Grove Pantry", "trading"), ("Ponga Foods", "former")]
)
def test_former_and_trading_names_ask(name, word):
    found = match(name)
    assert (found.outcome, found.best.organisation_id) == (Outcome.LIKELY, "kauri")
    assert any(word in reason for reason in found.best.reasons)


def test_a_trading_name_on_the_line_is_tried_too():
    found = match("Unheard Of Enterprises t/a Grove Pantry")
    assert (found.outcome, found.best.organisation_id) == (Outcome.LIKELY, "kauri")
    assert "Grove Pantry" in found.notes[0]


def test_two_organisations_of_one_name_are_both_shown():
    found = match("Matai Holdings Ltd")
    assert found.outcome is Outcome.POSSIBLE
    assert [candidate.organisation_id for candidate in found.candidates] == ["matai-nz", "matai-other"]
    assert found.notes == ("2 organisations in the register have this name.",)


def test_the_country_settles_between_two_of_one_name():
    found = match("Matai Holdings Ltd", country="Australia")
    assert (found.outcome, found.best.organisation_id) == (Outcome.NAME, "matai-other")
    assert any("register says New Zealand" in reason for reason in found.candidates[1].reasons)


def test_another_country_makes_a_name_uncertain():
    assert match("Kauri Grove Foods Limited", country="Viet Nam").outcome is Outcome.LIKELY


@pytest.mark.parametrize("name", ["Kauri Grvoe Foods Ltd", "Kaurigrove Foods Ltd", "Foods Grove Kauri Limited"])
def test_a_slip_of_the_keyboard_asks(name):
    found = match(name)
    assert found.outcome in (Outcome.LIKELY, Outcome.NAME)
    assert found.best.organisation_id == "kauri"


@pytest.mark.parametrize("name", ["Kauri Grove Foods Holdings Ltd", "Kauri Grove Foods (Australia) Ltd"])
def test_a_word_more_is_never_more_than_possible(name):
    found = match(name)
    assert found.outcome is Outcome.POSSIBLE
    assert found.best.reasons[0].startswith("Only the list says")


def test_funds_that_differ_in_their_number_are_told_apart():
    assert match("Nikau Property Fund No 3").outcome in (Outcome.POSSIBLE, Outcome.NONE)
    assert match("Nikau Property Fund No. 2 Ltd").best.organisation_id == "nikau-2"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Puriri Advisory Agency", "puriri"),
        ("Te Tari Puuriri", "puriri"),
        ("Commission for Orchards", "karaka"),
        ("Te Karaka", "karaka"),
        ("Kauri Grove Foods Ltd (Auckland Warehouse 3)", "kauri"),
    ],
)
def test_one_of_two_names_side_by_side_asks(name, expected):
    found = match(name)
    assert (found.outcome, found.best.organisation_id) == (Outcome.LIKELY, expected)


def test_both_names_in_the_other_order_are_certain():
    found = match("Te Tari Pūriri / Puriri Advisory Agency")
    assert (found.outcome, found.best.organisation_id) == (Outcome.NAME, "puriri")


def test_a_name_garbled_by_a_scan_is_possible():
    found = match("Kaurl Grcve Foods")
    assert (found.outcome, found.best.organisation_id) == (Outcome.POSSIBLE, "kauri")


@pytest.mark.parametrize("name", ["Holdings New Zealand Limited", "Services Group", "Tui Holdings New Zealand Ltd"])
def test_words_that_many_names_share_find_nobody(name):
    assert match(name).outcome is Outcome.NONE


@pytest.mark.parametrize("name", ["", "   ", "???", "中国", "Zzyzx Widgets"])
def test_nothing_to_go_by_finds_nobody(name):
    found = match(name)
    assert (found.outcome, found.best, found.candidates) == (Outcome.NONE, None, ())


def test_an_empty_register_finds_nobody():
    assert NameIndex([]).match(MatchQuery("Kauri Grove Foods", (KAURI,))).outcome is Outcome.NONE


@given(st.text(max_size=50), st.lists(st.text(max_size=20), max_size=2), st.text(max_size=10))
def test_any_line_gets_an_answer_with_reasons(name, identifiers, country):
    found = INDEX.match(MatchQuery(name, tuple(identifiers), country))
    assert len(found.candidates) <= 5
    assert (found.best is None) == (found.outcome is Outcome.NONE)
    assert all(candidate.reasons and 0 <= candidate.score <= 1 for candidate in found.candidates)


@pytest.mark.real
def test_real_names_against_a_real_register(real_data):
    def read(name):
        with (real_data / "names" / "ato" / name).open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    index = NameIndex(NameEntry(row["register_id"], row["name"]) for row in read("register_with_abn.csv"))
    truth = {row["query_id"]: row["register_id"] for row in read("truth.csv")}
    counts = Counter()
    for row in read("supplier_list_names_only.csv"):
        found = index.match(MatchQuery(row["name"]))
        right = bool(found.best and found.best.organisation_id == truth[row["query_id"]])
        counts[found.outcome, right] += 1
    assert counts[Outcome.NAME, True] >= 0.89 * 903
    assert counts[Outcome.NAME, False] <= 1
    assert counts[Outcome.LIKELY, False] == 0
    assert counts[Outcome.POSSIBLE, False] <= 25
