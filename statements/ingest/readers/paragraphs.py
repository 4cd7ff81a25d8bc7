"""From segments in reading order to paragraphs: which printed lines were one, which stand apart. Pure."""

import re
from collections.abc import Iterator
from itertools import pairwise

from statements.ingest.readers.layout import BULLET, SOFT_HYPHEN, Segment

DASH = re.compile(r"^\s*(?:[-–—]|//)\s")
LEADER = re.compile(r"(\.\s?){4,}\s*\d*\s*$")
PAGE_NUMBER = re.compile(r"\s*(?:page\s*)?\d{1,4}\s*", re.I)
SENTENCE_END = (".", "!", "?", ":", ";", "”", '"', "…")
SAME_EDGE = 3.0


def paragraphs(read: list[Segment]) -> list[str]:
    """The text, one string a paragraph, its wrapped lines joined. A soft hyphen marks a word cut at a line end."""
    right_edges = _right_edges(read)
    cells = set(_second_columns(read))
    lowest = min((segment.bottom for segment in read), default=0.0)
    found: list[str] = []
    before: Segment | None = None
    line_left = 0.0
    for place, segment in enumerate(read):
        apart = place in cells or (before is not None and _is_page_number(before, segment, lowest))
        if before is None or apart or _starts_paragraph(before, segment, line_left, right_edges):
            found.append(segment.text.strip())
            line_left = segment.left
        else:
            found[-1] += ("" if found[-1].endswith(SOFT_HYPHEN) else " ") + segment.text.strip()
            line_left = min(line_left, segment.left) if before.beside(segment) else segment.left
        before = segment
    return found


def _right_edges(read: list[Segment]) -> dict[int, float]:
    """How far lines that start about here (in steps of 12 points) usually reach."""
    edges: dict[int, list[float]] = {}
    for segment in read:
        edges.setdefault(round(segment.left / 12), []).append(segment.right)
    return {key: sorted(values)[int(0.9 * (len(values) - 1))] for key, values in edges.items()}


def _second_columns(read: list[Segment]) -> Iterator[int]:
    """Places where a cell of prose begins beside its label: its next line starts below it, not below the label."""
    for place, (label, cell) in enumerate(pairwise(read), start=1):
        following = read[place + 1] if place + 1 < len(read) else None
        beside = cell.continues and label.beside(cell) and cell.left > label.right
        if beside and following and not following.beside(cell) and abs(following.left - cell.left) < SAME_EDGE:
            yield place


def _is_page_number(before: Segment, now: Segment, lowest: float) -> bool:
    """Whether the line is the number at the foot of the page, and no end of the sentence above it."""
    at_the_foot = now.bottom <= lowest and not before.beside(now)
    return at_the_foot and PAGE_NUMBER.fullmatch(now.text) is not None


def _starts_paragraph(before: Segment, now: Segment, line_left: float, right_edges: dict[int, float]) -> bool:
    if before.text.endswith(SOFT_HYPHEN):
        return False
    if before.beside(now) and now.left > before.left:
        return before.bold and not now.bold and not now.continues
    if _looks_apart(before, now):
        return True
    drop = before.bottom - now.top
    if drop > 0.75 * before.height or _is_in_another_column(before, now, line_left, drop):
        return True
    goes_on = now.text.lstrip()[:1].islower() or now.text.lstrip().startswith("(")
    if goes_on and not before.text.rstrip().endswith(SENTENCE_END):
        return False
    if before.continues or before.bold != now.bold or drop < -1.5 * before.height:
        return True
    return _had_room(before, now, right_edges)


def _is_in_another_column(before: Segment, now: Segment, line_left: float, drop: float) -> bool:
    """Whether the next line stands lower and wholly to one side of the printed line before it."""
    return drop > -1.5 * before.height and (now.right <= line_left or now.left >= before.right)


def _looks_apart(before: Segment, now: Segment) -> bool:
    """Whether the next line looks like something else: an item of a list, other letters, a line of contents."""
    if BULLET.match(now.text) or LEADER.search(before.text):
        return True
    if DASH.match(now.text) and before.text.rstrip().endswith(SENTENCE_END):
        return True
    return abs(now.height - before.height) > 0.2 * max(now.height, before.height)


def _had_room(line: Segment, following: Segment, right_edges: dict[int, float]) -> bool:
    """Whether the next line's first word would still have fitted on this one, so that it was ended on purpose."""
    edge = max(right_edges.get(round(line.left / 12) + step, 0.0) for step in (-1, 0, 1))
    text = following.text.strip()
    word = (len(text.split(maxsplit=1)[0]) + 1) * (following.right - following.left) / len(text)
    slack = 0.0 if line.text.rstrip().endswith(SENTENCE_END) else 0.1 * (edge - line.left)
    return line.right + word + slack < edge
