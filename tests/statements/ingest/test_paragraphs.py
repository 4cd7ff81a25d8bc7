"""Placed characters become paragraphs: cells, columns, page numbers and lost spaces, on a page drawn here."""

import pytest

from statements.ingest.readers.layout import Glyph, reading_order, segments
from statements.ingest.readers.paragraphs import paragraphs
from statements.ingest.readers.prose import from_html, mend_cut_words

WIDTH, HEIGHT, LEADING = 5.0, 10.0, 12.0
GAPS = {"~": 2.0, "|": 60.0}


def drawn(*lines: tuple[float, int, str], bold: tuple[int, ...] = ()) -> list[Glyph]:
    """Glyphs of lines, each (x, line from the top, text); "~" leaves two points without a space, "|" sixty."""
    glyphs = []
    for number, (x, row, text) in enumerate(lines):
        bottom, left = 800 - row * LEADING, x
        for letter in text:
            if letter in GAPS:
                left += GAPS[letter]
                continue
            box = (left, bottom, left + WIDTH, bottom + HEIGHT)
            glyphs.append(Glyph(ord(letter), *box, made_up=letter == " ", bold=number in bold))
            left += WIDTH
        glyphs.append(Glyph(ord("\n"), left, bottom, left, bottom + HEIGHT, made_up=True))
    return glyphs


def read(*lines: tuple[float, int, str], bold: tuple[int, ...] = ()) -> list[str]:
    return paragraphs(reading_order(segments(drawn(*lines, bold=bold))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("part of~the chain", "part of the chain"),
        ("S~P~A~C~E~D", "SPACED"),
        ("one,~two", "one, two"),
    ],
)
def test_a_space_that_was_only_drawn_as_a_gap(text, expected):
    assert read((50, 0, text)) == [expected]


def test_a_label_beside_a_cell_of_prose_stands_apart():
    assert read(
        (50, 0, "Governance|The board of the firm has the last word on"),
        (160, 1, "all of the risks that we have named here."),
    ) == ["Governance", "The board of the firm has the last word on all of the risks that we have named here."]


def test_a_cell_that_stands_to_one_side_is_another_paragraph():
    assert read(
        (50, 0, "We teach all buyers"),
        (250, 1, "Buyers know more"),
        (50, 2, "We ask all suppliers"),
        (50, 3, "what they pay"),
    ) == ["We teach all buyers", "Buyers know more", "We ask all suppliers what they pay"]


def test_cells_of_a_row_of_figures_stay_together():
    assert read((50, 0, "Fiji|12|14"), (50, 1, "Peru|10|9")) == ["Fiji 12 14", "Peru 10 9"]


def test_a_page_number_is_no_end_of_a_sentence():
    assert read((50, 0, "We check all of our suppliers for what is sold in"), (50, 1, "2")) == [
        "We check all of our suppliers for what is sold in",
        "2",
    ]


def test_a_raised_note_number_leaves_a_bold_heading_bold():
    heading = drawn((50, 0, "Training for all of our suppliers and for buyers"), bold=(0,))[:-1]
    x, bottom = heading[-1].right, heading[-1].bottom
    note = Glyph(ord("3"), x, bottom + 6, x + 3, bottom + 11)
    body = drawn((50, 1, "Aspects of this are taught each year to all of them"))
    found = paragraphs(reading_order(segments([*heading, note, Glyph(10, x, bottom, x, bottom, True), *body])))
    assert found[0].startswith("Training") and found[1].startswith("Aspects")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a family\u00adowned farm. The family. It is owned.", "a family-owned farm. The family. It is owned."),
        ("our day\u00adto-day work", "our day-to-day work"),
        ("our sup\u00adpliers", "our suppliers"),
        ("under\u00adstanding. We understanding.", "understanding. We understanding."),
    ],
)
def test_a_cut_word_keeps_the_hyphen_that_it_had(text, expected):
    assert mend_cut_words([text]) == [expected]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<nav><a>Home</a></nav><p>We buy fruit.</p><button>Share</button>", "We buy fruit."),
        ("<p hidden>No.</p><p style='display: none'>No.</p><div aria-hidden=true><p>No.</p></div><p>Yes.", "Yes."),
        ("<div hidden><div>No.</div>No.</div><p>Yes.</p>", "Yes."),
        ("<table><tr><th>Fiji</th><td>12</td></tr><tr><th>Peru</th><td>9</td></tr></table>", "Fiji | 12\n\nPeru | 9"),
        (
            "<table><tr><td>Board</td><td>It has the last word on all risks that it names in here.</td></tr></table>",
            "Board\n\nIt has the last word on all risks that it names in here.",
        ),
        ("<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table><p>c", "a\n\nb\n\nc"),
        ("<p>One<br>two <em>three</em></p>", "One\ntwo three"),
        ("<p>T&#257;m&shy;aki <script>x()</script>Makaurau</p>", "Tām\u00adaki Makaurau"),
        ("<input hidden><p>Yes.</p>", "Yes."),
    ],
)
def test_a_web_page_gives_the_text_that_is_seen(source, expected):
    assert from_html(source)[0] == expected
