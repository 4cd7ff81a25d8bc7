"""Numbers of receipts: readable, and with two check digits, so that a misread one is noticed."""

import re

_NUMBER = re.compile(r"R(\d{6,})(\d{2})(\d{2})")


def receipt_number(statement_number: int, version_number: int) -> str:
    """Return the receipt's number, such as R-000042-01-08: statement, version, check digits (ISO 7064 MOD 97-10)."""
    digits = f"{statement_number:06}{version_number:02}"
    return f"R-{statement_number:06}-{version_number:02}-{98 - int(digits) * 100 % 97:02}"


def is_receipt_number(text: str) -> bool:
    """Whether this is a receipt's number, in any spacing, with the right check digits."""
    found = _NUMBER.fullmatch(re.sub(r"[\s-]+", "", text).upper())
    return found is not None and int("".join(found.groups())) % 97 == 1
