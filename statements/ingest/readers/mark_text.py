"""Small changes to XML as bytes, so that everything that is not changed stays as it was. Reading process."""

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from statements.ingest.cells import writable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TAG = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    rb"|<(?P<closing>/?)(?P<name>[\w:.-]+)(?:[^>\"']|\"[^\"]*\"|'[^']*')*?(?P<alone>/?)>",
    re.S,
)


class CannotMark(Exception):
    """The workbook is built in a way that cannot be changed safely; it has to be written anew."""


def top_level(xml: bytes, start: int = 0) -> Iterator[tuple[bytes, int, int]]:
    """(name, start, end) of each element in this content, not of those inside them; stops at the parent's end."""
    depth, begun = 0, start
    for match in TAG.finditer(xml, start):
        name = match["name"]
        if name is None:
            continue
        if not match["closing"]:
            begun = begun if depth else match.start()
            depth += 1
        if match["closing"] or match["alone"]:
            depth -= 1
            if depth < 0:
                return
            if depth == 0:
                yield name, begun, match.end()


def children(xml: bytes) -> list[bytes]:
    """The elements of this content, each with all that is in it."""
    return [xml[start:end] for _, start, end in top_level(xml)]


def with_attribute(tag: bytes, name: bytes, value: bytes) -> bytes:
    """The start tag with the attribute set, in its place when it is there already."""
    present = re.search(rb"\s" + name + rb"=(\"[^\"]*\"|'[^']*')", tag)
    if present:
        return tag[: present.start(1)] + b'"' + value + b'"' + tag[present.end(1) :]
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + b" " + name + b'="' + value + b'"' + tag[end:]


def count_attribute(xml: bytes, element: bytes, count: int) -> bytes:
    """The XML with the `count` of one element's start tag set."""
    match = re.search(rb"<" + element + rb"\b[^>]*>", xml)
    if not match:
        return xml
    return xml[: match.start()] + with_attribute(match.group(0), b"count", b"%d" % count) + xml[match.end() :]


def inserted_before_end(xml: bytes, element: bytes, addition: bytes) -> bytes:
    """The XML with `addition` as the last content of its (last) element of that local name. Raises CannotMark."""
    ends = list(re.finditer(rb"</(?:[\w.-]+:)?" + element + rb"\s*>", xml))
    if ends:
        place = ends[-1].start()
        return xml[:place] + addition + xml[place:]
    alone = re.search(rb"<((?:[\w.-]+:)?" + element + rb")\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*?)/>", xml)
    if not alone:
        raise CannotMark(f"no {element.decode()} to add to")
    name, attributes = alone.groups()
    filled = b"<" + name + attributes + b">" + addition + b"</" + name + b">"
    return xml[: alone.start()] + filled + xml[alone.end() :]


def text(value: str) -> bytes:
    """Text as XML content; characters that XML cannot hold are left out."""
    return escape(writable(value)).encode()


def attribute(value: str) -> bytes:
    """Text as a quoted attribute value."""
    return quoteattr(writable(value)).encode()
