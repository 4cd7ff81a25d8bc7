"""Turn what a cell holds into a value of its column's kind, or say what is wrong and how to mend it."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from statements.errors import Problem
from statements.ingest.cells import Value, as_text
from statements.ingest.dates import DateStyle, read_date
from statements.ingest.specs import ColumnSpec, Kind, fold
from statements.organisations.nzbn import LENGTH, is_scientific, read_nzbn

YES = frozenset({"yes", "y", "true", "t", "1", "✓", "✔", "x", "āe", "ae"})
NO = frozenset({"no", "n", "false", "f", "0", "✗", "✘", "kāo", "kao", "kāore"})
NOTHING = frozenset({"n/a", "na", "-", "–", "—", "nil", "none", "not applicable", "."})
SIMILAR = 78

_GUARDED = re.compile(r'="(.*)"', re.S)
_ERROR = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|GETTING_DATA)", re.I)
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")
_MONEY = re.compile(
    r"(?P<sign>[-(])?\s*(?P<currency>[A-Z]{2,3}\$|[A-Z]{3}|[$£€¥])?\s*-?\s*(?P<number>\d[\d,\s]*(?:\.\d+)?|\.\d+)\s*"
    r"(?P<scale>k|m|mn|mil|million|b|bn|billion|thousand)?\s*(?P<after>[A-Z]{3})?\s*\)?",
    re.I,
)
_SCALES = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "mil": 6, "million": 6, "b": 9, "bn": 9, "billion": 9}
_OUR_CURRENCY = frozenset({"", "$", "NZ$", "NZD"})


class Fault(NamedTuple):
    """What is wrong with a cell, and how to mend it."""

    message: str
    mend: str


@dataclass(frozen=True)
class Parsed:
    """The value of a cell (None when blank or wrong), its fault, and what to tell its reader though it is right."""

    value: Any = None
    fault: Fault | None = None
    note: str = ""


@dataclass(frozen=True)
class ColumnContext:
    """What a column as a whole tells about each of its cells."""

    dates: DateStyle = field(default_factory=DateStyle)


def parse(column: ColumnSpec, value: Value, context: ColumnContext) -> Parsed:
    """The cell's value as its column wants it: str, date, int, Decimal, bool, or a tuple of values for CHOICES."""
    value = _bare(value)
    text = as_text(value)
    if _is_blank(column, text):
        if column.required:
            return Parsed(fault=Fault(f"{column.heading} is missing.", "Fill in this cell."))
        return Parsed()
    if _ERROR.fullmatch(text):
        return Parsed(fault=Fault(f"{column.heading} holds the error {text}.", "Mend the formula or type the value."))
    return _PARSERS[column.kind](column, value, context)


def _about(column: ColumnSpec) -> str:
    """The heading as a message begins with it."""
    return f"{column.heading.rstrip('?')}:"


def _bare(value: Value) -> Value:
    """Without the quotes that keep a spreadsheet from changing an identifier, and without outer space."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if not isinstance(value, str):
        return value
    text = value.replace("\xa0", " ").strip()
    guarded = _GUARDED.fullmatch(text)
    return guarded.group(1).strip() if guarded else text


def _is_blank(column: ColumnSpec, text: str) -> bool:
    if not text:
        return True
    wordless = column.kind not in (Kind.TEXT, Kind.LONG_TEXT)
    return wordless and text.casefold() in NOTHING and not column.choice(text)


def _text(column: ColumnSpec, value: Value, context: ColumnContext) -> Parsed:
    text = as_text(value)
    if column.kind == Kind.TEXT:
        text = " ".join(text.split())
    if len(text) > column.most_characters:
        message = f"{column.heading} has {len(text):,} characters; up to {column.most_characters:,} are kept."
        return Parsed(fault=Fault(message, "Shorten it."))
    return Parsed(text)


def _date(column: ColumnSpec, value: Value, context: ColumnContext) -> Parsed:
    found = read_date(value, context.dates)
    if found.value is None:
        return Parsed(fault=Fault(f"{_about(column)} {found.fault}", found.mend))
    said = f"“{as_text(value)}” was read day first, as {found.value:%-d %B %Y}." if found.ambiguous else ""
    return Parsed(found.value, note=said)


def _integer(column: ColumnSpec, value: Value, context: ColumnContext) -> Parsed:
    amount = value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    if amount is None:
        plain = as_text(value).replace(",", "").replace(" ", "").removesuffix(".0").removesuffix(".00")
        amount = int(plain) if re.fullmatch(r"[-+]?\d{1,15}", plain) else None
    if amount is None or amount != int(amount):
        message = f"{_about(column)} “{as_text(value)[:60]}” is not a whole number."
        return Parsed(fault=Fault(message, "Write digits only, such as 1200."))
    if amount < 0:
        return Parsed(fault=Fault(f"{_about(column)} {as_text(value)} is below zero.", "Write 0 or more."))
    return Parsed(int(amount))


def _money(column: ColumnSpec, value: Value, context: ColumnContext) -> Parsed:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Parsed(Decimal(repr(value)))
    text = as_text(value)
    match = _MONEY.fullmatch(text)
    if not match or re.search(r",\d{1,2}$", match["number"].strip()):
        message = f"{_about(column)} “{text[:60]}” is not an amount of money."
        return Parsed(fault=Fault(message, "Write New Zealand dollars in digits, such as 1200000 or 1,200,000.50."))
    for currency in (match["currency"] or "", match["after"] or ""):
        if currency.upper() not in _OUR_CURRENCY:
            message = f"{_about(column)} “{text[:60]}” is not in New Zealand dollars."
            return Parsed(fault=Fault(message, "Convert it and write the number alone."))
    amount = Decimal(re.sub(r"[,\s]", "", match["number"])).scaleb(_SCALES.get((match["scale"] or "").lower(), 0))
    negative = match["sign"] or re.search(r"-\s*[\d.]", text)
    return Parsed(-amount if negative else amount)


def _choice(column: ColumnSpec, value: Value, context: ColumnContext) -> Parsed:
    if not column.choices:
        return _text(column, value, context)
    text = as_text(value)
    if chosen := column.choice(text):
        return Parsed(chosen.value)
    return Parsed(fault=_not_a_choice(column, text))


def _not_a_choice(column: ColumnSpec, text: str) -> Fault:
    labels = [choice.label for choice in column.choices]
    message = f"{_about(column)} “{text[:60]}” is not one of the choices."
    near = _nearest(text, labels)
    if near:
        return Fault(message, f"Did you mean “{near}”?")
    if len(labels) <= 8:
        return Fault(message, f"Choose one of: {'; '.join(labels)}.")
    return Fault(message, "Choose one from the list in the template.")


def _nearest(text: str, labels: list[str]) -> str:
    """The label that was most likely meant: one spelt nearly so, else one that the text is much of; "" for none."""
    for scorer in (fuzz.ratio, fuzz.WRatio):
        found = process.extractOne(fold(text), [fold(label) for label in labels], scorer=scorer, score_cutoff=SIMILAR)
        if found:
            return labels[found[2]]
    return ""


def _choices(column: ColumnSpec, value: Value, context: ColumnContext) -> Parsed:
    text = as_text(value)
    if chosen := column.choice(text):
        return Parsed((chosen.value,))
    parts = _parts(column, text)
    found: list[str] = []
    for part in filter(None, parts):
        match = column.choice(part)
        if not match:
            return Parsed(fault=_not_a_choice(column, part))
        if match.value not in found:
            found.append(match.value)
    return Parsed(tuple(found))


def _parts(column: ColumnSpec, text: str) -> list[str]:
    """The things that a cell names. A comma parts them too, but where the labels themselves hold commas only when
    every part is a choice."""
    with_commas = any("," in choice.label for choice in column.choices)
    found: list[str] = []
    for part in (each.strip(" •\t") for each in re.split(r"[;\n|]", text)):
        pieces = [each.strip() for each in part.split(",") if each.strip()]
        cut = column.choice(part) is None and (not with_commas or all(column.choice(each) for each in pieces))
        found += pieces if cut else [part]
    return found


def _nzbn(column: ColumnSpec, value: Value, context: ColumnContext) -> Parsed:
    text = as_text(value)
    rounded = isinstance(value, (int, float)) and len(text) == LENGTH and text.endswith("000000")
    if rounded or is_scientific(text):
        message = f"{_about(column)} a spreadsheet shortened this number to “{text}”, so its last digits are lost."
        return Parsed(fault=Fault(message, "Format the column as text, then enter all 13 digits again."))
    found = read_nzbn(text, column.key)
    if isinstance(found, Problem):
        return Parsed(fault=Fault(f"{_about(column)} {found.message}", found.mend))
    return Parsed(found)


def _boolean(column: ColumnSpec, value: Value, context: ColumnContext) -> Parsed:
    said = fold(as_text(value))
    if said in YES or said in NO:
        return Parsed(said in YES)
    message = f"{_about(column)} “{as_text(value)[:60]}” is neither Yes nor No."
    return Parsed(fault=Fault(message, "Write Yes or No."))


def _email(column: ColumnSpec, value: Value, context: ColumnContext) -> Parsed:
    text = as_text(value).removeprefix("mailto:")
    if _EMAIL.fullmatch(text) and len(text) <= 254:
        return Parsed(text)
    message = f"{_about(column)} “{text[:60]}” is not an e-mail address."
    return Parsed(fault=Fault(message, "Write one address, such as name@example.org."))


_PARSERS: dict[Kind, Callable[[ColumnSpec, Value, ColumnContext], Parsed]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.DATE: _date,
    Kind.INTEGER: _integer,
    Kind.MONEY: _money,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.NZBN: _nzbn,
    Kind.BOOLEAN: _boolean,
    Kind.COUNTRY: _choice,
    Kind.EMAIL: _email,
}


def for_template(column: ColumnSpec, value: Any) -> Any:
    """The value as a template shows it, the reverse of `parse`: labels for choices, Yes and No, dates as dates."""
    if value is None or value == ():
        return None
    labels = {choice.value: choice.label for choice in column.choices}
    if column.kind == Kind.CHOICES:
        return "; ".join(labels.get(each, each) for each in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (date, datetime, Decimal, int, float)):
        return value
    return labels.get(value, str(value))
