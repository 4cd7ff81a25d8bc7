"""What makes a version a hard case, so that the officer's queue can put it first and say why."""

from enum import StrEnum

from scoring import Assessment, Finding, GateResult, Outcome
from statements.filing.models import Version, VersionState


class Flag(StrEnum):
    """A reason to look closely."""

    SCAN = "scan"
    NOT_SCORED = "not-scored"
    PARTLY_READ = "partly-read"
    ABSTAINED = "abstained"
    DECLARED = "declared"
    GATE = "gate"
    LATE = "late"
    COPIED = "copied"
    RESUBMITTED = "resubmitted"
    CORRECTION = "correction"


WEIGHTS: dict[Flag, int] = {
    Flag.SCAN: 9,
    Flag.NOT_SCORED: 9,
    Flag.RESUBMITTED: 6,
    Flag.GATE: 5,
    Flag.DECLARED: 4,
    Flag.PARTLY_READ: 4,
    Flag.LATE: 3,
    Flag.CORRECTION: 3,
    Flag.ABSTAINED: 2,
    Flag.COPIED: 2,
}
"""How far up the queue each reason moves a version. The order is ours: what a machine cannot help with comes first."""


def flags_of(version: Version, assessment: Assessment, *, copied: int, late: bool) -> dict[Flag, int]:
    """The reasons that hold for this version, each with how often it occurs (findings, gates, sentences; else 1)."""
    scan = any(document.scan for document in version.documents)
    unscored = all(finding.outcome is Outcome.NOT_SCORED for finding in assessment.findings)
    counts = {
        Flag.SCAN: int(scan),
        Flag.NOT_SCORED: int(unscored and not scan),
        Flag.PARTLY_READ: int(bool(assessment.note) and not unscored),
        Flag.ABSTAINED: sum(_abstained(finding) for finding in assessment.findings),
        Flag.DECLARED: sum(declared_otherwise(finding.declared, finding.level) for finding in assessment.findings),
        Flag.GATE: sum(_not_met(gate) for gate in assessment.gates) if not unscored else 0,
        Flag.LATE: int(late),
        Flag.COPIED: copied,
        **_history_flags(version),
    }
    return {flag: count for flag, count in counts.items() if count}


def declared_otherwise(declared: bool | None, level: int | None) -> bool:
    """Whether what the filer declared and the level found contradict each other."""
    return declared is not None and level is not None and declared != (level > 0)


def _abstained(finding: Finding) -> bool:
    return finding.outcome is Outcome.NOT_READ


def _not_met(gate: GateResult) -> bool:
    return gate.met is False


def _history_flags(version: Version) -> dict[Flag, int]:
    earlier = [each.state for each in version.statement.versions if each.number < version.number]
    published_before = any(state in (VersionState.PUBLISHED, VersionState.SUPERSEDED) for state in earlier)
    returned_before = VersionState.RETURNED in earlier
    return {Flag.RESUBMITTED: int(returned_before), Flag.CORRECTION: int(published_before and not returned_before)}
