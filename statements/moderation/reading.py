"""The text of a statement cut into pieces, so that a page can show which sentences findings rest on. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from statements.moderation.pages import StatementPage


@dataclass(frozen=True)
class Piece:
    """A run of a page's text. With a `sentence` index it is evidence of `criteria`, of one status.

    `goes_on` where it is the end of a sentence that began on the page before.
    """

    text: str
    sentence: int | None = None
    status: str = ""
    criteria: tuple[str, ...] = ()
    goes_on: bool = False


@dataclass(frozen=True)
class ReadPage:
    """A page in pieces, in order; joined, their text is the page's."""

    page: StatementPage
    pieces: tuple[Piece, ...]


def read_pages(
    pages: Sequence[StatementPage], evidence: Mapping[str, Iterable[Mapping[str, Any]]]
) -> tuple[ReadPage, ...]:
    """The pages with the evidence of findings marked; `evidence` maps a criterion's id to items of its row."""
    marked: dict[int, dict[tuple[int, int], _Mark]] = {}
    for criterion, items in evidence.items():
        for item in items:
            for order, stretch in enumerate((item, *item.get("rest", ()))):
                on_page = marked.setdefault(stretch["page"], {})
                mark = _Mark(stretch["start"], stretch["end"], item["sentence"], item["status"], [], order > 0)
                on_page.setdefault((item["sentence"], order), mark).criteria.append(criterion)
    return tuple(ReadPage(page, _pieces(page.text, marked.get(page.number, {}).values())) for page in pages)


@dataclass(frozen=True)
class _Mark:
    start: int
    end: int
    sentence: int
    status: str
    criteria: list[str]
    goes_on: bool


def _pieces(text: str, marked: Iterable[_Mark]) -> tuple[Piece, ...]:
    pieces, reached = [], 0
    for mark in sorted(marked, key=lambda each: each.start):
        start = max(mark.start, reached)
        if start >= mark.end:
            continue
        if start > reached:
            pieces.append(Piece(text[reached:start]))
        criteria = tuple(mark.criteria)
        pieces.append(Piece(text[start : mark.end], mark.sentence, mark.status, criteria, mark.goes_on))
        reached = mark.end
    if reached < len(text):
        pieces.append(Piece(text[reached:]))
    return tuple(pieces)
