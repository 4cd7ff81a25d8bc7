"""What changed from one published version of a statement to another: answer by answer, sentence by sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from statements.register import answers, texts
from statements.register.public import PublicStatement, PublicVersion
from statements.register.rewording import Change, Piece, relisted, replaced, reworded

AROUND = 1
"""Unchanged sentences shown before and after a changed one."""
MOST_COMPARED = 5_000
"""Sentences of a version that are compared: more than the longest statement has."""
_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class ChangedAnswer:
    """A question whose answer changed; lines are empty where it was not answered."""

    question: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The two answers as one: words of a text, lines of a list; empty where they are better read apart."""
        if len(self.before) == len(self.after) == 1:
            told = reworded(self.before[0], self.after[0])
            return (told,) if told else ()
        return relisted(self.before, self.after) if self.before and self.after else ()


@dataclass(frozen=True)
class Differences:
    """Everything that changed; `documents` names files that were added or removed.

    `one_sided` tells that only one of the two has a text, which nothing can be compared with.
    """

    answers: tuple[ChangedAnswer, ...]
    text: tuple[Piece, ...]
    added_documents: tuple[str, ...]
    removed_documents: tuple[str, ...]
    one_sided: bool = False

    @property
    def nothing(self) -> bool:
        """Whether the two versions say the same."""
        return not (self.answers or self.text or self.added_documents or self.removed_documents or self.one_sided)


def between_years(before: PublicStatement, after: PublicStatement) -> Differences:
    """What changed from one statement to another, both read with their text.

    Answers are compared where both were filed under the same rules: other rules ask other questions.
    """
    same = {"law": after.law, "before_law": before.law}
    return between(before.version, after.version, public_agency=after.organisation.public_body, **same)


def between(
    before: PublicVersion, after: PublicVersion, *, law: str, public_agency: bool, before_law: str = ""
) -> Differences:
    """What changed from one version to the other, both read with their text; `before_law` where it was another."""
    old, new = ({each.sha256: each.filename for each in version.documents} for version in (before, after))
    same = (before_law or law) == law
    was, now = _sentences(before, before_law or law), _sentences(after, law)
    return Differences(
        answers=changed_answers(before, after, law, public_agency=public_agency) if same else (),
        text=tuple(_pieces(was, now)) if was and now else (),
        added_documents=tuple(name for key, name in new.items() if key not in old),
        removed_documents=tuple(name for key, name in old.items() if key not in new),
        one_sided=bool(was) != bool(now),
    )


def changed_answers(
    before: PublicVersion, after: PublicVersion, law: str, *, public_agency: bool
) -> tuple[ChangedAnswer, ...]:
    """The questions that the two answer otherwise, in the order of the questionnaire."""
    return tuple(_answers(before, after, law, public_agency=public_agency))


def _answers(before: PublicVersion, after: PublicVersion, law: str, *, public_agency: bool) -> Iterator[ChangedAnswer]:
    for question in answers.public_questions(law, public_agency=public_agency):
        given = [version.answers.get(question.key) for version in (before, after)]
        if given[0] == given[1]:
            continue
        was, now = (answers.lines(question, each) for each in given)
        if was != now:
            yield ChangedAnswer(question.label, was, now)


def _sentences(version: PublicVersion, law: str) -> list[str]:
    if not version.documents:
        return []
    whole = "\n".join(page.text for page in texts.pages(version, law))
    return [" ".join(each.split()) for each in _SENTENCES.split(whole) if each.strip()][:MOST_COMPARED]


def _pieces(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    matched = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    if all(kind == "equal" for kind, *_ in matched):
        return
    for kind, old_start, old_end, new_start, new_end in matched:
        if kind == "equal":
            is_first, is_last = old_start == 0, old_end == len(before)
            yield from _unchanged(before[old_start:old_end], is_first=is_first, is_last=is_last)
            continue
        yield from replaced(before[old_start:old_end], after[new_start:new_end])


def _unchanged(same: Sequence[str], *, is_first: bool, is_last: bool) -> Iterator[Piece]:
    """The ends of a stretch that did not change, next to what did, and how much stands between."""
    head = 0 if is_first else min(AROUND, len(same))
    tail = 0 if is_last else min(AROUND, len(same) - head)
    yield from (Piece(Change.SAME, each) for each in same[:head])
    if count := len(same) - head - tail:
        yield Piece(Change.LEFT_OUT, count=count)
    yield from (Piece(Change.SAME, each) for each in same[len(same) - tail :])
