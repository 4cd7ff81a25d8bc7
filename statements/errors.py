"""Errors of the domain. `portal/errors.py` holds the one table of what each becomes on a page and in JSON."""

from dataclasses import dataclass


class DomainError(Exception):
    """A rule of the domain was broken; the message is plain language, safe to show to whoever asked."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotFound(DomainError):
    """The thing does not exist, or must not be known to exist by whoever asks."""


class Gone(NotFound):
    """What stood here was there by mistake; each problem tells where one part of it stands now."""

    def __init__(self, message: str, problems: "list[Problem]") -> None:
        super().__init__(message)
        self.problems = problems


class NotAllowed(DomainError):
    """The actor may not do this."""


class Conflict(DomainError):
    """The thing changed, or moved to another state, since the actor looked at it."""


class AlreadyFiled(Conflict):
    """A statement for this organisation and period already stands in the register."""


class NotYet(DomainError):
    """What was asked for cannot be told now, but soon."""


class TooLarge(DomainError):
    """A file, a list or a text is over its limit."""


class UnreadableFile(DomainError):
    """A file could not be read: not what its name says, damaged, encrypted, or built to do harm."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where it stands (`field`, or sheet and cell), what it is, how to mend it."""

    message: str
    mend: str = ""
    field: str = ""
    sheet: str = ""
    cell: str = ""


class Invalid(DomainError):
    """What was given has problems, each named with its place; nothing of it was kept."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems[0].message if problems else "Something is wrong.")
        self.problems = problems
