"""What a file is, judged by its bytes and never by its name, and whether a zipped one is safe to open.

Runs in the reading process; imports nothing heavy.
"""

import io
import re
import struct
import zipfile

from statements import limits
from statements.errors import TooLarge, UnreadableFile

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SPREADSHEETS = frozenset({"xlsx", "xlsb", "ods", "xls"})

_SIGNATURES = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"PK\x05\x06", "archive"),
    (b"%!PS", "postscript"),
)
_OLE_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
)
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|table|div|p|h1)[\s>/]", re.I)
_SEVERE_RATIO_BYTES = 10 * limits.MIB


def kind_of(data: bytes) -> str:
    """A short word for what these bytes are: "pdf", "docx", "xlsx", "xlsb", "ods", "xls", "doc", "encrypted",
    "html", "text", "binary" and so on. Raises UnreadableFile when a zip is broken, TooLarge when it is a bomb.
    """
    if data.startswith(ZIP):
        return _kind_of_zip(data)
    if data.startswith(OLE):
        return _kind_of_ole(data)
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if b"%PDF-" in data[:1024]:
        return "pdf"
    return _kind_of_text(data)


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The zip opened, its table of contents within the limits. Raises UnreadableFile, TooLarge."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, struct.error) as error:
        raise UnreadableFile(
            "This file is cut short or damaged. Open it where it came from, save it again and retry."
        ) from error
    parts = archive.infolist()
    if len(parts) > limits.ZIP_PARTS.value:
        raise TooLarge(f"This file has {len(parts):,} parts inside; up to {limits.ZIP_PARTS.readable} are read.")
    for part in parts:
        ratio = part.file_size / max(part.compress_size, 1)
        if part.file_size > _SEVERE_RATIO_BYTES and ratio > limits.ZIP_RATIO.value:
            raise TooLarge(_bomb(part.file_size))
    if sum(part.file_size for part in parts) > limits.WORKBOOK_UNPACKED_BYTES.value:
        raise TooLarge(_bomb(sum(part.file_size for part in parts)))
    return archive


def _bomb(size: int) -> str:
    return (
        f"This file would unpack to {size // limits.MIB:,} MB, far more than its size suggests, so it was not opened. "
        "Delete empty rows and columns beyond the table, save it again and retry."
    )


def _kind_of_zip(data: bytes) -> str:
    with open_zip(data) as archive:
        names = {name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()}
        if "mimetype" in names:
            return _kind_of_opendocument(archive)
    for folder, kind in (("xl/workbook.bin", "xlsb"), ("xl/", "xlsx"), ("word/", "docx"), ("ppt/", "pptx")):
        if any(name.startswith(folder) for name in names):
            return kind
    if "[content_types].xml" in names:
        return "xlsx" if any(name.endswith("workbook.xml") for name in names) else "office"
    return "archive"


def _kind_of_opendocument(archive: zipfile.ZipFile) -> str:
    try:
        media_type = archive.read("mimetype").strip()
    except (zipfile.BadZipFile, KeyError, RuntimeError, ValueError):
        return "archive"
    if media_type.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    return "odt" if b"opendocument" in media_type else "archive"


def _kind_of_ole(data: bytes) -> str:
    lowered = data.lower()
    for name, kind in _OLE_STREAMS:
        if b"\x00" + name.lower().encode("utf-16-le") + b"\x00\x00" in lowered:
            return kind
    return "ole"


def _kind_of_text(data: bytes) -> str:
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    if head.lstrip()[:5] == b"<?xml" and b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "xml spreadsheet"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" and _HTML.search(head):
        return "html"
    if head[:13].lower() == b"mime-version:" or b"multipart/related" in head[:1024].lower():
        return "mhtml"
    odd = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    if head and odd > len(head) * 0.3 and not looks_like_utf16(head):
        return "binary"
    return "text"


def looks_like_utf16(head: bytes) -> str:
    """ "utf-16-le" or "utf-16-be" when every other byte is nearly always zero, else ""."""
    pairs = len(head) // 2
    if pairs < 4:
        return ""
    if head[1::2].count(0) > pairs * 0.7 and head[0::2].count(0) < pairs * 0.1:
        return "utf-16-le"
    if head[0::2].count(0) > pairs * 0.7 and head[1::2].count(0) < pairs * 0.1:
        return "utf-16-be"
    return ""


def decode(data: bytes) -> tuple[str, str]:
    """The text of these bytes and the name of the encoding it was in.

    In order: a byte order mark, UTF-16 by its zeros, UTF-8, else Windows-1252 (what Excel calls "CSV").
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    if encoding := looks_like_utf16(data[:4096]):
        return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "cp1252"
