"""The agencies that plans name, from agencies.toml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from statements.errors import NotFound
from statements.filing.datafile import read

PATH = Path(__file__).with_name("agencies.toml")


@dataclass(frozen=True)
class Agency:
    """An agency by its key; `short` and `name` are the documents' words, `later` our note on what became of it.

    `organisation` is the address part of the organisation in this register that reports for it, where one does.
    """

    key: str
    short: str
    name: str
    later: str = ""
    organisation: str = ""


@dataclass(frozen=True)
class AgencyRef:
    """An agency as pages name it; `key` is its part of the address."""

    key: str
    name: str
    short: str


@dataclass(frozen=True)
class _File:
    agencies: tuple[Agency, ...]


@cache
def agencies() -> dict[str, Agency]:
    """Every agency by its key. Raises FaultyFile."""
    return {each.key: each for each in read(PATH, _File).agencies}


def agency(key: str) -> Agency:
    """The agency with this key. Raises NotFound."""
    if key not in agencies():
        raise NotFound("There is no such agency.")
    return agencies()[key]


def planned(key: str) -> AgencyRef:
    """An agency that a plan or a document names. Raises NotFound."""
    found = agency(key)
    return AgencyRef(found.key, found.name, found.short)


def reporting(slug: str, name: str) -> AgencyRef:
    """How an organisation that reports here is named: as the plans' agency where agencies.toml ties it to one."""
    for each in agencies().values():
        if each.organisation and each.organisation == slug:
            return AgencyRef(each.key, each.name, each.short)
    return AgencyRef(slug, name, name)
