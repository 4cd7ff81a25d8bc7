"""Read one answer of each kind, from what people type into a form or a cell, or from a value that is right already."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from statements.errors import Problem
from statements.filing.questionnaire import Kind, Option, Question
from statements.reference import tables
from statements.reference.folding import fold

MOST = 999_999_999
"""The largest count that is believed."""

_YES = frozenset({"yes", "y", "true", "1", "ae", "āe"})
_NO = frozenset({"no", "n", "false", "0", "kao", "kāo"})
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BETWEEN = re.compile(r"[;|\n]")
_BETWEEN_COUNTRIES = re.compile(r"[;|\n,]")
_DIGITS_APART = re.compile(r"(?<=\d)[,  ](?=\d{3}(?:\D|$))")
_DATE_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%dT%H:%M:%S")


def is_blank(typed: Any) -> bool:
    """Whether nothing was answered; No, 0 and False are answers."""
    if typed is None:
        return True
    if isinstance(typed, str):
        return not typed.strip()
    return isinstance(typed, list | tuple) and all(is_blank(each) for each in typed)


def parse_one(question: Question, typed: Any) -> Any:
    """Return the answer to one question in its stored form, or the Problem with it."""
    return _PARSERS[question.kind](question, typed)


def parse_date(typed: Any) -> date | None:
    """Return the date that was typed, day first as New Zealand writes it, or None where it is none."""
    if isinstance(typed, datetime):
        return typed.date()
    if isinstance(typed, date):
        return typed
    text = " ".join(str(typed).split())
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _problem(question: Question, fault: str, mend: str) -> Problem:
    return Problem(f"{question.label.rstrip('?')}: {fault}", mend, question.key)


def _text(question: Question, typed: Any) -> str | Problem:
    text = unicodedata.normalize("NFC", str(typed).replace("\r\n", "\n").replace("\r", "\n")).strip()
    text = _CONTROL.sub("", text)
    if question.kind is Kind.TEXT:
        text = " ".join(text.split())
    over = len(text) - question.max_length
    if over > 0:
        fault = f"this is {len(text):,} characters long and we keep {question.max_length:,}."
        mend = f"Shorten it by {over:,}."
        if over > question.max_length:
            mend += " Or upload the whole text as your statement, and sum it up here."
        return _problem(question, fault, mend)
    return text


def _boolean(question: Question, typed: Any) -> bool | Problem:
    word = str(typed).strip().lower()
    if word in _YES or word in _NO:
        return word in _YES
    return _problem(question, f"“{_short(typed)}” is neither Yes nor No.", "Answer Yes or No, or leave it empty.")


def _count(question: Question, typed: Any) -> int | Problem:
    text = _DIGITS_APART.sub("", str(typed).strip())
    text = re.sub(r"\.0+$", "", text)
    if not re.fullmatch(r"\d+", text, re.ASCII):
        return _problem(question, f"“{_short(typed)}” is not a count.", "Enter a whole number, 0 or more, in digits.")
    if int(text[:20]) > MOST:
        return _problem(question, f"{_short(typed)} is more than {MOST:,}.", "Check the number.")
    return int(text)


def _date(question: Question, typed: Any) -> str | Problem:
    found = parse_date(typed)
    if found is None:
        return _problem(question, f"“{_short(typed)}” is not a date.", "Enter day, month and year, such as 31 3 2026.")
    return found.isoformat()


def _choice(question: Question, typed: Any) -> str | Problem:
    found = _option(question, typed)
    if found is None:
        return _problem(question, f"“{_short(typed)}” is not one of the answers.", "Choose one of the list.")
    return found.value


def _choices(question: Question, typed: Any) -> list[str] | Problem:
    chosen: set[str] = set()
    for each in _parts(typed, _BETWEEN, lambda whole: _option(question, whole) is not None):
        found = _option(question, each)
        if found is None:
            return _problem(question, f"“{_short(each)}” is not one of the answers.", "Choose from the list.")
        chosen.add(found.value)
    alone = [each for each in question.options if each.value in chosen and each.exclusive]
    if alone and len(chosen) > 1:
        fault = f"“{alone[0].label}” cannot stand beside another answer."
        return _problem(question, fault, "Take it away, or take the others away.")
    return [each.value for each in question.options if each.value in chosen]


def _countries(question: Question, typed: Any) -> list[str] | Problem:
    codes: set[str] = set()
    for each in _parts(typed, _BETWEEN_COUNTRIES, lambda whole: tables.country(whole) is not None):
        found = tables.country(each)
        if found is None:
            fault = f"“{_short(each)}” is not a country we know."
            return _problem(question, fault, "Write countries by their English name or two-letter code.")
        codes.add(found.alpha2)
    return sorted(codes)


def _parts(typed: Any, between: re.Pattern[str], is_whole: Callable[[str], bool]) -> Iterable[str]:
    """The parts of a list, or of text with marks between; text that is one known thing is not cut."""
    if isinstance(typed, list | tuple):
        return [str(each) for each in typed if not is_blank(each)]
    text = str(typed)
    if is_whole(text):
        return [text]
    return [each.strip() for each in between.split(text) if each.strip()]


def _option(question: Question, typed: Any) -> Option | None:
    wanted = fold(" ".join(str(typed).split()))
    for each in question.options:
        if wanted in (fold(each.value), fold(each.label)):
            return each
    return None


def _short(typed: Any) -> str:
    text = " ".join(str(typed).split())
    return text if len(text) <= 40 else text[:39] + "…"


_PARSERS: dict[Kind, Callable[[Question, Any], Any]] = {
    Kind.LONG_TEXT: _text,
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.BOOLEAN: _boolean,
    Kind.COUNT: _count,
    Kind.COUNTRIES: _countries,
    Kind.DATE: _date,
}
