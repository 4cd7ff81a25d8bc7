"""What an officer does to the evidence of a finding: strike a sentence, add one of the text or one by its words."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from scoring import Evidence, Sentence, from_json, specificity
from scoring.status import status_of
from statements.errors import Invalid, Problem
from statements.moderation.assess import evidence_item
from statements.moderation.models import AssessmentRecord, FindingRecord
from statements.reference.folding import fold

SHORTEST_QUOTE = 12
"""Characters that a quotation needs, so that it points to one sentence."""
CERTAIN = 1.0


@dataclass(frozen=True)
class Change:
    """What an officer does to a finding's evidence: indices of sentences struck and added, and words of one to add."""

    struck: Collection[int] = ()
    added: Collection[int] = ()
    quote: str = ""


NO_CHANGE = Change()


def chosen(finding: FindingRecord, sentences: Collection[int]) -> Change:
    """The change after which these sentences, by index, and no others are the finding's evidence."""
    before = {each["sentence"] for each in finding.evidence}
    return Change(struck=sorted(before - set(sentences)), added=sorted(set(sentences) - before))


def after_changes(finding: FindingRecord, change: Change) -> list[dict[str, Any]]:
    """The finding's evidence without the struck sentences and with the added ones, in reading order.

    Raises Invalid where quoted words or an added sentence are not in the statement.
    """
    kept = [each for each in finding.evidence if each["sentence"] not in change.struck]
    held = {each["sentence"] for each in kept}
    for sentence in _wanted(finding.assessment, change):
        if sentence.index not in held:
            held.add(sentence.index)
            kept.append(_as_found(finding, sentence) or _by_officer(sentence))
    return sorted(kept, key=lambda each: each["sentence"])


def differences(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> dict[str, list[int]]:
    """The sentences that were added and struck, as history keeps them; nothing where nothing was."""
    old, new = {each["sentence"] for each in before}, {each["sentence"] for each in after}
    found = {"added": sorted(new - old), "struck": sorted(old - new)}
    return {key: sentences for key, sentences in found.items() if sentences}


def _wanted(assessment: AssessmentRecord, change: Change) -> list[Sentence]:
    sentences = from_json(assessment.body).sentences if change.added else ()
    if any(not 0 <= index < len(sentences) for index in change.added):
        fault = "One of the sentences is not in the statement's text."
        raise Invalid([Problem(fault, "Reload the page and choose again.", field="evidence")])
    wanted = [sentences[index] for index in change.added]
    return [*wanted, find_sentence(assessment, change.quote)] if change.quote.strip() else wanted


def _as_found(finding: FindingRecord, sentence: Sentence) -> dict[str, Any] | None:
    """The sentence as the machine found it, where it had: struck and put back, it is the machine's again."""
    return next(
        (evidence_item(each) for each in found_by_machine(finding) if each.sentence.index == sentence.index), None
    )


def _by_officer(sentence: Sentence) -> dict[str, Any]:
    read = Evidence(
        sentence=sentence,
        probability=CERTAIN,
        status=status_of(sentence.text),
        marks=specificity.kinds(specificity.marks(sentence.text)),
    )
    return evidence_item(read, added_by_officer=True)


def found_by_machine(finding: FindingRecord) -> tuple[Evidence, ...]:
    """The evidence as the machine gave it, whatever an officer did since."""
    results = from_json(finding.assessment.body)
    found = next((each.evidence for each in results.findings if each.criterion == finding.criterion), ())
    return next((each.evidence for each in results.gates if each.gate == finding.criterion), found)


def is_as_found(finding: FindingRecord, kept: Sequence[dict[str, Any]]) -> bool:
    """Whether this evidence names just the sentences that the machine found."""
    return {each.sentence.index for each in found_by_machine(finding)} == {each["sentence"] for each in kept}


def find_sentence(assessment: AssessmentRecord, quote: str) -> Sentence:
    """The first sentence of the assessed text that holds these words. Raises Invalid."""
    wanted = _plain(quote)
    if len(wanted) < SHORTEST_QUOTE:
        raise Invalid([Problem("Copy more words of the sentence, so that it can be told apart.", field="quote")])
    for sentence in from_json(assessment.body).sentences:
        held = _plain(sentence.text)
        if wanted in held or (held in wanted and len(held) >= SHORTEST_QUOTE):
            return sentence
    mend = "Copy them from the text on this page."
    raise Invalid([Problem("These words are not in the statement's text.", mend, field="quote")])


def _plain(text: str) -> str:
    return re.sub(r"[^\w]+", " ", fold(text)).strip()
