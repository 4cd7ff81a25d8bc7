"""Where people get help: read once from the one file that holds the numbers and the date they were checked."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path


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


@cache
def read_help() -> Help:
    """The contents of help.toml."""
    with Path(__file__).with_name("help.toml").open("rb") as file:
        given = tomllib.load(file)
    contacts = tuple(Contact(**each) for each in given["contacts"])
    return Help(given["leave_to"], contacts)
