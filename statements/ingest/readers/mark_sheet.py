"""Stream one worksheet part, giving marked cells their format and copying everything else as it is. Reading process."""

import re
from collections.abc import Iterator
from typing import IO

from statements.ingest.cells import column_index, column_letters
from statements.ingest.readers.mark_styles import Styles
from statements.ingest.readers.mark_text import RELATIONSHIPS, CannotMark, top_level, with_attribute

Marks = dict[int, set[int]]  # row (from 1) → columns (from 0)

_CHUNK = 1 << 20
_MOST = 64 << 20
_AFTER_NOTES = frozenset(
    {b"legacyDrawingHF", b"drawingHF", b"picture", b"oleObjects", b"controls", b"webPublishItems", b"tableParts"}
    | {b"extLst", b"AlternateContent"}
)


class SheetMarker:
    """Rewrites the cells of one sheet. `marks` are the cells to mark now."""

    def __init__(self, source: IO[bytes], marks: Marks, styles: Styles) -> None:
        self._source, self._styles = source, styles
        self._marks = {row: set(columns) for row, columns in marks.items()}
        self._rows_to_mark = sorted(self._marks, reverse=True)
        self._buffer, self._at = b"", 0
        self._prefix = b""
        self._row = 0
        left = b"|".join(b"%d" % index for index in sorted(styles.left_behind))
        self._left_behind = re.compile(rb'\ss="(?:' + left + rb')"') if left else None
        self._column_styles: list[tuple[int, int, int]] = []

    def written(self, notes_relationship: str) -> Iterator[bytes]:
        """The whole part in pieces. `notes_relationship` leads to a new drawing of notes; "" keeps what is there.

        Raises CannotMark.
        """
        yield self._head()
        yield from self._rows()
        yield self._tail(notes_relationship)

    def _more(self) -> bool:
        piece = self._source.read(_CHUNK)
        self._buffer, self._at = self._buffer[self._at :] + piece, 0
        if len(self._buffer) > _MOST:
            raise CannotMark("a row is far too long")
        return bool(piece)

    def _search(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        match = pattern.search(self._buffer, self._at)
        while match is None and self._more():
            match = pattern.search(self._buffer, self._at)
        return match

    def _take(self, end: int) -> bytes:
        """What stands from here to `end` of the buffer."""
        taken, self._at = self._buffer[self._at : end], end
        return taken

    def _head(self) -> bytes:
        """Everything up to the first row."""
        start = self._search(re.compile(rb"<((?:[\w.-]+:)?)sheetData\s*(/?)>"))
        if not start:
            raise CannotMark("no rows in the sheet")
        self._prefix = start.group(1)
        head = self._take(start.end())
        for tag in re.findall(rb"<(?:[\w.-]+:)?col\b[^>]*>", head):
            found = [re.search(rb"\b" + name + rb'="(\d+)"', tag) for name in (b"min", b"max", b"style")]
            if all(found):
                self._column_styles.append(tuple(int(match.group(1)) for match in found if match))  # type: ignore[arg-type]
        if start.group(2):
            self._buffer, self._at = b"</" + self._prefix + b"sheetData>" + self._buffer[self._at :], 0
            head = head[: head.rindex(b"/")].rstrip() + b">"
        return head

    def _rows(self) -> Iterator[bytes]:
        row = self._prefix + b"row"
        token = re.compile(rb"<" + row + rb"\b((?:[^>\"']|\"[^\"]*\")*?)(/?)>|</" + self._prefix + rb"sheetData\s*>")
        end = re.compile(rb"</" + row + rb"\s*>")
        while True:
            found = self._search(token)
            if not found:
                raise CannotMark("the rows never end")
            yield self._take(found.start())
            start = self._take(found.end())
            if found.group(1) is None:
                yield from self._rows_before(1 << 30)
                yield start
                return
            number = re.search(rb'\br="(\d+)"', found.group(1))
            self._row = int(number.group(1)) if number else self._row + 1
            yield from self._rows_before(self._row)
            content = b""
            if not found.group(2):
                closing = self._search(end)
                if not closing:
                    raise CannotMark("a row never ends")
                content = self._take(closing.end())
            yield self._row_written(start, content)

    def _rows_before(self, number: int) -> Iterator[bytes]:
        """Rows that hold marked cells and are not in the sheet at all."""
        while self._rows_to_mark and self._rows_to_mark[-1] < number:
            missing = self._rows_to_mark.pop()
            cells = b"".join(self._blank(column, missing) for column in sorted(self._marks.pop(missing, ())))
            if not cells:
                continue
            yield b'<%srow r="%d">%s</%srow>' % (self._prefix, missing, cells, self._prefix)

    def _blank(self, column: int, row: int) -> bytes:
        base = next((style for first, last, style in self._column_styles if first <= column + 1 <= last), 0)
        place = f"{column_letters(column)}{row}".encode()
        return b'<%sc r="%s" s="%d"/>' % (self._prefix, place, self._styles.marked(base))

    def _row_written(self, start: bytes, content: bytes) -> bytes:
        columns = self._marks.pop(self._row, set())
        if not columns and not (self._left_behind and self._left_behind.search(content)):
            return start + content
        if start.endswith(b"/>"):
            start, content = start[:-2].rstrip() + b">", b"</" + self._prefix + b"row>"
        return start + self._cells_written(content, columns)

    def _cells_written(self, content: bytes, columns: set[int]) -> bytes:
        done, copied, column, pending = [], 0, -1, sorted(columns)
        for name, begin, _ in top_level(content):
            if name != self._prefix + b"c":
                continue
            tag_end = content.index(b">", begin) + 1
            tag = content[begin:tag_end]
            place = re.search(rb'\br="([A-Za-z]+)\d+"', tag)
            column = column_index(place.group(1).decode().upper()) if place else column + 1
            done.append(content[copied:begin])
            while pending and pending[0] < column:
                done.append(self._blank(pending.pop(0), self._row))
            done.append(self._restyled(tag, marked=bool(pending) and pending[0] == column))
            pending = [each for each in pending if each != column]
            copied = tag_end
        last = content.rindex(b"</")
        done.append(content[copied:last])
        done += [self._blank(missing, self._row) for missing in pending]
        return b"".join(done) + content[last:]

    def _restyled(self, tag: bytes, *, marked: bool) -> bytes:
        match = re.search(rb'\ss="(\d+)"', tag)
        base = int(match.group(1)) if match else 0
        if marked:
            return with_attribute(tag, b"s", b"%d" % self._styles.marked(base))
        if base in self._styles.left_behind:
            return with_attribute(tag, b"s", b"%d" % self._styles.plain(base))
        return tag

    def _tail(self, notes_relationship: str) -> bytes:
        """Everything after the rows, led to the notes' drawing in the place that the format has for it."""
        while self._more():
            pass
        tail = self._take(len(self._buffer))
        if not notes_relationship:
            return tail
        element = b'<%slegacyDrawing xmlns:r="%s" r:id="%s"/>' % (
            self._prefix,
            RELATIONSHIPS.encode(),
            notes_relationship.encode(),
        )
        place = tail.rindex(b"</")
        for name, begin, _ in top_level(tail):
            if name.rpartition(b":")[2] in _AFTER_NOTES:
                place = begin
                break
        return tail[:place] + element + tail[place:]
