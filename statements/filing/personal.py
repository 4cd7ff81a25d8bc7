"""Personal data seen in what becomes public: addresses, telephone numbers, names of people, by pattern. Advice only.

A pattern sees neither all nor only personal data: whoever files decides. Free-phone lines and the person who signs are
meant to be public and are passed over.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from statements.filing.models import Document
from statements.filing.questionnaire import Kind, Questionnaire

MOST = 60
CONTACTS = frozenset({"grievance_phone", "grievance_web"})
"""Questions that ask for a contact: what is answered there is meant to be public."""

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63})+")
_PHONE = re.compile(
    r"(?<![\d.,$€£/-])(?<!\d )(?:\+\d{1,3}[\s().-]{0,3}|\(?0)\d(?:[\s().-]{0,2}\d){6,10}(?!\d|[.,/-]\d)"
)
_FREE = re.compile(r"\(?0(?:800|508|900)")
_WORD = r"[A-ZĀĒĪŌŪÀ-ÖØ-Þ][\w'’-]+"
_TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor)\b\.?[ \t]+({_WORD}(?:[ \t]+{_WORD}){{0,3}})")
_CALLED = re.compile(
    r"\b(?:workers?|employees?|victims?|complainants?|women|woman|men|man|persons?|guards?|pickers?|cleaners?|students?)"
    rf",?[ \t]+(?:called|named|by the name of)[ \t]+({_WORD}(?:[ \t]+{_WORD}){{0,3}})"
)


class Personal(StrEnum):
    """What a hit looks like."""

    EMAIL = "e-mail address"
    PHONE = "telephone number"
    NAME = "name of a person"


@dataclass(frozen=True)
class Hit:
    """One thing that looks personal: in an answer (its section and label) or in a document (its name and page)."""

    kind: Personal
    text: str
    section: str = ""
    label: str = ""
    page: int = 0


def in_text(text: str) -> Iterator[tuple[Personal, str]]:
    """What looks personal in a text, as it stands there."""
    yield from ((Personal.EMAIL, found.group().rstrip(".")) for found in _EMAIL.finditer(text))
    for found in _PHONE.finditer(text):
        if not _FREE.match(found.group()):
            yield Personal.PHONE, " ".join(found.group().split())
    for pattern in (_TITLED, _CALLED):
        yield from ((Personal.NAME, " ".join(found.group(1).split())) for found in pattern.finditer(text))


def personal_data(
    known: Questionnaire, answers: dict[str, object], documents: Sequence[Document], *, signatory: str
) -> list[Hit]:
    """What looks personal in the public texts of a draft, each once, at most MOST; the signatory is passed over."""
    found: dict[tuple[Personal, str], Hit] = {}
    for hit in (*_in_answers(known, answers), *_in_documents(documents)):
        if not (hit.kind is Personal.NAME and signatory and hit.text.casefold() in signatory.casefold()):
            found.setdefault((hit.kind, hit.text.casefold()), hit)
        if len(found) >= MOST:
            break
    return list(found.values())


def _in_answers(known: Questionnaire, answers: dict[str, object]) -> Iterable[Hit]:
    for section in known.sections:
        for question in section.questions:
            text = answers.get(question.key)
            if question.public and question.kind in (Kind.TEXT, Kind.LONG_TEXT) and question.key not in CONTACTS:
                for kind, each in in_text(str(text or "")):
                    yield Hit(kind, each, section=section.key, label=question.label)


def _in_documents(documents: Sequence[Document]) -> Iterable[Hit]:
    for document in documents:
        for number, page in enumerate(document.pages, start=1):
            for kind, each in in_text(str(page)):
                yield Hit(kind, each, label=document.filename, page=number)
