"""Where a list of the API goes on: a short text that clients hand back and need not understand."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from marshmallow import ValidationError

MARK = "after:"
FURTHEST = 1_000_000


def cursor(offset: int) -> str:
    """The cursor of the results that begin so far down the list."""
    return urlsafe_b64encode(f"{MARK}{offset}".encode()).decode().rstrip("=")


def offset_of(text: str) -> int:
    """How far down the list a cursor begins. Raises ValidationError for a text that is none."""
    try:
        told = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)).decode("ascii")
    except ValueError:
        raise ValidationError("This is no cursor that an answer told.") from None
    number = told.removeprefix(MARK)
    if not told.startswith(MARK) or not number.isdigit() or len(number) > len(str(FURTHEST)):
        raise ValidationError("This is no cursor that an answer told.")
    return int(number)


def is_cursor(text: str) -> None:
    """Raises ValidationError for a text that is neither empty nor a cursor."""
    if text:
        offset_of(text)
