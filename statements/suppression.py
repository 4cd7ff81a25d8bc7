"""Small counts of people and incidents: never shown, and never to be worked out from what is shown.

An answer below SMALLEST_SHOWN is replaced by the same words whatever it was, before anything public is made of it.
Every sum is made of what is public already, so no output depends on the hidden number and none can tell it.
"""

SMALLEST_SHOWN = 6


def shown_count(count: int | None) -> str:
    """One organisation's own count as the public sees it: the number, or "fewer than 6"; nothing for None."""
    if count is None:
        return ""
    return f"{count:,}" if count >= SMALLEST_SHOWN else f"fewer than {SMALLEST_SHOWN}"
