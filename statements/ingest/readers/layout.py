"""From placed characters to text in reading order: pure, no PDF library here.

A page's text arrives in the order in which some program drew it. Mostly that is the order in which it
is read; where two columns were drawn line by line across the page it is not, and only then is it changed.
All lengths are in points, y grows upwards.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

SOFT_HYPHEN = "\u00ad"
PDFIUM_HYPHEN = frozenset({0x2, 0xFFFE, 0xAD})
MINIMUM_LINES, MAXIMUM_LINES = 4, 2_000
CANDIDATES = 40
BULLET = re.compile(r"^\s*([•‣▪◦●○■□*]|o|\(?(\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s")
MISSED_SPACE = 0.1
TIGHT = 0.05


class Glyph(NamedTuple):
    """One character and its box. `made_up` marks spaces and line ends that the PDF library inferred."""

    code: int
    left: float
    bottom: float
    right: float
    top: float
    made_up: bool = False
    bold: bool = False


@dataclass
class Segment:
    """A run of characters on one line with no wide gap in it.

    `continues`: on the printed line of the segment before it. `bold`: every character of full height is.
    `spacing`: the gap before its last character, None where a space stands there.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    continues: bool = False
    bold: bool = False
    spacing: float | None = None

    @property
    def height(self) -> float:
        """Points from the foot of its letters to their head, at least 1."""
        return max(self.top - self.bottom, 1.0)

    @property
    def middle(self) -> float:
        """The y half way up its letters."""
        return (self.top + self.bottom) / 2

    def beside(self, other: "Segment") -> bool:
        """Whether the two stand on one printed line; raised and lowered small letters count as on it."""
        shared = min(self.top, other.top) - max(self.bottom, other.bottom)
        return shared > 0.45 * min(self.height, other.height)


def segments(glyphs: Iterable[Glyph]) -> list[Segment]:
    """Cut the stream of characters at line ends, at wide gaps and where it jumps."""
    done: list[Segment] = []
    run: Segment | None = None
    for glyph in glyphs:
        letter = chr(glyph.code) if glyph.code not in PDFIUM_HYPHEN else SOFT_HYPHEN
        if letter in "\r\n":
            run = None
        elif glyph.made_up or letter.isspace():
            if run:
                run.text += " "
                run.spacing = None
        else:
            run = _placed(done, run, glyph, letter)
    return [segment for segment in done if segment.text.strip()]


def _placed(done: list[Segment], run: Segment | None, glyph: Glyph, letter: str) -> Segment:
    """Add the character to the run, or start a new one. Returns the run it went to."""
    fresh = Segment(letter, glyph.left, glyph.bottom, glyph.right, glyph.top, bold=glyph.bold)
    same_line = run is not None and run.beside(fresh)
    gap = glyph.left - run.right if run else 0.0
    if run and same_line and not run.text.endswith(SOFT_HYPHEN) and -run.height < gap < _widest_gap(run):
        if BULLET.match(run.text.strip() + " "):
            run.top, run.bottom = glyph.top, glyph.bottom
        run.text += _space_between(run, letter, gap) + letter
        run.right = max(run.right, glyph.right)
        run.bold = run.bold and (glyph.bold or fresh.height < 0.8 * run.height)
        return run
    fresh.continues = same_line and gap > 0
    done.append(fresh)
    return fresh


def _space_between(run: Segment, letter: str, gap: float) -> str:
    """The space that the PDF library missed: a gap where the letters before stand close. Notes the gap."""
    missed = run.spacing is not None and run.spacing < TIGHT * run.height and gap > MISSED_SPACE * run.height
    run.spacing = None if missed or run.text.endswith(" ") else gap
    return " " if missed and (letter.isalnum() or letter in "(“‘") else ""


def _widest_gap(run: Segment) -> float:
    """How far the next character may stand off; what follows a bullet or a number may stand off further."""
    return (6.0 if BULLET.match(run.text.strip() + " ") else 1.8) * run.height


def reading_order(drawn: list[Segment]) -> list[Segment]:
    """The segments as a person reads them: the drawn order unless it weaves between columns or climbs the page.

    Without columns, blocks that were drawn late (often headings) go to where they stand.
    """
    gutter = _gutter(drawn)
    if gutter is None:
        return _blocks_down(drawn)
    if not _weaves(drawn, gutter):
        return drawn
    return list(_by_columns(drawn, gutter))


def _gutter(drawn: list[Segment]) -> float | None:
    """The x of an empty strip between two columns of prose, or None."""
    if not 2 * MINIMUM_LINES <= len(drawn) <= MAXIMUM_LINES:
        return None
    left, right = min(s.left for s in drawn), max(s.right for s in drawn)
    margin = 0.2 * (right - left)
    starts = Counter(round(s.left) - 1.0 for s in drawn if left + margin < s.left < right - margin)
    candidates = [x for x, _ in starts.most_common(CANDIDATES)]
    best, fewest = None, len(drawn)
    for x in candidates:
        crossing = sum(s.left < x < s.right for s in drawn)
        if crossing < fewest and _two_columns_of_prose(drawn, x):
            best, fewest = x, crossing
    return best


def _two_columns_of_prose(drawn: list[Segment], x: float) -> bool:
    sides = [s for s in drawn if s.right <= x], [s for s in drawn if s.left >= x]
    if min(map(len, sides)) < MINIMUM_LINES or len(drawn) - sum(map(len, sides)) > 0.4 * len(drawn):
        return False
    low, high = max(min(s.bottom for s in side) for side in sides), min(max(s.top for s in side) for side in sides)
    if high - low < MINIMUM_LINES * median(s.height for s in drawn):
        return False
    return all(_is_prose(side) for side in sides)


def _is_prose(side: list[Segment]) -> bool:
    """Long lines that fill their column: cells of a table are neither."""
    width = max(s.right for s in side) - min(s.left for s in side)
    return median(len(s.text) for s in side) >= 18 and median(s.right - s.left for s in side) > 0.55 * width


def _weaves(drawn: list[Segment], gutter: float) -> bool:
    """Whether the drawn order changes column again and again, as no reader would."""
    sides = [s.left >= gutter for s in drawn if s.right <= gutter or s.left >= gutter]
    changes = sum(one != other for one, other in pairwise(sides))
    return changes > max(4, 0.25 * len(sides))


def _by_columns(drawn: list[Segment], gutter: float) -> Iterator[Segment]:
    """Band by band down the page: in each the left column, then the right; what spans both ends a band."""
    spanning = sorted((s for s in drawn if s.left < gutter < s.right), key=lambda s: -s.middle)
    rest = _top_down([s for s in drawn if not s.left < gutter < s.right])
    for divider in [*spanning, None]:
        above = [s for s in rest if divider is None or s.middle > divider.middle]
        rest = [s for s in rest if divider is not None and s.middle <= divider.middle]
        yield from (s for s in above if s.left < gutter)
        yield from (s for s in above if s.left >= gutter)
        if divider is not None:
            yield divider


def _blocks(drawn: list[Segment]) -> list[list[Segment]]:
    """Runs of the drawn order that go down the page line after line without a break."""
    found: list[list[Segment]] = []
    for segment in drawn:
        if found and _goes_on(found[-1][-1], segment):
            found[-1].append(segment)
        else:
            found.append([segment])
    return found


def _goes_on(before: Segment, now: Segment) -> bool:
    if before.beside(now):
        return now.left > before.left
    drop = before.bottom - now.top
    return -0.5 * before.height < drop < 0.75 * before.height and now.left < before.right


def _blocks_down(drawn: list[Segment]) -> list[Segment]:
    """Blocks by where they begin: down the page, and from the left where they begin on one line."""
    rows: list[list[list[Segment]]] = []
    for block in sorted(_blocks(drawn), key=lambda block: -block[0].middle):
        if rows and rows[-1][0][0].beside(block[0]):
            rows[-1].append(block)
        else:
            rows.append([block])
    ordered = [block for row in rows for block in sorted(row, key=lambda block: block[0].left)]
    return [segment for block in ordered for segment in block]


def _lines(drawn: list[Segment]) -> list[list[Segment]]:
    """Printed lines from the top, each from the left."""
    lines: list[list[Segment]] = []
    for segment in sorted(drawn, key=lambda s: -s.middle):
        if lines and max(lines[-1], key=lambda s: s.height).beside(segment):
            lines[-1].append(segment)
        else:
            lines.append([segment])
    return [sorted(line, key=lambda s: s.left) for line in lines]


def _top_down(drawn: list[Segment]) -> list[Segment]:
    return [segment for line in _lines(drawn) for segment in line]
