"""Where a list of the API goes on: a short text that clients hand back and need not understand."""

MARK = "after-"
# In the description of the API, so that a client can tell a cursor from any other text.
PATTERN = r"^(after-[0-9]{1,6})?$"


def cursor(offset: int) -> str:
    """The cursor of the results that begin so far down the list."""
    return f"{MARK}{offset}"


def offset_of(text: str) -> int:
    """How far down the list a cursor that matches PATTERN begins."""
    return int(text.removeprefix(MARK))
