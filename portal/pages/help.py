"""Where people get help: read once from the one file that holds the numbers and the date they were checked."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from statements.filing.datafile import read


@dataclass(frozen=True)
class Contact:
    """Someone to call: when to, and on which number."""

    name: str
    when: str
    phone: str
    open: str
    checked_on: date
    checked_against: str


@dataclass(frozen=True)
class Help:
    """Every contact, each with the day on which its number was checked and against what."""

    leave_to: str
    contacts: tuple[Contact, ...]

    def of(self, phones: tuple[str, ...]) -> tuple[Contact, ...]:
        """The contacts with these numbers; every contact where one of the numbers is not among them."""
        found = tuple(each for each in self.contacts if each.phone in phones)
        return found if len(found) == len(phones) else self.contacts


@cache
def read_help(folder: Path) -> Help:
    """The contents of help.toml: the operator's own in this folder, else the portal's. Raises FaultyFile."""
    return read(own_or_ours(folder, "help.toml"), Help)


def own_or_ours(folder: Path, name: str) -> Path:
    """The operator's own file of this name where there is one, else the one that comes with the portal."""
    own = folder / name
    return own if own.is_file() else Path(__file__).with_name(name)
