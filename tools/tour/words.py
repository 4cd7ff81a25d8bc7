"""What the tour says beside its pictures and files: `tour.md` and `answer-key.md`, filled with what was seen."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.demo.answer_key import KeyedDocument
from portal.demo.measure import Comparison, as_table, by_criterion

HERE = Path(__file__).parent
TOTALS = ("judged", "exact", "off_by_one", "off_by_two", "missed", "unread")


def tour_page(facts: Mapping[str, str], found: Sequence[Comparison]) -> str:
    """The page that leads through the tour."""
    totals = {name: sum(getattr(each, name) for each in found) for name in TOTALS}
    return (HERE / "tour.md").read_text(encoding="utf-8").format(**facts, **totals)


def answer_key_page(found: Sequence[Comparison], key: Mapping[str, KeyedDocument]) -> str:
    """The page that compares findings with the answer key."""
    text = (HERE / "answer-key.md").read_text(encoding="utf-8")
    return text.format(table=as_table(found), criteria=by_criterion(found, key))
