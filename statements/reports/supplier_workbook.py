"""The workbook that a buyer takes away: the list as it was with what was found beside it, a summary, definitions."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from scoring import rubric_in_force
from statements.reports.writers import ACCENT, SAFE
from statements.suppliers.models import SupplierList
from statements.suppliers.view import Counts, LineView, Moment
from statements.suppliers.words import (
    FILING_MEANINGS,
    FILINGS,
    MATCH_MEANINGS,
    MATCHES,
    PROFILE_MEANING,
    TIER_MEANING,
    TIERS,
)

MOST_CHARACTERS = 32_767
LINES, SUMMARY, ABOUT = "Suppliers", "Summary", "About"
OURS = {
    "Match": 24,
    "In the register": 36,
    "NZBN in the register": 18,
    "Why": 46,
    "Offered, please choose on the site": 46,
    "Standing": 24,
    "Why this standing": 46,
    "Latest statement": 40,
    "Period to": 12,
    "Filed by": 30,
}
AFTER = {"Risk": 16, "Why this risk": 60, "Next step": 60, "Questions to ask": 60, "Could not be read": 40}


@dataclass(frozen=True)
class TakenAway:
    """What the workbook says of itself: the list, whose it is, by which law and moment, and where the portal is."""

    listed: SupplierList
    agency: str
    moment: Moment
    time_zone: str
    public_url: str


def supplier_workbook(told: TakenAway, lines: Iterable[LineView], counts: Counts) -> bytes:
    """The checked list as an .xlsx; what cells hold is data, never a formula or a link."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, SAFE)
    book.set_properties({"title": told.listed.name, "comments": PROFILE_MEANING})
    _Lines(book, told).write(lines)
    _summary(book, counts)
    _about(book, told, counts)
    book.close()
    return buffer.getvalue()


class _Lines:
    """The sheet of lines: the buyer's own columns first and unchanged, ours after them."""

    def __init__(self, book: Workbook, told: TakenAway) -> None:
        self._sheet = book.add_worksheet(LINES)
        self._told = told
        self._own = [str(each) for each in told.listed.columns["headings"]]
        self._pillars = rubric_in_force(told.moment.on).pillars
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        fill = {"bg_color": ACCENT, "font_color": "#FFFFFF"}
        self._our_head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", **fill})
        self._cell = book.add_format({"text_wrap": True, "valign": "top"})
        self._plain = book.add_format({"valign": "top"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top", "align": "left"})

    def write(self, lines: Iterable[LineView]) -> None:
        """Write the headings and every line."""
        width = self._headings()
        number = 0
        for number, view in enumerate(lines, start=1):
            self._write_own(number, view.line.given.get("cells", []))
            for column, value in enumerate(self._ours(view), start=len(self._own)):
                _put(self._sheet, number, column, value, self._day if isinstance(value, date) else self._cell)
        self._sheet.freeze_panes(1, min(2, len(self._own)))
        self._sheet.autofilter(0, 0, max(1, number), width - 1)

    def _headings(self) -> int:
        pillars = {f"{each.name}: points of its profile": 12 for each in self._pillars}
        widths = {**OURS, **pillars, **AFTER}
        for column, heading in enumerate(self._own):
            self._sheet.set_column(column, column, 22)
            self._sheet.write_string(0, column, heading, self._head)
        for column, (heading, width) in enumerate(widths.items(), start=len(self._own)):
            self._sheet.set_column(column, column, width)
            self._sheet.write_string(0, column, heading, self._our_head)
        return len(self._own) + len(widths)

    def _write_own(self, number: int, cells: Sequence[Any]) -> None:
        for column, value in enumerate(cells[: len(self._own)]):
            if isinstance(value, Mapping):
                moment = "m" in value
                given = datetime.fromisoformat(value["m"] if moment else value["d"])
                self._sheet.write_datetime(number, column, given, self._moment if moment else self._day)
            else:
                _put(self._sheet, number, column, value, self._plain)

    def _ours(self, view: LineView) -> list[Any]:
        line, standing, latest = view.line, view.standing, view.standing.latest if view.standing else None
        points = view.profile.points if view.profile else {}
        return [
            MATCHES[view.match],
            standing.organisation.name if standing else "",
            standing.nzbn if standing else "",
            " ".join(line.reasons),
            "; ".join(view.offered),
            FILINGS[view.filing],
            " ".join((standing.reason, *standing.notes)) if standing else "",
            f"{self._told.public_url}/statements/{latest.number}" if latest else "",
            latest.period_end if latest else "",
            latest.lead.name if latest else "",
            *(points.get(each.slug) for each in self._pillars),
            TIERS[view.risk.tier],
            " ".join(view.risk.reasons),
            view.next_step,
            "\n".join(view.questions),
            " ".join(line.given.get("problems", [])),
        ]


def _put(sheet: Worksheet, row: int, column: int, value: Any, shape: Format) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, shape)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, shape)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, shape)
    else:
        sheet.write_string(row, column, str(value)[:MOST_CHARACTERS], shape)


def _summary(book: Workbook, counts: Counts) -> None:
    """Three small tables, each with its native chart beside it."""
    sheet = book.add_worksheet(SUMMARY)
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, 1, 12)
    bold = book.add_format({"bold": True, "bg_color": ACCENT, "font_color": "#FFFFFF"})
    at = 0
    for title, labels, found in (
        ("How lines were matched", MATCHES, counts.matches),
        ("How suppliers stand", FILINGS, counts.filings),
        ("Where to look first", TIERS, counts.tiers),
    ):
        sheet.write_string(at, 0, title, bold)
        sheet.write_string(at, 1, "Lines", bold)
        for number, (code, label) in enumerate(labels.items(), start=at + 1):
            sheet.write_string(number, 0, label)
            sheet.write_number(number, 1, found.get(str(code), 0))
        _chart(book, sheet, title, at, len(labels))
        at += max(len(labels) + 3, 15)


def _chart(book: Workbook, sheet: Worksheet, title: str, at: int, rows: int) -> None:
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": title,
            "categories": [SUMMARY, at + 1, 0, at + rows, 0],
            "values": [SUMMARY, at + 1, 1, at + rows, 1],
            "fill": {"color": ACCENT},
            "data_labels": {"value": True},
        }
    )
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 620, "height": 270})
    sheet.insert_chart(at, 3, chart)


def _about(book: Workbook, told: TakenAway, counts: Counts) -> None:
    sheet = book.add_worksheet(ABOUT)
    bold, wrap = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, told.listed.name[:200], book.add_format({"bold": True, "font_size": 16}))
    for number, (name, text) in enumerate(_said(told, counts), start=2):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, text, wrap)


def _said(told: TakenAway, counts: Counts) -> Iterable[tuple[str, str]]:
    zone, law = ZoneInfo(told.time_zone), told.moment.law
    checked = told.listed.checked_at
    yield "List of", told.agency
    yield "From the file", told.listed.filename
    yield "Lines", f"{counts.lines:,}, of which {counts.waiting:,} wait for a choice"
    yield "Matched", f"{checked.astimezone(zone):%Y-%m-%d %H:%M %Z}" if checked else ""
    yield "Standings and profiles as at", f"{told.moment.at.astimezone(zone):%Y-%m-%d %H:%M %Z}"
    scope = law.scope
    over = "over" if scope.comparison == "over" else "at least"
    yield "Rules", f"{law.name}. {scope.measure.capitalize()} {over} {scope.currency} {scope.threshold:,}."
    yield "Points of a profile", f"{PROFILE_MEANING} Shown only once confirmed by an officer and released."
    maxima = ", ".join(f"{each.name} {most}" for each, most in _maxima(told))
    yield "Most points", maxima
    yield "Risk", TIER_MEANING
    yield from ((MATCHES[key], text) for key, text in MATCH_MEANINGS.items())
    yield from ((FILINGS[key], text) for key, text in FILING_MEANINGS.items())


def _maxima(told: TakenAway) -> Iterable[tuple[Any, int]]:
    rubric = rubric_in_force(told.moment.on)
    for pillar in rubric.pillars:
        yield pillar, 2 * pillar.weight * sum(each.pillar == pillar.slug for each in rubric.scored_criteria)
