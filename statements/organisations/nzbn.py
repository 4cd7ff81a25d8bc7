"""New Zealand Business Numbers: thirteen digits of the GS1 system, the last of them a check digit."""

import re
import unicodedata

from statements.errors import Invalid, Problem

LENGTH = 13
PREFIX = "9429"
PLACEHOLDER = PREFIX + "0" * (LENGTH - len(PREFIX))

_LABEL = re.compile(r"^\s*(?:nzbn|gln)\b[\s:#.-]*(?:number\b|no\b)?[\s:#.-]*", re.IGNORECASE)
_SPACING = re.compile(r"[\s\u200b\u2060\ufeff.'’\-‐-―_/]+")
_WHOLE_AS_DECIMAL = re.compile(r"[.,]00?$")
_SCIENTIFIC = re.compile(r"^\s*[+]?\d(?:[.,]\d*)?\s*e\s*[+]?\s*\d{1,2}\s*$", re.IGNORECASE)


def check_digit(first_twelve: str) -> str:
    """Return the GS1 check digit that completes twelve digits (weights 1 and 3 by turns from the left)."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(first_twelve))
    return str(-total % 10)


def is_scientific(text: str) -> bool:
    """Say whether a spreadsheet turned a long number into scientific notation, such as 9.42904E+12."""
    return bool(_SCIENTIFIC.match(text))


def read_nzbn(text: str, field: str = "nzbn") -> str | Problem:
    """Return the thirteen digits of an NZBN in any spacing, or the Problem that says what is wrong and how to mend it.

    Nothing is rounded or completed: a number that lost digits is a problem, never a guess.
    """
    plain = _LABEL.sub("", unicodedata.normalize("NFKC", text)).strip()
    if is_scientific(plain):
        return Problem(
            f"“{text.strip()}” is an NZBN that a spreadsheet shortened to scientific notation: digits are lost.",
            "Format the column as text, then enter all 13 digits again.",
            field,
        )
    digits = _SPACING.sub("", _WHOLE_AS_DECIMAL.sub("", plain))
    fault = _fault(digits)
    return Problem(f"“{text.strip()}” {fault[0]}", fault[1], field) if fault else digits


def parse_nzbn(text: str, field: str = "nzbn") -> str:
    """Return the thirteen digits of an NZBN in any spacing. Raises Invalid with the Problem of read_nzbn."""
    found = read_nzbn(text, field)
    if isinstance(found, Problem):
        raise Invalid([found])
    return found


def _fault(digits: str) -> tuple[str, str] | None:
    look_up = "Check the number on the NZBN register or on an invoice."
    if not digits:
        return "is not an NZBN: it is empty.", "Enter 13 digits, or leave the organisation's name to find it by."
    if not (digits.isascii() and digits.isdigit()):
        return "is not an NZBN: it holds something besides digits.", "An NZBN is 13 digits, such as 9429 0000 12345."
    if len(digits) != LENGTH:
        return f"is not an NZBN: it has {len(digits)} digits and an NZBN has {LENGTH}.", look_up
    if not digits.startswith(PREFIX):
        return f"is not an NZBN: an NZBN begins with {PREFIX}.", look_up
    if digits == PLACEHOLDER:
        return "is a placeholder, not the NZBN of an organisation.", look_up
    if check_digit(digits[:-1]) != digits[-1]:
        return "is not an NZBN: its check digit does not fit, so a digit was mistyped or two were swapped.", look_up
    return None
