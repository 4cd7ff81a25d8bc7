"""The words of the help pages: one calm text an audience and language, shown only once a named person approved it."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from portal.pages.help import own_or_ours
from statements.errors import NotFound
from statements.filing.datafile import FaultyFile, read
from statements.reference.tables import ilo_indicators

TEXTS, APPROVALS = "help_texts.toml", "help_approvals.toml"
AUDIENCES = ("worker", "witness", "business", "official")
MARK_LENGTH = 16


@dataclass(frozen=True)
class Language:
    """A language in which a text may be written, by its code and its own name."""

    code: str
    name: str


@dataclass(frozen=True)
class Sign:
    """One of the ILO's indicators of forced labour: its name, and what it means in our own words."""

    name: str
    meaning: str


@dataclass(frozen=True)
class HelpText:
    """What one audience reads in one language; `contacts` are phone numbers of help.toml, the first to call first.

    `own_signs` are the eleven signs in the text's language; where there are none, the reference table's are shown.
    """

    audience: str
    language: str
    title: str
    lead: str
    points: tuple[str, ...]
    contacts: tuple[str, ...]
    own_signs: tuple[Sign, ...] = ()

    @property
    def signs(self) -> tuple[Sign, ...]:
        """The eleven signs as this text tells them."""
        return self.own_signs or tuple(Sign(each.name, each.meaning) for each in ilo_indicators().values())

    @property
    def mark(self) -> str:
        """What stands for these very words: it changes with any of them."""
        signs = (f"{each.name}: {each.meaning}" for each in self.signs)
        words = (self.audience, self.language, self.title, self.lead, *self.points, *self.contacts, *signs)
        return hashlib.sha256("\n".join(words).encode()).hexdigest()[:MARK_LENGTH]


@dataclass(frozen=True)
class Approval:
    """Who approved the text of this mark and when; one of the demonstration counts nowhere else."""

    audience: str
    language: str
    mark: str
    by: str
    on: date
    demonstration: bool = False


@dataclass(frozen=True)
class HelpTexts:
    """Every language, text and approval."""

    languages: tuple[Language, ...]
    texts: tuple[HelpText, ...]
    approvals: tuple[Approval, ...] = ()

    def text(self, audience: str, language: str) -> HelpText | None:
        """The text of an audience in a language, approved or not."""
        return next((each for each in self.texts if (each.audience, each.language) == (audience, language)), None)

    def approved(self, audience: str, language: str, *, demonstration: bool) -> tuple[HelpText, Approval] | None:
        """The text of an audience in a language with its approval; None where nobody approved these very words."""
        text = self.text(audience, language)
        for each in self.approvals:
            if text and each.mark == text.mark and each.by.strip() and (demonstration or not each.demonstration):
                return text, each
        return None

    def languages_of(self, audience: str, *, demonstration: bool) -> list[Language]:
        """The languages in which an audience has an approved text."""
        shown = {
            each.code for each in self.languages if self.approved(audience, each.code, demonstration=demonstration)
        }
        return [each for each in self.languages if each.code in shown]


@dataclass(frozen=True)
class Approvals:
    """What the operator's file of approvals holds."""

    approvals: tuple[Approval, ...] = ()


@cache
def help_texts(folder: Path) -> HelpTexts:
    """The texts, the operator's own in this folder or the portal's, with every approval. Raises FaultyFile."""
    found = read_help_texts(own_or_ours(folder, TEXTS))
    given = folder / APPROVALS
    more = read(given, Approvals).approvals if given.is_file() else ()
    return replace(found, approvals=(*found.approvals, *more))


def read_help_texts(path: Path) -> HelpTexts:
    """Read a file of help texts. Raises FaultyFile for a text of an unknown audience or language, or told twice."""
    found = read(path, HelpTexts)
    codes = {each.code for each in found.languages}
    lost = [text.title for text in found.texts if text.audience not in AUDIENCES or text.language not in codes]
    if lost:
        raise FaultyFile(f"{path.name}: texts for an unknown audience or language: {', '.join(lost)}")
    if len({(each.audience, each.language) for each in found.texts}) < len(found.texts):
        raise FaultyFile(f"{path.name}: an audience has two texts in one language")
    return found


def approve(folder: Path, text: HelpText, *, by: str, on: date) -> None:
    """Write into the operator's folder that a named person approved these very words. Raises ValueError without one."""
    if not by.strip():
        raise ValueError("An approval needs the name of a person.")
    lines = {"audience": text.audience, "language": text.language, "mark": text.mark, "by": by.strip()}
    told = "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in lines.items())
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / APPROVALS).open("a", encoding="utf-8") as file:
        file.write(f"\n[[approvals]]\n{told}on = {on.isoformat()}\n")


def check_audience(found: HelpTexts, audience: str, language: str) -> None:
    """Let an audience and a language through that the pages know. Raises NotFound."""
    if audience not in AUDIENCES or language not in {each.code for each in found.languages}:
        raise NotFound("There is no such page of help.")
