"""Mend extracted text, and read plain text, Markdown and HTML as a document. Runs in the reading process."""

import html.parser
import re
import unicodedata
from collections.abc import Iterable

WORD = re.compile(r"[^\W\d_][\w'’-]*")
PREFIXES = frozenset(
    {"self", "non", "long", "short", "third", "first", "high", "low", "co", "well", "cross", "multi", "anti"}
)
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_TRANSLATION = {
    **{ord(one): two for one, two in _LIGATURES.items()},
    **dict.fromkeys([0x200B, 0x200C, 0x2060, 0xFEFF], None),
    **dict.fromkeys([0xA0, 0x202F, 0x2007, 0x2009], " "),
    **dict.fromkeys([0xF0B7, 0xF0A7, 0xF076, 0xF0D8], "•"),
    **{code: None for code in [*range(0x09), *range(0x0E, 0x20), 0x7F]},
}
_CUT_WORD = re.compile(r"([^\W\d_]+)\u00ad\s*([^\W\d_]+)")
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure"}
    | {"footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"}
    | {"section", "table", "td", "th", "tr", "ul"}
)
_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "svg", "head", "nav", "button", "select", "dialog", "menu"}
)
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
WORDS_OF_A_CELL = 12
"""A cell of more words is prose: it does not share a line with the others of its row."""


def tidy(text: str) -> str:
    """NFC, ligatures as letters, no control or zero-width characters, single spaces; line ends are kept."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").translate(_TRANSLATION))
    return "\n".join(re.sub(r"[ \t\v\f]+", " ", line).strip() for line in text.split("\n"))


def count_words(text: str) -> int:
    """Words: runs that start with a letter."""
    return sum(1 for _ in WORD.finditer(text))


def mend_cut_words(texts: list[str]) -> list[str]:
    """Join words that were cut at a line end, keeping the hyphen only where the document itself uses it.

    Each cut stands in the texts as a soft hyphen (U+00AD).
    """
    uncut = (_CUT_WORD.sub(" ", text) for text in texts)
    whole = {word.lower() for text in uncut for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)}

    def join(match: re.Match[str]) -> str:
        head, tail = match.group(1), match.group(2)
        if (head + tail).lower() in whole:
            return head + tail
        both_are_words = len(head) > 2 and len(tail) > 2 and {head.lower(), tail.lower()} <= whole
        goes_on = match.string[match.end() : match.end() + 1] == "-"
        hyphenated = f"{head}-{tail}"
        known = hyphenated.lower() in whole or head.lower() in PREFIXES
        return hyphenated if known or both_are_words or goes_on or tail[0].isupper() else head + tail

    return [_CUT_WORD.sub(join, text).replace("\u00ad", "-") for text in texts]


def is_gibberish(text: str) -> bool:
    """Whether the letters are mostly private or replacement characters: a font without a key to its letters."""
    marks = [char for char in text if not char.isspace()]
    lost = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or unicodedata.category(char) == "Cn" for char in marks)
    return len(marks) > 40 and lost > 0.3 * len(marks)


def join_paragraphs(paragraphs: Iterable[str]) -> str:
    """One text with a blank line between paragraphs; empty ones are left out."""
    return "\n\n".join(paragraph for paragraph in (tidy(p) for p in paragraphs) if paragraph)


class _Text(html.parser.HTMLParser):
    """Collects what a browser would show of the text, and the title; menus and buttons are no part of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.cells: list[int] = []
        self.title = ""
        self._unseen: list[str] = []
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a block begins and where what is not shown begins."""
        self._in_title = tag == "title" and "svg" not in self._unseen
        again = bool(self._unseen) and tag == self._unseen[-1]
        if tag == "body":
            self._unseen = []
        elif again or ((tag in _UNSEEN or _is_hidden(attrs)) and tag not in _VOID):
            self._unseen.append(tag)
        if tag == "tr":
            self.cells = []
        if tag in ("td", "th"):
            self.cells.append(len(self.parts))
        if tag in _BLOCKS:
            self.parts.append("\n" if tag == "br" else "\n\n")

    def handle_endtag(self, tag: str) -> None:
        """Note where they end."""
        self._in_title = False
        if self._unseen and tag == self._unseen[-1]:
            self._unseen.pop()
        if tag == "tr" and self.cells:
            self._end_row()
        if tag in _BLOCKS and tag != "br":
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        """Keep what is shown, its runs of white space as one space."""
        if self._in_title:
            self.title += data
        elif not self._unseen:
            self.parts.append(re.sub(r"\s+", " ", data))

    def _end_row(self) -> None:
        """Put the cells of a row on one line, or each on its own where they hold prose."""
        ends = [*self.cells[1:], len(self.parts)]
        cells = ["".join(self.parts[start:end]).strip() for start, end in zip(self.cells, ends, strict=True)]
        self.parts[self.cells[0] :] = ["\n\n", table_row(cells), "\n\n"]
        self.cells = []


def _is_hidden(attrs: list[tuple[str, str | None]]) -> bool:
    told = {name: value or "" for name, value in attrs}
    hidden_by_style = re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", told.get("style", ""))
    return "hidden" in told or told.get("aria-hidden") == "true" or hidden_by_style is not None


def table_row(cells: Iterable[str]) -> str:
    """A row of a table as text: short cells on one line, cells of prose or of several paragraphs apart."""
    held = [cell for cell in cells if cell.strip()]
    prose = any("\n\n" in cell or len(cell.split()) > WORDS_OF_A_CELL for cell in held)
    return ("\n\n" if prose else " | ").join(held)


def from_html(source: str) -> tuple[str, str]:
    """(text, title) of a web page or a pasted piece of one."""
    parser = _Text()
    parser.feed(source)
    parser.close()
    blocks = re.split(r"\n{2,}", re.sub(r" *\n *", "\n", "".join(parser.parts)))
    return join_paragraphs(block.strip() for block in blocks), tidy(parser.title).replace("\n", " ").strip()


def plain(source: str) -> list[str]:
    """The pages of a plain text: form feeds part them; runs of blank lines become one."""
    pages = [re.sub(r"\n{3,}", "\n\n", tidy(page)).strip("\n") for page in source.split("\f")]
    return pages if any(pages) else [""]
