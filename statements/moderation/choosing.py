"""The page on which an officer chooses the sentences that a finding rests on, out of the whole text."""

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scoring import Criterion, Gate, Sentence, from_json
from statements.errors import NotFound
from statements.filing.models import Version
from statements.moderation.assess import load_version, pages_of
from statements.moderation.desk import Reading, criteria_of, reading_of
from statements.moderation.evidence import found_by_machine
from statements.moderation.models import FindingRecord
from statements.moderation.pages import StatementPage


@dataclass(frozen=True)
class PageOfSentences:
    """A page of the statement with the sentences that were read on it, in order."""

    page: StatementPage
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class EvidencePage:
    """One finding or gate beside every sentence of the text."""

    version: Version
    reading: Reading
    row: FindingRecord
    asked: Criterion | Gate
    pages: tuple[PageOfSentences, ...]

    @property
    def found(self) -> dict[int, float]:
        """How sure the machine was of each sentence that it found, by index."""
        return {each.sentence.index: each.probability for each in found_by_machine(self.row)}

    @property
    def evidence(self) -> frozenset[int]:
        """The indices of the sentences that it rests on now."""
        return frozenset(each["sentence"] for each in self.row.evidence)


def evidence_page(session: Session, *, version_id: uuid.UUID, criterion: str) -> EvidencePage:
    """One finding with every sentence that it could rest on. Raises NotFound."""
    version = load_version(session, version_id)
    reading = reading_of(session, version)
    if reading is None or criterion not in reading.rows:
        raise NotFound("There is no such finding.")
    sentences = from_json(reading.assessment.body).sentences
    pages = tuple(
        PageOfSentences(page, tuple(each for each in sentences if each.page == page.number))
        for page in pages_of(version)
    )
    asked = criteria_of(session, version)[criterion]
    return EvidencePage(version, reading, reading.rows[criterion], asked, pages)
