"""What changed between a version and the one before it, so that an officer reads only that again."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scoring import Sentence, from_json, normalised
from statements.filing import questionnaire
from statements.filing.answers import shown
from statements.filing.models import Version
from statements.moderation import queries, service
from statements.moderation.models import AssessmentRecord, FindingRecord, FindingState


@dataclass(frozen=True)
class AnswerChange:
    """An answer that is no longer what it was, in words; no lines where it was not answered."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class FindingChange:
    """A finding that is read otherwise, or rests on other sentences, than in the earlier version."""

    criterion: str
    before: int | None
    after: int | None
    decided_as: int | None
    was_decided: bool
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """Everything that differs from the earlier version; `same` lists findings as they were.

    `kept` maps those of them that can be decided as before to the earlier row that an officer decided.
    """

    earlier: Version
    answers: tuple[AnswerChange, ...]
    files_gone: tuple[str, ...]
    files_new: tuple[str, ...]
    text_gone: tuple[Sentence, ...]
    text_new: tuple[Sentence, ...]
    findings: tuple[FindingChange, ...]
    same: tuple[str, ...]
    kept: Mapping[str, FindingRecord]
    signature: bool
    covers: tuple[int, int]
    covers_gone: tuple[str, ...]
    covers_new: tuple[str, ...]


def changes_of(session: Session, version: Version) -> Changes | None:
    """What differs from the version before this one; None for the first."""
    earlier = next((each for each in version.statement.versions if each.number == version.number - 1), None)
    if earlier is None:
        return None
    old, new = queries.current_assessment(session, earlier), queries.current_assessment(session, version)
    findings = _findings(old, new)
    differ = {each.criterion for each in findings}
    rows = _rows(old)
    same = [each.criterion for each in new.findings if each.criterion not in differ] if new and old else []
    files = [{each.sha256: each.filename for each in one.documents} for one in (earlier, version)]
    gone, came = _text(old, new)
    found = _found_by_machine(old)
    covers = [{each.organisation_id: each.organisation.name for each in one.coverage} for one in (earlier, version)]
    return Changes(
        earlier=earlier,
        answers=_answers(earlier, version),
        files_gone=tuple(name for key, name in files[0].items() if key not in files[1]),
        files_new=tuple(name for key, name in files[1].items() if key not in files[0]),
        text_gone=gone,
        text_new=came,
        findings=findings,
        same=tuple(same),
        kept={each: rows[each] for each in same if _can_keep(rows[each], found.get(each, frozenset()))},
        signature=earlier.signature != version.signature or earlier.approval != version.approval,
        covers=(len(covers[0]), len(covers[1])),
        covers_gone=tuple(sorted(name for key, name in covers[0].items() if key not in covers[1])),
        covers_new=tuple(sorted(name for key, name in covers[1].items() if key not in covers[0])),
    )


def keep_decisions(session: Session, *, version: Version, by: uuid.UUID, at: datetime) -> int:
    """Decide what did not change as it was decided in the earlier version, with its reason; how many findings."""
    changes = changes_of(session, version)
    assessment = queries.current_assessment(session, version)
    if changes is None or assessment is None:
        return 0
    open_rows = [each for each in assessment.findings if each.state == FindingState.OPEN]
    wanted = [each for each in open_rows if each.criterion in changes.kept]
    for row in wanted:
        earlier = changes.kept[row.criterion]
        service.decide_finding(session, finding=row, level=earlier.level, reason=earlier.reason, by=by, at=at)
    return len(wanted)


def _can_keep(row: FindingRecord, found: frozenset[str]) -> bool:
    """Decided, on the sentences that the machine found: an officer's own choice of sentences is made anew."""
    return row.state != FindingState.OPEN and frozenset(normalised(each["text"]) for each in row.evidence) == found


def _found_by_machine(assessment: AssessmentRecord | None) -> dict[str, frozenset[str]]:
    """The sentences, normalised, that the machine gave each criterion and gate."""
    if assessment is None:
        return {}
    read = from_json(assessment.body)
    evidence = {each.criterion: each.evidence for each in read.findings}
    evidence |= {each.gate: each.evidence for each in read.gates}
    return {key: frozenset(normalised(each.sentence.text) for each in items) for key, items in evidence.items()}


def _rows(assessment: AssessmentRecord | None) -> dict[str, FindingRecord]:
    return {each.criterion: each for each in assessment.findings} if assessment else {}


def _findings(old: AssessmentRecord | None, new: AssessmentRecord | None) -> tuple[FindingChange, ...]:
    if old is None or new is None:
        return ()
    rows, before, after = _rows(old), _found_by_machine(old), _found_by_machine(new)
    found = []
    for row in new.findings:
        earlier, texts = rows.get(row.criterion), after.get(row.criterion, frozenset())
        known = before.get(row.criterion, frozenset())
        if earlier is None or known != texts or earlier.machine_level != row.machine_level:
            found.append(_change(earlier, row, gained=texts - known, lost=known - texts))
    return tuple(found)


def _change(
    old: FindingRecord | None, new: FindingRecord, *, gained: frozenset[str], lost: frozenset[str]
) -> FindingChange:
    return FindingChange(
        criterion=new.criterion,
        before=old.machine_level if old else None,
        after=new.machine_level,
        decided_as=old.level if old else None,
        was_decided=old is not None and old.state != FindingState.OPEN,
        gained=tuple(sorted(gained)),
        lost=tuple(sorted(lost)),
    )


def _answers(earlier: Version, version: Version) -> tuple[AnswerChange, ...]:
    asked = questionnaire.load(version.statement.profile)
    found = []
    for each in asked.questions:
        before, after = (shown(each, one.answers.get(each.key), public=False) for one in (earlier, version))
        if before != after:
            found.append(AnswerChange(each.label, before, after, each.criteria))
    return tuple(found)


def _text(
    old: AssessmentRecord | None, new: AssessmentRecord | None
) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
    before, after = _sentences(old), _sentences(new)
    known = [{normalised(each.text) for each in one} for one in (before, after)]
    gone = tuple(each for each in before if normalised(each.text) not in known[1])
    came = tuple(each for each in after if normalised(each.text) not in known[0])
    return gone, came


def _sentences(assessment: AssessmentRecord | None) -> Sequence[Sentence]:
    return from_json(assessment.body).sentences if assessment else ()
