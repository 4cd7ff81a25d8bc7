"""Add the look of a marked cell to a workbook's own styles, without reading the rest of them. Reading process."""

import re

from statements.ingest.readers.mark_text import CannotMark, children, count_attribute, with_attribute

COLOUR = b"FFFFD8A8"
_FILL = b'<%sfill><%spatternFill patternType="solid"><%sfgColor rgb="' + COLOUR + b'"/><%sbgColor indexed="64"/>'
_XF = re.compile(rb"<(?:[\w.-]+:)?xf\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*?(?:/>|>.*?</(?:[\w.-]+:)?xf>)", re.S)


class Styles:
    """The cell formats of one workbook. Indexes are those of `cellXfs`; new ones are added as they are asked for."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self._prefix, self._fills = self._section(b"fills")
        _, self._fonts = self._section(b"fonts")
        _, formats = self._section(b"cellXfs")
        self._formats = _XF.findall(xml[slice(*formats)])
        self._own_fills = {index for index, fill in enumerate(self._fill_list()) if COLOUR in fill}
        self._fill = min(self._own_fills, default=len(self._fill_list()))
        self._added: list[bytes] = []
        self._marked: dict[int, int] = {}
        self._plain: dict[int, int] = {}
        self._heading: int | None = None
        #: Formats that an earlier marking left behind.
        self.left_behind = frozenset(i for i, xf in enumerate(self._formats) if self._fill_of(xf) in self._own_fills)

    def _section(self, name: bytes) -> tuple[bytes, tuple[int, int]]:
        """(namespace prefix with its colon, where the section's content begins and ends)."""
        match = re.search(rb"<((?:[\w.-]+:)?)" + name + rb"\b[^>]*(?<!/)>", self._xml)
        end = self._xml.find(b"</" + match.group(1) + name + b">", match.end()) if match else -1
        if not match or end < 0:
            raise CannotMark(f"no {name.decode()} in the styles")
        return match.group(1), (match.end(), end)

    def _fill_list(self) -> list[bytes]:
        return children(self._xml[slice(*self._fills)])

    def _fill_of(self, xf: bytes) -> int:
        match = re.search(rb'\bfillId="(\d+)"', xf)
        return int(match.group(1)) if match else 0

    def marked(self, base: int) -> int:
        """The format of a marked cell that had the format `base`."""
        if base in self.left_behind:
            return base
        return self._copy(self._marked, base, self._fill)

    def plain(self, base: int) -> int:
        """The format of a cell that was marked earlier and is right now."""
        return self._copy(self._plain, base, 0)

    def _copy(self, known: dict[int, int], base: int, fill: int) -> int:
        if base not in known:
            xf = self._formats[base if base < len(self._formats) else 0]
            start = xf.index(b">") + 1
            tag = with_attribute(with_attribute(xf[:start], b"fillId", b"%d" % fill), b"applyFill", b"1")
            known[base] = self._add(tag + xf[start:])
        return known[base]

    def heading(self) -> int:
        """The format of a bold heading."""
        if self._heading is None:
            font = len(children(self._xml[slice(*self._fonts)]))
            xf = b'<%sxf numFmtId="0" fontId="%d" fillId="0" borderId="0" applyFont="1"/>' % (self._prefix, font)
            self._heading = self._add(xf)
        return self._heading

    def _add(self, xf: bytes) -> int:
        self._added.append(xf)
        return len(self._formats) + len(self._added) - 1

    def written(self) -> bytes:
        """The styles with what was added; unchanged when nothing was."""
        xml = self._xml
        if self._added:
            xml = self._appended(xml, b"cellXfs", b"".join(self._added), len(self._formats) + len(self._added))
        if self._marked and not self._own_fills:
            fill = _FILL % ((self._prefix,) * 4)
            closing = b"</%spatternFill></%sfill>" % (self._prefix, self._prefix)
            xml = self._appended(xml, b"fills", fill + closing, self._fill + 1)
        if self._heading is not None:
            count = len(children(self._xml[slice(*self._fonts)])) + 1
            font = b'<%sfont><%sb/><%ssz val="11"/><%sname val="Calibri"/></%sfont>' % ((self._prefix,) * 5)
            xml = self._appended(xml, b"fonts", font, count)
        return xml

    def _appended(self, xml: bytes, section: bytes, addition: bytes, count: int) -> bytes:
        end = b"</" + self._prefix + section + b">"
        place = xml.index(end)
        return count_attribute(xml[:place] + addition + xml[place:], self._prefix + section, count)
