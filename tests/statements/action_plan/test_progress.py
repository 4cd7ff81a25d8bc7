"""How far actions are, and what is late: the first year agrees with the briefing that told of it."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from statements.action_plan import agencies, listings, plans, progress
from statements.action_plan.models import ProgressState
from statements.action_plan.progress import Due, Report
from statements.action_plan.service import NoteText
from statements.action_plan.timeline import timeline

BRIEFING = date(2010, 7, 30)
PLAN = plans.plan("nz-2009")


def said(action: str, state: ProgressState, *, stage: str = "", agency: str = "dol", on: date = BRIEFING) -> Report:
    """A report with nothing but what matters here."""
    ref = agencies.planned(agency)
    return Report("nz-2009", action, ref, NoteText(state, "Something.", on, stage=stage))


def test_the_late_list_of_mid_2010_agrees_with_the_section_on_delay(briefed: Session) -> None:
    found = progress.reports(briefed, PLAN)
    late = [row for row in progress.overdue(PLAN, found, on=BRIEFING) if row.standing is Due.LATE]
    assert [(row.action.number, row.stage.term) for row in late] == [("1", "short"), ("3", "short")]
    reasons = {row.report.said.delay_reason for row in late if row.report}
    assert len(reasons) == 1 and "Formal training for staff and public awareness raising" in reasons.pop()
    assert all(row.report and row.report.said.mitigation for row in late)


def test_silence_is_told_as_silence(briefed: Session) -> None:
    found = progress.reports(briefed, PLAN)
    silent = [row for row in progress.overdue(PLAN, found, on=BRIEFING) if row.standing is Due.NO_REPORT]
    assert [row.action.number for row in silent] == ["5", "5", "10", "11", "12", "17", "23"]
    assert progress.overdue(PLAN, found, on=date(2010, 7, 13)) == []


def test_what_the_briefing_says_of_each_item(briefed: Session) -> None:
    found = progress.reports(briefed, PLAN)
    states = {each.number: progress.state_of(each, found) for each in PLAN.actions}
    told = {number: state.value for number, state in states.items() if state}
    assert told == {
        "1": "delayed",
        "2": "done",
        "3": "delayed",
        "4": "under way",
        "9": "done",
        "16": "done",
        "21": "done",
    }


@pytest.mark.parametrize(
    ("found", "state"),
    [
        ([], None),
        ([said("1", ProgressState.NOT_STARTED)], ProgressState.NOT_STARTED),
        ([said("1", ProgressState.DONE, stage="short")], ProgressState.UNDER_WAY),
        ([said("1", ProgressState.DONE)], ProgressState.DONE),
        ([said("1", ProgressState.DONE), said("1", ProgressState.DELAYED, agency="police")], ProgressState.DELAYED),
        (
            [said("1", ProgressState.DONE), said("1", ProgressState.NOT_STARTED, agency="police")],
            ProgressState.UNDER_WAY,
        ),
        ([said("1", ProgressState.DONE), said("1", ProgressState.DELAYED, on=date(2010, 1, 1))], ProgressState.DONE),
        ([said("2", ProgressState.DONE)], None),
    ],
)
def test_the_state_of_an_action(found: list[Report], state: ProgressState | None) -> None:
    assert progress.state_of(PLAN.action("1"), found) == state


@pytest.mark.parametrize(
    ("reports", "on", "standings"),
    [
        ([], date(2010, 7, 13), [Due.LATER, Due.LATER]),
        ([], date(2010, 7, 14), [Due.NO_REPORT, Due.NO_REPORT]),
        ([said("5", ProgressState.DONE)], date(2010, 8, 1), [Due.DONE, Due.NO_REPORT]),
        ([said("5", ProgressState.DONE, agency="customs")], date(2010, 8, 1), [Due.NO_REPORT, Due.DONE]),
        ([said("5", ProgressState.UNDER_WAY)], date(2010, 8, 1), [Due.LATE, Due.NO_REPORT]),
        ([said("5", ProgressState.DONE)], date(2010, 7, 20), [Due.NO_REPORT, Due.NO_REPORT]),
    ],
)
def test_stages_on_a_day(reports: list[Report], on: date, standings: list[Due]) -> None:
    assert [row.standing for row in progress.stages(PLAN, PLAN.action("5"), reports, on=on)] == standings


def test_the_line_of_time_holds_every_due_date_and_report(briefed: Session) -> None:
    found = progress.reports(briefed, PLAN)
    line = timeline(PLAN, found, on=BRIEFING)
    assert line and (line.start, line.end) == (date(2009, 1, 1), date(2011, 12, 31))
    assert sum(len(track.due) for track in line.tracks) == 16
    assert sum(len(track.reported) for track in line.tracks) == len([each for each in found if each.action])
    assert [mark.kind for mark in line.tracks[0].due] == ["late", "later"]
    assert all(0 <= mark.at <= 1000 for track in line.tracks for mark in (*track.due, *track.reported))
    assert timeline(plans.plan("nz-2020-2025"), [], on=BRIEFING) is None


def test_a_list_guards_what_a_spreadsheet_would_run() -> None:
    listing = listings.Listing(
        "x", "y", ({"text": '=1+1, "ā"', "on": date(2026, 1, 2), "none": None, "many": ["a|b"]},)
    )
    assert listing.as_csv() == '\ufeff"text","on","none","many"\r\n"\'=1+1, ""ā""","2026-01-02","","a\\|b"\r\n'
