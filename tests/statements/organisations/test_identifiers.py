import pytest
from hypothesis import given
from hypothesis import strategies as st

from statements.errors import Invalid, Problem
from statements.organisations import identifiers, nzbn

RIGHT = [
    "9429044650421",
    "9429049541410",
    "9429034908822",
    "9429040432250",
    "9429037893439",
    "9429032389470",
    "9429046230881",
    "9429046593054",
    "9429041264959",
    "9429037784669",
    "9429033128887",
]


@pytest.mark.parametrize("number", RIGHT)
def test_a_right_nzbn_in_any_spacing(number):
    spellings = [
        number,
        f"  {number} ",
        f"{number[:4]} {number[4:8]} {number[8:]}",
        f"{number[:4]}\u00a0{number[4:7]}-{number[7:]}",
        f"NZBN: {number}",
        f"'{number}",
        f"{number}.0",
        "".join(chr(ord(digit) + 0xFEE0) for digit in number),
    ]
    assert [nzbn.parse_nzbn(text) for text in spellings] == [number] * len(spellings)


@pytest.mark.parametrize("number", ["9429033128888", "9429044650420", "9429041234567"])
def test_a_wrong_check_digit_is_refused(number):
    found = nzbn.read_nzbn(number)
    assert isinstance(found, Problem)
    assert "check digit" in found.message
    assert found.field == "nzbn"


def test_the_placeholder_passes_the_arithmetic_and_is_refused():
    assert nzbn.check_digit(nzbn.PLACEHOLDER[:-1]) == nzbn.PLACEHOLDER[-1]
    with pytest.raises(Invalid, match="placeholder"):
        nzbn.parse_nzbn("9429 0000 00000")


@pytest.mark.parametrize("text", ["9.42904E+12", "9,42904e+12", "9.429044650421E+12", "9.4E12", " 9E+12 "])
def test_a_number_that_a_spreadsheet_shortened_says_so(text):
    found = nzbn.read_nzbn(text)
    assert isinstance(found, Problem)
    assert "scientific notation" in found.message
    assert "text" in found.mend


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "empty"),
        ("942904465042", "12 digits"),
        ("94290446504211", "14 digits"),
        ("1234567890128", "begins with 9429"),
        ("9429O44650421", "besides digits"),
        ("n/a", "besides digits"),
        ("٩٤٢٩٠٤٤٦٥٠٤٢١", "besides digits"),
    ],
)
def test_each_fault_has_its_own_message(text, word):
    found = nzbn.read_nzbn(text)
    assert isinstance(found, Problem)
    assert word in found.message
    assert found.mend


@given(st.sampled_from(RIGHT), st.integers(4, 12), st.integers(1, 9))
def test_every_single_mistyped_digit_is_caught(number, place, step):
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert isinstance(nzbn.read_nzbn(wrong), Problem)


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_a_problem(text):
    found = nzbn.read_nzbn(text)
    assert isinstance(found, Problem) or len(found) == 13
    for scheme in identifiers.SCHEMES:
        identifiers.read_identifier(scheme, text)


@pytest.mark.parametrize(
    ("scheme", "text", "value"),
    [
        ("nzbn", "9429 0446 50421", "9429044650421"),
        ("nz-company-number", "0001234567", "1234567"),
        ("nz-company-number", "1 234 567", "1234567"),
        ("gb-coh", "4830352", "04830352"),
        ("gb-coh", "4830352.0", "04830352"),
        ("gb-coh", "sc 12345", "SC012345"),
        ("gb-coh", "IP12345R", "IP12345R"),
        ("au-abn", "51 824 753 556", "51824753556"),
        ("au-acn", "4 085 616", "004085616"),
        ("lei", "2138 0041 G244 1G2G HO53", "21380041G2441G2GHO53"),
    ],
)
def test_each_scheme_has_one_spelling(scheme, text, value):
    assert identifiers.parse_identifier(scheme, text) == identifiers.Identifier(scheme, value)


@pytest.mark.parametrize(
    ("scheme", "text"),
    [
        ("nzbn", "9429033128888"),
        ("nz-company-number", "0"),
        ("nz-company-number", "123456789"),
        ("gb-coh", "00000000"),
        ("gb-coh", "SC1234567"),
        ("gb-coh", "4.83E+06"),
        ("au-abn", "51824753557"),
        ("au-acn", "004085617"),
        ("lei", "21380041G2441G2GHO54"),
        ("lei", "21380041G2441G2GHO5"),
        ("passport", "LA123456"),
    ],
)
def test_a_number_that_does_not_fit_its_scheme_is_a_problem(scheme, text):
    with pytest.raises(Invalid) as caught:
        identifiers.parse_identifier(scheme, text, field="supplier number")
    assert caught.value.problems[0].field == "supplier number"
    assert caught.value.problems[0].mend


def test_a_number_of_unknown_scheme_is_never_decided():
    schemes = [found.scheme for found in identifiers.possible_identifiers("4830352", "GB")]
    assert schemes == ["gb-coh", "nz-company-number"]
    assert identifiers.possible_identifiers("9429044650421")[0].scheme == "nzbn"
    assert identifiers.possible_identifiers("9.42904E+12") == ()
    assert identifiers.possible_identifiers("unknown") == ()
