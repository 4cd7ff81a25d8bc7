"""Identity as (scheme, value): the registers' numbers, each in one spelling and checked as far as its scheme allows."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from statements.errors import Invalid, Problem
from statements.organisations.nzbn import is_scientific, read_nzbn


@dataclass(frozen=True, order=True)
class Identifier:
    """A number in a register: `scheme` names the register, `value` is the number in its one spelling."""

    scheme: str
    value: str


@dataclass(frozen=True)
class Scheme:
    """A register's numbers: whose they are, in which country, and what a right one looks like."""

    code: str
    name: str
    country: str
    looks_like: str


SCHEMES = {
    scheme.code: scheme
    for scheme in (
        Scheme("nzbn", "NZBN", "NZ", "13 digits beginning with 9429"),
        Scheme("nz-company-number", "New Zealand company number", "NZ", "up to 8 digits"),
        Scheme("au-abn", "Australian Business Number", "AU", "11 digits"),
        Scheme("au-acn", "Australian Company Number", "AU", "9 digits"),
        Scheme("gb-coh", "UK company number", "GB", "8 digits, or 2 letters and 6 digits"),
        Scheme("lei", "Legal Entity Identifier", "", "20 letters and digits"),
    )
}

_SPACING = re.compile(r"[\s\u200b\ufeff.'’\-‐-―_/]+")
_ABN_WEIGHTS = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    return _SPACING.sub("", re.sub(r"\.00?$", "", plain))


def _company_number(bare: str) -> str | None:
    digits = bare.lstrip("0")
    return digits if re.fullmatch(r"[1-9][0-9]{0,7}", digits) else None


def _uk_company_number(bare: str) -> str | None:
    """Put back the leading zeros that a spreadsheet drops: 4830352 is 04830352, SC1234 is SC001234."""
    parts = re.fullmatch(r"([A-Z]{0,2})([0-9]{1,8})(R?S?)", bare)
    if parts is None or not parts[2].strip("0"):
        return None
    room = 8 - len(parts[1]) - len(parts[3])
    number = parts[2].lstrip("0").zfill(room)
    return f"{parts[1]}{number}{parts[3]}" if len(number) == room else None


def _abn(bare: str) -> str | None:
    """Australian Business Register: subtract 1 from the first digit; the weighted sum is a multiple of 89."""
    if not re.fullmatch(r"[1-9][0-9]{10}", bare):
        return None
    total = sum(int(digit) * weight for digit, weight in zip(bare, _ABN_WEIGHTS, strict=True)) - _ABN_WEIGHTS[0]
    return bare if total % 89 == 0 else None


def _acn(bare: str) -> str | None:
    """Australian Securities and Investments Commission: weights 8 to 1, the last digit completes a multiple of 10."""
    if not re.fullmatch(r"[0-9]{7,9}", bare) or not bare.strip("0"):
        return None
    number = bare.zfill(9)
    total = sum(int(digit) * weight for digit, weight in zip(number[:8], range(8, 0, -1), strict=True))
    return number if (10 - total % 10) % 10 == int(number[8]) else None


def _lei(bare: str) -> str | None:
    """ISO 17442: letters stand for 10 to 35, and the whole number leaves 1 when divided by 97."""
    if not re.fullmatch(r"[0-9A-Z]{18}[0-9]{2}", bare):
        return None
    return bare if int("".join(str(int(sign, 36)) for sign in bare)) % 97 == 1 else None


_READERS: dict[str, Callable[[str], str | None]] = {
    "nz-company-number": _company_number,
    "au-abn": _abn,
    "au-acn": _acn,
    "gb-coh": _uk_company_number,
    "lei": _lei,
}


def read_identifier(scheme: str, text: str, field: str = "identifier") -> Identifier | Problem:
    """Return the identifier in its one spelling, or the Problem that says what is wrong and how to mend it."""
    known = SCHEMES.get(scheme)
    if known is None:
        return Problem(f"“{scheme}” is not a kind of number we know.", f"Use one of: {', '.join(SCHEMES)}.", field)
    if scheme == "nzbn":
        digits = read_nzbn(text, field)
        return digits if isinstance(digits, Problem) else Identifier(scheme, digits)
    if is_scientific(text):
        fault = f"“{text.strip()}” was shortened by a spreadsheet; its last digits are lost."
        return Problem(fault, "Format the column as text, then enter the whole number again.", field)
    value = _READERS[scheme](_bare(text))
    if value is None:
        fault = f"“{text.strip()}” is not a right {known.name}: it should be {known.looks_like}."
        return Problem(fault, "Check the number against the register it comes from.", field)
    return Identifier(scheme, value)


def parse_identifier(scheme: str, text: str, field: str = "identifier") -> Identifier:
    """Return the identifier in its one spelling. Raises Invalid with the Problem that read_identifier would return."""
    found = read_identifier(scheme, text, field)
    if isinstance(found, Problem):
        raise Invalid([found])
    return found


def possible_identifiers(text: str, country: str = "") -> tuple[Identifier, ...]:
    """Return every identifier that a number of unknown scheme could be; schemes of `country` (alpha-2) come first.

    A run of seven digits may be a New Zealand or a UK company number: both are returned, and the caller must not choose
    without more to go by. Nothing is returned for a number that fits no scheme.
    """
    if not text.strip() or is_scientific(text):
        return ()
    readings = [read_identifier(code, text) for code in SCHEMES]
    fitting = [found for found in readings if isinstance(found, Identifier)]
    return tuple(sorted(fitting, key=lambda found: SCHEMES[found.scheme].country not in ("", country)))
