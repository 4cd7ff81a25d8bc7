"""What a register of businesses answers about an organisation, read into our own shape. It opens no connection.

The shape read is that of the public API of the New Zealand Business Number register, version 5, as far as it is used
here: `nzbn`, `entityName`, `entityTypeCode`, `entityStatusDescription`, `tradingNames`, `previousEntityNames`. A field
that is missing or strange is left out: whatever comes from there is offered, never believed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from statements.errors import Problem
from statements.organisations.nzbn import read_nzbn

KINDS = {"LTD": "company", "ULTD": "company", "COOP": "co-operative", "ASIC": "overseas-company"} | {
    "NON_ASIC": "overseas-company",
}
"""Kinds of organisation by the register's code; any other is for a person to choose."""
ACTIVE = "registered"
LONGEST = 500


@dataclass(frozen=True)
class Entry:
    """An organisation as a register of businesses knows it; `kind` is a code of ours or empty."""

    nzbn: str
    name: str
    kind: str = ""
    status: str = ""
    trading_names: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()

    @property
    def active(self) -> bool:
        """Whether the register lists it as registered; where it says nothing, it is believed to be."""
        return self.status.strip().lower() in ("", ACTIVE)


def read_entry(found: Any) -> Entry | None:
    """One entity of the register; None where it has no right number or no name."""
    if not isinstance(found, Mapping):
        return None
    number, name = read_nzbn(str(found.get("nzbn", ""))), _line(found.get("entityName"))
    if isinstance(number, Problem) or not name:
        return None
    return Entry(
        nzbn=number,
        name=name,
        kind=KINDS.get(str(found.get("entityTypeCode", "")).upper(), ""),
        status=_line(found.get("entityStatusDescription")),
        trading_names=_names(found.get("tradingNames")),
        former_names=_names(found.get("previousEntityNames")),
    )


def read_entries(answer: Any) -> list[Entry]:
    """The entities of a search's answer, in its order; what cannot be read is left out."""
    items = answer.get("items") if isinstance(answer, Mapping) else answer
    if not isinstance(items, Sequence) or isinstance(items, str):
        return []
    return [entry for each in items if (entry := read_entry(each)) is not None]


def _names(found: Any) -> tuple[str, ...]:
    if not isinstance(found, Sequence) or isinstance(found, str):
        return ()
    said = (each.get("name") if isinstance(each, Mapping) else each for each in found)
    return tuple(dict.fromkeys(line for each in said if (line := _line(each))))


def _line(said: Any) -> str:
    return " ".join(said.split())[:LONGEST] if isinstance(said, str) else ""
