"""The annual report writes its first draft, is edited, frozen and compared; its files hold its text."""

import io
import re
import zipfile
from collections import Counter
from datetime import UTC, date, datetime

import docx
import pypdfium2
import pytest
from sqlalchemy.orm import Session

from statements.action_plan import annual, plans, readership
from statements.action_plan.drafting import ASPECTS, HEADER, SECTIONS, TITLES, Content, read_content, year_of
from statements.action_plan.year_figures import Year, of_year
from statements.clock import moments_of
from statements.errors import Conflict, Invalid, NotFound
from statements.events import service as events
from statements.people.models import Person, Role
from statements.reports.paper import Block, as_docx, as_pdf, read_text
from tests.factories import make_member

EARLIER = "nz-2009"


@pytest.fixture
def officer(session: Session, now: datetime) -> Person:
    """Somebody who acts as policy staff."""
    return make_member(session, name="Olive Officer", organisation=None, role=Role.OFFICER, at=now)


@pytest.mark.parametrize(
    ("plan", "year", "first", "last"),
    [
        (EARLIER, 2010, date(2009, 8, 1), date(2010, 7, 31)),
        ("nz-2020-2025", 2026, date(2025, 7, 1), date(2026, 6, 30)),
    ],
)
def test_the_year_of_a_plan(plan: str, year: int, first: date, last: date) -> None:
    assert year_of(plans.plan(plan), year) == (first, last)


def test_the_first_draft_tells_what_the_briefing_of_2010_told(briefed: Session) -> None:
    content = annual.first_draft(briefed, plan=EARLIER, year=2010, on=date(2010, 7, 30))
    assert list(content.sections) == list(SECTIONS) and all(content.sections.values())
    achievements = content.sections["achievements"]
    assert (
        "## Ministry of Social Development\n- Action 21: The Ministry of Social Development have amended"
        in achievements
    )
    assert content.sections["delay"].count("Formal training for staff and public awareness raising") == 1
    assert "as soon as the Immigration Act 2009 training is complete" in content.sections["mitigation"]
    assert "Particular focus will be given" in content.sections["next_steps"]
    assert "Department of Labour" in content.header["agencies_consulted"]
    assert (
        annual.first_draft(briefed, plan=EARLIER, year=2011, on=date(2011, 7, 30)).sections["delay"]
        == "Nothing was reported."
    )


def test_a_draft_of_today_holds_live_figures(session: Session) -> None:
    content = annual.first_draft(session, plan="nz-2020-2025", year=2026, on=date(2026, 11, 2))
    told = content.sections["achievements"]
    assert (
        "## What the register shows from 1 July 2025 to 30 June 2026\n- Action 13: fewer than 6 organisations" in told
    )
    assert "- Action 16: 0 statements were published" in told


def test_a_year_counts_nothing_of_before_or_after_it(session: Session) -> None:
    days = (date(2025, 6, 30), date(2025, 7, 1), date(2026, 6, 30), date(2026, 7, 1))
    readership.add(session, {("scoring", day): 10**place for place, day in enumerate(days)})
    plan = plans.plan("nz-2020-2025")
    lines = [line for _action, line in of_year(session, plan, Year(days[1], days[2], plan.time_zone))]
    assert "110 times pages that explain and compare were read" in lines and len(lines) == 10
    start, end = moments_of(days[1], days[2], "Pacific/Auckland")
    assert (start, end) == (datetime(2025, 6, 30, 12, tzinfo=UTC), datetime(2026, 6, 30, 12, tzinfo=UTC))


def test_a_report_is_edited_frozen_and_compared(session: Session, officer: Person, now: datetime) -> None:
    stranger = make_member(session, name="Sam Stranger", organisation=None, role=Role.OPERATOR, at=now)
    with pytest.raises(NotFound):
        annual.start(session, plan=EARLIER, year=2010, by=stranger.id, at=now)
    with pytest.raises(Invalid):
        annual.start(session, plan=EARLIER, year=1999, by=officer.id, at=now)
    report = annual.start(session, plan=EARLIER, year=2010, by=officer.id, at=now)
    with pytest.raises(Conflict):
        annual.start(session, plan=EARLIER, year=2010, by=officer.id, at=now)
    content = read_content(report.content)
    better = Content(content.title, content.header, {**content.sections, "purpose": "To report."})
    with pytest.raises(Invalid):
        empty = Content("", content.header, content.sections)
        annual.save(session, report=report, content=empty, revision=report.revision, by=officer.id, at=now)
    annual.save(session, report=report, content=better, revision=report.revision, by=officer.id, at=now)
    session.flush()
    with pytest.raises(Conflict):
        annual.save(session, report=report, content=better, revision=1, by=officer.id, at=now)
    version = annual.freeze(session, report=report, by=officer.id, at=now)
    session.refresh(report)
    annual.save(session, report=report, content=content, revision=report.revision, by=officer.id, at=now)
    assert read_content(version.content).sections["purpose"] == "To report."
    assert annual.published(session, plan=EARLIER) == []
    annual.publish(session, report=report, version=version, by=officer.id, at=now)
    with pytest.raises(Conflict):
        annual.publish(session, report=report, version=version, by=officer.id, at=now)
    assert annual.public_version(session, plan=EARLIER, year=2010, number=1) == (report, version)
    later = annual.start(session, plan=EARLIER, year=2011, by=officer.id, at=now)
    assert annual.last_year(session, later) is version
    changes = annual.compare(read_content(version.content), read_content(later.content))
    assert ("purpose", "removed", "To report.") in {(each.section, each.kind, each.text) for each in changes}
    assert {each.kind for each in changes if each.section == "recommendation"} == {"same"}
    kinds = [each.kind for each in events.history(session, subject=report)]
    assert kinds == [f"report.{verb}" for verb in ("drafted", "edited", "frozen", "edited", "published")]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", []),
        ("One\n\nTwo", [Block("paragraph", "One"), Block("paragraph", "Two")]),
        (
            "## Police\n- a\n- b\nThen",
            [Block("subheading", "Police"), Block("list", items=("a", "b")), Block("paragraph", "Then")],
        ),
    ],
)
def test_plain_text_becomes_blocks(text: str, blocks: list[Block]) -> None:
    assert read_text(text) == blocks


def test_both_files_hold_the_report_and_are_the_same_each_time(briefed: Session) -> None:
    content = annual.first_draft(briefed, plan=EARLIER, year=2010, on=date(2010, 7, 30))
    paper = annual.paper(content, service="Statements – tauākī ā-tau", footer="Year 2010, version 1")
    word, pdf = as_docx(paper), as_pdf(paper)
    assert (word, pdf) == (as_docx(paper), as_pdf(paper))
    document = docx.Document(io.BytesIO(word))
    heads = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert heads[:4] == ["Purpose", "Background", "Achievements", "Delay"] and heads[-1] == "Minister's comments"
    assert [row.cells[0].text for row in document.tables[-1].rows][1:] == list(ASPECTS)
    assert document.core_properties.author == "Statements – tauākī ā-tau"
    read = pypdfium2.PdfDocument(pdf)
    text = " ".join("\n".join(page.get_textpage().get_text_range() for page in read).split())
    assert "Formal training for staff and public awareness raising" in text and "tauākī" in read.get_metadata_value(
        "Author"
    )
    assert read.is_tagged() and b"pdfuaid" in pdf
    assert all(re.search(part, pdf) for part in (rb"/MarkInfo", rb"/StructTreeRoot", rb"/Lang ?\(en\)"))
    levels = Counter(re.findall(rb"/S ?/H(\d)", pdf))
    assert levels[b"1"] == 1 and levels[b"2"] == len(SECTIONS) + 1 and set(levels) == {b"1", b"2", b"3"}
    facts = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert [name for name, _text in facts] == [TITLES[each] for each in HEADER] and ["Tracker number", "–"] in facts
    assert not [each for each in zipfile.ZipFile(io.BytesIO(word)).namelist() if "thumbnail" in each]
