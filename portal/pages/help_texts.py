"""The words of the help pages: one calm text an audience and language, shown only once a named person approved it."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from statements.errors import NotFound
from statements.filing.datafile import FaultyFile, read

PATH = Path(__file__).with_name("help_texts.toml")
AUDIENCES = ("worker", "witness", "business", "official")
MARK_LENGTH = 16


@dataclass(frozen=True)
class Language:
    """A language in which a text may be written, by its code and its own name."""

    code: str
    name: str


@dataclass(frozen=True)
class HelpText:
    """What one audience reads in one language; `contacts` are phone numbers of help.toml, the first to call first."""

    audience: str
    language: str
    title: str
    lead: str
    points: tuple[str, ...]
    contacts: tuple[str, ...]

    @property
    def mark(self) -> str:
        """What stands for these very words: it changes with any of them."""
        words = "\n".join((self.audience, self.language, self.title, self.lead, *self.points, *self.contacts))
        return hashlib.sha256(words.encode()).hexdigest()[:MARK_LENGTH]


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
    approvals: tuple[Approval, ...]

    def approved(self, audience: str, language: str, *, demonstration: bool) -> tuple[HelpText, Approval] | None:
        """The text of an audience in a language with its approval; None where nobody approved these very words."""
        for text in self.texts:
            if (text.audience, text.language) == (audience, language):
                for each in self.approvals:
                    if each.mark == text.mark and each.by and (demonstration or not each.demonstration):
                        return text, each
        return None

    def languages_of(self, audience: str, *, demonstration: bool) -> list[Language]:
        """The languages in which an audience has an approved text."""
        shown = {
            each.code for each in self.languages if self.approved(audience, each.code, demonstration=demonstration)
        }
        return [each for each in self.languages if each.code in shown]


@cache
def help_texts() -> HelpTexts:
    """The contents of help_texts.toml. Raises FaultyFile."""
    return read_help_texts(PATH)


def read_help_texts(path: Path) -> HelpTexts:
    """Read a file of help texts. Raises FaultyFile for a text of an unknown audience or language."""
    found = read(path, HelpTexts)
    codes = {each.code for each in found.languages}
    lost = [text.title for text in found.texts if text.audience not in AUDIENCES or text.language not in codes]
    if lost:
        raise FaultyFile(f"{path.name}: texts for an unknown audience or language: {', '.join(lost)}")
    return found


def check_audience(audience: str, language: str) -> None:
    """Let an audience and a language through that the pages know. Raises NotFound."""
    if audience not in AUDIENCES or language not in {each.code for each in help_texts().languages}:
        raise NotFound("There is no such page of help.")
