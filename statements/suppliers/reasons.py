"""Why a name matched, in sentences a buyer can check."""

from dataclasses import dataclass

from statements.organisations.names import ComparableName, same_kind_of_ending
from statements.reference.tables import country
from statements.suppliers.results import NameEntry
from statements.suppliers.similarity import Likeness


@dataclass(frozen=True)
class KnownName:
    """A name of the register ready to compare; not `whole` when an entry sets it beside another name."""

    entry: NameEntry
    name: ComparableName
    whole: bool = True


def reasons_same(known: KnownName, asked: ComparableName, text: str, nation: str) -> tuple[tuple[str, ...], bool]:
    """Return why two equal names match, and whether nothing speaks against their being one organisation."""
    reasons = [_how_same(known, asked, text)]
    certain = known.whole and known.entry.kind == "current" and same_kind_of_ending(asked.form, known.name.form)
    reasons += _of_the_entry(known)
    here, there = country(nation) if nation else None, country(known.entry.country) if known.entry.country else None
    if here and there and here != there:
        reasons.append(f"The list says {here.name} and the register says {there.name}.")
        certain = False
    return tuple(reasons), certain


def _how_same(known: KnownName, asked: ComparableName, text: str) -> str:
    if known.whole and known.entry.name.strip() == text.strip():
        return "The name is the same, letter for letter."
    if asked.form == known.name.form:
        return "The name is the same apart from capitals, punctuation, macrons or abbreviations."
    if same_kind_of_ending(asked.form, known.name.form):
        return "The name is the same; one of the two leaves the legal ending out."
    return "The name is the same but the legal endings differ, so it may be another organisation."


def reasons_alike(known: KnownName, alike: Likeness) -> tuple[str, ...]:
    """Return in which words two names are close and in which they differ."""
    reasons = [f"“{here}” in the list is close to “{there}” in the register." for here, there in alike.close]
    if alike.only_here:
        reasons.append(f"Only the list says “{' '.join(alike.only_here)}”.")
    if alike.only_there:
        reasons.append(f"Only the register says “{' '.join(alike.only_there)}”.")
    return (*(reasons or ["The same words in another order."]), *_of_the_entry(known))


def _of_the_entry(known: KnownName) -> list[str]:
    reasons = [] if known.whole else ["It is one of two names that the register writes together."]
    if known.entry.kind != "current":
        reasons.append(f"It is a {known.entry.kind} name in the register.")
    return reasons
