import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import Page, split_sentences


def texts(*pages: str) -> list[str]:
    return [s.text for s in split_sentences([Page(number, text) for number, text in enumerate(pages, 1)])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We buy fruit. We sell fruit.", ["We buy fruit.", "We sell fruit."]),
        ("Example Ltd. We grow fruit.", ["Example Ltd.", "We grow fruit."]),
        ("Example Pty. Ltd. Holdings owns it.", ["Example Pty. Ltd. Holdings owns it."]),
        ("Under s. 54 we report, e.g. On risks.", ["Under s. 54 we report, e.g. On risks."]),
        ("Signed by J. K. Demo. It is true!", ["Signed by J. K. Demo.", "It is true!"]),
        ("Ngā mahi a Ōtaki. Āe, we agree.", ["Ngā mahi a Ōtaki.", "Āe, we agree."]),
        ("our sup-\npliers in long-\nterm contracts", ["our suppliers in long-term contracts"]),
        ("our em\u00adployees work", ["our employees work"]),
        ("We spent $1.5 million on 3.2 audits.", ["We spent $1.5 million on 3.2 audits."]),
        ("1. Introduction", ["1. Introduction"]),
        ("We check: • one thing • another thing", ["We check:", "one thing", "another thing"]),
        ("- Code of conduct\n- Policy on\nwhistleblowing", ["Code of conduct", "Policy on whistleblowing"]),
        ("Is it true? Yes.", ["Is it true?", "Yes."]),
        ("", []),
        (" . . . \n\n • ", []),
    ],
)
def test_sentences_of_a_line(text, expected):
    assert texts(text) == expected


def test_a_broken_paragraph_is_joined_and_its_heading_kept_apart():
    text = (
        "Our policies and standards\nWe have adopted a code of conduct that all of our people have to\n"
        "follow at work and abroad."
    )
    assert texts(text) == [
        "Our policies and standards",
        "We have adopted a code of conduct that all of our people have to follow at work and abroad.",
    ]


def test_lines_of_a_signature_block_stay_apart():
    text = (
        "This statement was approved by the board of the company on the third of May.\n"
        "Signed\nAroha Demo\nDirector\nDate: 3 May 2024"
    )
    assert texts(text)[1:] == ["Signed", "Aroha Demo", "Director", "Date: 3 May 2024"]


def test_running_headers_footers_and_page_numbers_are_dropped():
    pages = [
        f"Example Limited statement 2024\nOn page {name} we say something quite new.\nPage {number} of 4"
        for number, name in enumerate(("one", "two", "three", "four"), 1)
    ]
    assert texts(*pages) == [f"On page {name} we say something quite new." for name in ("one", "two", "three", "four")]


def test_a_line_that_repeats_inside_pages_stays():
    names = ("one", "two", "six")
    pages = [f"Top of {name}.\nSecond of {name}.\nWe agree.\nThird of {name}.\nEnd of {name}." for name in names]
    assert texts(*pages).count("We agree.") == 3


def test_a_text_of_many_thousand_words_without_a_stop_is_cut():
    sentences = split_sentences([Page(1, "word " * 31_000)])
    assert sum(len(sentence.text.split()) for sentence in sentences) == 31_000
    assert max(len(sentence.text) for sentence in sentences) <= 1200


PIECES = st.text(alphabet=st.sampled_from("aB1.āĒ•-–\n\r\f\t ,;:!?\"'()\u00ad\u2028@%"), max_size=200)


@given(st.lists(st.one_of(st.text(max_size=300), PIECES), max_size=5))
def test_a_sentence_always_lies_on_its_page_in_reading_order(contents):
    pages = [Page(number, text) for number, text in enumerate(contents, 1)]
    last = (0, 0)
    for index, sentence in enumerate(split_sentences(pages)):
        text = pages[sentence.page - 1].text
        raw = text[sentence.start : sentence.end]
        assert 0 <= sentence.start < sentence.end <= len(text)
        assert sentence.index == index
        assert (sentence.page, sentence.start) >= last
        last = (sentence.page, sentence.end)
        assert {c for c in sentence.text if c.isalnum()} <= set(raw)
        assert raw == raw.strip()
