"""Find the row of headings in a sheet, and which column is which, however its maker named them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz

from statements import limits
from statements.ingest.cells import Row, Sheet, Value, as_text
from statements.ingest.dates import style_of
from statements.ingest.specs import ColumnSpec, Kind, TableSpec
from statements.ingest.values import ColumnContext, parse
from statements.organisations.nzbn import LENGTH, is_scientific

SAMPLE = 200
SURE, LIKELY, POSSIBLE, LEAST = 1.0, 0.85, 0.75, 0.4

# How people shorten headings, and words that say a column is about something else than the word before them.
_SHORT = {
    "ctry": "country", "cntry": "country", "no": "number", "nbr": "number", "num": "number", "amt": "amount",
    "addr": "address", "org": "organisation", "organization": "organisation", "co": "company", "desc": "description",
    "cat": "category", "mail": "email", "e": "email", "tel": "phone", "dept": "department", "yr": "year", "dt": "date",
}  # fmt: skip
_NARROWING = frozenset(
    {"number", "email", "phone", "address", "date", "type", "category", "country", "city", "region"}
    | {"status", "contact", "group", "parent", "currency", "comment", "comments", "notes", "url"}
)
_HINT = re.compile(r"\((required|optional|yes/no|dd/mm/yyyy|see .*?|if .*?)\)|\*")
_SAME = {"vendor": "supplier", "creditor": "supplier", "payee": "supplier", "id": "number", "code": "number"} | {
    "ref": "number", "reference": "number", "cost": "spend", "value": "spend", "firm": "company", "business": "company",
}  # fmt: skip
_DISTINCT = frozenset({Kind.NZBN, Kind.EMAIL, Kind.DATE, Kind.COUNTRY, Kind.CHOICE, Kind.CHOICES, Kind.BOOLEAN})


@dataclass(frozen=True)
class Guess:
    """Which heading (index from 0) a column seems to be, how sure that is (0 to 1), and why."""

    index: int
    confidence: float
    why: str


@dataclass(frozen=True)
class Layout:
    """Where a table stands: its sheet, the row of headings (0 when there is none), and each column's index from 0.

    `headings` are the words found there; `guesses` say why a column was taken for what it is.
    """

    sheet: str
    heading_row: int
    columns: Mapping[str, int]
    headings: tuple[str, ...] = ()
    guesses: Mapping[str, Guess] = field(default_factory=dict)


@lru_cache(maxsize=4096)
def words(heading: str) -> tuple[str, ...]:
    """A heading's words for comparing: folded, without accents, punctuation and what stands in brackets as a hint."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", heading) if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"\((required|optional|yes/no|dd/mm/yyyy|see .*?|if .*?)\)|\*", " ", plain).replace(
        "e-mail", "email"
    )
    return tuple(_SHORT.get(word, word) for word in re.findall(r"[^\W_]+", plain.replace("#", " number ")))


def exact_columns(headings: Sequence[str], spec: TableSpec) -> dict[str, int]:
    """Column key → index of the first heading that is one of its own, in any case, order and spacing."""
    found: dict[str, int] = {}
    for column in spec.columns:
        names = {words(name) for name in column.headings}
        for index, heading in enumerate(headings):
            if heading and words(heading) in names and index not in found.values():
                found[column.key] = index
                break
    return found


def find_exact(sheets: Sequence[Sheet], spec: TableSpec) -> Layout | None:
    """The spec's own table: the sheet by its name, else the one with most of its headings. None when none fits."""
    named = {name.casefold() for name in spec.sheets}
    best: tuple[int, Layout] | None = None
    for sheet in sheets:
        for row in sheet.rows[: limits.HEADING_ROWS.value]:
            headings = tuple(" ".join(cell.text.split()) for cell in row)
            columns = exact_columns(headings, spec)
            score = len(columns) * 10 + 5 * (sheet.name.casefold() in named) - 3 * sheet.hidden
            if len(columns) >= min(2, len(spec.columns)) and (best is None or score > best[0]):
                best = (score, Layout(sheet.name, row.number, columns, headings))
    return best[1] if best else None


def find_layout(sheets: Sequence[Sheet], spec: TableSpec) -> Layout | None:
    """The best guess at where such a table stands in somebody's own spreadsheet. None when every sheet is empty."""
    best: tuple[float, Layout] | None = None
    for sheet in sheets:
        if not sheet.rows:
            continue
        heading = _heading_row(sheet, spec)
        headings = tuple(" ".join(cell.text.split()) for cell in heading) if heading else ()
        below = [row for row in sheet.rows if heading is None or row.number > heading.number][:SAMPLE]
        guesses = guess_columns(headings or ("",) * sheet.width, below, spec)
        score = sum(guess.confidence for guess in guesses.values()) - sheet.hidden
        if best is None or score > best[0]:
            columns = {key: guess.index for key, guess in guesses.items()}
            best = (score, Layout(sheet.name, heading.number if heading else 0, columns, headings, guesses))
    return best[1] if best else None


def _heading_row(sheet: Sheet, spec: TableSpec) -> Row | None:
    """The row whose words are most like headings of this table; failing that the first full row of words only."""
    best, most = None, 0.0
    top = sheet.rows[: limits.HEADING_ROWS.value]
    for row in top:
        texts = [cell.text for cell in row]
        score = sum(
            max((_name_score(text, column)[0] for column in spec.columns), default=0.0) for text in texts if text
        )
        filled = sum(bool(text) for text in texts)
        score -= 0.5 * sum(not isinstance(value, str) for value in row.values if value is not None)
        if (filled > 1 or sheet.width == 1) and score > most + 0.01:
            best, most = row, score
    if best is not None and most >= LEAST:
        return best
    width = max((sum(v is not None for v in row.values) for row in top), default=0)
    first = next((row for row in top if sum(v is not None for v in row.values) >= 0.8 * width), None)
    return first if first and width > 1 and _only_words(first) else None


def _only_words(row: Row) -> bool:
    """Whether a row has words and nothing that a heading would not be: figures, dates, long sentences."""
    return all(
        v is None or (isinstance(v, str) and len(v) < 60 and not any(c.isdigit() for c in v)) for v in row.values
    )


def guess_columns(headings: Sequence[str], sample_rows: Sequence[Row], spec: TableSpec) -> dict[str, Guess]:
    """Column key → which heading it seems to be, by its words and by what stands under it; one heading each.

    Columns that nothing fits are left out. Meant to be shown to a person, who corrects it.
    """
    width = max([len(headings), *(len(row) for row in sample_rows)], default=0)
    candidates: list[tuple[float, int, str, Guess]] = []
    for order, column in enumerate(spec.columns):
        for index in range(width):
            heading = headings[index] if index < len(headings) else ""
            guess = _guess(column, index, heading, sample_rows)
            if guess.confidence >= LEAST:
                candidates.append((-guess.confidence, order, column.key, guess))
    found: dict[str, Guess] = {}
    for _, _, key, guess in sorted(candidates, key=lambda item: (item[0], item[1], item[3].index)):
        if key not in found and guess.index not in {taken.index for taken in found.values()}:
            found[key] = guess
    return found


def _guess(column: ColumnSpec, index: int, heading: str, rows: Sequence[Row]) -> Guess:
    name, why = _name_score(heading, column)
    fits, filled = _fit(column, index, rows)
    if not filled:
        return Guess(index, name * 0.8, why)
    if name and column.kind not in (Kind.TEXT, Kind.LONG_TEXT):
        share = f"{fits:.0%} of its cells fit"
        return Guess(index, round(name * (0.55 + 0.45 * fits), 3), f"{why}; {share}")
    if name:
        return Guess(index, name if fits > 0.3 else round(name * 0.6, 3), why)
    if column.kind in _DISTINCT and fits >= 0.6 and filled >= 2:
        return Guess(index, round(0.7 * fits, 3), f"{fits:.0%} of its cells look like {column.heading.lower()}")
    if column.kind == Kind.TEXT and column.required and fits >= 0.8:
        return Guess(index, 0.41 if index else 0.42, "it holds names in words and no heading fits better")
    return Guess(index, 0.0, "")


def _name_score(heading: str, column: ColumnSpec) -> tuple[float, str]:
    """How well a heading's words fit a column, and why."""
    said = words(heading)
    if not said:
        return 0.0, ""
    best, why = 0.0, ""
    for name in column.headings:
        score, reason = _compare(said, words(name))
        if score > best:
            best, why = score, f"“{heading}” {reason} “{name}”"
    return best, why


def _compare(said: tuple[str, ...], known: tuple[str, ...]) -> tuple[float, str]:
    if said == known:
        return SURE, "is"
    said, known = tuple(_SAME.get(word, word) for word in said), tuple(_SAME.get(word, word) for word in known)
    if set(said) == set(known):
        return SURE - 0.02, "means"
    narrowed = (set(said) - set(known)) & _NARROWING
    if set(known) <= set(said):
        near = LIKELY - 0.05 * (len(said) - len(known) - 1)
        return (near - 0.4 if narrowed else max(near, 0.6)), "contains"
    if set(said) <= set(known) and not set(known) & _NARROWING:
        return LIKELY - 0.1, "is part of"
    if min(len("".join(said)), len("".join(known))) >= 5 and fuzz.ratio(" ".join(said), " ".join(known)) >= 85:
        return POSSIBLE, "is spelt almost as"
    return 0.0, ""


def _fit(column: ColumnSpec, index: int, rows: Sequence[Row]) -> tuple[float, int]:
    """(share of the filled cells that are such values, how many are filled)."""
    values = [row.values[index] for row in rows[:SAMPLE] if index < len(row) and row.values[index] is not None]
    if not values:
        return 0.0, 0
    if column.kind in (Kind.TEXT, Kind.LONG_TEXT):
        wordy = sum(isinstance(value, str) and sum(c.isalpha() for c in value) >= 0.5 * len(value) for value in values)
        return wordy / len(values), len(values)
    context = ColumnContext(style_of(values))
    parsed = [(value, parse(column, value, context)) for value in values]
    told = [(value, each) for value, each in parsed if each.value is not None or each.fault]
    fitting = sum(each.value is not None or _is_broken_nzbn(column, value) for value, each in told)
    return fitting / len(told) if told else 0.0, len(told)


def _is_broken_nzbn(column: ColumnSpec, value: Value) -> bool:
    """Whether this was meant for an NZBN, though it is none: mistyped, or shortened by a spreadsheet."""
    digits = re.sub(r"\D", "", as_text(value))
    return column.kind == Kind.NZBN and (is_scientific(as_text(value)) or len(digits) == LENGTH)
