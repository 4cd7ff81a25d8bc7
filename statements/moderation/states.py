"""Where a version may go from where it stands: the one place that says so."""

from statements.errors import Conflict
from statements.filing.models import Statement, StatementState, Version, VersionState


def move(version: Version, to: VersionState) -> None:
    """Put the version into the state `to`, and its statement with it. Raises Conflict where that way is closed.

    Publishing a version supersedes every earlier one; returning a correction leaves what is public as it was.
    """
    came_from = VersionState(version.state)
    match (came_from, to):
        case (VersionState.SUBMITTED, VersionState.PUBLISHED):
            _supersede_earlier(version)
            version.statement.state = StatementState.PUBLISHED
            version.statement.current_version_id = version.id
            version.statement.withdrawn_reason = ""
        case (VersionState.SUBMITTED, VersionState.RETURNED):
            if version.statement.state == StatementState.SUBMITTED:
                version.statement.state = StatementState.RETURNED
        case (VersionState.SUBMITTED | VersionState.PUBLISHED, VersionState.WITHDRAWN):
            version.statement.state = StatementState.WITHDRAWN
        case (VersionState.SUBMITTED | VersionState.PUBLISHED, VersionState.SUPERSEDED):
            pass
        case _:
            raise Conflict(f"This version is {came_from}: it can no longer become {to}. Reload the page to see why.")
    version.state = to


def published_version(statement: Statement) -> Version | None:
    """The version that the public sees now, if there is one."""
    return next((each for each in statement.versions if each.state == VersionState.PUBLISHED), None)


def newest_version(statement: Statement) -> Version:
    """The version that was submitted last."""
    return max(statement.versions, key=lambda each: each.number)


def _supersede_earlier(version: Version) -> None:
    for earlier in version.statement.versions:
        open_still = earlier.state in (VersionState.SUBMITTED, VersionState.PUBLISHED)
        if earlier.number < version.number and open_still:
            move(earlier, VersionState.SUPERSEDED)
