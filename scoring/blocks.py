"""Which lines of a page were one paragraph, heading, bullet or line of a signature block."""

import itertools
import re
from collections.abc import Iterator, Sequence

from scoring.furniture import Span

HEADING_WORDS = 12
SHORT_LINE = 0.72
BULLETS = "•●▪■◦‣⁃∙▸►▶➢➤❖□○➔→\uf000-\uf0ff"
"""Signs that begin an item of a list wherever they stand, as a character class; the last are of symbol fonts."""

_BULLET = re.compile(rf"\s*(?:[{BULLETS}·✓✔*–—-]|//|o(?=\s)|\(?(?:[a-z]|[ivx]{{1,4}}|\d{{1,2}})[.)])\s+\S")
_SIGNING = re.compile(
    r"\s*(?:signed|signature|name|full name|title|position|role|date|dated|director|chair\w*|chief executive\w*|ceo"
    r"|managing director|per|by|/s/|approved|for and on behalf)\b.{0,80}$",
    re.IGNORECASE,
)
_GOES_ON = (",", "-", "–", "&", " and", " of", " the", " to")


def blocks(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """Runs of lines that were one paragraph, heading, bullet or line of a signature block."""
    if not lines:
        return
    widths = sorted(end - start for start, end in lines)
    usual = widths[int(len(widths) * 0.8)]
    begin, last = lines[0]
    for (start, end), (next_start, next_end) in itertools.pairwise(lines):
        gap = text[end:next_start]
        if _breaks(text[start:end], text[next_start:next_end], gap, usual):
            yield begin, last
            begin = next_start
        last = next_end
    yield begin, last


def _breaks(line: str, following: str, gap: str, usual: int) -> bool:
    if _BULLET.match(following):
        return True
    continues = following[:1].islower() or line.endswith(_GOES_ON)
    if gap.replace("\r\n", "\n").count("\n") > 1:
        return not continues
    if continues:
        return False
    return _is_signing(line) or _is_signing(following) or _is_heading(line, usual)


def _is_signing(line: str) -> bool:
    return len(line) < 100 and bool(_SIGNING.match(line)) and not line.endswith(".")


def _is_heading(line: str, usual: int) -> bool:
    return len(line) < usual * SHORT_LINE and len(line.split()) <= HEADING_WORDS and not line.endswith((";", ":"))
