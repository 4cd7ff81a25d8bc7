"""Annual reports: drafted from the year's notes, edited by policy staff, frozen as versions, published.

Officers act as policy staff (docs/decisions/officers-are-policy-staff.md).
"""

import difflib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from statements import clock
from statements.action_plan import plans, progress
from statements.action_plan.drafting import (
    ASPECTS,
    HEADER,
    SCALE,
    SECTIONS,
    TITLES,
    Content,
    draft,
    read_content,
    year_of,
)
from statements.action_plan.listings import Listing
from statements.action_plan.models import AnnualReport, AnnualReportVersion
from statements.action_plan.planned import Plan
from statements.action_plan.year_figures import Year, of_year
from statements.db import changed
from statements.errors import Conflict, Invalid, NotFound, Problem
from statements.events import service as events
from statements.limits import LONG_TEXT, SHORT_TEXT
from statements.people import policy
from statements.people.models import Role
from statements.reports.paper import HEADING, ROOM, TABLE, Block, Paper, read_text

EMPTY = "–"
SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True)
class Change:
    """A line of one section that stayed, came or went between two reports."""

    section: str
    kind: str
    text: str


def start(session: Session, *, plan: str, year: int, by: uuid.UUID, at: datetime) -> AnnualReport:
    """Begin a year's report with its first draft. Raises NotFound, Invalid for a year that has not begun, Conflict."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    found = plans.plan(plan)
    today = clock.local_date(at, found.time_zone)
    earliest = found.released_on.year if found.released_on else today.year - 20
    if not earliest <= year <= today.year + 1:
        raise Invalid([Problem("There is no such year of this plan.", "Give a year like 2026.", field="year")])
    if session.scalar(select(AnnualReport.id).where(AnnualReport.plan == plan, AnnualReport.year == year)):
        raise Conflict("This year's report was begun already.")
    content = first_draft(session, plan=plan, year=year, on=today)
    report = AnnualReport(plan=plan, year=year, content=content.as_document(), updated_by=by, updated_at=at)
    session.add(report)
    events.record(session, kind="report.drafted", subject=report, by=by, at=at, after={"plan": plan, "year": year})
    return report


def first_draft(session: Session, *, plan: str, year: int, on: date) -> Content:
    """What the year's notes and the register's own figures of that year say, as a draft."""
    found = plans.plan(plan)
    first, last = year_of(found, year)
    figures = of_year(session, found, Year(first, last, found.time_zone))
    return draft(found, year, progress.reports(session, found), figures, on=on)


def save(
    session: Session, *, report: AnnualReport, content: Content, revision: int, by: uuid.UUID, at: datetime
) -> AnnualReport:
    """Keep what policy staff wrote. Raises NotFound, Invalid, Conflict where somebody else saved in between."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    if report.revision != revision:
        raise Conflict("Somebody else changed this report since you opened it. Open it again.")
    problems = check(content)
    if problems:
        raise Invalid(problems)
    before, after = _flat(read_content(report.content)), _flat(content)
    report.content, report.updated_by, report.updated_at = content.as_document(), by, at
    was, now = changed(after, before), changed(before, after)
    events.record(session, kind="report.edited", subject=report, by=by, at=at, before=was, after=now)
    return report


def check(content: Content) -> list[Problem]:
    """What is wrong with a report's texts."""
    problems = [] if content.title.strip() else [Problem("The report needs a title.", field="title")]
    lines = {"title": content.title, **content.header}
    for name, text in lines.items():
        if len(text) > SHORT_TEXT.value:
            problems.append(Problem("This is too long.", f"Keep it under {SHORT_TEXT.value} characters.", field=name))
    for name, text in content.sections.items():
        if len(text) > LONG_TEXT.value:
            problems.append(Problem("This is too long.", f"Keep it under {LONG_TEXT.value:,} characters.", field=name))
    return problems


def freeze(session: Session, *, report: AnnualReport, by: uuid.UUID, at: datetime) -> AnnualReportVersion:
    """Freeze the report as it is as its next version, which never changes again. Raises NotFound."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    query = select(func.max(AnnualReportVersion.number)).where(AnnualReportVersion.report_id == report.id)
    number = (session.scalar(query) or 0) + 1
    version = AnnualReportVersion(
        report_id=report.id, number=number, content=report.content, frozen_by=by, frozen_at=at
    )
    session.add(version)
    events.record(session, kind="report.frozen", subject=report, by=by, at=at, after={"version": number})
    return version


def publish(
    session: Session, *, report: AnnualReport, version: AnnualReportVersion, by: uuid.UUID, at: datetime
) -> AnnualReportVersion:
    """Make a frozen version public. Raises NotFound, Conflict where it already is."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    if version.published_at is not None:
        raise Conflict("This version is already public.")
    version.published_by, version.published_at = by, at
    after = {"version": version.number}
    events.record(session, kind="report.published", subject=report, by=by, at=at, after=after, public=True)
    return version


def reports(session: Session) -> Sequence[AnnualReport]:
    """Every report with its versions, the newest year first."""
    return session.scalars(select(AnnualReport).order_by(AnnualReport.year.desc(), AnnualReport.plan)).all()


def load(session: Session, report_id: uuid.UUID) -> AnnualReport:
    """The report with this id. Raises NotFound."""
    found = session.get(AnnualReport, report_id)
    if found is None:
        raise NotFound("There is no such report.")
    return found


def version_of(report: AnnualReport, number: int) -> AnnualReportVersion:
    """A frozen version of a report. Raises NotFound."""
    for each in report.versions:
        if each.number == number:
            return each
    raise NotFound("There is no such version.")


def published(session: Session, *, plan: str) -> list[tuple[AnnualReport, AnnualReportVersion]]:
    """The public versions of a plan's reports, the newest year and version first."""
    found = [each for each in reports(session) if each.plan == plan]
    return [(report, each) for report in found for each in reversed(report.versions) if each.published_at is not None]


def published_list(session: Session, plan: Plan) -> Listing:
    """The public versions of a plan's reports, each with the texts of its sections."""
    rows = []
    for report, version in published(session, plan=plan.key):
        content = read_content(version.content)
        given = {"plan": plan.key, "year": report.year, "version": version.number, "title": content.title}
        published_at = version.published_at or version.frozen_at
        when = {"frozen_on": version.frozen_at.date(), "published_on": published_at.date()}
        rows.append({**given, **when, **content.header, **content.sections})
    return Listing(f"{plan.key}-annual-reports", "Published in this portal by policy staff", tuple(rows))


def public_version(session: Session, *, plan: str, year: int, number: int) -> tuple[AnnualReport, AnnualReportVersion]:
    """A public version by plan, year and number. Raises NotFound."""
    for report, version in published(session, plan=plan):
        if (report.year, version.number) == (year, number):
            return report, version
    raise NotFound("There is no such public report.")


def last_year(session: Session, report: AnnualReport) -> AnnualReportVersion | None:
    """The newest frozen version of the same plan's report of the year before."""
    query = select(AnnualReport).where(AnnualReport.plan == report.plan, AnnualReport.year == report.year - 1)
    before = session.scalar(query)
    return before.versions[-1] if before and before.versions else None


def compare(before: Content, after: Content) -> list[Change]:
    """What stayed, went and came from one report to the other, line by line, section by section."""
    found = []
    for name in SECTIONS:
        for line in difflib.ndiff(_lines(before.sections[name]), _lines(after.sections[name])):
            kind = {"  ": SAME, "- ": REMOVED, "+ ": ADDED}.get(line[:2])
            if kind:
                found.append(Change(name, kind, line[2:]))
    return found


def header_lines(content: Content) -> list[tuple[str, str]]:
    """Every line of a report's head; one that was left empty says so."""
    return [(TITLES[name], content.header[name] or EMPTY) for name in HEADER]


def paper(content: Content, *, service: str, footer: str) -> Paper:
    """A report as a paper that can be written as Word and as PDF."""
    facts = tuple(header_lines(content))
    blocks: list[Block] = []
    for name in SECTIONS:
        blocks += [Block(HEADING, TITLES[name]), *read_text(content.sections[name])]
    feedback = [("Minister's feedback", *SCALE), *((aspect, "1", "2", "3", "4", "5") for aspect in ASPECTS)]
    blocks += [Block(HEADING, "Minister's comments"), Block(ROOM), Block(TABLE, rows=tuple(feedback))]
    return Paper(content.title, service, facts, tuple(blocks), footer)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _flat(content: Content) -> dict[str, Any]:
    return {"title": content.title, **content.header, **content.sections}
