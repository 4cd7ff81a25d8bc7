"""What the tour says beside its pictures and files: `tour.md` and `answer-key.md`, filled with what was seen."""

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.demo.answer_key import KeyedDocument
from portal.demo.measure import Comparison, as_table, by_criterion

HERE = Path(__file__).parent
WIDTH = 120
TOTALS = ("judged", "exact", "off_by_one", "off_by_two", "missed", "unread")


def tour_page(facts: Mapping[str, str], found: Sequence[Comparison]) -> str:
    """The page that leads through the tour."""
    totals = {name: sum(getattr(each, name) for each in found) for name in TOTALS}
    text = (HERE / "tour.md").read_text(encoding="utf-8").format(**facts, **totals)
    return "\n\n".join(_wrapped(paragraph) for paragraph in text.split("\n\n"))


def answer_key_page(found: Sequence[Comparison], key: Mapping[str, KeyedDocument]) -> str:
    """The page that compares findings with the answer key."""
    text = (HERE / "answer-key.md").read_text(encoding="utf-8")
    return text.format(table=as_table(found), criteria=by_criterion(found, key))


def _wrapped(paragraph: str) -> str:
    lines = textwrap.wrap(paragraph, WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines) + ("\n" if paragraph.endswith("\n") else "")
