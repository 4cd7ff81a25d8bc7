"""Odd, broken and malicious files that nobody here wrote: each is read or refused with a clear message.

With REAL_DATA set every file is read; in an ordinary run, which has to be quick, every fourth.
"""

import io
import os
import re
import time
import zipfile

import openpyxl
import pytest

from statements import limits
from statements.errors import Problem, TooLarge, UnreadableFile
from statements.ingest.documents import read_document
from statements.ingest.marks import mark_workbook
from statements.ingest.workbook import read_workbook

pytestmark = pytest.mark.real


WHOLE = "REAL_DATA" in os.environ
STEP = 1 if WHOLE else 4


def swept(real_data, folder, read, *, least):
    """Read every file; returns (read, refused) by name after checking that none hung or was refused without a word."""
    files = sorted(path for path in (real_data / folder).rglob("*") if path.is_file())
    assert len(files) >= least
    good, refused = {}, {}
    for path in files[::STEP]:
        started = time.monotonic()
        try:
            good[path.name] = read(path.read_bytes(), path.name)
        except (UnreadableFile, TooLarge) as refusal:
            refused[path.name] = refusal.message
        assert time.monotonic() - started < limits.READER_WALL_SECONDS.value, path.name
    assert all(len(message) > 30 and message.endswith(".") for message in refused.values())
    print(f"{folder}: {len(good)} read, {len(refused)} refused")  # noqa: T201 - the figures for whoever runs it
    return good, refused


def test_every_hostile_workbook_of_calamine_is_read_or_refused(real_data):
    good, refused = swept(real_data, "hostile/calamine", read_workbook, least=100)
    assert len(good) >= 120 / STEP
    assert not WHOLE or {name for name, message in refused.items() if "password" in message} >= {
        "tests_pass_protected.xlsx",
        "tests_pass_protected.xlsb",
        "tests_pass_protected.ods",
    }


def test_every_hostile_workbook_of_poi_is_read_or_refused(real_data):
    good, refused = swept(real_data, "hostile/poi-spreadsheet", read_workbook, least=100)
    assert len(good) >= 140 / STEP
    assert not WHOLE or {"test-data_spreadsheet_poc-xmlbomb.xlsx", "test-data_spreadsheet_54764-2.xlsx"} <= set(refused)


def test_every_hostile_pdf_is_read_or_refused(real_data):
    good, refused = swept(real_data, "hostile/pypdf", read_document, least=60)
    assert len(good) >= 50 / STEP and all("password" in message or "damaged" in message for message in refused.values())
    if WHOLE:
        assert not good["resources_crazyones.pdf"].is_scan and good["resources_imagemagick-lzw.pdf"].is_scan


def test_every_real_statement_is_read(real_data):
    good, refused = swept(real_data, "statements/pdf", read_document, least=11)
    assert refused == {}
    assert all(read.words > 300 and not read.is_scan and read.title for read in good.values())


MAY_CHANGE = re.compile(r".*(types]|\.rels|book\w*|styles\w*|sheet\w*|comments?\w*)(\.xml)?|.*\.vml", re.I)


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("folder", ["hostile/calamine", "hostile/poi-spreadsheet"])
def test_marking_any_workbook_keeps_it_whole(real_data, folder):
    """What openpyxl opened before it opens after, its values are the same, and so are all parts not meant to change."""
    in_place = anew = 0
    for path in sorted((real_data / folder).glob("*.xls[xm]"))[::STEP]:
        data = path.read_bytes()
        try:
            sheets = [sheet for sheet in read_workbook(data, path.name) if sheet.rows]
        except (UnreadableFile, TooLarge):
            continue
        problems = [Problem("Wrong.", "Mend it.", "", sheet.name, sheet.rows[0][0].reference) for sheet in sheets]
        marked = mark_workbook(data, path.name, problems)
        different = changed(data, marked)
        again = {sheet.name: sheet.rows for sheet in read_workbook(marked)}
        assert different is None or all(again[sheet.name] == sheet.rows for sheet in sheets), path.name
        if opens(data):
            book = openpyxl.load_workbook(io.BytesIO(marked))
            assert all(book[problem.sheet][problem.cell].comment for problem in problems), path.name
        in_place, anew = in_place + (different is not None), anew + (different is None)
        assert all(MAY_CHANGE.fullmatch(name) for name in different or ()), (path.name, different)
    print(f"{folder}: {in_place} marked in place, {anew} written anew")  # noqa: T201 - as above
    assert in_place > 5 * anew


def opens(data):
    try:
        openpyxl.load_workbook(io.BytesIO(data))
    except Exception:
        return False
    return True


def changed(before, after):
    """The parts with other bytes than before, None where the workbook had to be written anew."""
    with zipfile.ZipFile(io.BytesIO(before)) as one, zipfile.ZipFile(io.BytesIO(after)) as two:
        if not any("worksheetmark" in name for name in two.namelist()):
            return None
        return [name for name in one.namelist() if one.read(name) != two.read(name)]
