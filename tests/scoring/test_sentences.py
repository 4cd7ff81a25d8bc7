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
        ("We buy from the U.S. Department of Demo.", ["We buy from the U.S. Department of Demo."]),
        ("We left the U.S. We stayed here.", ["We left the U.S.", "We stayed here."]),
        ("We check our suppliers.All of them sign.", ["We check our suppliers.", "All of them sign."]),
        ("See www.Example.Com for it.", ["See www.Example.Com for it."]),
        ("OUR POLICIES We have a code that all sign.", ["OUR POLICIES", "We have a code that all sign."]),
        ("KORU FRUIT Limited grows fruit in Hawke's Bay.", ["KORU FRUIT Limited grows fruit in Hawke's Bay."]),
        (
            "Training and Awareness We train all of our buyers.",
            ["Training and Awareness", "We train all of our buyers."],
        ),
        ("In New Zealand The rules are what they are now.", ["In New Zealand The rules are what they are now."]),
        ("Short- and long-term sub- contractors sign.", ["Short- and long-term sub-contractors sign."]),
        ("We check:\n\uf0b7 one thing \uf0b7 another", ["We check:", "one thing", "another"]),
        ("// We ask\no about pay", ["We ask", "about pay"]),
        ("Our risks .......... 4\nWe buy fruit.", ["We buy fruit."]),
        ("We buy fruit. ____", ["We buy fruit."]),
        ("We buy fruit.\n\n17\n\n14/05/2024", ["We buy fruit.", "14/05/2024"]),
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


def test_a_running_title_with_the_name_of_its_section_is_dropped():
    sections = ("Introduction", "Our supply chains", "Measures we take", "Consultation")
    pages = [f"Example Fruit Statement 2024 {name}\nOn {name.lower()} we say this." for name in sections]
    assert texts(*pages) == [f"On {name.lower()} we say this." for name in sections]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("We check all of our\n2", "3\nsuppliers each year. So.", ["We check all of our suppliers each year.", "So."]),
        (
            "Yes. We sell to firms in\n\n1 See our report.",
            "Fiji. No.",
            ["Yes.", "We sell to firms in Fiji.", "1 See our report.", "No."],
        ),
        ("We ask all of our sup-", "pliers about pay.", ["We ask all of our suppliers about pay."]),
        ("We ask about pay.", "and more.", ["We ask about pay.", "and more."]),
        ("We ask suppliers about", "• pay", ["We ask suppliers about", "pay"]),
        ("Our Supply Chains and Risks", "we buy fruit.", ["Our Supply Chains and Risks", "we buy fruit."]),
    ],
)
def test_a_sentence_over_the_end_of_a_page(first, second, expected):
    assert texts(first, second) == expected
    assert texts(f"{first}\f{second}") == expected


def test_a_sentence_over_the_end_of_a_page_knows_both_of_its_places():
    pages = [Page(1, "Yes. We check all of our\n\n2"), Page(2, "suppliers each year.")]
    sentence = split_sentences(pages)[1]
    (rest,) = sentence.rest
    assert pages[0].text[sentence.start : sentence.end] == "We check all of our"
    assert (rest.page, pages[1].text[rest.start : rest.end]) == (2, "suppliers each year.")


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
        raws = [raw, *(pages[each.page - 1].text[each.start : each.end] for each in sentence.rest)]
        assert {c for c in sentence.text if c.isalnum()} <= set("".join(raws))
        assert all(each and each == each.strip() for each in raws)
