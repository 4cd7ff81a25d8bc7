"""Cut the unlabelled texts that training reads into sentences, as the labelled ones were cut. Never used to assess.

The sentences that a machine reader marked are named by their place in this cut, so it must not change.
"""

import re

SHORT_LINE = 50

_BLOCK_END = re.compile(r"[.:;!?]$")
_BULLET = re.compile(r"^(?:[•●▪■◦‣⁃∙·▸►✓✔➢❖*–—-]|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)]\s)")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"“‘(]?[A-Z0-9•●▪])")
_EDGES = " .\t•●▪■◦‣⁃∙·▸►✓✔➢❖*–—-"


def cut(text: str) -> list[str]:
    """The sentences of a text: lines that go on are joined, bullets and headings stay apart, full stops are dropped."""
    blocks: list[str] = []
    open_block = False
    for line in (piece.strip() for piece in text.replace("\f", "\n").split("\n")):
        if open_block and line and not _BULLET.match(line):
            blocks[-1] += f" {line}"
        elif line:
            blocks.append(line)
        open_block = len(line) >= SHORT_LINE and not _BLOCK_END.search(line)
    pieces = (piece.strip(_EDGES) for block in blocks for piece in _SENTENCE_END.split(block))
    return [piece for piece in pieces if any(character.isalpha() for character in piece)]
