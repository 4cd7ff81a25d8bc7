"""A page cut into pieces is still the page, whatever the evidence."""

from hypothesis import given
from hypothesis import strategies as st

from statements.moderation.pages import StatementPage
from statements.moderation.reading import read_pages


def item(sentence: int, page: int, start: int, end: int) -> dict:
    return {"sentence": sentence, "page": page, "start": start, "end": end, "status": "done"}


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70), st.sampled_from(["C01", "C06", "G1"])), max_size=6),
)
def test_pieces_join_to_the_page(text, spans) -> None:
    page = StatementPage(number=1, text=text)
    evidence: dict[str, list] = {}
    for number, (start, end, criterion) in enumerate(spans):
        evidence.setdefault(criterion, []).append(item(number, 1, min(start, len(text)), min(end, len(text))))
    (read,) = read_pages([page], evidence)
    assert "".join(piece.text for piece in read.pieces) == text


def test_a_sentence_of_two_criteria_is_marked_once_with_both() -> None:
    pages = [StatementPage(1, "First. Second."), StatementPage(2, "Third.")]
    evidence = {"C01": [item(1, 1, 7, 14)], "C06": [item(1, 1, 7, 14), item(2, 2, 0, 6)]}
    first, second = read_pages(pages, evidence)
    assert [(piece.text, piece.criteria) for piece in first.pieces] == [("First. ", ()), ("Second.", ("C01", "C06"))]
    assert second.pieces[0].sentence == 2


def test_a_sentence_that_crosses_a_page_is_marked_on_both() -> None:
    pages = [StatementPage(1, "One. We check our"), StatementPage(2, "suppliers. Four.")]
    evidence = {"C08": [{**item(1, 1, 5, 17), "rest": [{"page": 2, "start": 0, "end": 10}]}]}
    first, second = read_pages(pages, evidence)
    assert [(piece.text, piece.goes_on) for piece in first.pieces[1:]] == [("We check our", False)]
    assert [(piece.text, piece.sentence, piece.goes_on) for piece in second.pieces] == [
        ("suppliers.", 1, True),
        (" Four.", None, False),
    ]


def test_pages_without_evidence_are_one_piece() -> None:
    (read,) = read_pages([StatementPage(1, "Nothing marked.")], {})
    assert [piece.sentence for piece in read.pieces] == [None]
