"""The findings of a version one at a time, in the order of the page, for an officer with a keyboard."""

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scoring import Criterion, Gate
from statements.errors import NotFound
from statements.moderation import desk
from statements.moderation.desk import Reading, ReviewPage
from statements.moderation.models import FindingRecord, FindingState
from statements.moderation.queries import ReadFinding, ReadGate
from statements.moderation.reading import ReadPage, read_pages


@dataclass(frozen=True)
class Step:
    """One finding with its neighbours: ids of the criteria before and after, and of the next that is open."""

    page: ReviewPage
    reading: Reading
    row: FindingRecord
    asked: Criterion | Gate
    read: ReadFinding | ReadGate
    place: int
    previous: str | None
    next: str | None
    next_open: str | None

    @property
    def pages(self) -> tuple[ReadPage, ...]:
        """The version's text with the evidence of this finding alone marked."""
        return read_pages([each.page for each in self.page.pages], {self.row.criterion: self.row.evidence})

    @property
    def is_gate(self) -> bool:
        """Whether this is a gate."""
        return isinstance(self.read, ReadGate)


def step(session: Session, *, version_id: uuid.UUID, criterion: str) -> Step:
    """One finding of a version as the walk shows it. Raises NotFound."""
    page = desk.review_page(session, version_id=version_id)
    if page.reading is None or criterion not in page.reading.rows:
        raise NotFound("There is no such finding.")
    rows = page.reading.in_order
    place = next(number for number, each in enumerate(rows) if each.criterion == criterion)
    gates = {each.gate: each for each in page.reading.profile.gates}
    findings = {each.criterion: each for each in page.reading.profile.findings}
    is_gate = criterion in gates
    gate = next((each for each in page.reading.rubric.gates if each.id == criterion), None)
    return Step(
        page=page,
        reading=page.reading,
        row=rows[place],
        asked=gate or page.reading.rubric.criterion(criterion),
        read=gates[criterion] if is_gate else findings[criterion],
        place=place + 1,
        previous=rows[place - 1].criterion if place else None,
        next=rows[place + 1].criterion if place + 1 < len(rows) else None,
        next_open=next_open(page.reading, after=criterion),
    )


def next_open(reading: Reading, *, after: str) -> str | None:
    """The next finding that no officer has decided: behind this one, else from the beginning."""
    rows = reading.in_order
    place = next((number for number, each in enumerate(rows) if each.criterion == after), -1)
    turned = [*rows[place + 1 :], *rows[: max(place, 0)]]
    return next((each.criterion for each in turned if each.state == FindingState.OPEN), None)
