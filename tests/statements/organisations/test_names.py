import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statements.organisations import names
from statements.reference.folding import fold, fold_long_vowels

SIX_WAYS = ["Tāmaki", "Tamaki", "Taamaki", "Ta\u0304maki", "Tämaki", "TĀMAKI"]


@pytest.mark.parametrize("spelling", SIX_WAYS)
def test_a_macron_typed_six_ways_is_one_name(spelling):
    assert names.comparable(f"{spelling} Foods Limited").loose == "tamaki foods"


@pytest.mark.parametrize("word", ["food", "reed", "moon", "aaron", "green", "cooper", "tree"])
def test_doubled_vowels_of_english_words_stay(word):
    assert fold_long_vowels(word) == word


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź", "lodz"),
        ("Ærø", "aero"),
        ("Straße", "strasse"),
        ("Hawke’s", "hawkes"),
        ("ʻOhana", "ohana"),
        ("Ⅻ", "xii"),
    ],
)
def test_folding(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Limited", "ACME LTD."),
        ("Acme Pty Ltd", "Acme PTY. LIMITED"),
        ("Acme (NZ) Limited", "Acme New Zealand Ltd"),
        ("Acme Limited (N.Z.)", "Acme NZ Limited"),
        ("The Acme Company Limited", "Acme Co. Ltd"),
        ("Smith & Sons Limited", "Smith and Sons Ltd"),
        ("A.B.C. Foods LP", "ABC Foods Limited Partnership"),
        ("A B C Ltd", "ABC Limited"),
        ("O'Brien's Bar Ltd", "OBriens Bar Limited"),
        ("Blue-Water Fishing Ltd", "Blue Water Fishing Limited"),
        ("Bluewater Fishing Ltd", "Blue Water Fishing Limited"),
        ("Kauri Society Incorporated", "Kauri Incorporated Society"),
        ("Müller GmbH", "Muller GMBH"),
    ],
)
def test_two_spellings_of_one_name(one, other):
    first, second = names.comparable(one), names.comparable(other)
    assert first.key == second.key
    assert names.same_kind_of_ending(first.form, second.form)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Acme Limited", "Acme Pty Limited"), ("Acme Trust", "Acme Limited"), ("Acme LP", "Acme Ltd")],
)
def test_names_that_differ_in_their_legal_ending_are_told_apart(one, other):
    assert not names.same_kind_of_ending(names.comparable(one).form, names.comparable(other).form)


@pytest.mark.parametrize(("one", "other"), [("Hope Company Ltd", "Hope Ltd"), ("Reed Ltd", "Red Ltd")])
def test_names_that_differ_in_a_word_are_told_apart(one, other):
    assert names.comparable(one).key != names.comparable(other).key


@pytest.mark.parametrize("text", ["Limited", "Pty Ltd", "中国 有限公司", "Trust"])
def test_a_name_of_nothing_but_endings_or_of_other_letters_keeps_something(text):
    assert names.comparable(text).core


@pytest.mark.parametrize(
    ("text", "name", "trading", "former"),
    [
        ("Smith Ltd t/a Corner Dairy", "Smith Ltd", "Corner Dairy", ""),
        ("Smith Ltd T/A: Corner Dairy", "Smith Ltd", "Corner Dairy", ""),
        ("Smith Ltd (trading as Corner Dairy)", "Smith Ltd", "Corner Dairy", ""),
        ("Smith Ltd dba Corner Dairy", "Smith Ltd", "Corner Dairy", ""),
        ("Smith Ltd (formerly Jones Ltd)", "Smith Ltd", "", "Jones Ltd"),
        ("Smith Ltd t/a Corner Dairy (formerly Jones Ltd)", "Smith Ltd", "Corner Dairy", "Jones Ltd"),
        ("t/a Corner Dairy", "Corner Dairy", "", ""),
        ("Data Systems Ltd", "Data Systems Ltd", "", ""),
        ("Formerly Ltd", "Formerly Ltd", "", ""),
    ],
)
def test_trading_and_former_names_are_taken_apart(text, name, trading, former):
    assert names.split_name(text) == names.NameParts(name, trading, former)


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("Kauri Agency (Te Kauri)", ("Kauri Agency", "Te Kauri")),
        ("Te Kauri / Kauri Agency", ("Te Kauri", "Kauri Agency")),
        ("Te Kauri—Kauri Agency", ("Te Kauri", "Kauri Agency")),
        ("Acme (NZ) Limited", ()),
        ("Acme Limited (NZ)", ()),
        ("Acme-Smith Limited", ()),
        ("Acme Limited", ()),
    ],
)
def test_names_side_by_side(text, within):
    assert names.names_within(text) == within


def test_macron_letters_sort_beside_plain_ones():
    unsorted = ["Ōtaki Foods", "Zeal", "Otago Foods", "Oxford", "ōtaki foods", "Apple", "Āpia Trading"]
    ordered = sorted(unsorted, key=names.sort_key)
    assert ordered == ["Āpia Trading", "Apple", "Otago Foods", "Ōtaki Foods", "ōtaki foods", "Oxford", "Zeal"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ngāti Whātua Ōrākei Trust", "ngati-whatua-orakei-trust"),
        ("Smith & Sons (NZ) Ltd.", "smith-and-sons-nz-ltd"),
        ("中国", "organisation"),
        ("", "organisation"),
    ],
)
def test_slug(name, slug):
    assert names.slug(name) == slug


def test_spellings_of_the_tables_are_written_as_names_are_read():
    for spelling in names.legal_forms():
        assert names.words_of(f"xyz {spelling}")[1:] == spelling.split()
    for word in names.common_words():
        assert fold(word) == word


@given(st.text(max_size=60))
def test_no_text_breaks_a_name(text):
    made = names.comparable(text)
    assert made == names.comparable(unicodedata.normalize("NFD", text))
    assert names.slug(text).isascii()
    names.split_name(text)
    names.sort_key(text)
