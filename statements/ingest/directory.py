"""The organisations that the rows of a workbook name, looked up at once: each found, or what is wrong with its name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process
from sqlalchemy.orm import Session

from statements.ingest.values import SIMILAR
from statements.organisations import addresses, lookup, names
from statements.organisations.models import Organisation


class Named(NamedTuple):
    """How a row names an organisation: an NZBN that was read, or nothing; a name, or nothing."""

    nzbn: str | None
    name: str | None


class Unclear(NamedTuple):
    """Why no organisation was found, how to mend it, and whether the name (not the number) is at fault."""

    message: str
    mend: str
    by_name: bool


class Directory:
    """Finds what is named, with two queries for a whole workbook."""

    def __init__(
        self,
        session: Session,
        wanted: Iterable[Named],
        near: Sequence[Organisation] = (),
        group: Sequence[Organisation] = (),
    ) -> None:
        """`near`, and after them `group`, are likely meant: a name without its legal ending finds them, too."""
        wanted, self._session = list(wanted), session
        self._by_number = lookup.by_numbers(session, scheme="nzbn", values={each.nzbn for each in wanted if each.nzbn})
        unnumbered = {each.name for each in wanted if each.name and not each.nzbn}
        self._by_name = lookup.by_names(session, texts=unnumbered)
        self._near, self._likely = near, [*near, *group]
        self._by_key: dict[str, list[Organisation]] = defaultdict(list)
        for each in dict.fromkeys(self._likely):
            for key in {names.comparable(name).key for name in (each.name, *(row.name for row in each.names))}:
                self._by_key[key].append(each)

    def find(self, named: Named) -> Organisation | Unclear:
        """The organisation that is meant. A number decides; a name beside it must be one of its names."""
        if named.nzbn:
            return self._numbered(named.nzbn, named.name)
        if named.name:
            return self._called(named.name)
        return Unclear("No organisation is named.", "Give its NZBN, or its name where it has none.", by_name=False)

    def _numbered(self, nzbn: str, name: str | None) -> Organisation | Unclear:
        found = self._by_number.get(nzbn)
        if found is None:
            mend = "Check the number. If it is right, the registrar can add the organisation."
            return Unclear(f"No organisation in the register has the NZBN {nzbn}.", mend, by_name=False)
        if name and not lookup.is_called(found, name):
            fault = f"The NZBN {nzbn} belongs to {found.name}, and this cell says “{name[:80]}”."
            return Unclear(fault, "Correct the number or the name.", by_name=True)
        return addresses.standing_for(self._session, found)

    def _called(self, name: str) -> Organisation | Unclear:
        bearers = self._standing(self._by_name.get(names.lookup_key(name), []))
        if not bearers:
            alike = self._by_key.get(names.comparable(name).key, [])
            bearers = [each for each in alike if lookup.is_called(each, name)]
        for likely in (self._near, self._likely, bearers):
            chosen = [each for each in bearers if each in likely]
            if len(chosen) == 1:
                return chosen[0]
        if bearers:
            return Unclear(f"Several organisations are called “{name[:80]}”.", _which(bearers), by_name=True)
        return Unclear(f"No organisation in the register is called “{name[:80]}”.", self._hint(name), by_name=True)

    def _standing(self, bearers: Iterable[Organisation]) -> list[Organisation]:
        """Each as it is today: one that was merged is the one it became, named once."""
        return list(dict.fromkeys(addresses.standing_for(self._session, each) for each in bearers))

    def number_of(self, name: str | None) -> str:
        """The NZBN of the one organisation that is called this among those likely meant, or ""."""
        alike = self._by_key.get(names.comparable(name).key, []) if name else []
        called = [each for each in alike if lookup.is_called(each, name or "")]
        numbers = [one.value for each in called for one in each.identifiers if one.scheme == "nzbn"]
        return numbers[0] if len(called) == 1 and numbers else ""

    def _hint(self, name: str) -> str:
        known = [each.name for each in self._likely]
        for key, scorer in ((lambda text: names.comparable(text).key, fuzz.ratio), (names.lookup_key, fuzz.WRatio)):
            close = process.extractOne(key(name), [key(each) for each in known], scorer=scorer, score_cutoff=SIMILAR)
            if close:
                return f"Did you mean “{known[close[2]]}”?"
        return "Write its name as it stands in the register, or give its NZBN."


def _which(bearers: Sequence[Organisation]) -> str:
    """Which numbers these organisations of one name have, and what to do for one that has none."""
    numbers = [next((one.value for one in each.identifiers if one.scheme == "nzbn"), "") for each in bearers]
    if not any(numbers):
        return "None of them has an NZBN: tick the right one on the draft's own page."
    mend = f"Give the NZBN: {' or '.join(each for each in numbers[:5] if each)}."
    return mend if all(numbers) else f"{mend} One of them has none: tick it on the draft's own page."
