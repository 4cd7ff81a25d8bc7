"""The plans are whole, and every quoted wording stands in the documents."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from statements.action_plan import archive, crosswalk, plans, records
from statements.action_plan.planned import FIELDS, Plan, Timing
from statements.errors import NotFound
from statements.filing.datafile import FaultyFile
from tests.conftest import REAL_DATA

EARLIER, LATER = "nz-2009", "nz-2020-2025"
DOCUMENTS = {EARLIER: "plan-of-action-2009.txt", LATER: "implementation-reports-2020-25.txt"}


@pytest.fixture
def document() -> Callable[[str], str]:
    """Reads a document that the plans quote, layout marks and runs of blanks taken away; skipped where it is absent."""
    folder = REAL_DATA.parent / "plan"
    if not folder.is_dir():
        pytest.skip("the documents of the plans are not here")
    return lambda name: _plain((folder / name).read_text(encoding="utf-8"))


def _plain(text: str) -> str:
    bare = re.sub(r"</?(?:b|p)>|\*\*|^\s*-\s", " ", text, flags=re.MULTILINE)
    return " ".join(bare.split())


def quoted(plan: Plan) -> Iterator[str]:
    """Every text of a plan that stands as the document's."""
    yield from (plan.objective, plan.timetable_wording, plan.numbering_wording, plan.summary_place, plan.table_place)
    yield from (text for each in plan.pillars for text in (each.name, each.wording, each.place))
    yield from (each.wording for each in (*plan.principles, *plan.goals))
    yield from (text for each in plan.topics for text in (each.heading, each.agencies_wording, each.related_wording))
    for action in plan.actions:
        yield from (getattr(action, name) for name in (*FIELDS, "subheading", "note"))
        yield from (stage.wording for stage in action.stages)
        yield from (getattr(action.summary, name) for name in FIELDS if action.summary)


@pytest.mark.parametrize("key", sorted(DOCUMENTS))
def test_every_quoted_wording_stands_in_the_document(key: str, document: Callable[[str], str]) -> None:
    text = document(DOCUMENTS[key])
    wordings = {" ".join(each.split()) for each in quoted(plans.plan(key)) if each}
    assert len(wordings) > 40
    assert [each for each in sorted(wordings) if each not in text] == []


def test_the_quoted_reports_stand_in_the_briefing(document: Callable[[str], str]) -> None:
    text = document("annual-briefing-2010.txt")
    for report in archive.archives()[0].reports:
        for said in (report.text, report.delay_reason, report.mitigation, report.next_steps):
            assert " ".join(said.split()) in text


def test_the_earlier_plan_is_whole() -> None:
    plan = plans.plan(EARLIER)
    assert [each.number for each in plan.actions] == [str(number) for number in range(1, 29)]
    assert [each.key for each in plan.principles] == ["A", "B", "C"]
    assert [each.key for each in plan.goals] == [str(number) for number in range(1, 11)]
    assert len(plan.topics) == 17 and plan.archive and "not stated in our copy" in plan.kinds_note
    assert plans.missing(plan) == [("goal", "7"), ("principle", "C")]
    assert plans.unknown_gaps(plan) == []
    assert all(each.summary and each.objective and each.measure and each.agencies for each in plan.actions)


def test_due_dates_are_computed_from_the_release() -> None:
    plan = plans.plan(EARLIER)
    due = {each.number: {stage.term: plan.due(stage.term) for stage in each.stages} for each in plan.actions}
    assert due["1"] == {"short": date(2010, 7, 13), "medium": date(2011, 7, 13)}
    staged = [number for number, stages in due.items() if stages]
    assert staged == ["1", "2", "3", "4", "5", "9", "10", "11", "12", "16", "17", "21", "23"]
    ongoing = [each.number for each in plan.actions if each.timing is Timing.ONGOING]
    assert ongoing == ["6", "7", "8", "27"]
    case = [each.number for each in plan.actions if each.timing is Timing.CASE]
    assert case == ["13", "14", "15", "18", "19", "20", "22", "24", "25", "26", "28"]
    with pytest.raises(ValueError, match="long"):
        plan.due("long")


def test_body_and_summary_are_both_kept_where_they_differ() -> None:
    found = {each.number: each.differences for each in plans.plan(EARLIER).actions if each.differences}
    assert found == {
        "11": ["timetable"],
        "13": ["wording", "timetable"],
        "14": ["timetable"],
        "17": ["measure"],
        "20": ["wording"],
        "21": ["objective"],
        "22": ["wording"],
    }


def test_the_later_plan_is_whole() -> None:
    plan = plans.plan(LATER)
    numbers = [each.number for each in plan.actions]
    assert sorted(numbers, key=lambda text: (not text.isdigit(), text.zfill(3))) == [*map(str, range(1, 29)), "N1"]
    assert plan.action("26").folded_into == "9" and plan.action("N1").added_later
    assert [each.number for each in plan.actions if each.live_figures] == ["13", "14", "15", "16", "17"]
    with pytest.raises(NotFound):
        plan.action("29")


@pytest.mark.parametrize(
    ("key", "old", "new", "fault"),
    [
        (LATER, "expected_actions = 29", "expected_actions = 30", "30 actions are expected, 29"),
        (LATER, 'folded_into = "9"', 'folded_into = "99"', "folded into 99"),
        (EARLIER, 'goals = ["5", "8"]', 'goals = ["5", "18"]', "points to 18"),
        (EARLIER, 'goals = ["10"]', "goals = []", "missing: goal 10 has no topic"),
        (EARLIER, 'agencies = ["dia"]', 'agencies = ["nobody"]', "names agencies that the plan does not list: nobody"),
        (EARLIER, 'key = "mwa"', 'key = "nobody"', "the agency “nobody” is not in agencies.toml"),
        (EARLIER, 'goals = ["5"]', 'goals = ["5", "7"]', "goal 7 is called a gap and is none"),
        (EARLIER, 'topic = "training"', 'topic = "elsewhere"', "nothing stands under training"),
        (EARLIER, 'term = "medium"', 'term = "long"', "a stage of the term “long”"),
        (EARLIER, 'timing = "ongoing"', 'timing = "staged"', "staged without stages"),
    ],
)
def test_a_plan_that_lacks_something_says_so(tmp_path: Path, key: str, old: str, new: str, fault: str) -> None:
    whole = (plans.FOLDER / f"{key}.toml").read_text(encoding="utf-8")
    assert old in whole
    (tmp_path / f"{key}.toml").write_text(whole.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FaultyFile, match=re.escape(fault)):
        plans.read_plan(tmp_path / f"{key}.toml")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('to = "21"', 'to = "99"', "neither reached nor new"),
        ('number = "24"\nreason', 'number = "22"\nreason', "neither reached nor new, or both"),
        ('kind = "continues"', 'kind = "perhaps"', "item 1 needs links of a known kind"),
        ('number = "28"\nlinks', 'number = "29"\nlinks', "not those of the earlier plan"),
    ],
)
def test_a_crosswalk_that_leads_nowhere_says_so(tmp_path: Path, old: str, new: str, fault: str) -> None:
    whole = crosswalk.PATH.read_text(encoding="utf-8")
    assert old in whole
    (tmp_path / "crosswalk.toml").write_text(whole.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FaultyFile, match=fault):
        crosswalk.read_crosswalk(tmp_path / "crosswalk.toml")


def test_every_link_of_the_crosswalk_has_its_reason() -> None:
    walk = crosswalk.crosswalk()
    assert all(link.reason for item in walk.items for link in item.links) and all(each.reason for each in walk.new)
    nothing = [item.number for item in walk.items if item.nothing]
    assert nothing == ["11", "12", "14", "15", "22"]
    assert [number for number, _link in walk.before("9")] == ["6", "7"]


def test_the_entry_of_the_international_database_is_quoted(document: Callable[[str], str]) -> None:
    text = re.sub(r"\s*[•]\s*", " ", document("un-women-entry-2009.txt"))
    record = plans.plan(EARLIER).record
    assert record and record.entry
    entry = record.entry
    for said in (entry.description, entry.source, entry.type_of_measure, entry.form_of_violence, entry.year):
        assert said in text
    assert [each.goal for each in entry.goals if each.wording not in text] == []


def test_the_record_says_what_the_entry_left_out() -> None:
    plan = plans.plan(EARLIER)
    assert [goal.key for goal in records.left_out(plan)] == ["10"]
    assert [goal.key for goal, _wording in records.reworded(plan)] == ["2", "7"]
    told = records.fields(plan)
    assert list(told)[:4] == ["Country", "Year", "Type of Measure", "Form of Violence"]
    assert all(goal.wording in told["Brief Description"] for goal in plan.goals)
    assert records.left_out(plans.plan(LATER)) == [] == records.reworded(plans.plan(LATER))
