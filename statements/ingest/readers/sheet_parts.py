"""Find the parts of an .xlsx package and walk them without unpacking them. Runs in the reading process."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from defusedxml.ElementTree import ParseError, fromstring

from statements import limits
from statements.errors import UnreadableFile

RELATIONSHIP_ID = re.compile(r"\{http://(schemas\.openxmlformats|purl\.oclc)\.org/.*relationships\}id")
_CHUNK = 1 << 20
_TAIL = 4096
_SMALL_PART = 32 * limits.MIB


@dataclass(frozen=True)
class Worksheet:
    """A sheet's name as people see it and the part of the package that holds its cells."""

    name: str
    part: str


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one small part. Raises UnreadableFile when it is missing, damaged or huge; KeyError never."""
    try:
        if archive.getinfo(name).file_size > _SMALL_PART:
            raise UnreadableFile(
                f"The part {name} of this workbook is far too large. Save it again as .xlsx and retry."
            )
        return archive.read(name)
    except (KeyError, zipfile.BadZipFile, RuntimeError, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableFile(
            "This workbook is damaged: part of it is missing. Open it in Excel, save it again as .xlsx and retry."
        ) from error


def worksheets(archive: zipfile.ZipFile) -> list[Worksheet]:
    """The worksheets in the order of their tabs. Raises UnreadableFile."""
    names = set(archive.namelist())
    book = main_part(archive)
    targets = relationships(archive, book)
    found = []
    try:
        for element in fromstring(read_part(archive, book)).iter():
            if _local(element.tag) == "sheet":
                key = next((value for name, value in element.attrib.items() if RELATIONSHIP_ID.fullmatch(name)), "")
                target = targets.get(key, ("", ""))
                if target[0].endswith("/worksheet") and target[1] in names:
                    found.append(Worksheet(element.get("name", ""), target[1]))
    except (ParseError, ValueError) as error:
        raise UnreadableFile("This workbook is damaged. Open it in Excel, save it again as .xlsx and retry.") from error
    return found


def main_part(archive: zipfile.ZipFile) -> str:
    """The part that lists the sheets."""
    names = set(archive.namelist())
    if "_rels/.rels" in names:
        for kind, target in relationships(archive, "").values():
            if kind.endswith("/officeDocument") and target in names:
                return target
    return "xl/workbook.xml"


def relationships(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Relationship id → (type, part it leads to) of one part; {} when it has none. Raises UnreadableFile."""
    path = relationships_part(part)
    if path not in archive.namelist():
        return {}
    found = {}
    try:
        for element in fromstring(read_part(archive, path)):
            if element.get("TargetMode") != "External":
                target = _resolved(part, element.get("Target", ""))
                found[element.get("Id", "")] = (element.get("Type", ""), target)
    except (ParseError, ValueError) as error:
        raise UnreadableFile("This workbook is damaged. Open it in Excel, save it again as .xlsx and retry.") from error
    return found


def relationships_part(part: str) -> str:
    """The name of the part that holds another part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def _resolved(part: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part's bytes in pieces; each begins with the end of the one before, so that no tag is only ever in halves."""
    tail = b""
    try:
        with archive.open(part) as stream:
            while piece := stream.read(_CHUNK):
                yield tail + piece
                tail = piece[-_TAIL:]
    except (zipfile.BadZipFile, RuntimeError, ValueError, OSError, NotImplementedError):
        return


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]
