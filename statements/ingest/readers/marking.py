"""Mark cells in somebody's own .xlsx: a colour, a note, a sheet that lists the problems. Reading process.

Only the parts that must change are written anew, as streams; every other part is copied byte for byte.
The answer is the workbook; nothing at all when it is built in a way that cannot be changed safely.
"""

import io
import posixpath
import re
import shutil
import zipfile
from collections.abc import Mapping
from typing import IO, Any

from statements.errors import UnreadableFile
from statements.ingest.cells import split_reference
from statements.ingest.readers import containers, mark_notes, sheet_parts
from statements.ingest.readers.mark_sheet import Marks, SheetMarker
from statements.ingest.readers.mark_styles import Styles
from statements.ingest.readers.mark_text import RELATIONSHIPS, CannotMark, attribute, inserted_before_end

LIST_NAME = "Problems"
TYPES = "[Content_Types].xml"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_CONTENT_TYPES = {
    "comments": f"{_OFFICE}spreadsheetml.comments+xml",
    "worksheet": f"{_OFFICE}spreadsheetml.worksheet+xml",
    "vmlDrawing": f"{_OFFICE}vmlDrawing",
}
_NO_RELATIONSHIPS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
)
_COMPRESSION = 4


def read(data: bytes, options: Mapping[str, Any], out: IO[bytes]) -> None:
    """Write the marked workbook. `options["problems"]` are [sheet, cell, message, mend]; `options["notes"]` is
    {sheet: {cell: note}}, the cells to mark.
    """
    if containers.kind_of(data) != "xlsx":
        return
    try:
        with containers.open_zip(data) as archive:
            marked = _Marking(archive).written(options["notes"], [tuple(row) for row in options["problems"]])
    except (CannotMark, UnreadableFile, KeyError, ValueError):
        return
    out.write(marked)


class _Marking:
    """One workbook being marked: what becomes of each of its parts."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = archive.namelist()
        if len({name.lower() for name in self.names}) != len(self.names):
            raise CannotMark("two parts have the same name")
        self.book = sheet_parts.main_part(archive)
        self.sheets = {sheet.name: sheet.part for sheet in sheet_parts.worksheets(archive)}
        self.changed: dict[str, bytes] = {}
        self.styles_part = self._related(self.book, "styles")
        if not self.styles_part or b"purl.oclc.org" in self._part(self.book):
            raise CannotMark("no styles to add to, or the strict form of the format")
        self.styles = Styles(self._part(self.styles_part))

    def _part(self, name: str) -> bytes:
        """A part as it is by now."""
        return self.changed[name] if name in self.changed else sheet_parts.read_part(self.archive, name)

    def written(self, notes: Mapping[str, Mapping[str, str]], problems: list[tuple[str, str, str, str]]) -> bytes:
        """The bytes of the marked workbook."""
        marks, drawings = {}, {}
        for sheet, part in self.sheets.items():
            wanted = dict(notes.get(sheet, {}))
            earlier = self._related(part, "comments")
            if wanted or (earlier and mark_notes.AUTHOR.encode() in self._part(earlier)) or self.styles.left_behind:
                marks[part] = _by_row(wanted)
                drawings[part] = self._add_notes(part, wanted) if wanted or earlier else ""
        listed = self._add_list(problems)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION) as target:
            for part in marks:
                if part != listed:
                    self._write_sheet(target, part, marks[part], drawings[part])
            self.changed[self.styles_part] = self.styles.written()
            self._write_the_rest(target, set(marks) - {listed})
        return out.getvalue()

    def _write_sheet(self, target: zipfile.ZipFile, part: str, marks: Marks, drawing: str) -> None:
        with self.archive.open(part) as source, target.open(part, "w", force_zip64=True) as sink:
            waiting: list[bytes] = []
            for count, piece in enumerate(SheetMarker(source, marks, self.styles).written(drawing)):
                waiting.append(piece)
                if count % 2_000 == 0:
                    sink.write(b"".join(waiting))
                    waiting.clear()
            sink.write(b"".join(waiting))

    def _write_the_rest(self, target: zipfile.ZipFile, done: set[str]) -> None:
        for info in self.archive.infolist():
            if info.filename in done or info.filename in self.changed:
                continue
            with self.archive.open(info) as source, target.open(_like(info), "w", force_zip64=True) as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
        for name, content in self.changed.items():
            target.writestr(name, content)

    def _related(self, part: str, kind: str) -> str:
        """The part of this kind that a part leads to, "" when there is none."""
        for its_kind, target in sheet_parts.relationships(self.archive, part).values():
            if its_kind.endswith(f"/{kind}") and target in self.names:
                return target
        return ""

    def _add_notes(self, part: str, notes: dict[str, str]) -> str:
        """Add the notes to a sheet's comments and drawing. Returns the id of a new drawing, "" when it has one."""
        comments, drawing = self._related(part, "comments"), self._related(part, "vmlDrawing")
        existing = self._part(comments) if comments else None
        kept = mark_notes.cells_with_comments(existing)
        comments = comments or self._new_part(part, "comments", "xml")[0]
        self.changed[comments] = mark_notes.comments_written(existing, notes)
        relationship = ""
        before = self._part(drawing) if drawing else None
        if not drawing:
            drawing, relationship = self._new_part(part, "vmlDrawing", "vml")
        self.changed[drawing] = mark_notes.drawing_written(before, notes, kept)
        return relationship

    def _new_part(self, owner: str, kind: str, suffix: str) -> tuple[str, str]:
        """(name, relationship id) of a new part of this kind that `owner` leads to."""
        folder = posixpath.dirname(self.book) or "xl"
        taken = {name.lower() for name in (*self.names, *self.changed)}
        number = next(n for n in range(1, 100_000) if f"{folder}/{kind}mark{n}.{suffix}".lower() not in taken)
        name = f"{folder}/{kind}mark{number}.{suffix}"
        self.changed[name] = b""
        self._declare(name, kind, suffix)
        return name, self._relate(owner, kind, name)

    def _declare(self, name: str, kind: str, suffix: str) -> None:
        types = self._part(TYPES)
        if suffix == "vml":
            if re.search(rb'\bExtension="vml"', types, re.I):
                return
            added = f'<Default Extension="vml" ContentType="{_CONTENT_TYPES[kind]}"/>'
        else:
            added = f'<Override PartName="/{name}" ContentType="{_CONTENT_TYPES[kind]}"/>'
        self.changed[TYPES] = inserted_before_end(types, b"Types", added.encode())

    def _relate(self, owner: str, kind: str, target: str) -> str:
        part = sheet_parts.relationships_part(owner)
        existing = self._part(part) if part in self.names or part in self.changed else _NO_RELATIONSHIPS
        number = next(n for n in range(1, 100_000) if f'"rIdMark{n}"'.encode() not in existing)
        added = f'<Relationship Id="rIdMark{number}" Type="{RELATIONSHIPS}/{kind}" Target="/{target}"/>'
        self.changed[part] = inserted_before_end(existing, b"Relationships", added.encode())
        return f"rIdMark{number}"

    def _add_list(self, problems: list[tuple[str, str, str, str]]) -> str:
        """Put the list of problems on a sheet of its own, in place of an earlier one. Returns its part."""
        content = mark_notes.list_sheet(problems, self.styles.heading())
        earlier = self.sheets.get(LIST_NAME)
        if earlier and b"How to mend it" in self._part(earlier):
            self.changed[earlier] = content
            return earlier
        name = next(n for n in (LIST_NAME, *(f"{LIST_NAME} {i}" for i in range(2, 100))) if n not in self.sheets)
        part, relationship = self._new_part(self.book, "worksheet", "xml")
        self.changed[part] = content
        book = self._part(self.book)
        number = 1 + max((int(n) for n in re.findall(rb'\bsheetId="(\d+)"', book)), default=0)
        prefix = re.search(rb"<((?:[\w.-]+:)?)sheets\b", book)
        added = b'<%ssheet name=%s sheetId="%d" xmlns:r="%s" r:id="%s"/>' % (
            prefix.group(1) if prefix else b"", attribute(name), number, RELATIONSHIPS.encode(), relationship.encode(),
        )  # fmt: skip
        self.changed[self.book] = inserted_before_end(book, b"sheets", added)
        return part


def _by_row(notes: Mapping[str, str]) -> Marks:
    marks: Marks = {}
    for cell in notes:
        column, row = split_reference(cell)
        marks.setdefault(row, set()).add(column)
    return marks


def _like(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """A fresh entry with the same name, date and way of compression."""
    fresh = zipfile.ZipInfo(info.filename, info.date_time)
    fresh.compress_type = zipfile.ZIP_STORED if info.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
    fresh.external_attr = info.external_attr
    return fresh
