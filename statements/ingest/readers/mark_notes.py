"""The notes on marked cells: their texts, and the drawing that spreadsheet programs show them by. Reading process."""

import re

from statements.ingest.cells import column_letters, split_reference
from statements.ingest.readers.mark_text import MAIN, inserted_before_end, text

AUTHOR = "Register check"
WIDTH_COLUMNS, LINE_CHARACTERS = 3, 34

_COMMENT = re.compile(
    rb'<(?:[\w.-]+:)?comment\b(?=[^>]*\bref="([A-Z]+\d+)")(?=[^>]*\bauthorId="(\d+)")[^>]*>.*?</(?:[\w.-]+:)?comment>',
    re.S,
)
_AUTHOR = re.compile(rb"<(?:[\w.-]+:)?author\b[^>]*?(?:/>|>(.*?)</(?:[\w.-]+:)?author>)", re.S)
_SHAPE = re.compile(rb"<v:shape\b.*?</v:shape>", re.S)
_EMPTY_DRAWING = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"></xml>'
)
_SHAPE_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def comments_written(existing: bytes | None, notes: dict[str, str]) -> bytes:
    """The part of comments with one for each cell of `notes`. Whoever wrote a comment keeps it, with ours added
    below; those of an earlier marking are taken out. Raises CannotMark.
    """
    xml = existing or b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + (
        b'<comments xmlns="%s"><authors></authors><commentList></commentList></comments>' % MAIN.encode()
    )
    opening = re.search(rb"<((?:[\w.-]+:)?)comments\b", xml)
    prefix = opening.group(1) if opening else b""
    authors = [text_of or b"" for text_of in _AUTHOR.findall(xml)]
    ours = {index for index, name in enumerate(authors) if name == AUTHOR.encode()}
    xml = _COMMENT.sub(lambda match: b"" if int(match.group(2)) in ours else match.group(0), xml)
    if not ours:
        xml = inserted_before_end(xml, b"authors", b"<%sauthor>%s</%sauthor>" % (prefix, AUTHOR.encode(), prefix))
    author = min(ours, default=len(authors))
    taken = {match.group(1).decode() for match in _COMMENT.finditer(xml)}
    xml = _COMMENT.sub(lambda match: _with_addition(match, prefix, notes), xml)
    added = b"".join(
        b'<%scomment ref="%s" authorId="%d"><%stext>%s</%stext></%scomment>'
        % (prefix, cell.encode(), author, prefix, _run(prefix, note), prefix, prefix)
        for cell, note in sorted(notes.items(), key=lambda item: split_reference(item[0])[::-1])
        if cell not in taken
    )
    return inserted_before_end(xml, b"commentList", added)


def _run(prefix: bytes, note: str) -> bytes:
    return b'<%sr><%st xml:space="preserve">%s</%st></%sr>' % (prefix, prefix, text(note), prefix, prefix)


def _with_addition(match: re.Match[bytes], prefix: bytes, notes: dict[str, str]) -> bytes:
    note = notes.get(match.group(1).decode())
    if note is None:
        return match.group(0)
    return inserted_before_end(match.group(0), b"text", _run(prefix, f"\n{AUTHOR}: {note}"))


def drawing_written(existing: bytes | None, notes: dict[str, str], kept: frozenset[str]) -> bytes:
    """The drawing with a box for each note; `kept` are the cells whose comments were there before and have theirs."""
    xml = existing or _EMPTY_DRAWING
    xml = _SHAPE.sub(lambda match: match.group(0) if _stays(match.group(0), kept) else b"", xml)
    shapes = [] if b'id="_x0000_t202"' in xml else [_SHAPE_TYPE]
    fresh = [cell for cell in notes if cell not in kept]
    shapes += [_shape(number, cell, notes[cell]) for number, cell in enumerate(fresh, start=1)]
    return inserted_before_end(xml, b"xml", b"".join(shapes))


def _stays(shape: bytes, kept: frozenset[str]) -> bool:
    """Whether a box is not a note's, or is one of a comment that stays."""
    row, column = re.search(rb"<x:Row>(\d+)</x:Row>", shape), re.search(rb"<x:Column>(\d+)</x:Column>", shape)
    if b'ObjectType="Note"' not in shape or not row or not column:
        return True
    return f"{column_letters(int(column.group(1)))}{int(row.group(1)) + 1}" in kept


def _shape(number: int, cell: str, note: str) -> bytes:
    column, row = split_reference(cell)
    lines = 2 + sum(1 + len(line) // LINE_CHARACTERS for line in note.split("\n"))
    anchor = f"{column + 1},15,{max(row - 2, 0)},4,{column + 1 + WIDTH_COLUMNS},15,{max(row - 2, 0) + lines},4"
    return (
        f'<v:shape id="_x0000_mark{number}" type="#_x0000_t202" style="position:absolute;visibility:hidden" '
        f'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" obscured="t"/>'
        f'<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note">'
        f"<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    ).encode()


def cells_with_comments(existing: bytes | None) -> frozenset[str]:
    """The cells that somebody else's comment stands on."""
    authors = [name or b"" for name in _AUTHOR.findall(existing or b"")]
    ours = {index for index, name in enumerate(authors) if name == AUTHOR.encode()}
    found = _COMMENT.finditer(existing or b"")
    return frozenset(match.group(1).decode() for match in found if int(match.group(2)) not in ours)


def list_sheet(rows: list[tuple[str, str, str, str]], heading_format: int) -> bytes:
    """A worksheet that lists the problems: sheet, cell (a link to it), what is wrong, how to mend it."""
    body = [_list_row(1, ("Sheet", "Cell", "What is wrong", "How to mend it"), heading_format)]
    links = []
    for number, row in enumerate(rows, start=2):
        body.append(_list_row(number, row, 0))
        if row[0] and row[1]:
            quoted = text(row[0].replace("'", "''")).replace(b'"', b"&quot;")
            links.append(b'<hyperlink ref="B%d" location="\'%s\'!%s"/>' % (number, quoted, row[1].encode()))
    linked = b"<hyperlinks>" + b"".join(links) + b"</hyperlinks>" if links else b""
    widths = b"".join(
        b'<col min="%d" max="%d" width="%d" customWidth="1"/>' % (index, index, width)
        for index, width in enumerate((24, 8, 90, 70), start=1)
    )
    return (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="%s"><sheetViews>' % MAIN.encode()
        + b'<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        + b"</sheetView></sheetViews><cols>" + widths + b"</cols><sheetData>" + b"".join(body) + b"</sheetData>"
        + linked + b"</worksheet>"
    )  # fmt: skip


def _list_row(number: int, values: tuple[str, ...], cell_format: int) -> bytes:
    cells = b"".join(
        b'<c r="%s%d" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>'
        % (column_letters(index).encode(), number, cell_format, text(value))
        for index, value in enumerate(values)
        if value
    )
    return b'<row r="%d">%s</row>' % (number, cells)
