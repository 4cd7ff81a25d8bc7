"""What an officer does to the evidence of a finding: strike a sentence, or add one by its words."""

import re
from collections.abc import Sequence
from typing import Any

from scoring import Evidence, Sentence, Status, from_json
from statements.errors import Invalid, Problem
from statements.moderation.assess import evidence_item
from statements.moderation.models import AssessmentRecord, FindingRecord
from statements.reference.folding import fold

SHORTEST_QUOTE = 12
"""Characters that a quotation needs, so that it points to one sentence."""
CERTAIN = 1.0


def after_changes(finding: FindingRecord, *, struck: Sequence[int], quote: str) -> list[dict[str, Any]]:
    """The finding's evidence without the struck sentences and with the quoted one, in reading order.

    Raises Invalid where the quoted words are not in the statement.
    """
    kept = [each for each in finding.evidence if each["sentence"] not in struck]
    if quote.strip():
        sentence = find_sentence(finding.assessment, quote)
        if sentence.index not in {each["sentence"] for each in kept}:
            added = Evidence(sentence=sentence, probability=CERTAIN, status=Status.DONE)
            kept.append(evidence_item(added, added_by_officer=True))
    return sorted(kept, key=lambda each: each["sentence"])


def is_as_found(finding: FindingRecord, kept: Sequence[dict[str, Any]]) -> bool:
    """Whether this evidence names just the sentences that the machine found."""
    results = from_json(finding.assessment.body)
    found = next((each.evidence for each in results.findings if each.criterion == finding.criterion), ())
    found = next((each.evidence for each in results.gates if each.gate == finding.criterion), found)
    return {each.sentence.index for each in found} == {each["sentence"] for each in kept}


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
