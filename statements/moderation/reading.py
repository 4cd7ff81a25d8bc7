"""The text of a statement cut into pieces, so that a page can show which sentences findings rest on. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from statements.moderation.pages import StatementPage


@dataclass(frozen=True)
class Piece:
    """A run of a page's text. With a `sentence` index it is evidence of `criteria`, of one status."""

    text: str
    sentence: int | None = None
    status: str = ""
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadPage:
    """A page in pieces, in order; joined, their text is the page's."""

    page: StatementPage
    pieces: tuple[Piece, ...]


def read_pages(
    pages: Sequence[StatementPage], evidence: Mapping[str, Iterable[Mapping[str, Any]]]
) -> tuple[ReadPage, ...]:
    """The pages with the evidence of findings marked; `evidence` maps a criterion's id to items of its row."""
    marked: dict[int, dict[int, tuple[Mapping[str, Any], list[str]]]] = {}
    for criterion, items in evidence.items():
        for item in items:
            on_page = marked.setdefault(item["page"], {})
            on_page.setdefault(item["sentence"], (item, []))[1].append(criterion)
    return tuple(ReadPage(page, _pieces(page.text, marked.get(page.number, {}))) for page in pages)


def _pieces(text: str, marked: Mapping[int, tuple[Mapping[str, Any], list[str]]]) -> tuple[Piece, ...]:
    pieces, reached = [], 0
    for item, criteria in sorted(marked.values(), key=lambda pair: pair[0]["start"]):
        start, end = max(item["start"], reached), item["end"]
        if start >= end:
            continue
        if start > reached:
            pieces.append(Piece(text[reached:start]))
        pieces.append(Piece(text[start:end], item["sentence"], item["status"], tuple(criteria)))
        reached = end
    if reached < len(text):
        pieces.append(Piece(text[reached:]))
    return tuple(pieces)
