"""A released file holds nothing of what was withheld: four readers look for it. Names are never proposed."""

import io
import re
import zipfile
import zlib
from datetime import datetime
from itertools import pairwise

import docx
import pypdfium2
import pytest
from sqlalchemy.orm import Session

from statements.action_plan import redaction, releases
from statements.action_plan.redaction import Passage
from statements.errors import Conflict, Invalid, NotFound
from statements.events import service as events
from statements.people.models import Person, Role
from statements.reports.paper import as_docx, as_pdf
from tests.conftest import REAL_DATA
from tests.factories import make_member

SECRETS = (
    "(04) 555 0199",
    "021 555 0142",
    "14 Example Street, Karori",
    "o.writer@example.nz",
    "Olive W. Scrawl",
    "Zebra-77",
)
TEXT = """# Contact
Call Olive Writer on (04) 555 0199 or 021 555 0142, or write to o.writer@example.nz.
She lives at 14 Example Street, Karori. The free line is 0800 555 111.
- Signed: Olive W. Scrawl
The source is Zebra-77 and nobody else."""


@pytest.fixture
def officer(session: Session, now: datetime) -> Person:
    """Somebody who acts as policy staff."""
    return make_member(session, name="Olive Officer", organisation=None, role=Role.OFFICER, at=now)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("DDI: (04) 903 3136", [("direct telephone", "(04) 903 3136")]),
        ("+64 4 555 0199", [("direct telephone", "+64 4 555 0199")]),
        ("MB: 027 555 1234", [("mobile telephone", "027 555 1234")]),
        ("Call 111, 0800 200 088 or 0508 555 111.", []),
        ("12A Kōwhai Rise Road, Ōtaki is hers", [("private address", "12A Kōwhai Rise Road, Ōtaki")]),
        ("write to a.b@example.org.nz.", [("email address", "a.b@example.org.nz")]),
        ("Signed: Somebody", [("signature", "Somebody")]),
        ("Hon Dr Jonathan Coleman, Minister of Immigration", []),
        ("Olive Writer and Wiremu Tāne wrote it in 2010 for NZ$410,000.", []),
        ("Section 9 of the Immigration Act 2009, 28 items", []),
    ],
)
def test_what_is_proposed_and_that_names_never_are(line: str, found: list[tuple[str, str]]) -> None:
    assert [(each.kind, line[each.start : each.end]) for each in redaction.propose([line])] == found


def test_a_text_is_written_anew() -> None:
    def passage(start: int, end: int) -> Passage:
        return Passage(0, start, end, "other passage", "s 6(a)", "Because.")

    assert redaction.without(["abcdef"], [passage(0, 1), passage(4, 6)]) == ["[withheld: s 6(a)]bcd[withheld: s 6(a)]"]
    with pytest.raises(Conflict):
        redaction.without(["abcdef"], [passage(0, 3), passage(2, 5)])


def released(session: Session, officer: Person, now: datetime) -> releases.Released:
    """A release of TEXT with every secret withheld."""
    release = releases.start(session, title="Note", origin="A note", text=TEXT, by=officer.id, at=now)
    session.flush()
    for each in list(release.marks):
        given = {"ground": each.ground, "reason": each.reason, "by": officer.id, "at": now}
        releases.decide(session, release=release, mark_id=each.id, withhold=True, **given)
    given = {
        "kind": "other passage",
        "ground": "s 9(2)(ba)",
        "reason": "Given in confidence.",
        "by": officer.id,
        "at": now,
    }
    releases.mark(session, release=release, line=4, words="Zebra-77", **given)
    releases.finish(session, release=release, by=officer.id, at=now, day="2 November 2026")
    return releases.public_release(session, str(release.id))


def test_four_readers_find_nothing_of_what_was_withheld(session: Session, officer: Person, now: datetime) -> None:
    shown = released(session, officer, now)
    paper = releases.paper(shown, service="Register")
    word, pdf = as_docx(paper), as_pdf(paper)
    read = pypdfium2.PdfDocument(pdf)
    by_pdfium = "\n".join(page.get_textpage().get_text_range() for page in read) + str(read.get_metadata_dict())
    streams = [_inflated(each) for each in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)]
    by_bytes = (pdf + b"".join(streams)).decode("latin-1")
    document = docx.Document(io.BytesIO(word))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    by_docx = "\n".join([*(each.text for each in document.paragraphs), *cells, document.core_properties.author])
    parts = zipfile.ZipFile(io.BytesIO(word))
    by_parts = "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    for text in (by_pdfium, by_bytes, by_docx, by_parts, releases.schedule_list(shown).as_csv(), repr(shown)):
        assert [secret for secret in SECRETS if secret in text or secret.replace(" ", "") in text] == []
    for text in (by_pdfium, by_docx, by_parts):
        assert "Olive Writer" in text and "0800 555 111" in text and "[withheld: s 9(2)(a)]" in " ".join(text.split())
    assert pdf.count(b"%%EOF") == 1, "no earlier version is kept in the file"
    assert not [name for name in parts.namelist() if "comments" in name or "people" in name]


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_a_schedule_tells_each_passage(session: Session, officer: Person, now: datetime) -> None:
    shown = released(session, officer, now)
    assert [each.number for each in shown.schedule] == [1, 2, 3, 4, 5, 6]
    assert all(first.line <= second.line for first, second in pairwise(shown.schedule))
    assert {each.kind for each in shown.schedule} == {kind.key for kind in redaction.grounds().kinds}
    assert all(each.reason and each.decided == "policy staff, 2 November 2026" for each in shown.schedule)


def test_what_may_not_be_done(session: Session, officer: Person, now: datetime) -> None:
    stranger = make_member(session, name="Sam Stranger", organisation=None, role=Role.CONTRIBUTOR, at=now)
    given = {"by": officer.id, "at": now}
    with pytest.raises(NotFound):
        releases.start(session, title="x", origin="", text="y", by=stranger.id, at=now)
    with pytest.raises(Invalid):
        releases.start(session, title=" ", origin="", text=" ", **given)
    release = releases.start(session, title="Note", origin="", text=TEXT, **given)
    session.flush()
    with pytest.raises(Conflict):
        releases.finish(session, release=release, day="", **given)
    first = release.marks[0]
    with pytest.raises(Invalid):
        releases.decide(session, release=release, mark_id=first.id, withhold=True, ground="", reason="", **given)
    for each in list(release.marks):
        releases.decide(session, release=release, mark_id=each.id, withhold=False, ground="", reason="", **given)
    with pytest.raises(Invalid):
        more = {"kind": "signature", "ground": "s 6(a)", "reason": "Because."}
        releases.mark(session, release=release, line=0, words="not there", **more, **given)
    releases.finish(session, release=release, day="today", **given)
    with pytest.raises(Conflict):
        releases.finish(session, release=release, day="today", **given)
    told = repr([(each.before, each.after, each.reason) for each in events.history(session, subject=release)])
    assert [secret for secret in SECRETS if secret in told] == []


def test_the_briefing_of_2010_is_reproduced_word_for_word() -> None:
    (example,) = releases.examples()
    assert len(example.schedule) == 3 == sum(line.count("s 9(2)(a)") for line in example.lines)
    assert all("s 9(2)(a)" in example.lines[each.line - 1] for each in example.schedule)
    path = REAL_DATA.parent / "plan" / "annual-briefing-2010.txt"
    if not path.is_file():
        pytest.skip("the documents of the plans are not here")
    told = " ".join(" ".join(line.removeprefix("# ") for line in example.lines).split())
    assert told == " ".join(path.read_text(encoding="utf-8").split())
